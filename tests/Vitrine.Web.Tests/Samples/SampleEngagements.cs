using System.Collections.Immutable;

namespace Vitrine.Web.Tests;

internal static class SampleEngagements
{
    private static readonly DateTimeOffset Now = SampleShell.Now;

    public static readonly CoverageShares Coverage = new(20_000, 10_480, 6_240, 3_918, 2);

    public static readonly ScopeFacts Scope = new(["src/**", "build/**"], ["src/Licensing/**"], 212, 240, 20_000, 1_204_388);

    public static ImmutableArray<EngagementRow> Rows =>
    [
        new("E-7", SampleShell.Product, SampleShell.Version, SampleShell.Vendor, SampleShell.Laboratory, "Targeted", Tone.Wait, "Open", TimeSpan.FromHours(76), null, Coverage),
        new("E-9", "Halden Gatekeeper", "2.1.0", SampleShell.Vendor, SampleShell.Laboratory, "Targeted", Tone.Wait, "Screening", TimeSpan.FromHours(52), TimeSpan.FromHours(20), null),
        new("E-6", "Lumen Gateway", "11.0.3", "Lumen Works", SampleShell.Laboratory, "Overview", Tone.Open, "Requested", TimeSpan.FromDays(19), TimeSpan.FromDays(5), null),
        new("E-5", "Arden Archive", "2.9.1", "Arden Software", "Kestrel Evaluation", "Full", Tone.Wait, "Closed", TimeSpan.FromDays(4), null, new(8_000, 8_000, 7_998, 7_990, 3)),
        new("E-4", "Halden Update Agent", "4.1.2", SampleShell.Vendor, SampleShell.Laboratory, "Targeted", Tone.Yes, "Certified", TimeSpan.FromDays(164), null, new(19_310, 12_200, 8_210, 6_000, 2)),
        new("E-3", "Moraine Sync", "0.14.0", "Moraine", "Kestrel Evaluation", "Full", Tone.No, "Refused", TimeSpan.FromDays(201), null, new(3_100, 3_100, 3_100, 2_000, 1)),
        new("E-2", "Tarn Mail Filter", "7.7.1", "Tarn", SampleShell.Laboratory, "Overview", Tone.Open, "Withdrawn", TimeSpan.FromDays(240), null, null),
    ];

    public static EngagementListView List => new(
        SampleShell.For(SampleShell.Officer, "Engagements"), Rows, TableState.Plain(Routes.Engagements, Rows.Length) with
        {
            Sort = "time",
            Descending = true,
            PageSize = 50,
            Facets = [new("state", "State", "", [new("open", "Open"), new("closed", "Closed")]), new("tier", "Tier", "", [new("full", "Full")])],
        }, true);

    public static EngagementListView EmptyList => List with { Rows = [], State = TableState.Plain(Routes.Engagements, 0), MayRequest = false };

    public static EngagementListView FilteredList => List with { Rows = [], State = TableState.Plain(Routes.Engagements, 0) with { Filter = "nothing like this" } };

    public static EngagementListView LongList => List with
    {
        Shell = SampleShell.Long,
        Rows = [.. Rows.Select(row => row with { Product = SampleShell.LongName, Vendor = SampleShell.LongName, Laboratory = "Laboratory" })],
        State = List.State with { Total = 340 },
    };

    public static EngagementView One => new(
        SampleShell.For(SampleShell.Reviewer, "Engagements"),
        "E-7",
        SampleShell.Product,
        SampleShell.Version,
        SampleShell.Vendor,
        SampleShell.Laboratory,
        SampleShell.Authority,
        "Critical infrastructure, component assurance",
        "Targeted",
        Tone.Wait,
        "Open",
        "The room is open. The laboratory reads until it closes the room or until 5 December.",
        [
            new("Request", StepState.Done, TimeSpan.FromDays(2)),
            new("Screening", StepState.Done, TimeSpan.FromHours(5)),
            new("Gates", StepState.Done, TimeSpan.FromDays(11)),
            new("Open", StepState.Now, TimeSpan.FromHours(76), Now.AddDays(14)),
            new("Closed", StepState.Ahead),
            new("Decision", StepState.Ahead),
        ],
        SampleShell.Root,
        Scope,
        Coverage,
        new FindingCounts(0, 1, 1, 1, 0),
        "The register shows the product, the laboratory and the state; findings stay closed until the decision.",
        [
            new(Now.AddHours(-7), "Ines Aalto", "reviewer", "Left the room with a receipt for ledger entries 18,204 to 18,377.", "Ledger 18,378", "#"),
            new(Now.AddHours(-9), "Tomas Reyes", "host", "Refused to release 12 lines.", "Ledger 18,190", "#", "The lines name a customer. Ask again without line 88.", Tone.No),
            new(Now.AddHours(-12), "Centre", null, "Anchored the ledger in the public log.", "Log 12,391", "#"),
            new(Now.AddHours(-76), "Ines Aalto", "reviewer", "Passed the entry gates and opened the room.", "Ledger 17,002", "#", null, Tone.Yes),
            new(Now.AddDays(-5), "Ada Brandt", "host", "Agreed to disclose 212 files as the second person.", "Ledger 16,411", "#", "The scope leaves out the licensing module.", Tone.Yes),
            new(Now.AddDays(-5).AddHours(-2), "Tomas Reyes", "host", "Agreed to disclose 212 files as the first person.", "Ledger 16,409", "#", null, Tone.Yes),
            new(Now.AddDays(-16), "Mira Okafor", "authority", "Requested the review.", "Ledger 15,220", "#"),
        ],
        [
            new("Enter the room", Routes.Reading("E-7"), "Opens a session. Everything you look at is recorded before it is sent.", Main: true),
            new("Ask for lines to be released", "#", "Two people of the host decide; released pages are numbered and marked."),
            new("Issue the certificate", "#", Refusal: "It can be issued when the room is closed and every finding is told to the host."),
        ],
        [.. Rows.Take(5).Select(row => new DeskItem($"{row.Product} {row.Version}", row.Laboratory, Routes.Engagement(row.Id), row.Tone, row.State, row.Id == "E-7"))]);

    public static EngagementView LongOne => One with
    {
        Shell = SampleShell.Long,
        Product = SampleShell.LongName,
        Vendor = SampleShell.LongName,
        Clock = [.. One.Clock.Select(step => step.State == StepState.Now ? step with { Overdue = TimeSpan.FromDays(12) } : step)],
        Others = [.. One.Others.Select(item => item with { Title = $"{SampleShell.LongName} 4.2.0" })],
    };

    public static EngagementView EmptyOne => One with
    {
        SealRoot = null, Scope = null, Coverage = null, Findings = null, Acts = [], Actions = [], Others = [],
        Tone = Tone.Open, State = "Requested", StateSentence = "The host has not answered yet.",
        Clock = [new("Request", StepState.Now, TimeSpan.FromMinutes(3)), .. One.Clock[1..].Select(step => new StateStep(step.Title, StepState.Ahead))],
    };

    public static NewEngagementView New => new(
        SampleShell.For(SampleShell.Officer, "Engagements"),
        EngagementRequest.Blank,
        [new(SampleShell.Root, "Halden Update Agent 4.2.0 (3f9a12c4…b26f77ab)"), new("0", "Halden Gatekeeper 2.1.0 (77c1d09e…0a54ee12)")],
        [new("borealis", SampleShell.Laboratory), new("kestrel", "Kestrel Evaluation")],
        [new("cia", "Critical infrastructure, component assurance")],
        FieldErrors.None);

    public static NewEngagementView NewWrong => New with
    {
        Request = EngagementRequest.Blank with { Product = SampleShell.LongName, Include = "src/**\n[" },
        Errors = new FieldErrors(
        [
            new("version", "Give the version that is to be reviewed, such as 4.2.0."),
            new("include", "Line 2, “[”, opens a set that is never closed. Write [[] for the character itself."),
            new("purpose", "Say what the review should find out; the people who decide on the disclosure need it."),
        ]),
    };

    public static SignInView SignIn => new(SampleShell.For(null), "", "/engagements/E-7", FieldErrors.None);

    public static SignInView SignInWrong => SignIn with
    {
        Name = "ines",
        Errors = new FieldErrors([new("password", "Name, password or code is wrong. Which of them is not told.")]),
    };

    public static SessionsView Sessions => new(
        SampleShell.For(SampleShell.Host, "Engagements"),
        "E-7",
        SampleShell.Product,
        SampleShell.Version,
        SampleShell.Laboratory,
        2,
        "10,000 to 20,000 lines",
        0.52,
        [new(Tone.Wait, "More was delivered in an hour than usual.", "Session 7f3a was sent between 2,000 and 5,000 lines within one hour; the rules notice above 2,000.", Now.AddHours(-8))],
        [
            new("7f3a", "Ines Aalto", "Room 2, desk 4", Now.AddMinutes(-102), null, TimeSpan.FromMinutes(102), "2,000 to 5,000 lines", Hours(21, 19, 22, 60), Tone.Wait, "In the room"),
            new("90d2", "Per Holm", "Room 2, desk 5", Now.AddMinutes(-40), null, TimeSpan.FromMinutes(40), "500 to 1,000 lines", Hours(22, 40, 22, 40), Tone.Wait, "In the room"),
            new("51c8", "Ines Aalto", "Room 2, desk 4", Now.AddHours(-34), Now.AddHours(-30), TimeSpan.FromHours(4), "2,000 to 5,000 lines", Hours(12, 30, 16, 60), Tone.Yes, "Left with receipt"),
            new("2b11", "Per Holm", "Room 2, desk 5", Now.AddHours(-58), Now.AddHours(-57), TimeSpan.FromMinutes(61), "1,000 to 2,000 lines", Hours(12, 60, 13, 10), Tone.No, "Ended by idle lock"),
        ],
        TableState.Plain(Routes.Sessions("E-7"), 4) with { Sort = "began", Descending = true },
        [
            new("Close the room", "#", "Ends both sessions at once. What was read stays read.", Post: true),
            new("Open a session with the authority", "#", "You and the authority each bring a key; the opening is recorded."),
        ]);

    public static SessionsView EmptySessions => Sessions with
    {
        SessionsNow = 0, Volume = "Nothing", BudgetUsed = null, Alerts = [], Rows = [], Actions = [], State = TableState.Plain(Routes.Sessions("E-7"), 0),
    };

    private static ImmutableArray<int> Hours(int from, int first, int to, int last)
    {
        var hours = new int[24];
        for (var hour = from; hour <= to; hour++)
        {
            hours[hour] = 60;
        }

        hours[to] = last;
        hours[from] = first;
        return [.. hours];
    }
}
