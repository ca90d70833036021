using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Seals.Tests;

/// <summary>A centre's key, as the centre will keep it: AES-256-GCM with the purpose as associated data.</summary>
internal sealed class TestKeys(byte seed) : KeyWrap
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly byte[] _key = Enumerable.Repeat(seed, 32).ToArray();

    public static DomainKey Domain(byte seed = 1) => DomainKey.FromBytes(Enumerable.Repeat(seed, 32).ToArray());

    public static SealStore Store(string folder, byte seed = 7, Action<string>? step = null) => new(folder, new TestKeys(seed), new FixedTime()) { Step = step };

    public override byte[] Wrap(ReadOnlySpan<byte> key, string purpose)
    {
        var wrapped = new byte[12 + key.Length + 16];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, 12));
        using var aes = new AesGcm(_key, 16);
        aes.Encrypt(wrapped.AsSpan(0, 12), key, wrapped.AsSpan(12, key.Length), wrapped.AsSpan(12 + key.Length), Encoding.UTF8.GetBytes(purpose));
        return wrapped;
    }

    public override byte[] Unwrap(ReadOnlySpan<byte> wrapped, string purpose)
    {
        if (wrapped.Length < 28)
        {
            throw new CryptographicException("too short");
        }

        var key = new byte[wrapped.Length - 28];
        using var aes = new AesGcm(_key, 16);
        aes.Decrypt(wrapped[..12], wrapped[12..^16], wrapped[^16..], key, Encoding.UTF8.GetBytes(purpose));
        return key;
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Noon;
    }
}
