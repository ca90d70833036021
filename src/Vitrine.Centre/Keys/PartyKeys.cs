using System.Security.Cryptography;
using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>
/// What a party (host, laboratory, authority) keeps for itself: a key to sign statements and a key to open what is wrapped to it.
/// Both are P-256, in files <c>sign.key</c> and <c>open.key</c> (PKCS#8 PEM) of one folder; below the opening key stand those that it followed.
/// </summary>
public sealed class PartyKeys : IDisposable
{
    private const string SignFile = "sign.key";
    private const string NextSignFile = "sign.next.key";
    private const string OpenFile = "open.key";

    private readonly byte[] _signPem;
    private readonly byte[] _openPem;

    private PartyKeys(byte[] signPem, byte[] openPem)
    {
        _signPem = signPem;
        _openPem = openPem;
        Signing = SigningKey.FromPkcs8Pem(Encoding.ASCII.GetString(signPem));
        Opening = OpeningKey.FromPem(Encoding.ASCII.GetString(openPem));
    }

    /// <summary>Signs the party's statements.</summary>
    public SigningKey Signing { get; }

    /// <summary>Opens what is wrapped to the party.</summary>
    public OpeningKey Opening { get; }

    /// <summary>Makes both keys in a new or empty folder.</summary>
    /// <exception cref="IOException">A key exists there already, or the folder cannot be written.</exception>
    public static PartyKeys Create(string folder)
    {
        KeyFile.CreateFolder(folder);
        using var sign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var open = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        KeyFile.Create(Path.Combine(folder, SignFile), Pem(sign));
        KeyFile.Create(Path.Combine(folder, OpenFile), Pem(open));
        return Read(folder);
    }

    /// <summary>Reads both keys.</summary>
    /// <exception cref="KeyFileException">A file is missing, open to others, or no P-256 key.</exception>
    public static PartyKeys Read(string folder) =>
        Parse(KeyFile.Read(Path.Combine(folder, SignFile)), KeyFile.Read(Path.Combine(folder, OpenFile)), folder);

    /// <summary>The signing key that is to follow the one in a party's folder, made where there is none yet.</summary>
    /// <exception cref="KeyFileException">The file that lies there is no key.</exception>
    public static PublicKey PrepareSigning(string folder)
    {
        var path = Path.Combine(folder, NextSignFile);
        if (!File.Exists(path))
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            KeyFile.Create(path, Pem(made));
        }

        using var next = ReadSigning(path);
        return next.PublicKey;
    }

    /// <summary>Whether a signing key that is to follow lies in a party's folder.</summary>
    public static bool HasNextSigning(string folder) => File.Exists(Path.Combine(folder, NextSignFile));

    /// <summary>Puts the signing key that follows in the place of the old one, which is gone with this.</summary>
    /// <exception cref="IOException">There is none.</exception>
    public static void TakeNextSigning(string folder)
    {
        File.Move(Path.Combine(folder, NextSignFile), Path.Combine(folder, SignFile), overwrite: true);
        DurableFile.SyncFolder(folder);
    }

    /// <summary>Puts a new opening key above those in a party's folder; what was wrapped to them opens as before.</summary>
    /// <exception cref="KeyFileException">There are too many already.</exception>
    /// <exception cref="IOException">It cannot be kept; nothing has changed.</exception>
    public static void AddOpening(string folder)
    {
        var path = Path.Combine(folder, OpenFile);
        using var made = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        byte[] all = [.. Pem(made), .. KeyFile.Read(path)];
        try
        {
            using (ReadOpening(all, path))
            {
                KeyFile.Replace(path, all);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(all);
        }
    }

    /// <summary>Reads what <see cref="Export"/> wrote.</summary>
    /// <exception cref="KeyFileException">It is something else.</exception>
    public static PartyKeys Import(ReadOnlySpan<byte> exported)
    {
        var split = exported.IndexOf((byte)0);
        return split < 0
            ? throw new KeyFileException("These are no exported keys of a party.")
            : Parse(exported[..split].ToArray(), exported[(split + 1)..].ToArray(), "The exported keys");
    }

    /// <summary>Both keys in one secret, for wrapping; the caller clears it.</summary>
    public byte[] Export() => [.. _signPem, 0, .. _openPem];

    /// <summary>Reads a signing key alone.</summary>
    /// <exception cref="KeyFileException">The file is missing, open to others, or no P-256 key.</exception>
    public static SigningKey ReadSigning(string path)
    {
        var pem = KeyFile.Read(path);
        try
        {
            return SigningKey.FromPkcs8Pem(Encoding.ASCII.GetString(pem));
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException or FormatException)
        {
            throw NoKey(path);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pem);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Signing.Dispose();
        Opening.Dispose();
        CryptographicOperations.ZeroMemory(_signPem);
        CryptographicOperations.ZeroMemory(_openPem);
    }

    internal static byte[] Pem(ECAlgorithm key) => Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n");

    private static PartyKeys Parse(byte[] signPem, byte[] openPem, string from)
    {
        try
        {
            return new PartyKeys(signPem, openPem);
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException or FormatException)
        {
            throw NoKey(from);
        }
    }

    private static OpeningKey ReadOpening(byte[] pem, string from)
    {
        try
        {
            return OpeningKey.FromPem(Encoding.ASCII.GetString(pem));
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            throw new KeyFileException($"{from}: {error.Message}");
        }
    }

    private static KeyFileException NoKey(string from) => new($"{from}: there is no P-256 private key in PKCS#8 PEM.");
}
