namespace Vitrine.Web.Tests;

internal static class SampleHomes
{
    private static readonly DateTimeOffset Now = SampleShell.Now;

    public static HostHomeView Host => new(
        SampleShell.For(SampleShell.Host),
        [
            new("Decide on the disclosure", "Halden Gatekeeper 2.1.0, targeted review by Borealis Laboratory", Routes.Screening("E-9"), TimeSpan.FromHours(52), Now.AddDays(-1), TimeSpan.FromHours(20)),
            new("Release or refuse 12 lines", "Halden Update Agent 4.2.0, asked for by Ines Aalto", Routes.Engagement("E-7"), TimeSpan.FromHours(3), Now.AddDays(2)),
        ],
        [new("E-7", "Halden Update Agent 4.2.0", SampleShell.Laboratory, 2, "1,000 to 2,000 lines", 0.52)],
        SampleEngagements.Rows[..3],
        4);

    public static HostHomeView EmptyHost => new(SampleShell.For(SampleShell.Host), [], [], [], 0);

    public static ReviewerHomeView Reviewer => new(
        SampleShell.For(SampleShell.Reviewer),
        [
            new(SampleShell.Product, SampleShell.Version, SampleShell.Vendor, "src/Vitrine.Proofs/Digest.cs:41", Routes.Reading("E-7"), SampleEngagements.Coverage, 14, 3, null),
            new("Lumen Gateway", "11.0.3", "Lumen Works", null, Routes.Reading("E-6"), new(48_211, 0, 0, 0, 0), 0, 0, "The host opens this room from 08:00 to 17:00 UTC on working days. It opens again on Monday, 2026-11-23 at 08:00 UTC."),
        ],
        [new("Answer the host’s question", "Finding F-31: length is added before it is bounded", Routes.Finding("F-31"), TimeSpan.FromHours(26))],
        [
            new("7f3a", "Halden Update Agent 4.2.0", Now.AddHours(-7), "18,204 to 18,377", "#"),
            new("51c8", "Halden Update Agent 4.2.0", Now.AddHours(-30), "17,690 to 18,101", "#"),
        ]);

    public static ReviewerHomeView EmptyReviewer => new(SampleShell.For(SampleShell.Reviewer), [], [], []);

    public static AuthorityHomeView Authority => new(
        SampleShell.For(SampleShell.Officer),
        [new("Decide", "Arden Archive 2.9.1, closed by Kestrel Evaluation", Routes.Engagement("E-5"), TimeSpan.FromDays(4), Now.AddDays(10))],
        SampleEngagements.Rows,
        SampleCertificates.Rows);

    public static OperatorHomeView Operator => new(
        SampleShell.For(SampleShell.Operator),
        Tone.Yes,
        "The status is fresh",
        "Gates that carry this status accept what their policy accepts until 2026-11-28 22:00 UTC.",
        311,
        Now.AddHours(-1),
        Now.AddDays(7),
        SampleCertificates.Rows);

    public static PublicHomeView Public => new(SampleShell.For(null), "Kvern Foundation", "Norway", SampleCertificates.Rows);
}
