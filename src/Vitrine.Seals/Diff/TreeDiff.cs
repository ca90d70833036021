using System.Collections.Concurrent;

namespace Vitrine.Seals;

/// <summary>Compares two seals: files by their digests, and what is inside those that differ by lines and functions.</summary>
public static class TreeDiff
{
    /// <summary>A larger file is said to have changed, and not how.</summary>
    public const int MaxBytes = 32 << 20;

    /// <summary>Compares what is in scope of two seals, on all cores.</summary>
    /// <param name="older">The older seal.</param>
    /// <param name="newer">The newer seal.</param>
    /// <param name="progress">Files done.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ObjectDisposedException">A seal is closed.</exception>
    public static TreeChanges Of(ScopedSeal older, ScopedSeal newer, IProgress<SealProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(older);
        ArgumentNullException.ThrowIfNull(newer);
        using var uses = older.Use();
        using var use = newer.Use();
        using var readers = new SymbolReaders(isFunctionsAlone: true);
        var pairs = Renames.Find(older, newer, cancellation);
        var (found, unread, done, bytes) = (new FileChange[pairs.Count], new ConcurrentBag<string>(), 0, 0L);
        Parallel.For(0, pairs.Count, AllCores.Until(cancellation), readers.Rent, (at, _, reader) =>
        {
            var pair = pairs[at];
            found[at] = Look(pair, older, newer, reader, unread, cancellation);
            var count = Interlocked.Increment(ref done);
            var total = Interlocked.Add(ref bytes, pair.New?.Size ?? 0);
            if (count % 64 == 0 || count == pairs.Count)
            {
                progress?.Report(new SealProgress(count, pairs.Count, total));
            }

            return reader;
        }, readers.Return);
        var known = older.Files.Select(file => file.Digest).ToHashSet();
        var same = newer.Files.Where(file => known.Contains(file.Digest)).ToList();
        return new TreeChanges(
            older.Root,
            newer.Root,
            [.. found.OrderBy(file => file.Rank).ThenByDescending(file => file.Functions.Gained.Length).ThenByDescending(file => file.AddedLines + file.RemovedLines).ThenBy(file => file.Path, StringComparer.Ordinal)],
            new SealMeasure(same.Count, same.Sum(file => file.Size), same.Sum(file => file.Lines)),
            newer.Measure,
            [.. unread.Distinct().Order(StringComparer.Ordinal)],
            readers.AreThere);
    }

    /// <summary>The file of the older seal that a path goes on from: the one that stands there, or else the one that it was moved or copied from; null where there is none.</summary>
    /// <exception cref="ObjectDisposedException">A seal is closed.</exception>
    public static SealedFile? Before(ScopedSeal older, ScopedSeal newer, string path, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(older);
        ArgumentNullException.ThrowIfNull(newer);
        if (older.Contains(path))
        {
            return older.File(path);
        }

        using var uses = older.Use();
        using var use = newer.Use();
        return newer.Contains(path) ? Renames.Find(older, newer, cancellation).FirstOrDefault(pair => pair.New?.Path == path)?.Old : null;
    }

    private static FileChange Look(FilePair pair, ScopedSeal older, ScopedSeal newer, SymbolReader? reader, ConcurrentBag<string> unread, CancellationToken cancellation)
    {
        var path = (pair.New ?? pair.Old)!.Path;
        var (rank, reason) = ReviewOrder.Of(path);
        var reasons = new List<string> { reason };
        if (pair.Old is { } was && pair.New is { } now && was.Mode != now.Mode)
        {
            reasons.Add($"was {Word(was.Mode)}, is {Word(now.Mode)}");
            rank = Math.Min(rank, 1);
        }

        var (added, removed, moved, functions) = (0L, 0L, 0L, FunctionChanges.None);
        if (!(pair.Old is not null && pair.New is not null && pair.Old.Digest == pair.New.Digest))
        {
            var before = Text(pair.Old, older, unread);
            var after = Text(pair.New, newer, unread);
            (added, removed) = (after?.LineCount ?? 0, before?.LineCount ?? 0);
            if (before is not null && after is not null && pair.Old is not null)
            {
                var changes = LineDiff.Of(before, after);
                (added, removed) = (changes.Sum(change => (long)change.NewCount), changes.Sum(change => (long)change.OldCount));
                moved = MovedLines.Of(before, after, changes).New.Count;
                functions = Functions(reader, (pair.Old.Path, before), (path, after), changes, cancellation);
            }
            else if (after is not null && pair.Old is null && reader?.Read(path, after.Bytes, cancellation) is { } all)
            {
                functions = FunctionChanges.OfNew((after, all), Language.Of(path));
            }

            if (pair.New is { Text: TextKind.Binary, Mode: SealedMode.Regular or SealedMode.Executable })
            {
                reasons.Add("not text: nobody can read what changed");
                rank = Math.Min(rank, 2);
            }
        }

        // A test that begins to run programs is read with the tests, but before them.
        if (!functions.Gained.IsEmpty)
        {
            reasons.AddRange(functions.Gained.Select(call => call.Why).Distinct().Order(StringComparer.Ordinal).Select(why => $"now {why}"));
            rank = Math.Max(0, rank - 1);
        }

        return new FileChange(pair.Kind, path, pair.From, pair.Old, pair.New, added, removed, moved, functions, rank, [.. reasons]);
    }

    private static SealText? Text(SealedFile? file, ScopedSeal tree, ConcurrentBag<string> unread)
    {
        if (file is null || file.Mode is not (SealedMode.Regular or SealedMode.Executable) || file.Text == TextKind.Binary || file.Size > MaxBytes)
        {
            return null;
        }

        try
        {
            return tree.Text(file.Path);
        }
        catch (SealStoreException)
        {
            unread.Add(file.Path);
            return null;
        }
    }

    private static FunctionChanges Functions(
        SymbolReader? reader, (string Path, SealText Text) older, (string Path, SealText Text) newer, IReadOnlyList<LineChange> changes, CancellationToken cancellation)
    {
        var language = Language.Of(newer.Path);
        if (reader is null || changes.Count == 0 || reader.Read(newer.Path, newer.Text.Bytes, cancellation) is not { } news)
        {
            return FunctionChanges.None;
        }

        // A file that is of another language now shares nothing that its parser would carry over.
        var olds = Language.Of(older.Path) == language
            ? OlderFunctions.Of(bytes => reader.Read(older.Path, bytes, cancellation), older.Text, newer.Text, changes, news, language)
            : reader.Read(older.Path, older.Text.Bytes, cancellation);
        return olds is null ? FunctionChanges.None : FunctionChanges.Of((older.Text, olds), (newer.Text, news), changes, language);
    }

    private static string Word(SealedMode mode) => mode switch
    {
        SealedMode.Executable => "executable",
        SealedMode.Link => "a link",
        SealedMode.Submodule => "a submodule",
        _ => "an ordinary file",
    };
}
