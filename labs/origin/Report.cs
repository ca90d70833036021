namespace Vitrine.Lab.Origin;

/// <summary>Prints what was measured, as Markdown.</summary>
internal sealed partial class Report(EvaluationSet set, TextWriter output)
{
    private const int Worst = 20;

    /// <summary>The groups that a build belongs to.</summary>
    private static readonly (string Name, Func<string, bool> Holds)[] Groups =
    [
        ("recompiled libraries", IsRecompiled),
        ("of these gcc", build => IsRecompiled(build) && build.StartsWith("gcc", StringComparison.Ordinal)),
        ("of these clang", build => build.StartsWith("clang", StringComparison.Ordinal)),
        ("of these mingw", build => build.StartsWith("mingw", StringComparison.Ordinal)),
        ("of these stripped", build => IsRecompiled(build) && build.EndsWith("-stripped", StringComparison.Ordinal)),
        ("partly linked into a program", build => build is "static" or "static-stripped"),
        ("two in one program", build => build == "static-pair"),
        ("stripped, renamed, in a zip", build => build.EndsWith("-zip", StringComparison.Ordinal)),
        ("Debian's of another release", build => build.StartsWith("debian-", StringComparison.Ordinal)),
        ("NuGet's and npm's other builds", build => build.EndsWith("-other", StringComparison.Ordinal)),
        ("all", _ => true),
    ];

    /// <summary>The head table: each recogniser over all that was asked.</summary>
    public void Compare(IReadOnlyList<Answers> all)
    {
        Line("| | recall@1, recompiled | recall@1, all | precision | false positives on unrelated | s per 10 MB, processor | s per 10 MB, wall |");
        Line("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var one in all)
        {
            var related = one.Of.Where(answer => !answer.File.IsUnrelated).ToList();
            var named = one.Of.SelectMany(answer => answer.All.Select(named => set.In(answer.File).Contains(named.Origin))).ToList();
            var unrelated = one.Of.Where(answer => answer.File.IsUnrelated).ToList();
            Line($"| {one.Name} | {Recall(related.Where(answer => IsRecompiled(answer.File.Build)))} | {Recall(related)} | {Share(named.Count(right => right), named.Count)} " +
                $"| {Share(unrelated.Count(answer => answer.All.Count > 0), unrelated.Count)} | {one.Per10Megabytes(one.Processor):0.00} | {one.Per10Megabytes(one.Elapsed):0.00} |");
        }

        Line();
        Line($"Ratio of recall@1 on recompiled libraries, ours to each: {string.Join(", ", all.Skip(1).Select(one => $"{one.Name} {Ratio(all[0], one):0.00}"))}.");
        Line("Precision counts every origin named, over the related and the unrelated files.");
    }

    /// <summary>Recall@1 a kind of build, ours beside the others.</summary>
    public void ByBuild(IReadOnlyList<Answers> all)
    {
        Line($"| files | n | {string.Join(" | ", all.Select(one => one.Name))} |");
        Line($"| --- | --- |{string.Concat(all.Select(_ => " --- |"))}");
        foreach (var (name, holds) in Groups)
        {
            Row(name, all, holds);
        }

        foreach (var build in all[0].Of.Where(answer => !answer.File.IsUnrelated).Select(answer => answer.File.Build).Distinct().Order(StringComparer.Ordinal))
        {
            Row(build, all, other => other == build);
        }
    }

    /// <summary>Recall@1 an origin.</summary>
    public void ByOrigin(IReadOnlyList<Answers> all)
    {
        Line($"| origin | n | {string.Join(" | ", all.Select(one => one.Name))} |");
        Line($"| --- | --- |{string.Concat(all.Select(_ => " --- |"))}");
        foreach (var group in all[0].Of.Where(answer => !answer.File.IsUnrelated).Where(answer => answer.File.Origins.Count == 1).GroupBy(answer => answer.File.Origin).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            Line($"| {group.Key} | {group.Count()} | {string.Join(" | ", all.Select(one => Recall(one.Of.Where(answer => answer.File.Origin == group.Key))))} |");
        }
    }

    /// <summary>How often what was named with a confidence was right.</summary>
    public void Calibration(Answers ours)
    {
        double[] bounds = [0, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0000001];
        var said = ours.Of.SelectMany(answer => (answer.Nearest is { } nearest ? answer.All.Append(nearest) : answer.All)
            .Select(named => (named.Score, Right: set.In(answer.File).Contains(named.Origin)))).ToList();
        Line("| confidence | named | mean confidence | right |");
        Line("| --- | --- | --- | --- |");
        var error = 0d;
        for (var i = 0; i + 1 < bounds.Length; i++)
        {
            var (least, below) = (bounds[i], bounds[i + 1]);
            var within = said.Where(one => one.Score >= least && one.Score < below).ToList();
            if (within.Count > 0)
            {
                var (mean, right) = (within.Average(one => one.Score), within.Average(one => one.Right ? 1d : 0));
                error += Math.Abs(mean - right) * within.Count / said.Count;
                Line($"| {least:0.00} to {Math.Min(below, 1):0.00} | {within.Count} | {mean:0.000} | {right:0.000} |");
            }
        }

        Line();
        Line($"Expected calibration error {error:0.000}; Brier score {said.Average(one => Math.Pow(one.Score - (one.Right ? 1 : 0), 2)):0.000}. Below {Vitrine.Origin.Calibration.Reported:0.00} nothing is reported: those rows are of the nearest origin.");
    }

    /// <summary>Of the programs that hold two origins, how many had both named.</summary>
    public void Pairs(Answers ours)
    {
        var pairs = ours.Of.Where(answer => answer.File.Origins.Count > 1).ToList();
        Line($"{pairs.Count(answer => answer.File.Origins.All(origin => answer.All.Any(named => named.Origin == origin)))} of {pairs.Count} programs that hold two origins had both named.\n");
        foreach (var answer in pairs)
        {
            Line($"- {answer.File.Origin}: {(answer.All.Count == 0 ? "nothing" : string.Join(", ", answer.All.Select(named => $"{named.Origin} {named.Score:0.000}")))}");
        }
    }

    /// <summary>What was named in files when none of the origins that are in them had been learned.</summary>
    public void Unlearned(IReadOnlyList<Answer> answers)
    {
        var wrong = answers.Where(answer => answer.All.Any(named => !set.In(answer.File).Contains(named.Origin))).ToList();
        Line($"{Share(wrong.Count, answers.Count)} had another origin named.");
        foreach (var group in wrong.GroupBy(answer => (answer.File.Origin, answer.All[0].Origin)).OrderByDescending(group => group.Max(answer => answer.All[0].Score)).Take(Worst))
        {
            var worst = group.MaxBy(answer => answer.All[0].Score)!;
            Line($"- {group.Key.Item1} named {group.Key.Item2}, {group.Count()} files, at most {worst.All[0].Score:0.000} ({worst.File.Build}: {Clip(worst.All[0].Why)})");
        }
    }

    /// <summary>Unrelated files in which something was named, the surest first.</summary>
    public void FalsePositives(Answers ours)
    {
        foreach (var answer in ours.Of.Where(answer => answer.File.IsUnrelated && answer.All.Count > 0).OrderByDescending(answer => answer.All[0].Score))
        {
            Line($"- {answer.File.Product}, {Path.GetFileName(answer.File.Path)}: {string.Join("; ", answer.All.Select(named => $"{named.Origin} {named.Score:0.000} ({Clip(named.Why)})"))}");
        }
    }

    /// <summary>Files whose origin was not named first.</summary>
    public void Misses(Answers ours)
    {
        var missed = ours.Of.Where(answer => !answer.File.IsUnrelated && !IsFound(answer)).ToList();
        foreach (var answer in missed.Take(Worst * 2))
        {
            var said = answer.All.Count > 0 ? $"named {answer.All[0].Origin} {answer.All[0].Score:0.000}" : answer.Nearest is { } nearest ? $"named nothing; nearest {nearest.Origin} {nearest.Score:0.000}" : "named nothing";
            Line($"- {answer.File.Origin} {answer.File.Version} {answer.File.Build}: {said}");
        }

        Line();
        Line($"{missed.Count} in all.");
    }

    /// <summary>The greatest threshold at which a recogniser names something in at most this share of the unrelated files.</summary>
    public static double ThresholdAt(Answers answers, double share)
    {
        var scores = answers.Of.Where(answer => answer.File.IsUnrelated && answer.All.Count > 0).Select(answer => answer.All[0].Score).OrderDescending().ToList();
        var most = (int)(share * answers.Of.Count(answer => answer.File.IsUnrelated));
        return scores.Count > most ? Math.BitIncrement(scores[most]) : double.NegativeInfinity;
    }

    /// <summary>A line of text, and a blank one after a table or list.</summary>
    public void Line(string text = "") => output.WriteLine(text);

    private static bool IsRecompiled(string build) =>
        (build.StartsWith("gcc", StringComparison.Ordinal) || build.StartsWith("clang", StringComparison.Ordinal) || build.StartsWith("mingw", StringComparison.Ordinal)) &&
        !build.EndsWith("-zip", StringComparison.Ordinal);

    private static bool IsFound(Answer answer) => answer.All.Count > 0 && answer.File.Origins.Contains(answer.All[0].Origin);

    private static string Recall(IEnumerable<Answer> answers)
    {
        var (found, count) = answers.Aggregate((Found: 0, Count: 0), (sum, answer) => (sum.Found + (IsFound(answer) ? 1 : 0), sum.Count + 1));
        return Share(found, count);
    }

    private static double Ratio(Answers ours, Answers theirs)
    {
        static double Of(Answers answers) => answers.Of.Where(answer => !answer.File.IsUnrelated && IsRecompiled(answer.File.Build)).Select(answer => IsFound(answer) ? 1d : 0).DefaultIfEmpty().Average();
        return Of(ours) / Of(theirs);
    }

    private static string Share(int some, int all) => all == 0 ? "–" : $"{(double)some / all:0.0000} ({some}/{all})";

    private static string Clip(string text) => text.Length > 200 ? text[..200] + "…" : text;

    private void Row(string name, IReadOnlyList<Answers> all, Func<string, bool> holds)
    {
        var count = all[0].Of.Count(answer => !answer.File.IsUnrelated && holds(answer.File.Build));
        if (count > 0)
        {
            Line($"| {name} | {count} | {string.Join(" | ", all.Select(one => Recall(one.Of.Where(answer => !answer.File.IsUnrelated && holds(answer.File.Build)))))} |");
        }
    }
}
