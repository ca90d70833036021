using System.Diagnostics;
using Vitrine.Origin;

namespace Vitrine.Lab.Origin;

/// <summary>Vitrine's own recogniser.</summary>
internal sealed class Engine
{
    private readonly Corpus _corpus;

    private Engine(Corpus corpus) => _corpus = corpus;

    /// <summary>What it learned.</summary>
    public Corpus Corpus => _corpus;

    /// <summary>Learns files: an entry a version of an origin.</summary>
    public static Engine Learn(IEnumerable<EvaluationFile> files, CancellationToken cancellationToken) => new(Corpus.Of(files
        .GroupBy(file => (file.Origin, file.Version))
        .Select(group => new CorpusEntry(group.Key.Origin, group.Key.Origin, group.Key.Version, [.. group.Select(file => LearnedFile.Of(Read(file, cancellationToken))).OfType<LearnedFile>()]))
        .Where(entry => entry.Files.Length > 0)));

    /// <summary>Identifies files, one after the other.</summary>
    public Answers Identify(IReadOnlyList<EvaluationFile> files, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var before = Environment.CpuUsage.TotalTime;
        var answers = files.Select(file => Identify(file, cancellationToken)).ToList();
        return new Answers("vitrine", answers, clock.Elapsed, Environment.CpuUsage.TotalTime - before);
    }

    private Answer Identify(EvaluationFile file, CancellationToken cancellationToken)
    {
        var found = _corpus.Identify(Read(file, cancellationToken), cancellationToken);
        return new Answer(file, [.. found.Matches.Select(Of)], found.Nearest is { } nearest ? Of(nearest) : null);
    }

    private static Named Of(OriginMatch match) =>
        new(match.Product, match.Confidence, string.Join("; ", match.Evidence.Take(3).Select(one => $"{one.Kind} {one.Offset}: {one.Seen}")));

    private static FileFeatures Read(EvaluationFile file, CancellationToken cancellationToken) =>
        FeatureReader.Read(file.Path, File.ReadAllBytes(file.Path), cancellationToken);
}
