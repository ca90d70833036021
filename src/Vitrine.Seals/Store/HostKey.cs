using System.Security.Cryptography;
using System.Text;
using Vitrine.Centre;

namespace Vitrine.Seals;

/// <summary>
/// What the host keeps so that the centre alone cannot open a seal: a passphrase, or a key file kept elsewhere. The seal's key is wrapped by the centre and
/// then by this; both are needed. docs/formats/seal.md, "The key".
/// </summary>
public sealed class HostKey : IDisposable
{
    /// <summary>Bytes of a key file's key.</summary>
    public const int Size = 32;

    private const int TagSize = 16;

    private readonly string? _passphrase;
    private readonly byte[] _key;
    private readonly Dictionary<string, byte[]> _derived = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    private HostKey(string? passphrase, byte[] key)
    {
        _passphrase = passphrase;
        _key = key;
    }

    private static ReadOnlySpan<byte> PassphraseMagic => "vitrine-seal-key-p\n"u8;

    private static ReadOnlySpan<byte> FileMagic => "vitrine-seal-key-f\n"u8;

    /// <summary>A passphrase; scrypt makes the key, with a salt a seal (<see cref="Passwords"/>).</summary>
    public static HostKey FromPassphrase(string passphrase)
    {
        ArgumentException.ThrowIfNullOrEmpty(passphrase);
        return new HostKey(passphrase, []);
    }

    /// <summary>Reads a key file: 32 random bytes, or 64 hexadecimal digits and perhaps a line end.</summary>
    /// <exception cref="SealFormatException">It is neither.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static HostKey FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = File.OpenRead(path);
        Span<byte> content = stackalloc byte[(2 * Size) + 3];
        var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        var text = content[..length].TrimEnd("\r\n"u8);
        try
        {
            return length == Size ? new HostKey(null, content[..Size].ToArray())
                : text.Length == 2 * Size ? new HostKey(null, Convert.FromHexString(Encoding.ASCII.GetString(text)))
                : throw new FormatException();
        }
        catch (FormatException malformed)
        {
            throw new SealFormatException($"{path} is no key file: it holds neither 32 bytes nor 64 hexadecimal digits. Make one with: openssl rand -hex -out FILE 32", malformed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>Which locks it opens: those of a passphrase, or those of a key file.</summary>
    internal SealLock Opens => _passphrase is null ? SealLock.KeyFile : SealLock.Passphrase;

    /// <summary>How a seal's key file is locked.</summary>
    internal static SealLock LockOf(ReadOnlySpan<byte> file) =>
        file.StartsWith(PassphraseMagic) ? SealLock.Passphrase : file.StartsWith(FileMagic) ? SealLock.KeyFile : SealLock.None;

    /// <summary>Wraps what the centre wrapped.</summary>
    internal byte[] Wrap(ReadOnlySpan<byte> wrapped, string purpose)
    {
        var tag = _passphrase is null ? Id() : Passwords.Salt();
        using var box = new SecretBox(KeyFor(tag));
        return [.. _passphrase is null ? FileMagic : PassphraseMagic, .. tag, .. box.Wrap(wrapped, purpose)];
    }

    /// <summary>What the centre wrapped; null if this is not the key.</summary>
    internal byte[]? TryUnwrap(ReadOnlySpan<byte> file, string purpose)
    {
        var magic = _passphrase is null ? FileMagic : PassphraseMagic;
        if (!file.StartsWith(magic) || file.Length < magic.Length + TagSize)
        {
            return null;
        }

        var tag = file.Slice(magic.Length, TagSize).ToArray();
        if (_passphrase is null && !tag.AsSpan().SequenceEqual(Id()))
        {
            return null;
        }

        try
        {
            using var box = new SecretBox(KeyFor(tag));
            return box.Unwrap(file[(magic.Length + TagSize)..], purpose);
        }
        catch (CryptographicException)
        {
            // Another passphrase, or the file was changed: which, nobody can tell.
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_key);
        foreach (var key in _derived.Values)
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Names a key file's key without telling it.</summary>
    private byte[] Id() => HMACSHA256.HashData(_key, "vitrine-host-key-v1"u8)[..TagSize];

    private byte[] KeyFor(byte[] tag)
    {
        if (_passphrase is null)
        {
            return _key;
        }

        lock (_gate)
        {
            var name = Convert.ToHexStringLower(tag);
            return _derived.TryGetValue(name, out var key) ? key : _derived[name] = Passwords.Derive(_passphrase, tag);
        }
    }
}
