using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>Looks through a tree for what should be settled before it is shown, and for leads. Each file alone, by its content; then what
/// files say together.</summary>
public static partial class Screening
{
    /// <summary>The most findings that are listed of one file.</summary>
    public const int MaxFindingsPerFile = 100;

    /// <summary>The most findings that are listed of a tree.</summary>
    public const int MaxFindings = 10_000;

    /// <summary>How many bytes of one file are looked at.</summary>
    public const int MaxFileBytes = 256 << 20;

    /// <summary>The most cuts that are listed.</summary>
    public const int MaxCuts = 1000;

    /// <summary>Changes whenever a rule does, so that what was kept of an earlier screening is not taken for one by today's rules.</summary>
    public const int RulesVersion = 3;

    /// <summary>Screens the files in scope by the rules that speak to the host, on all cores.</summary>
    public static ScreeningResult Run(ScopedSeal tree, IProgress<SealProgress>? progress, CancellationToken cancellation) =>
        Run(tree, ScreeningAudience.Host, null, progress, cancellation);

    /// <summary>Screens the files in scope on all cores.</summary>
    /// <param name="tree">What is looked at.</param>
    /// <param name="audience">Whose rules are asked; of both, all.</param>
    /// <param name="memory">What earlier screenings found; a file that is in it under the same path and content is not read again.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops it.</param>
    public static ScreeningResult Run(ScopedSeal tree, ScreeningAudience audience, ScreeningMemory? memory, IProgress<SealProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return Run(tree, ScreeningEngine.For(audience), MaxFindings, memory, progress, cancellation);
    }

    /// <summary>Screens by any set of rules, and lists as many findings as are asked for.</summary>
    internal static ScreeningResult Run(ScopedSeal tree, ScreeningEngine engine, int most, ScreeningMemory? memory, IProgress<SealProgress>? progress, CancellationToken cancellation)
    {
        var found = new FoundFindings(most);
        var work = new Gathering();
        engine.Conclude(Gather(tree, engine, memory, found, work, progress, cancellation), found);
        return found.Finish(work.Screened, work.Bytes) with { Recalled = work.Recalled };
    }

    /// <summary>A result with the findings of other analysers in it, in the order of all.</summary>
    public static ScreeningResult Merge(ScreeningResult result, IReadOnlyList<ScreeningFinding> others)
    {
        ArgumentNullException.ThrowIfNull(result);
        var found = new FoundFindings(MaxFindings);
        found.Add(result.Findings);
        found.Add(others);
        var merged = found.Finish(result.Files, result.Bytes);
        return merged with { Partial = merged.Partial || result.Partial, Cuts = [.. merged.Cuts.Concat(result.Cuts).Distinct().Take(MaxCuts)], Recalled = result.Recalled };
    }

    /// <summary>What an inventory's probe notes of all files.</summary>
    internal static TreeFacts Gather(ScopedSeal tree, ScreeningEngine engine, IProgress<SealProgress>? progress, CancellationToken cancellation) =>
        Gather(tree, engine, null, new FoundFindings(MaxFindings), new Gathering(), progress, cancellation);

    private static TreeFacts Gather(
        ScopedSeal tree, ScreeningEngine engine, ScreeningMemory? memory, FoundFindings found, Gathering work, IProgress<SealProgress>? progress, CancellationToken cancellation)
    {
        using var use = tree.Use();
        var facts = new LocatedFact[tree.Files.Length][];
        Parallel.For(0, tree.Files.Length, AllCores.Until(cancellation), place =>
        {
            if (tree.Files[place].Mode is SealedMode.Regular or SealedMode.Executable)
            {
                facts[place] = One(tree, place, engine, memory, found, work, cancellation);
            }

            var count = Interlocked.Increment(ref work.Done);
            if (count % 256 == 0 || count == tree.Files.Length)
            {
                progress?.Report(new SealProgress(count, tree.Files.Length, Interlocked.Read(ref work.Bytes)));
            }
        });
        return new TreeFacts(tree.Files, facts);
    }

    private static LocatedFact[] One(ScopedSeal tree, int place, ScreeningEngine engine, ScreeningMemory? memory, FoundFindings found, Gathering work, CancellationToken cancellation)
    {
        var file = tree.Files[place];
        var length = (int)Math.Min(file.Size, MaxFileBytes);
        var one = memory?.Recall(engine, file);
        if (one is not null)
        {
            Interlocked.Increment(ref work.Recalled);
        }
        else if (tree.Pieces(place, MaxFileBytes).FirstOrDefault() is var content && (!content.IsEmpty || file.Size == 0))
        {
            one = engine.Screen(file.Path, file.Digest, content, cancellation);
            memory?.Keep(engine, file, one);
        }
        else
        {
            found.Cut(file.Path, ScreeningCutReason.Unread);
            return [];
        }

        found.Add(one.Findings);
        if (one.IsCut || length < file.Size)
        {
            found.Cut(file.Path, one.IsCut ? ScreeningCutReason.FindingsOfFile : ScreeningCutReason.FileTooLarge);
        }

        Interlocked.Increment(ref work.Screened);
        Interlocked.Add(ref work.Bytes, length);
        return one.Facts;
    }

    /// <summary>Screens one content by all rules.</summary>
    internal static (IReadOnlyList<ScreeningFinding> Findings, bool IsCut) OfFile(
        string path, Digest digest, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var one = ScreeningEngine.For(ScreeningAudience.Both).Screen(path, digest, content, cancellation);
        return (one.Findings, one.IsCut);
    }

    /// <summary>How far a run is, counted from many threads.</summary>
    private sealed class Gathering
    {
        public int Done;
        public int Screened;
        public int Recalled;
        public long Bytes;
    }
}
