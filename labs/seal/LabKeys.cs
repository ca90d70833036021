using System.Security.Cryptography;
using Vitrine.Centre;
using Vitrine.Seals;

namespace Vitrine.Lab;

/// <summary>A centre's key that exists for the run alone, or is read from the store's folder so that the next process of the run has it too.</summary>
internal sealed class LabKeys : KeyWrap, IDisposable
{
    private readonly SecretBox _box;

    private LabKeys(byte[] key) => _box = new SecretBox(key);

    public static LabKeys Of(string store)
    {
        var path = store + ".key";
        if (!File.Exists(path))
        {
            File.WriteAllBytes(path, RandomNumberGenerator.GetBytes(SecretBox.KeySize));
        }

        return new LabKeys(File.ReadAllBytes(path));
    }

    public override byte[] Wrap(ReadOnlySpan<byte> key, string purpose) => _box.Wrap(key, purpose);

    public override byte[] Unwrap(ReadOnlySpan<byte> wrapped, string purpose) => _box.Unwrap(wrapped, purpose);

    public void Dispose() => _box.Dispose();
}
