using System.Collections.Immutable;
using System.Diagnostics;
using Vitrine.Origin;

namespace Vitrine.Lab.Origin;

/// <summary>Vitrine's own recogniser, asked as <c>vitrine origin identify</c> asks it.</summary>
internal sealed class Engine
{
    private readonly ImmutableArray<CorpusEntry> _entries;
    private readonly Corpus _corpus;

    private Engine(ImmutableArray<CorpusEntry> entries) => (_entries, _corpus) = (entries, Corpus.Of(entries));

    /// <summary>What it knows.</summary>
    public Corpus Corpus => _corpus;

    /// <summary>Learns files: an entry a version of an origin.</summary>
    public static Engine Learn(IReadOnlyList<EvaluationFile> files, CancellationToken cancellationToken)
    {
        var byPath = files.ToDictionary(file => file.Path);
        var learned = new List<(EvaluationFile Of, LearnedFile File)>();
        OriginFiles.Read(
            [.. files.Select(file => file.Path)],
            LearnedFile.Of,
            read => learned.AddRange(read.Read.OfType<LearnedFile>().Select(file => (byPath[read.Path], file))),
            cancellationToken);
        return new Engine([.. learned.GroupBy(one => (one.Of.Origin, one.Of.Version))
            .Select(group => new CorpusEntry(group.Key.Origin, group.Key.Origin, group.Key.Version, [.. group.Select(one => one.File)]))]);
    }

    /// <summary>The same, had it not learned these origins.</summary>
    public Engine Without(IReadOnlySet<string> origins) => new([.. _entries.Where(entry => !origins.Contains(entry.Product))]);

    /// <summary>Identifies files, and what the archives among them hold.</summary>
    public Answers Identify(IReadOnlyList<EvaluationFile> files, CancellationToken cancellationToken)
    {
        var byPath = files.ToDictionary(file => file.Path);
        var answers = new List<Answer>();
        var clock = Stopwatch.StartNew();
        var before = Environment.CpuUsage.TotalTime;
        OriginFiles.Read(
            [.. files.Select(file => file.Path)],
            features => _corpus.Identify(features, cancellationToken),
            read => answers.Add(AnswerOf(byPath[read.Path], read.Read)),
            cancellationToken);
        return new Answers("vitrine", answers, clock.Elapsed, Environment.CpuUsage.TotalTime - before);
    }

    private static Answer AnswerOf(EvaluationFile file, IReadOnlyList<Identification> found) => new(
        file,
        [.. found.SelectMany(one => one.Matches.Select(Of)).OrderByDescending(named => named.Score).DistinctBy(named => named.Origin)],
        found.Select(one => one.Nearest).OfType<OriginMatch>().Select(match => (Named?)Of(match)).MaxBy(named => named?.Score),
        found.Any(one => one.Status == IdentificationStatus.Packed));

    private static Named Of(OriginMatch match) =>
        new(match.Product, match.Confidence, string.Join("; ", match.Evidence.Take(3).Select(one => $"{one.Kind} at {one.Offset}: {one.Seen}")));
}
