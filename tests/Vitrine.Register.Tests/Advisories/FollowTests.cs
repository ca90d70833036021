using System.Text;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register.Tests;

/// <summary>What changes is a cause, and a draft follows without anybody.</summary>
public sealed class FollowTests
{
    private static readonly Source Paper = AdvisoryScene.Paper;
    private static readonly Source DataSet = new("A data set", "https://data.example/parties", new DateOnly(2026, 3, 1), 'B');

    [Theory]
    [InlineData("list", "list:sanctions", "Engine Guard", "is on sanctions since")]
    [InlineData("tie", "claim:t-2", "Engine Guard", "Town Hall and The acme: ownership of 10 %")]
    [InlineData("withdrawal", "claim:t-1", "Engine Guard", "Dark Holding and The acme: ownership of 51 %")]
    [InlineData("gap", "claim:g-1", "Guard", "Owners of Bright Software are not known")]
    [InlineData("gap-withdrawn", "claim:g-1", "Guard", "said to be unknown no more")]
    [InlineData("accreditation", "claim:a-1", "Guard", "The accreditation of The nordlys (ISO/IEC 17025)")]
    [InlineData("suspension", "certificate:", "Guard", "was suspended")]
    [InlineData("revocation", "certificate:", "Guard", "was revoked")]
    [InlineData("stale", "certificate:", "Guard", "Guard 2 was released from another tree")]
    [InlineData("release", "release:", "Guard", "The release 2 of Guard was revoked")]
    [InlineData("component", "component:c-2", "Engine Guard", "Engine contains zlib")]
    [InlineData("finding", "finding:f-1", "Engine Guard", "A finding in Engine 1: A way in")]
    [InlineData("finding-withdrawn", "finding:f-1", "Engine Guard", "A finding in Engine 1 was taken back: A way in")]
    [InlineData("event", "event:leak", "Engine Guard", "A hole")]
    [InlineData("assessment", "assessment:q1", "Guard", "First quarter")]
    [InlineData("parties", "import:", "Engine Guard", "Town Hall and The acme: ownership of 10 %")]
    [InlineData("register", "import:", "Guard", "certificate 7 is suspended")]
    public async Task Follow_AChange_DraftsForThePersonWhoApproves(string change, string cause, string products, string why)
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        var from = await PrepareAsync(scene, change);
        await ChangeAsync(scene, change, from);

        var drafted = await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None);

        using var views = scene.Centre.Snapshot();
        var advisory = Advisories.Find(Assert.Single(drafted), views)!;
        Assert.StartsWith(cause, advisory.Cause, StringComparison.Ordinal);
        Assert.Equal((AdvisoryState.Drafted, true), (advisory.State, advisory.IsOfTheCentre));
        var draft = AdvisoryDesk.Read(scene.Centre, advisory);
        Assert.Equal(products.Split(' '), draft.Products.Select(product => product.Name));
        Assert.Contains(draft.Products, product => product.Why.Any(one => one.Contains(why, StringComparison.Ordinal)));
        Assert.NotEmpty(draft.Operators);
        Assert.Empty(Causes.Waiting(10, views));
        Assert.Empty(await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None));
    }

    [Fact]
    public async Task Follow_AChangeThatAffectsNobody_DraftsNothingAndSaysSo()
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None);
        await scene.RecordAsync(new TieClaimed("t-9", TieKind.Contract, "grid", "town", null, null, null, null, Paper));

        Assert.Empty(await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None));

        using var views = scene.Centre.Snapshot();
        var open = Assert.Single(Causes.Open(10, views));
        Assert.Equal(("claim:t-9", null, true, null), (open.Cause, open.Advisory, open.Looked, open.Trouble));
    }

    [Fact]
    public async Task Follow_ACertificateThatIsGoodAgain_DraftsOnlyWhereSomebodyHadHeldIt()
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        await scene.RegisterAsync("nordlys");
        var certificate = scene.Certificate("g", "nordlys", product: "Guard");
        await scene.RecordAsync(certificate);
        await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None);

        await scene.RecordAsync(new ReleaseMade("acme", "Guard", "2", Digest.Of("another"u8), Digest.Of("r-2"u8)));
        await scene.RecordAsync(new ReleaseMade("acme", "Guard", "3", certificate.Seal, Digest.Of("r-3"u8)));
        Assert.Empty(await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None));

        await scene.RecordAsync(new CertificateSuspended(certificate.Certificate, "A doubt."));
        await scene.RecordAsync(new CertificateReinstated(certificate.Certificate, "It was none."));
        var drafted = Assert.Single(await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None));
        using var after = scene.Centre.Snapshot();
        Assert.Contains("counts again", Advisories.Find(drafted, after)!.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Follow_WhatCannotBeTold_SaysWhyAndStopsNothingElse()
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None);
        await scene.RecordAsync(new Revoked(RevokedKind.Release, Digest.Of("unknown"u8), "Of another centre."));
        await scene.RecordAsync(new EventRecorded("leak", EventKind.Incident, "A hole", "In it.", AdvisoryScene.Today, null, ["engine"], [], Paper));

        Assert.Single(await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None));

        using var views = scene.Centre.Snapshot();
        Assert.Contains("knows no product", Assert.Single(Causes.Open(10, views)).Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Follow_ACauseThatComesAgain_WritesItsOwnDraftAnewAndLeavesAPersonsAlone()
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        var own = Assert.Single(await FollowedAsync(scene, "t-2"));
        await scene.RecordAsync(new ClaimWithdrawn("t-2", "An error."));
        Assert.Equal([own], await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None));

        var ada = await scene.PersonAsync("p-ada", Role.Authority, "office");
        await scene.RecordAsync(new TieClaimed("t-3", TieKind.Ownership, "town", "acme", null, null, null, null, Paper));
        var persons = (await AdvisoryDesk.DraftAsync(scene.Centre, "claim:t-3", null, AdvisoryWords.None, ada, CancellationToken.None)).Advisory;
        Assert.Empty(await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None));
        await scene.RecordAsync(new ClaimWithdrawn("t-3", "An error."));
        Assert.NotEqual(persons, Assert.Single(await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None)));
        using var views = scene.Centre.Snapshot();
        Assert.Equal("p-ada", Advisories.Find(persons, views)!.DraftedBy);
    }

    [Fact]
    public async Task Follow_TheSameDataSetAgain_DraftsForWhatIsNewAlone()
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        await ImportAsync(scene, Stake);
        await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None);
        await ImportAsync(scene, Stake + "\n" + """{"id":"nobody","schema":"Company","properties":{"name":["Nobody Ltd"]}}""");
        Assert.Empty(await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None));

        await ImportAsync(scene, """{"id":"nobody","schema":"Company","properties":{"name":["Nobody Ltd"]}}""");
        var drafted = Assert.Single(await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None));
        using var views = scene.Centre.Snapshot();
        Assert.Contains("no longer claimed: ", AdvisoryDesk.Read(scene.Centre, Advisories.Find(drafted, views)!).Products[0].Why[0], StringComparison.Ordinal);
        await scene.AssertRebuildsAsync();
    }

    [Fact]
    public async Task Approve_WhatTheCentreWrote_TakesAPerson()
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        var draft = Assert.Single(await FollowedAsync(scene, "t-2"));
        Assert.Contains("a person approves it", (await Assert.ThrowsAsync<ActRefusedException>(() => AdvisoryDesk.ApproveAsync(scene.Centre, draft, Actor.Console, CancellationToken.None))).Message, StringComparison.Ordinal);
        Assert.Contains("not approve it", (await Assert.ThrowsAsync<ActRefusedException>(() => AdvisoryDesk.ApproveAsync(scene.Centre, draft, Actor.Centre, CancellationToken.None))).Message, StringComparison.Ordinal);
        Assert.Contains("not approved", (await Assert.ThrowsAsync<ActRefusedException>(() => AdvisoryDesk.IssueAsync(scene.Centre, draft, Actor.Centre, CancellationToken.None))).Message, StringComparison.Ordinal);
        await AdvisoryDesk.ApproveAsync(scene.Centre, draft, await scene.PersonAsync("p-ada", Role.Authority, "office"), CancellationToken.None);
        Assert.Equal(AdvisoryState.Issued, (await AdvisoryDesk.IssueAsync(scene.Centre, draft, Actor.Console, CancellationToken.None)).State);
    }

    [Fact]
    public async Task Weigh_ByAPersonOrAheadOfTheRecord_IsRefused()
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        Assert.Contains("Only the centre itself", await scene.RefusedAsync(new CauseWeighed("claim:t-1", 1, null), Actor.Console), StringComparison.Ordinal);
        Assert.Contains("still to come", await scene.RefusedAsync(new CauseWeighed("claim:t-1", 1_000, null), Actor.Centre), StringComparison.Ordinal);
        Assert.Contains("Nothing is on record", await scene.RefusedAsync(new CauseWeighed("claim:none", 1, null), Actor.Centre), StringComparison.Ordinal);
    }

    private const string Stake = """{"id":"m-1","schema":"Ownership","properties":{"owner":["town"],"asset":["acme"],"percentage":["10"]}}""";

    private static async Task<IReadOnlyList<string>> FollowedAsync(RegisterScene scene, string tie)
    {
        await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None);
        await scene.RecordAsync(new TieClaimed(tie, TieKind.Ownership, "town", "acme", Share.Exactly(10), null, null, null, Paper));
        return await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None);
    }

    private static Task<ImportReport> ImportAsync(RegisterScene scene, string lines) =>
        ImportDesk.ImportAsync(scene.Centre, Encoding.UTF8.GetBytes(lines), DataSet, Actor.Console, CancellationToken.None);

    /// <summary>What must be there before; all of it has been looked at.</summary>
    private static async Task<CertificateIssued?> PrepareAsync(RegisterScene scene, string change)
    {
        CertificateIssued? certificate = null;
        if (change is "accreditation" or "suspension" or "revocation" or "stale" or "release")
        {
            await scene.RegisterAsync("nordlys");
            certificate = scene.Certificate("g", "nordlys", product: "Guard");
            await scene.RecordAsync(certificate);
        }

        if (change == "gap-withdrawn")
        {
            await scene.RecordAsync(new OwnersUnknown("g-1", "bright", OwnersGap.Unknown, null, null, Paper));
        }

        if (change == "finding-withdrawn")
        {
            await scene.RecordAsync(Told);
        }

        if (change == "release")
        {
            await scene.RecordAsync(new ReleaseMade("acme", "Guard", "2", certificate!.Seal, Digest.Of("release"u8)));
        }

        await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None);
        return certificate;
    }

    private static Task ChangeAsync(RegisterScene scene, string change, CertificateIssued? certificate) => change switch
    {
        "list" => scene.ImportAsync("entry,name,since,clause\n2,Dark Holding,2026-03-01,clause 7\n", "sanctions.csv", date: "2026-03-02"),
        "tie" => scene.RecordAsync(new TieClaimed("t-2", TieKind.Ownership, "town", "acme", Share.Exactly(10), null, null, null, Paper)),
        "withdrawal" => scene.RecordAsync(new ClaimWithdrawn("t-1", "An error.")),
        "gap" => scene.RecordAsync(new OwnersUnknown("g-1", "bright", OwnersGap.Unknown, null, null, Paper)),
        "gap-withdrawn" => scene.RecordAsync(new ClaimWithdrawn("g-1", "They told.")),
        "accreditation" => scene.RecordAsync(new AccreditationRecorded("a-1", "nordlys", "ISO/IEC 17025", null, "Software", null, null, Paper)),
        "suspension" => scene.RecordAsync(new CertificateSuspended(certificate!.Certificate, "A doubt.")),
        "revocation" => scene.RecordAsync(new Revoked(RevokedKind.Certificate, certificate!.Certificate, "A forgery.")),
        "stale" => scene.RecordAsync(new ReleaseMade("acme", "Guard", "2", Digest.Of("another"u8), Digest.Of("release"u8))),
        "release" => scene.RecordAsync(new Revoked(RevokedKind.Release, Digest.Of("release"u8), "A wrong file.")),
        "component" => scene.RecordAsync(new ComponentIdentified("c-2", "Engine", null, null, "zlib", null, 95, "Its tables.")),
        "finding" => scene.RecordAsync(Told),
        "finding-withdrawn" => scene.RecordAsync(Told with { Withdrawn = true }),
        "event" => scene.RecordAsync(new EventRecorded("leak", EventKind.Incident, "A hole", "In it.", AdvisoryScene.Today, null, ["engine"], [], Paper)),
        "assessment" => scene.RecordAsync(new AssessmentRecorded("q1", "office", AssessmentKind.Risk, "First quarter", "There is.", AdvisoryScene.Today, ["guard"], [], Paper)),
        "parties" => ImportAsync(scene, Stake),
        _ => ImportedRegisters.ImportAsync(
            scene.Centre, Rows, CertificatesFormat.Fstec, "other", "The other register", "https://register.example", AdvisoryScene.Today, Actor.Console, CancellationToken.None),
    };

    private static FindingTold Told => new("f-1", "e-1", "nordlys", "Engine", "1", FindingSeverity.High, "A way in", false, "p-ruth");

    private static byte[] Rows => """
        number,registration date,validity,name,requirement documents,scheme,laboratory,certification body,applicant,applicant details,end of support
        7,01.02.2021,"приостановлено, до 01.02.2027",Guard,ТУ,серия,A laboratory,A body,Bright Software,,
        8,01.02.2021,"приостановлено, до 01.02.2027",Guard,ТУ,серия,A laboratory,A body,Somebody Else,,
        9,01.02.2021,01.02.2027,Guard,ТУ,серия,A laboratory,A body,Bright Software,,

        """u8.ToArray();
}
