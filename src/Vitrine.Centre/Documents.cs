using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>
/// What acts refer to and are too small to hold: an imported list, a dataset of parties. <c>documents/HEX</c>, named by the SHA-256 of its
/// bytes, durable before the act that names it is recorded, and as much a part of the record as the act.
/// </summary>
/// <remarks>
/// Files are readable by the owner alone. A document that no act named within a day is swept when the centre is opened to write; one that an
/// act named is never removed.
/// </remarks>
public sealed class Documents
{
    /// <summary>The largest document, in bytes.</summary>
    public const int MaxBytes = 256 * 1024 * 1024;

    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);
    private readonly string _folder;

    internal Documents(CentrePaths paths) => _folder = paths.Documents;

    /// <summary>Keeps a document; gives the digest by which an act names it.</summary>
    /// <exception cref="ArgumentException">It is larger than <see cref="MaxBytes"/>.</exception>
    /// <exception cref="IOException">It cannot be kept.</exception>
    public Digest Add(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, MaxBytes, nameof(bytes));
        var digest = Digest.Of(bytes);
        if (TryRead(digest) is null)
        {
            File.Delete(PathOf(digest));
            DurableFile.Create(PathOf(digest), bytes, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return digest;
    }

    /// <summary>A document's bytes.</summary>
    /// <exception cref="CentreFaultException">It is missing or altered: part of the record is gone.</exception>
    public byte[] Read(Digest digest) =>
        TryRead(digest) ?? throw new CentreFaultException($"The document {digest} of this centre is missing or altered. Restore {PathOf(digest)} from a backup.");

    /// <summary>A document's bytes; null where it is missing or altered.</summary>
    public byte[]? TryRead(Digest digest)
    {
        var file = new FileInfo(PathOf(digest));
        if (!file.Exists || file.Length > MaxBytes)
        {
            return null;
        }

        var bytes = File.ReadAllBytes(file.FullName);
        return Digest.Of(bytes) == digest ? bytes : null;
    }

    /// <summary>Removes what no act named in time.</summary>
    internal void Sweep(Predicate<Digest> isNamed)
    {
        // A file's time is the machine's, whatever clock acts are dated by.
        var limit = TimeProvider.System.GetUtcNow() - Forgotten;
        foreach (var file in new DirectoryInfo(_folder).EnumerateFiles())
        {
            if (file.LastWriteTimeUtc < limit && !(Digest.TryParseHex(file.Name, out var digest) && isNamed(digest)))
            {
                file.Delete();
            }
        }
    }

    private string PathOf(Digest digest) => Path.Combine(_folder, digest.ToHex());
}
