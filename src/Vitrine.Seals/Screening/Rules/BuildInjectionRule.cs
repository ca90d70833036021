namespace Vitrine.Seals;

/// <summary>Build files that decode something and run it, as the build of xz 5.6.0 did (CVE-2024-3094).</summary>
internal sealed class BuildInjectionRule : ScreeningRule
{
    private static readonly string[] Words = ["py", "js", "cjs", "mjs", "rs", "gradle", "kts", "rb"];

    public override string Id => "build-injection";

    public override string Title => "Build that decodes and runs";

    public override ScreeningSeverity Severity => ScreeningSeverity.High;

    public override ScreeningAudience Audience => ScreeningAudience.Both;

    public override string Description =>
        "A build or configure file decompresses, decodes or deciphers something and gives it to a shell, eval or an interpreter, in one line or through variables. Medium where characters are "
        + "only replaced or cut out before a shell reads them, or where what a search by content found in the tree goes through a variable to a shell.";

    public override string FalsePositives =>
        "Archives of tools that install themselves. Programs that a variable names are taken for decompressors where they get -d and no folder. Variables are followed by name alone, whatever the "
        + "order in which they are set.";

    internal override void Scan(ScreenedFile file, Hits hits)
    {
        if (!file.Is(FileRole.Build) || file.Text.Length == 0)
        {
            return;
        }

        var isShell = !Words.Contains(file.Extension);
        var lines = file.BuildLines;
        var together = lines.Aggregate(BuildDeed.None, (all, line) => all | line.Deeds);
        if ((together & (BuildDeed.Decodes | BuildDeed.Alters | BuildDeed.Searches)) == 0 || (together & (BuildDeed.Runs | BuildDeed.RunsPipe)) == 0)
        {
            return;
        }

        var variables = BuildText.Variables(lines, isShell);
        foreach (var line in lines)
        {
            var deeds = line.Deeds;
            var runs = deeds & (BuildDeed.Runs | BuildDeed.RunsPipe);
            if (runs == 0 || !hits.HasRoom(this))
            {
                continue;
            }

            var through = BuildText.Through(line.Text, variables, isShell);
            var all = deeds | through;
            var isHidden = (through & ~deeds & (BuildDeed.Decodes | BuildDeed.Alters | BuildDeed.Searches)) != 0;
            ScreeningSeverity? severity =
                all.HasFlag(BuildDeed.Decodes) ? ScreeningSeverity.High
                : runs.HasFlag(BuildDeed.RunsPipe) && (all.HasFlag(BuildDeed.Searches) || (isHidden && all.HasFlag(BuildDeed.Alters))) ? ScreeningSeverity.Medium
                : runs.HasFlag(BuildDeed.RunsPipe) && deeds.HasFlag(BuildDeed.Alters) ? ScreeningSeverity.Medium
                : null;
            if (severity is { } found)
            {
                var start = line.Start + (line.Text.Length - line.Text.AsSpan().TrimStart().Length);
                hits.Add(
                    this, Math.Min(start, file.Text.Length - 1), 1, file.Is(FileRole.Test) ? found - 1 : found,
                    $"This line of a build file runs what {(all.HasFlag(BuildDeed.Decodes) ? "is decoded or decompressed" : all.HasFlag(BuildDeed.Searches) ? "a search by content found" : "was made of other characters")}"
                    + $"{(isHidden ? ", through variables" : "")}: {CodeText.Show(System.Text.Encoding.Latin1.GetBytes(line.Text))}");
            }
        }
    }
}
