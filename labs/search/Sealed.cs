using System.Security.Cryptography;
using Vitrine.Seals;

namespace Vitrine.Lab;

/// <summary>Trees sealed under a key that is known to all: the lab has no secrets.</summary>
internal static class Sealed
{
    public static SealStore Store(string folder) => new(folder, new LabKey(), TimeProvider.System);

    /// <summary>The seal of a tree, made once.</summary>
    public static async Task<OpenSeal> OpenAsync(SealStore store, string tree)
    {
        using var source = FolderSource.Open(tree, CancellationToken.None);
        using var key = DomainKey.FromBytes(new byte[32]);
        var made = await store.MakeAsync(source, key, new SealOptions { Accept = SealProblems.Acceptable.Values.ToHashSet() }, null, CancellationToken.None);
        return store.Open(made.Root);
    }

    public static bool Has(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private sealed class LabKey : KeyWrap
    {
        public override byte[] Wrap(ReadOnlySpan<byte> key, string purpose) => [.. SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(purpose)), .. key];

        public override byte[] Unwrap(ReadOnlySpan<byte> wrapped, string purpose) => wrapped[32..].ToArray();
    }
}
