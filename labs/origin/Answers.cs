namespace Vitrine.Lab.Origin;

/// <summary>An origin that a recogniser named.</summary>
/// <param name="Origin">The origin.</param>
/// <param name="Score">How sure it is: more is surer. For ours the probability.</param>
/// <param name="Why">What it goes by, for a person.</param>
internal readonly record struct Named(string Origin, double Score, string Why);

/// <summary>What a recogniser said of a file.</summary>
/// <param name="File">The file.</param>
/// <param name="All">What it named, the surest first.</param>
/// <param name="Nearest">What came nearest where it named nothing.</param>
/// <param name="CannotTell">It said of the file, or of something in it, that it is packed and cannot be told.</param>
internal sealed record Answer(EvaluationFile File, IReadOnlyList<Named> All, Named? Nearest, bool CannotTell = false);

/// <summary>What a recogniser said of all files, and how long it took over them.</summary>
/// <param name="Name">The recogniser.</param>
/// <param name="Of">Its answers.</param>
/// <param name="Elapsed">Wall time, on a machine that does other things too.</param>
/// <param name="Processor">Processor time, its own and that of the programs it started.</param>
internal sealed record Answers(string Name, IReadOnlyList<Answer> Of, TimeSpan Elapsed, TimeSpan Processor)
{
    /// <summary>The same answers where only those that score at least this much count.</summary>
    public Answers AtLeast(double score, string name) =>
        new(name, [.. Of.Select(one => one with { All = [.. one.All.Where(named => named.Score >= score)] })], Elapsed, Processor);

    /// <summary>Seconds for 10 MB of files.</summary>
    public double Per10Megabytes(TimeSpan time) => time.TotalSeconds / (Of.Sum(one => one.File.Size) / 1e7);
}
