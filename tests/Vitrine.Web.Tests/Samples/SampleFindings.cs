using System.Collections.Immutable;

namespace Vitrine.Web.Tests;

internal static class SampleFindings
{
    private static readonly DateTimeOffset Now = SampleShell.Now;

    private static ImmutableArray<FindingRow> Rows =>
    [
        new("F-31", Severity.High, "Length is added before it is bounded", "Halden Update Agent 4.2.0", "src/Vitrine.Proofs/LogPosition.cs:14–19", Tone.Wait, "In embargo", "Ines Aalto", Now.AddDays(-2)),
        new("F-30", Severity.Medium, "A message repeats what the caller passed in", "Halden Update Agent 4.2.0", "src/Vitrine.Proofs/Digest.cs:41", Tone.Open, "Draft", "Ines Aalto", Now.AddDays(-2).AddHours(-1)),
        new("F-27", Severity.Low, "Comparison is not in constant time, on public data", "Halden Update Agent 4.2.0", "src/Vitrine.Proofs/Digest.cs:60", Tone.Yes, "Released", "Per Holm", Now.AddDays(-3)),
        new("F-12", Severity.Critical, "Update channel accepts unsigned rules", "Moraine Sync 0.14.0", "core/update/apply.go:212–240", Tone.No, "Not mended", "Per Holm", Now.AddDays(-210)),
    ];

    public static FindingsView List => new(
        SampleShell.For(SampleShell.Reviewer, "Findings"), "All engagements of Borealis Laboratory", Rows,
        TableState.Plain(Routes.Findings, 4) with { Sort = "severity", Descending = true }, null);

    public static FindingsView Empty => List with { Rows = [], State = TableState.Plain(Routes.Findings, 0) };

    public static FindingsView One => List with
    {
        Chosen = new FindingDetail(
            Rows[0],
            "The new size is computed as index + count before count is compared with the largest tree. Overflow checks are on in this build, so that the process stops; a build without them would wrap and accept a proof for another tree.",
            [.. SampleReading.Colour("src/Vitrine.Proofs/LogPosition.cs", SampleReading.Source("LogPosition.cs")).Skip(9).Take(14)],
            "In the next seal the same lines stand at 22 to 27.",
            Now.AddDays(28),
            ["Ines Aalto and Per Holm since 2026-11-19.", "Tomas Reyes, host, since 2026-11-20."],
            [
                new(Now.AddDays(-1), "Tomas Reyes", "host", "Was told.", "Ledger 17,912", "#"),
                new(Now.AddDays(-2), "Ines Aalto", "reviewer", "Made a finding of a note.", "Ledger 17,340", "#"),
            ],
            [new("Tell the host", "#", Post: true, Refusal: "The host was told on 2026-11-20."), new("Open it in the room", Routes.Reading("E-7"), Main: true), new("Withdraw the finding", "#", Post: true)]),
    };
}
