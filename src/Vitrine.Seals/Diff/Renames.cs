using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>A file of two seals that is not the same in both.</summary>
internal sealed record FilePair(FileChangeKind Kind, SealedFile? Old, SealedFile? New, string? From);

/// <summary>Which file of one seal is which of another.</summary>
internal static class Renames
{
    // As much as half of the lines of the larger must be the same, as git takes it; and no more than this many candidates are compared.
    private const double Likeness = 0.5;
    private const int MostCandidates = 20_000;
    private const long LargestBytes = 1 << 20;
    private const int LeastBytes = 64;

    /// <summary>All that is not the same in both.</summary>
    public static List<FilePair> Find(ScopedSeal older, ScopedSeal newer, CancellationToken cancellation)
    {
        var (before, now) = (older.Files.ToDictionary(file => file.Path, StringComparer.Ordinal), newer.Files.ToDictionary(file => file.Path, StringComparer.Ordinal));
        var pairs = new List<FilePair>();
        var gone = older.Files.Where(file => !now.ContainsKey(file.Path)).ToList();
        var come = new List<SealedFile>();
        foreach (var file in newer.Files)
        {
            if (!before.TryGetValue(file.Path, out var old))
            {
                come.Add(file);
            }
            else if (old.Digest != file.Digest || old.Mode != file.Mode)
            {
                pairs.Add(new FilePair(FileChangeKind.Changed, old, file, null));
            }
        }

        var left = gone.Where(file => file.Size > 0).GroupBy(Content).ToDictionary(group => group.Key, group => group.ToList());
        var stays = older.Files.Where(file => file.Size > 0).GroupBy(Content).ToDictionary(group => group.Key, group => group.First());
        var unknown = new List<SealedFile>();
        foreach (var file in come)
        {
            if (left.TryGetValue(Content(file), out var candidates) && candidates.Count > 0)
            {
                var name = Name(file.Path);
                var from = candidates.Find(old => Name(old.Path) == name) ?? candidates[0];
                candidates.Remove(from);
                gone.Remove(from);
                pairs.Add(new FilePair(FileChangeKind.Moved, from, file, from.Path));
            }
            else if (stays.TryGetValue(Content(file), out var twin))
            {
                pairs.Add(new FilePair(FileChangeKind.Copied, twin, file, twin.Path));
            }
            else
            {
                unknown.Add(file);
            }
        }

        foreach (var (old, file) in Alike(gone, unknown, older, newer, cancellation))
        {
            pairs.Add(new FilePair(FileChangeKind.Moved, old, file, old.Path));
            gone.Remove(old);
            unknown.Remove(file);
        }

        pairs.AddRange(unknown.Select(file => new FilePair(FileChangeKind.Added, null, file, null)));
        pairs.AddRange(gone.Select(file => new FilePair(FileChangeKind.Removed, file, null, null)));
        return pairs;
    }

    /// <summary>Files that went and files that came which share most of their lines; the likest pairs first, each file once.</summary>
    private static List<(SealedFile Old, SealedFile New)> Alike(List<SealedFile> gone, List<SealedFile> come, ScopedSeal older, ScopedSeal newer, CancellationToken cancellation)
    {
        bool Fits(SealedFile file) => file is { Text: not TextKind.Binary, Mode: SealedMode.Regular or SealedMode.Executable, Size: >= LeastBytes and <= LargestBytes };
        var candidates = (
            from file in come.Where(Fits)
            let kind = Path.GetExtension(file.Path)
            from old in gone.Where(Fits)
            where Path.GetExtension(old.Path) == kind && Math.Min(old.Size, file.Size) >= Likeness * Math.Max(old.Size, file.Size)
            orderby Name(old.Path) == Name(file.Path) descending
            select (Old: old, New: file)).Take(MostCandidates);
        var lines = new Dictionary<SealedFile, Dictionary<ReadOnlyMemory<byte>, int>?>();
        var alike = new List<(double Score, SealedFile Old, SealedFile New)>();
        foreach (var (old, file) in candidates)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Lines(old, older, lines) is { } a && Lines(file, newer, lines) is { } b)
            {
                long shared = a.Sum(line => (long)line.Key.Length * Math.Min(line.Value, b.GetValueOrDefault(line.Key)));
                var score = (double)shared / Math.Max(old.Size, file.Size);
                if (score >= Likeness)
                {
                    alike.Add((score, old, file));
                }
            }
        }

        var (taken, pairs) = (new HashSet<SealedFile>(ReferenceEqualityComparer.Instance), new List<(SealedFile, SealedFile)>());
        foreach (var (_, old, file) in alike.OrderByDescending(pair => pair.Score).ThenBy(pair => pair.New.Path, StringComparer.Ordinal).ThenBy(pair => pair.Old.Path, StringComparer.Ordinal))
        {
            if (!taken.Contains(old) && !taken.Contains(file))
            {
                taken.Add(old);
                taken.Add(file);
                pairs.Add((old, file));
            }
        }

        return pairs;
    }

    private static Dictionary<ReadOnlyMemory<byte>, int>? Lines(SealedFile file, ScopedSeal tree, Dictionary<SealedFile, Dictionary<ReadOnlyMemory<byte>, int>?> known)
    {
        if (known.TryGetValue(file, out var counted))
        {
            return counted;
        }

        try
        {
            var text = tree.Text(file.Path);
            counted = new Dictionary<ReadOnlyMemory<byte>, int>(LineContent.Comparer);
            for (var line = 1; line <= text.LineCount; line++)
            {
                var bytes = text.Bytes[text.LineStart(line)..text.LineStart(line + 1)];
                counted[bytes] = counted.GetValueOrDefault(bytes) + 1;
            }
        }
        catch (SealStoreException)
        {
            // Told once, when the pair itself is looked at.
            counted = null;
        }

        known.Add(file, counted);
        return counted;
    }

    /// <summary>What a file is known again by: a link is no copy of a file that holds its target's name.</summary>
    private static (Digest, SealedMode) Content(SealedFile file) => (file.Digest, file.Mode == SealedMode.Executable ? SealedMode.Regular : file.Mode);

    private static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];
}
