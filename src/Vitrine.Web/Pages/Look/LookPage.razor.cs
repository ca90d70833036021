using System.Collections.Immutable;
using Vitrine.Seals;

namespace Vitrine.Web;

public sealed partial class LookPage
{
    private const string Root = "3f9a12c4d07be8815a60f2c917ee43b85d21c6a90f3477ab0e9d58c1b26f77ab";

    private static readonly DateTimeOffset At = new(2026, 11, 21, 22, 53, 20, TimeSpan.Zero);

    private static readonly FieldErrors Errors = new([new FieldError("product", "Name the product, as it is sold.")]);

    private static ImmutableArray<int> Hours => [0, 0, 0, 0, 0, 0, 0, 12, 60, 60, 60, 20, 0, 45, 60, 60, 8, 0, 0, 0, 0, 0, 0, 0];

    private static ImmutableArray<RegisterFigure> Figures =>
    [
        new("Certificates", "1,204", "Signed conclusions, refusals included. A product can have several.", "#"),
        new("Products", "37", "Different names with at least one certificate. Products are not reviews."),
        new("Median wait", "11 days", "From the request until the vendor’s answer, over stays that ended."),
    ];

    private static ImmutableArray<EngagementRow> Rows =>
    [
        new("E-7", "Halden Update Agent", "4.2.0", "Halden Systems", "Borealis Laboratory", "Targeted", Tone.Wait, "Open", TimeSpan.FromHours(76)),
        new("E-6", "Lumen Gateway", "11.0.3", "Lumen Works", "Borealis Laboratory", "Overview", Tone.Open, "Requested", TimeSpan.FromDays(19)),
        new("E-5", "Arden Archive", "2.9.1", "Arden Software", "Kestrel Evaluation", "Full", Tone.Yes, "Certified", TimeSpan.FromDays(41)),
    ];

    private static ImmutableArray<StateStep> Clock =>
    [
        new("Request", StepState.Done, TimeSpan.FromDays(2)),
        new("Screening", StepState.Done, TimeSpan.FromHours(5)),
        new("Disclosure", StepState.Done, TimeSpan.FromDays(11)),
        new("Open", StepState.Now, TimeSpan.FromHours(76), new DateTimeOffset(2026, 12, 5, 0, 0, 0, TimeSpan.Zero)),
        new("Closed", StepState.Ahead),
        new("Decision", StepState.Skipped),
    ];

    private static ImmutableArray<TimelineEntry> Acts =>
    [
        new(At, "Ines Aalto", "reviewer", "Left the room.", "Ledger 18,378", "#", null, Tone.Yes),
        new(At.AddHours(-3), "Tomas Reyes", "host", "Decided on the disclosure.", "Ledger 18,190", null, "The scope contains the name of a customer.", Tone.No),
        new(At.AddDays(-1), "Centre", null, "Anchored the ledger in the public log.", "Log 412", "#"),
    ];

    private static ImmutableArray<CodeLine> Lines =>
    [
        new(9, [new("/// <summary>A line with every mark.</summary>", TokenClass.Comment)], true),
        new(10, [new("public", TokenClass.Keyword), new(" "), new("static", TokenClass.Keyword), new(" "), new("Digest", TokenClass.Type, 1), new(" Hash("), new("int", TokenClass.Keyword), new(" count = "), new("20", TokenClass.Number), new(")")], true, [new(LineMarkKind.Note, "Note: why twenty?", "#")]),
        new(11, [new("    log("), new("\"two\tcolumns, then \u202E hidden \u2066 turns\"", TokenClass.String), new(");")], true, [new(LineMarkKind.Finding, "Finding: text that turns around", "#")]),
        new(12, [new("    return", TokenClass.Keyword), new(" "), new("Digest", TokenClass.Type, 2), new(".Of(count);")], true),
        new(13, [new("#pragma warning restore", TokenClass.Name)]),
    ];

    private static SearchView Partial => new(
        new ReadingRequest { Query = "Digest" }, 1, 1, 40, 55, 1_204_000, TimeSpan.FromSeconds(10),
        [new SearchGroup("src/Digest.cs", 1, [new SearchHit(1, "src/Digest.cs", 10, "#", "public static ", "Digest", " Hash(int count = 20)", Whole: true)], null)], null, null)
    {
        Partial = ReadingSearch.Partial(SearchEnding.OutOfTime, []),
    };

    private static OutlineView Outline => new(
        [
            new OutlineEntry("Vitrine.Proofs", "namespace Vitrine.Proofs", 0, "namespace", 3, "#", Here: true, IsHeading: true),
            new OutlineEntry("Digest", "struct Vitrine.Proofs.Digest", 0, "struct", 8, "#", Here: true, IsHeading: false),
            new OutlineEntry("Hash", "method Vitrine.Proofs.Digest.Hash(int count)", 1, "method", 10, "#", Here: true, IsHeading: false),
            new OutlineEntry("Outside namespaces", null, 0, "", null, null, Here: false, IsHeading: true),
            new OutlineEntry("Main", "method Main()", 0, "method", 412, "#", Here: false, IsHeading: false),
        ],
        4,
        null);

    private static ImmutableArray<TreeNode> Tree =>
    [
        new("src", null, FileSeen.Part, 3, true, false,
        [
            new("Digest.cs", "#", FileSeen.Whole, 2, Current: true),
            new("LogPosition.cs", "#", FileSeen.Whole, 1),
            new("Merkle.cs", "#", FileSeen.Part),
            new("Note.cs", "#", FileSeen.None),
        ]),
        new("tests", null, FileSeen.None, Children: []),
        new("a name that turns \u202E around.cs", "#", FileSeen.None),
    ];

    private static InclusionPicture Inclusion => new(
        5,
        11,
        Root,
        [
            new(Turned(3), true, Turned(5), 4, 4),
            new(Turned(7), false, Turned(9), 6, 7),
            new(Turned(11), true, Turned(13), 0, 3),
            new(Turned(17), false, Turned(19), 8, 10),
        ],
        Turned(19));

    private static ImmutableArray<DeskItem> Items =>
    [
        new("Halden Update Agent 4.2.0", "Borealis Laboratory", "#", Tone.Wait, "Open", true),
        new("Lumen Gateway 11.0.3", "Borealis Laboratory", "#", Tone.Open, "Requested", false),
    ];

    private static ImmutableArray<ChainLink> Chain =>
    [
        new("Source", "git revision 8623d2c", "8623d2c", Tone.Yes, "Sealed", At.AddDays(-20)),
        new("Seal", "212 of 240 files in scope", Root, Tone.Yes, "Unchanged", At.AddDays(-20)),
        new("Certificate", "Targeted, by Borealis Laboratory", Turned(3), Tone.Yes, "Certified", At.AddDays(-3)),
        new("Rebuild", "Two runs in a sandbox", Turned(5), Tone.Yes, "Equivalent", At.AddDays(-2)),
        new("Release", "4.2.0 on the stable channel", Turned(7), Tone.Yes, "Logged", At.AddDays(-1)),
        new("Gate", "Your own machine decides", null, Tone.Open, "Not asked here"),
    ];

    private static string Turned(int by) => Root[by..] + Root[..by];
}
