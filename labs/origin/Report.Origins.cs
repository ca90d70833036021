namespace Vitrine.Lab.Origin;

/// <summary>What is to be believed of it: files of one origin stand or fall together, so that origins are counted, not files.</summary>
internal sealed partial class Report
{
    private const int Rounds = 10_000;
    private const double Normal95 = 1.96;

    /// <summary>The mean of recall@1 over origins with an interval from drawing origins anew, and how many origins were named in every file.</summary>
    public void OverOrigins(IReadOnlyList<Answers> all)
    {
        Line("| files | recogniser | origins | mean over origins | 95 % | named in every file | 95 % |");
        Line("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var (what, holds) in new (string, Func<string, bool>)[] { ("recompiled", IsRecompiled), ("all", _ => true) })
        {
            foreach (var one in all)
            {
                var recalls = one.Of.Where(answer => answer.File.Origins.Count == 1 && holds(answer.File.Build)).GroupBy(answer => answer.File.Origin)
                    .Select(group => group.Average(answer => IsFound(answer) ? 1d : 0)).ToArray();
                var (low, high) = Drawn(recalls);
                var complete = recalls.Count(recall => recall == 1);
                var (least, most) = Wilson(complete, recalls.Length);
                Line($"| {what} | {one.Name} | {recalls.Length} | {recalls.Average():0.000} | {low:0.000} to {high:0.000} | {complete} | {least:0.00} to {most:0.00} |");
            }
        }
    }

    /// <summary>Packed files of which it was said that they cannot be told; and files that are not packed of which that was said too.</summary>
    public void Packed(Answers packed, Answers others)
    {
        Line("| build | files | said to be packed | an origin named | neither |");
        Line("| --- | --- | --- | --- | --- |");
        foreach (var group in packed.Of.GroupBy(answer => answer.File.Build).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            Line($"| {group.Key} | {group.Count()} | {group.Count(answer => answer.CannotTell)} | {group.Count(answer => answer.All.Count > 0)} | {group.Count(answer => !answer.CannotTell && answer.All.Count == 0)} |");
        }

        Line();
        Line($"Said to be packed: {others.Of.Count(answer => answer.CannotTell && !answer.File.IsUnrelated)} of the {others.Of.Count(answer => !answer.File.IsUnrelated)} related files that are not, and {others.Of.Count(answer => answer.CannotTell && answer.File.IsUnrelated)} of the {others.Of.Count(answer => answer.File.IsUnrelated)} unrelated ones:");
        foreach (var answer in others.Of.Where(answer => answer.CannotTell).Take(Worst))
        {
            Line($"- {answer.File.Product}, {Path.GetFileName(answer.File.Path)}");
        }
    }

    /// <summary>The middle 95 % of the means of origins drawn with replacement.</summary>
    private static (double Low, double High) Drawn(double[] recalls)
    {
        var random = new Random(1);
        var means = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < recalls.Length; i++)
            {
                means[round] += recalls[random.Next(recalls.Length)] / recalls.Length;
            }
        }

        Array.Sort(means);
        return (means[Rounds / 40], Math.Min(1, means[Rounds - (Rounds / 40)]));
    }

    /// <summary>Wilson's interval for a share.</summary>
    private static (double Low, double High) Wilson(int some, int all)
    {
        var (share, square) = ((double)some / all, Normal95 * Normal95);
        var middle = share + (square / (2 * all));
        var reach = Normal95 * Math.Sqrt((share * (1 - share) / all) + (square / (4d * all * all)));
        return (Math.Max(0, (middle - reach) / (1 + (square / all))), Math.Min(1, (middle + reach) / (1 + (square / all))));
    }
}
