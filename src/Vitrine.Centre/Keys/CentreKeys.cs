using System.Security.Cryptography;
using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>The centre's own keys, in files that their owner alone can read.</summary>
/// <remarks>
/// <c>wrap.key</c> 32 random bytes, under which everything at rest is wrapped; <c>log.key</c> and <c>ledger.key</c> sign checkpoints (Ed25519
/// note keys); <c>sign.key</c> signs statements (P-256); <c>domain/NAME.key</c> the salt key of a vendor's seals; <c>person/ID.key</c> the key of
/// a person's data: erasing the file erases the data.
/// </remarks>
public sealed class CentreKeys : IDisposable
{
    private const string NextSign = "sign.next.key";

    private readonly string _folder;
    private readonly SecretBox _wrap;

    private CentreKeys(string folder)
    {
        _folder = folder;
        _wrap = ReadBox(Path.Combine(folder, "wrap.key"));
        (Log, Ledger) = (ReadNoteKey(PathOf(CentreLog.Log)), ReadNoteKey(PathOf(CentreLog.Ledger)));
        Signing = PartyKeys.ReadSigning(Path.Combine(folder, "sign.key"));
    }

    /// <summary>Signs the public log's checkpoints.</summary>
    public NoteSigner Log { get; private set; }

    /// <summary>Signs the ledger's checkpoints.</summary>
    public NoteSigner Ledger { get; private set; }

    /// <summary>Signs the centre's statements: status and anchors.</summary>
    public SigningKey Signing { get; private set; }

    internal static void Create(string folder, string origin)
    {
        KeyFile.CreateFolder(folder);
        KeyFile.CreateFolder(Path.Combine(folder, "domain"));
        KeyFile.CreateFolder(Path.Combine(folder, "person"));
        KeyFile.CreateFolder(Path.Combine(folder, "party"));
        KeyFile.Create(Path.Combine(folder, "wrap.key"), RandomNumberGenerator.GetBytes(SecretBox.KeySize));
        KeyFile.Create(Path.Combine(folder, "log.key"), Line(NoteSigner.Generate(origin + "/log").ToSecretText()));
        KeyFile.Create(Path.Combine(folder, "ledger.key"), Line(NoteSigner.Generate(origin + "/ledger").ToSecretText()));
        using var sign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        KeyFile.Create(Path.Combine(folder, "sign.key"), PartyKeys.Pem(sign));
    }

    internal static CentreKeys Open(string folder) => new(folder);

    /// <summary>The key that signs a log's checkpoints.</summary>
    internal NoteSigner Of(CentreLog which) => which == CentreLog.Log ? Log : Ledger;

    /// <summary>The key that is to follow a log's, made where there is none yet.</summary>
    internal NoteVerifier PrepareLog(CentreLog which)
    {
        if (NextLog(which) is { } there)
        {
            return there.Verifier;
        }

        var made = NoteSigner.Generate(Of(which).Name);
        KeyFile.Create(NextPathOf(which), Line(made.ToSecretText()));
        return made.Verifier;
    }

    /// <summary>The key that is to follow a log's; null where none was made.</summary>
    internal NoteSigner? NextLog(CentreLog which) => File.Exists(NextPathOf(which)) ? ReadNoteKey(NextPathOf(which)) : null;

    /// <summary>Puts the key that follows in the place of a log's, which is gone with this.</summary>
    internal void TakeLog(CentreLog which)
    {
        File.Move(NextPathOf(which), PathOf(which), overwrite: true);
        DurableFile.SyncFolder(_folder);
        ReloadLogs();
    }

    /// <summary>Reads the logs' keys anew: whoever held the lock before may have changed them.</summary>
    internal void ReloadLogs() => (Log, Ledger) = (ReadNoteKey(PathOf(CentreLog.Log)), ReadNoteKey(PathOf(CentreLog.Ledger)));

    /// <summary>The key that is to follow <see cref="Signing"/>, made where there is none yet.</summary>
    internal PublicKey PrepareSigning()
    {
        var path = Path.Combine(_folder, NextSign);
        if (!File.Exists(path))
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            KeyFile.Create(path, PartyKeys.Pem(made));
        }

        using var next = PartyKeys.ReadSigning(path);
        return next.PublicKey;
    }

    /// <summary>Makes the key that acts name the one in use, as the files have it now; whoever holds the writer's lock finishes a change that was cut off.</summary>
    /// <exception cref="KeyFileException">Neither file holds that key.</exception>
    internal void SettleSigning(Digest keyId, bool holdsLock)
    {
        if (Signing.PublicKey.KeyId == keyId && !holdsLock)
        {
            return;
        }

        var (current, next) = (Path.Combine(_folder, "sign.key"), Path.Combine(_folder, NextSign));
        var settled = Holding(current, keyId);
        if (settled is null && Holding(next, keyId) is { } following)
        {
            settled = following;
            if (holdsLock)
            {
                // The old key is gone with this: what it signed stays good, and it signs no more.
                File.Move(next, current, overwrite: true);
                DurableFile.SyncFolder(_folder);
            }
        }

        // Without the lock the file may have gone to its place between the two looks.
        settled ??= Holding(current, keyId) ?? throw new KeyFileException($"{current} is not the key with which this centre signs ({keyId}). Restore it from a backup.");
        if (Signing.PublicKey.KeyId == keyId)
        {
            settled.Dispose();
            return;
        }

        Signing.Dispose();
        Signing = settled;
    }

    /// <summary>Wraps a secret for <paramref name="purpose"/> under the centre's key.</summary>
    public byte[] Wrap(ReadOnlySpan<byte> secret, string purpose) => _wrap.Wrap(secret, purpose);

    /// <summary>Unwraps what <see cref="Wrap"/> made.</summary>
    /// <exception cref="CryptographicException">Another centre's, another purpose's, or altered.</exception>
    public byte[] Unwrap(ReadOnlySpan<byte> wrapped, string purpose) => _wrap.Unwrap(wrapped, purpose);

    /// <summary>The salt key of a vendor's seals, made at first use; the caller clears it.</summary>
    /// <exception cref="ActRefusedException">The vendor's name is no identifier.</exception>
    public byte[] Domain(string vendor)
    {
        var path = Path.Combine(_folder, "domain", FileName(vendor));
        if (!File.Exists(path))
        {
            var key = RandomNumberGenerator.GetBytes(SecretBox.KeySize);
            try
            {
                KeyFile.Create(path, key);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another process made it meanwhile: that one counts.
            }
            finally
            {
                CryptographicOperations.ZeroMemory(key);
            }
        }

        return KeyFile.Read(path);
    }

    /// <summary>The folder in which a party's keys lie when the party keeps them on this machine.</summary>
    /// <exception cref="ActRefusedException">The party's name is no identifier.</exception>
    public string PartyFolder(string party) => Path.Combine(_folder, "party", SafeName(party));

    /// <summary>Makes the key of a person's data.</summary>
    public void CreatePerson(string person) =>
        KeyFile.Create(Path.Combine(_folder, "person", FileName(person)), RandomNumberGenerator.GetBytes(SecretBox.KeySize));

    /// <summary>Encrypts a person's data under the person's key.</summary>
    public byte[] WrapPersonal(string person, ReadOnlySpan<byte> data)
    {
        using var key = PersonKey(person) ?? throw new KeyFileException($"The key of person {person} was erased.");
        return key.Wrap(data, $"person/{person}");
    }

    /// <summary>A person's data, or null where the key was erased.</summary>
    public byte[]? UnwrapPersonal(string person, ReadOnlySpan<byte> data)
    {
        using var key = PersonKey(person);
        return key?.Unwrap(data, $"person/{person}");
    }

    /// <summary>Erases the key of a person's data, and so the data, wherever the ledger was copied to. Copies of the key are outside this.</summary>
    public void ErasePerson(string person) => KeyFile.Delete(Path.Combine(_folder, "person", FileName(person)));

    /// <summary>Whether a person's key is here.</summary>
    public bool HasPerson(string person) => File.Exists(Path.Combine(_folder, "person", FileName(person)));

    /// <inheritdoc/>
    public void Dispose()
    {
        _wrap.Dispose();
        Signing.Dispose();
    }

    private string PathOf(CentreLog which) => Path.Combine(_folder, which == CentreLog.Log ? "log.key" : "ledger.key");

    private string NextPathOf(CentreLog which) => Path.Combine(_folder, which == CentreLog.Log ? "log.next.key" : "ledger.next.key");

    private static SigningKey? Holding(string path, Digest keyId)
    {
        try
        {
            var key = PartyKeys.ReadSigning(path);
            if (key.PublicKey.KeyId == keyId)
            {
                return key;
            }

            key.Dispose();
            return null;
        }
        catch (Exception error) when (error is KeyFileException or FileNotFoundException && !File.Exists(path))
        {
            // There is none, or it went to its place just now.
            return null;
        }
    }

    private SecretBox? PersonKey(string person)
    {
        var path = Path.Combine(_folder, "person", FileName(person));
        return File.Exists(path) ? ReadBox(path) : null;
    }

    private static SecretBox ReadBox(string path)
    {
        var key = KeyFile.Read(path);
        try
        {
            return key.Length == SecretBox.KeySize ? new SecretBox(key) : throw new KeyFileException($"{path} holds no key of {SecretBox.KeySize} bytes. Restore it from a backup.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static NoteSigner ReadNoteKey(string path)
    {
        var text = KeyFile.Read(path);
        try
        {
            return NoteSigner.TryParse(Encoding.ASCII.GetString(text).TrimEnd('\n'), out var signer)
                ? signer
                : throw new KeyFileException($"{path} holds no private key of a log. Restore it from a backup.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    private static string FileName(string name) => SafeName(name) + ".key";

    private static string SafeName(string name) =>
        name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? name
            : throw new ActRefusedException("An identifier has 1 to 64 letters, digits, hyphens and underscores.");

    private static byte[] Line(string text) => Encoding.ASCII.GetBytes(text + "\n");
}
