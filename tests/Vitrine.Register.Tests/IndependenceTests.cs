using Vitrine.Centre;
using static Vitrine.Register.IndependenceVerdict;

namespace Vitrine.Register.Tests;

public sealed class IndependenceTests
{
    [Fact]
    public void Ask_NoTieAndNothingWanted_IsIndependent()
    {
        using var scene = new TieScene("lab", "vendor");
        var answer = scene.Ask("lab", "vendor");

        Assert.Equal((Independent, 0, 0), (answer.Verdict, answer.Paths.Length, answer.Missing.Length));
        Assert.Contains("asked against itself", Assert.Throws<ActRefusedException>(() => scene.Ask("lab", "lab")).Message, StringComparison.Ordinal);
        Assert.Contains("no entity 'nobody'", Assert.Throws<ActRefusedException>(() => scene.Ask("lab", "nobody")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ask_OwnershipThroughAChain_IsMultipliedAndControlled()
    {
        using var scene = new TieScene("lab", "mid", "top", "vendor").With("mid owns lab 30", "top owns mid 60", "vendor owns top 51");
        var answer = scene.Ask("lab", "vendor");

        Assert.Equal(NotIndependent, answer.Verdict);
        var multiplied = Path(answer, BarTopic.OwnershipMultiplied);
        Assert.Equal((Share.Exactly(9.18m), PathWeight.Fails), (multiplied.Share, multiplied.Weight));
        Assert.Equal<string>(["lab", "mid", "top", "vendor"], multiplied.Nodes);
        Assert.Equal(["c-1", "c-2", "c-3"], multiplied.Steps.Select(step => Assert.Single(step.Claims).Claim));
        Assert.Equal((Share.Exactly(30), PathWeight.Fails), Path(answer, BarTopic.OwnershipControlled) is var controlled ? (controlled.Share, controlled.Weight) : default);
        Assert.Equal<string>(["vendor", "top", "mid", "lab"], Path(scene.Ask("vendor", "lab"), BarTopic.OwnershipMultiplied).Nodes);
        Assert.Equal(Independent, scene.Ask("lab", "vendor", TieScene.BarWith("ownership multiplied 9.2%")).Verdict);
        Assert.Equal(Unknown, scene.Ask("lab", "vendor", TieScene.BarWith("ownership multiplied 9.2%", "owners-known 75%")).Verdict);
    }

    [Fact]
    public void Ask_ChainsThatAddUp_AreAddedUp()
    {
        using var scene = new TieScene("lab", "a", "b", "vendor").With("a owns lab 10", "b owns lab 10", "vendor owns a 30", "vendor owns b 30");
        Assert.Equal(Share.Exactly(6), Path(scene.Ask("lab", "vendor"), BarTopic.OwnershipMultiplied).Share);
        Assert.Equal(PathWeight.Fails, Path(scene.Ask("lab", "vendor"), BarTopic.OwnershipMultiplied).Weight);
    }

    [Fact]
    public void Ask_AnOwnerOfBoth_IsFoundWithTheLesserShare()
    {
        using var scene = new TieScene("lab", "vendor", "fund", "holding").With("fund owns lab 25", "holding owns vendor 100", "fund owns holding 40");
        var path = Path(scene.Ask("lab", "vendor"), BarTopic.SharedOwner);

        Assert.Equal((Share.Exactly(25), PathWeight.Fails), (path.Share, path.Weight));
        Assert.Equal<string>(["lab", "fund", "holding", "vendor"], path.Nodes);
        Assert.Equal(Independent, scene.Ask("lab", "vendor", TieScene.BarWith("shared-owner 26%")).Verdict);
    }

    [Fact]
    public void Ask_UnknownSharesWeakSourcesAndMissingDates_AreUnknownNeverIndependent()
    {
        foreach (var tie in (string[])["vendor owns lab", "vendor owns lab 3-8", "vendor owns lab 50 grade D", "vendor owns lab 50 undated", "p-1 office lab undated", "vendor other lab", "vendor contract lab"])
        {
            using var scene = new TieScene("lab", "vendor", "p-1").With(tie, "p-1 office vendor");
            Assert.Equal((tie, Unknown), (tie, scene.Ask("lab", "vendor").Verdict));
        }
    }

    [Fact]
    public void Ask_TheSameFactsUnderTwoBars_GiveTwoVerdicts()
    {
        using var scene = new TieScene("lab", "vendor", "p-1").With("vendor owns lab 100", "p-1 owns vendor 100");
        scene.Rows.Put(new Accreditation("acc", "lab", "ISO/IEC 17020", InspectionType.C, "All", null, null, Facts.Source(), false), null, 1);

        Assert.Equal(NotIndependent, scene.Ask("lab", "vendor").Verdict);
        var inHouse = scene.Ask("lab", "vendor", TieScene.BarWith("ownership none", "shared-owner none"));
        Assert.Equal(Independent, inHouse.Verdict);
        Assert.Equal("acc", Assert.Single(inHouse.Accreditations).Claim);
        Assert.All(inHouse.Paths, path => Assert.Equal(PathWeight.Passes, path.Weight));
    }

    [Fact]
    public void Ask_AnAccreditationAlone_DisqualifiesNobody()
    {
        using var scene = new TieScene("lab", "vendor");
        scene.Rows.Put(new Accreditation("acc", "lab", "Run by the vendor", InspectionType.B, "All", null, null, Facts.Source(), false), null, 1);
        Assert.Equal(Independent, scene.Ask("lab", "vendor").Verdict);
    }

    [Fact]
    public void Ask_Offices_OnBothSidesInOneAndOfAnOwner_AreFound()
    {
        using var scene = new TieScene("lab", "vendor", "parent", "p-1", "p-2", "p-3").With(
            "p-1 office lab", "parent owns vendor 80", "p-1 office parent", "vendor office lab", "p-3 owns lab 30", "p-3 office vendor until 2025-06-01", "p-2 office lab until 2023-01-01", "p-2 office vendor");
        var answer = scene.Ask("lab", "vendor");

        Assert.Equal(NotIndependent, answer.Verdict);
        Assert.Equal(
            ["lab p-1 parent vendor", "lab p-3 vendor", "lab vendor"],
            answer.Paths.Where(path => path.Rule.Topic == BarTopic.Office).Select(path => string.Join(' ', path.Nodes)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Ask_FamilyFoundersMembersAndPayments_AreFoundAsTheBarSays()
    {
        using var scene = new TieScene("lab", "vendor", "state", "club", "p-1", "p-2").With(
            "p-1 office lab", "p-2 office vendor", "p-2 family p-1 undated", "state founding lab since 1990-01-01", "state founding vendor since 1995-01-01",
            "lab membership club", "vendor membership club", "vendor payment lab 3 since 2025-01-01 until 2025-01-02", "vendor payment lab 2.5 since 2025-07-01 until 2025-07-02",
            "vendor contract lab 50 since 2020-01-01 until 2022-01-01");
        var answer = scene.Ask("lab", "vendor");

        Assert.Equal<string>(["lab", "p-1", "p-2", "vendor"], Path(answer, BarTopic.Family).Nodes);
        Assert.Equal((PathWeight.Fails, "lab state vendor"), Path(answer, BarTopic.Founding) is var founding ? (founding.Weight, string.Join(' ', founding.Nodes)) : default);
        Assert.Equal(PathWeight.Passes, Path(answer, BarTopic.Membership).Weight);
        Assert.Equal((Share.Exactly(5.5m), PathWeight.Fails, 2), Path(answer, BarTopic.Payment) is var payment ? (payment.Share, payment.Weight, payment.Steps[0].Claims.Length) : default);
        Assert.DoesNotContain(answer.Paths, path => path.Rule.Topic == BarTopic.Contract);
        Assert.Equal(PathWeight.Passes, Path(scene.Ask("lab", "vendor", TieScene.BarWith("founding direct")), BarTopic.Founding).Weight);
        Assert.Equal(PathWeight.Fails, Path(scene.Ask("lab", "vendor", TieScene.BarWith("contract 10% lookback 5y")), BarTopic.Contract).Weight);
        Assert.Equal(PathWeight.Fails, Path(scene.Ask("lab", "vendor", TieScene.BarWith("membership shared")), BarTopic.Membership).Weight);
    }

    [Fact]
    public void Ask_WithdrawnAndExpired_CountAsTheBarSays()
    {
        using var scene = new TieScene("lab", "vendor").With("vendor owns lab 50 withdrawn", "vendor owns lab 60 until 2025-06-01");

        Assert.Equal(Independent, scene.Ask("lab", "vendor").Verdict);
        Assert.Equal(Unknown, scene.Ask("lab", "vendor", TieScene.BarWith("withdrawn unknown")).Verdict);
        Assert.Equal(NotIndependent, scene.Ask("lab", "vendor", on: new DateOnly(2025, 5, 31)).Verdict);
        Assert.Equal(NotIndependent, scene.Ask("lab", "vendor", TieScene.BarWith("ownership multiplied 5% lookback 1y")).Verdict);
        Assert.Equal(Independent, scene.Ask("lab", "vendor", on: new DateOnly(2019, 12, 31)).Verdict);
    }

    [Fact]
    public void Ask_MissingOwners_AreUnknownWithTheirCodedReason()
    {
        using var scene = new TieScene("lab", "vendor", "p-1", "shell", "state-x").With("p-1 owns lab 60", "shell owns lab 40", "state-x owns vendor 100");
        scene.Rows.Put(new OwnersGapClaim("gap", "lab", OwnersGap.SubjectExemptFromDisclosure, null, null, Facts.Source(), false), null, 1);
        var wanted = TieScene.BarWith("owners-known 75%", "offices-known yes");
        var answer = scene.Ask("lab", "vendor", wanted);

        Assert.Equal(Unknown, answer.Verdict);
        var owners = Assert.Single(answer.Missing, fact => fact.Kind == MissingKind.Owners);
        Assert.Equal(("lab", 60m, OwnersGap.SubjectExemptFromDisclosure), (owners.Entity, owners.Percent, Assert.Single(owners.Reasons)));
        Assert.Equal(["lab", "vendor"], answer.Missing.Where(fact => fact.Kind == MissingKind.Offices).Select(fact => fact.Entity));

        scene.With("p-1 office lab", "p-2 office vendor".Replace("p-2", "shell", StringComparison.Ordinal));
        scene.Rows.Put(new OwnersGapClaim("none", "shell", OwnersGap.NoBeneficialOwners, null, null, Facts.Source(), false), null, 1);
        Assert.Equal(Independent, scene.Ask("lab", "vendor", TieScene.BarWith("owners-known 75%", "shared-owner none")).Verdict);
    }

    [Fact]
    public void Ask_CyclesAndSharesOverAll_AreAnsweredAndReported()
    {
        using var scene = new TieScene("lab", "a", "b", "vendor").With("a owns lab 60", "lab owns a 30", "b owns a 50", "a owns b 50", "b owns lab 70", "vendor owns b 1", "lab owns lab 10");
        var answer = scene.Ask("lab", "vendor");

        Assert.Equal((MissingKind.SharesOverAll, "lab", 130m), answer.Missing[0] is var fact ? (fact.Kind, fact.Entity, fact.Percent) : default);
        Assert.Equal(2, fact.Claims.Length);
        Assert.Equal(Unknown, answer.Verdict);
        Assert.Equal<string>(["lab", "b", "vendor"], Path(answer, BarTopic.OwnershipMultiplied).Nodes);
    }

    [Fact]
    public void Ask_ContradictoryClaims_BothStandOnThePathAndNobodyIsIndependent()
    {
        using var scene = new TieScene("lab", "vendor").With("vendor owns lab 1", "vendor owns lab 4 grade A");
        var answer = scene.Ask("lab", "vendor");

        Assert.Equal(Unknown, answer.Verdict);
        Assert.Equal((MissingKind.Contradiction, 2), Assert.Single(answer.Missing) is var fact ? (fact.Kind, fact.Claims.Length) : default);
        Assert.Equal(2, Path(answer, BarTopic.OwnershipMultiplied).Steps[0].Claims.Length);
        Assert.Equal(new Share(1, 4), Path(answer, BarTopic.OwnershipMultiplied).Share);
    }

    [Fact]
    public void Ask_MoreTiesThanAreRead_IsUnknown()
    {
        using var scene = new TieScene("lab", "vendor");
        scene.Views.Execute("BEGIN");
        for (var i = 0; i <= TieGraph.MaxFan; i++)
        {
            scene.Rows.Put(new Entity($"p-{i}", EntityKind.Person, "P", []), [], null);
            scene.With($"p-{i} office lab");
        }

        scene.Views.Execute("COMMIT");
        var answer = scene.Ask("lab", "vendor");
        Assert.Equal((Unknown, MissingKind.Search), (answer.Verdict, Assert.Single(answer.Missing).Kind));
    }

    private static TiePath Path(IndependenceAnswer answer, BarTopic topic) => Assert.Single(answer.Paths, path => path.Rule.Topic == topic);
}
