using System.Security.Cryptography;
using System.Text;
using Vitrine.Seals;

/// <summary>Wraps keys under one that this process drew and forgets.</summary>
internal sealed class MemoryKeys : KeyWrap
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public override byte[] Wrap(ReadOnlySpan<byte> key, string purpose)
    {
        var wrapped = new byte[NonceSize + key.Length + TagSize];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, NonceSize));
        using var aes = new AesGcm(_key, TagSize);
        aes.Encrypt(wrapped.AsSpan(0, NonceSize), key, wrapped.AsSpan(NonceSize, key.Length), wrapped.AsSpan(NonceSize + key.Length), Encoding.UTF8.GetBytes(purpose));
        return wrapped;
    }

    public override byte[] Unwrap(ReadOnlySpan<byte> wrapped, string purpose)
    {
        var key = new byte[wrapped.Length - NonceSize - TagSize];
        using var aes = new AesGcm(_key, TagSize);
        aes.Decrypt(wrapped[..NonceSize], wrapped[NonceSize..^TagSize], wrapped[^TagSize..], key, Encoding.UTF8.GetBytes(purpose));
        return key;
    }
}
