using System.Collections.Immutable;

namespace Vitrine.Web.Tests;

internal static class SampleLog
{
    private static readonly DateTimeOffset Now = SampleShell.Now;

    private static ImmutableArray<LogEntryRow> Rows =>
    [
        new(12_407, "Anchor", "Ledger of this centre at 18,378 entries", SampleShell.Digest(30), SampleShell.Digest(41)),
        new(12_406, "Status", "Status 311, good until 2026-11-28", SampleShell.Digest(31), SampleShell.Digest(42)),
        new(12_402, "Release", "Halden Update Agent 4.2.0, stable channel", SampleShell.Digest(32), SampleShell.Digest(43)),
        new(12_399, "Rebuild", "Halden Update Agent 4.2.0, same but for signatures", SampleShell.Digest(33), SampleShell.Digest(44)),
        new(12_397, "Review", "Halden Update Agent 4.2.0, certified", SampleShell.Digest(34), SampleShell.Digest(45)),
        new(12_396, "Verification summary", SampleShell.LongName, SampleShell.Digest(34), SampleShell.Digest(46)),
    ];

    public static LogView Log => new(
        SampleShell.For(null, "Log"),
        "kvern.example/log",
        12_408,
        SampleShell.Digest(50),
        Now.AddMinutes(-2),
        Tone.Yes,
        "Current",
        "The newest checkpoint covers every entry that was acknowledged; it was signed 2 minutes ago.",
        $"kvern.example/log\n12408\n9m3dQw0sV0xX3v8yq9fYh8b2m4hQ0lJd0QG2s7e6Zb4=\n\n— kvern.example/log Az3grqAnQ0uJXc8bJ1mWcY6oK0X2r5i8y2dQ7nq1oL3m9Zt4\n",
        [new("north.witness.example", Now.AddMinutes(-1), Tone.Yes, "Cosigned"), new("south.witness.example", null, Tone.Wait, "Not yet")],
        Rows,
        TableState.Plain(Routes.Log, 12_408) with { Page = 1, PageSize = 50 });

    public static LogView EmptyLog => Log with
    {
        Shell = SampleShell.For(null, "Log") with { Log = new LogStatus(0, Now, Tone.Wait, "late") },
        Size = 0, Tone = Tone.Wait, Word = "Late", Sentence = "No checkpoint was signed for 2 hours; entries may wait.", Cosignatures = [], Rows = [],
        State = TableState.Plain(Routes.Log, 0),
    };

    public static LogEntryView Entry => new(
        SampleShell.For(null, "Log"),
        Rows[2],
        "kvern.example/log",
        """{"apiVersion":"0.0.2","kind":"hashedrekord","spec":{"hashedRekordV002":{"data":{"algorithm":"SHA2_256","digest":"o9o1m9QmYd0J5aX0v0yqk7f3w0Jc0l8Q2s7e6Zb4h8Y="}}}}""",
        new InclusionPicture(
            12_402,
            12_408,
            SampleShell.Digest(60),
            [.. Enumerable.Range(0, 14).Select(level => new InclusionStep(SampleShell.Digest(70 + level), (12_402 >> level) % 2 == 1, SampleShell.Digest(90 + level)))],
            SampleShell.Digest(50)),
        true);
}
