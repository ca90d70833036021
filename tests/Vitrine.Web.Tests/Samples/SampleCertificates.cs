using System.Collections.Immutable;

namespace Vitrine.Web.Tests;

internal static class SampleCertificates
{
    private static readonly DateTimeOffset Now = SampleShell.Now;

    public static ImmutableArray<CertificateRow> Rows =>
    [
        new(SampleShell.Digest(1), SampleShell.Product, SampleShell.Version, SampleShell.Laboratory, "Targeted", Tone.Yes, "Good", Now.AddDays(-3), Now.AddDays(397), 0.524),
        new(SampleShell.Digest(2), SampleShell.Product, "4.1.2", SampleShell.Laboratory, "Targeted", Tone.Wait, "Expires soon", Now.AddDays(-380), Now.AddDays(20), 0.63),
        new(SampleShell.Digest(3), "Arden Archive", "2.8.0", "Kestrel Evaluation", "Full", Tone.No, "Revoked", Now.AddDays(-90), Now.AddDays(310), 0.9998),
        new(SampleShell.Digest(4), "Moraine Sync", "0.14.0", "Kestrel Evaluation", "Full", Tone.No, "Refused", Now.AddDays(-201), Now.AddDays(199), 1),
    ];

    public static CertificateListView List => new(SampleShell.For(null, "Certificates"), Rows, TableState.Plain(Routes.Certificates, Rows.Length));

    public static CertificateView One => new(
        SampleShell.For(null, "Certificates"),
        SampleShell.Digest(1),
        SampleShell.Product,
        SampleShell.Version,
        SampleShell.Vendor,
        SampleShell.Laboratory,
        SampleShell.Authority,
        "Targeted",
        Tone.Yes,
        "Certified",
        "52 % of the lines in scope were delivered to two people; no finding above low was open on 2026-11-18.",
        [
            "The laboratory’s signing key was not used by anybody else.",
            "The centre recorded what it delivered; the reviewers hold receipts for it.",
            "28 files are outside the scope and were not looked at.",
            "No witness has cosigned the log.",
        ],
        Now.AddDays(-3),
        Now.AddDays(397),
        SampleEngagements.Scope,
        SampleEngagements.Coverage,
        new FindingCounts(0, 0, 0, 2, 5),
        [
            new("Seal root", "vitrineRoot", SampleShell.Root),
            new("Review statement", "sha256", SampleShell.Digest(1)),
            new("Verification summary", "sha256", SampleShell.Digest(21)),
            new("Laboratory’s key", "sha256", SampleShell.Digest(22)),
        ],
        [
            new("Source", "git revision 8623d2c0 of the product’s repository", "8623d2c0", Tone.Yes, "Sealed", Now.AddDays(-20)),
            new("Seal", "212 of 240 files in scope", SampleShell.Root, Tone.Yes, "Unchanged", Now.AddDays(-20), Routes.Seal(SampleShell.Root)),
            new("Certificate", "Targeted review by Borealis Laboratory", SampleShell.Digest(1), Tone.Yes, "Certified", Now.AddDays(-3)),
            new("Rebuild", "Two runs; every difference is explained by the signature", SampleShell.Digest(5), Tone.Yes, "Same but for signatures", Now.AddDays(-2), Routes.LogEntry(12_399)),
            new("Release", "4.2.0 on the stable channel", SampleShell.Digest(6), Tone.Yes, "In the log", Now.AddDays(-1), Routes.LogEntry(12_402)),
            new("Gate", "Your own machine decides, by your own policy", null, Tone.Open, "Not asked here"),
        ],
        12_397,
        [new(Now.AddDays(-1), "Halden Systems", "vendor", "Released 4.2.0 under this certificate.", "Log 12,402", Routes.LogEntry(12_402))]);

    public static CertificateView Revoked => One with
    {
        Shell = SampleShell.Long,
        Product = SampleShell.LongName,
        Tone = Tone.No,
        Word = "Revoked",
        Sentence = "The laboratory revoked it on 2026-11-20 because a key of the vendor was stolen.",
        Chain =
        [
            One.Chain[0],
            One.Chain[1],
            One.Chain[2] with { Tone = Tone.No, Word = "Revoked" },
            One.Chain[3] with { Tone = Tone.Wait, Word = "Different" },
            One.Chain[4] with { Tone = Tone.Open, Word = "None", Digest = null, At = null, Line = "Nothing was released" },
            One.Chain[5],
        ],
        Acts = [],
    };

    public static SealsView Seals => new(
        SampleShell.For(SampleShell.Host, "Seals"),
        [
            new(SampleShell.Root, SampleShell.Product, SampleShell.Version, "git revision 8623d2c0", 240, 1_504_388, Now.AddDays(-20), Tone.Yes, "Kept", 1),
            new(SampleShell.Digest(9), "Halden Gatekeeper", "2.1.0", "git revision 77aa01c4", 131, 690_220, Now.AddDays(-4), Tone.Yes, "Kept", 1),
            new(SampleShell.Digest(10), SampleShell.Product, "4.1.2", "git revision 10fe99d2", 236, 1_490_012, Now.AddDays(-400), Tone.Yes, "Kept", 1),
            new(SampleShell.Digest(11), SampleShell.LongName, "4.0.0", "directory", 228, 1_402_812, Now.AddDays(-700), Tone.Open, "Destroyed", 0),
        ],
        TableState.Plain(Routes.Seals, 4) with { Sort = "made", Descending = true });

    public static SealsView NoSeals => Seals with { Rows = [], State = TableState.Plain(Routes.Seals, 0) };
}
