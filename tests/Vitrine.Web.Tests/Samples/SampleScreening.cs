namespace Vitrine.Web.Tests;

internal static class SampleScreening
{
    private static readonly DateTimeOffset Now = SampleShell.Now;

    public static ScreeningView Undecided => new(
        SampleShell.For(SampleShell.Host, "Engagements"),
        "E-9",
        "Halden Gatekeeper",
        "2.1.0",
        SampleShell.Digest(9),
        Now.AddHours(-52),
        new FindingCounts(1, 1, 2, 1, 0),
        [
            new("S-1", "private-key", Severity.Critical, "A private key in PEM form.", "build/signing/test-signing.pem", 1, Tone.Wait, "Open", null),
            new("S-2", "bidi", Severity.High, "A character that turns the direction of text.", "src/Gate/Acc\u202Eess.cs", 88, Tone.Wait, "Open", null),
            new("S-3", "credential", Severity.Medium, "Words that look like a password in a connection string.", "src/Gate.Tests/appsettings.Test.json", 12, Tone.Yes, "Waived", "Tomas Reyes: a test database that never left the laboratory."),
            new("S-4", "binary-blob", Severity.Medium, "A binary file that the build copies into the product.", "src/Gate/Resources/vendor-fingerprint-database-v7-production-signed-with-timestamps-and-regional-overrides.bin", null, Tone.Open, "Redacted", "Tomas Reyes: licensed data of a third party."),
            new("S-5", "personal-data", Severity.Low, "Mail addresses of 3 people.", "AUTHORS", 4, Tone.Yes, "Waived", "Tomas Reyes: public already."),
        ],
        TableState.Plain(Routes.Screening("E-9"), 5) with { Sort = "severity", Descending = true },
        2,
        true,
        new DisclosureFacts(
            new ScopeFacts(["**"], ["src/Licensing/**"], 118, 131, 9_204, 610_220),
            SampleShell.Laboratory,
            ["Ines Aalto, reviewer", "Per Holm, reviewer"],
            "Room 2 of Kvern Reading Centre, run by Kvern Foundation",
            "Norway",
            ["Working days, 08:00 to 17:00 UTC", "Desks 4 and 5 only", "At most 5,000 lines in text view", "Locks after 10 minutes without a look", "Excerpts leave only with two approvals"],
            "The authority can permit the product in substations without a second physical gateway."),
        null);

    public static ScreeningView ForDecision => Undecided with
    {
        Undecided = 0,
        Rows = [.. Undecided.Rows.Select(row => row with { Tone = Tone.Yes, Decision = "Waived", DecidedBy = row.DecidedBy ?? "Ada Brandt: replaced before the seal was shipped." })],
        Act = new TwoPersonAct(
            "Disclose 118 files to Borealis Laboratory?",
            "When both of you agree, the room opens for the two named people under the rules beside this.",
            ["The room can be closed at any time; what was read stays read.", "13 files stay hidden; their share of the tree is stated in the certificate."],
            new Seat("Host, product security", SeatState.Agreed, "Tomas Reyes", Now.AddHours(-2), "The scope leaves out the licensing module."),
            new Seat("Host, legal", SeatState.Yours),
            Routes.Disclosure("E-9"),
            "Disclose 118 files",
            "Refuse the disclosure",
            null,
            new FieldErrors([new("code", "The code is wrong or too old. Type the one that your authenticator shows now.")])),
    };

    public static ScreeningView AlreadyDecided => ForDecision with
    {
        Act = ForDecision.Act! with { Refusal = "You have agreed already; the second person must be somebody else.", Errors = FieldErrors.None },
    };

    public static ScreeningView Clean => Undecided with
    {
        Undecided = 0, Rows = [], Counts = new FindingCounts(0, 0, 0, 0, 0), Act = AlreadyDecided.Act, State = TableState.Plain(Routes.Screening("E-9"), 0),
    };
}
