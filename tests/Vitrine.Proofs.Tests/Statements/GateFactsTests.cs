using System.Collections.Immutable;
using System.Text.Json;

namespace Vitrine.Proofs.Tests;

/// <summary>What a gate says of lists, laboratories and jurisdictions.</summary>
public sealed class GateFactsTests : GateTests
{
    private const string Covered = "Example covered list";

    private static readonly DateOnly Today = new(2026, 11, 21);

    private readonly SigningKey _second = SigningKey.Generate();

    private StatedParty Vendor => Party(Chain.Vendor, "vendor", "Example Vendor", ["DE"], null, "holding");

    private StatedParty First => Party(Chain.LaboratoryKey, "first", "Example Laboratory", ["FR"], null, "one");

    private StatedParty Second => Party(_second, "second", "Second Laboratory", ["CH"], null, "two");

    [Fact]
    public void Decide_VendorNotOnTheList_AcceptsAndSaysWhoseWordThatIs()
    {
        RefuseList();
        State(lists: [List(Today)]);
        var verdict = Chain.AddAll().Decide();
        Assert.True(verdict.Accepted, string.Join('\n', verdict.Reasons));
        Assert.Contains($"the status's signer left out no entry that concerns this product or its signers ({Covered} of 2026-11-21)", verdict.Assumptions);
        Assert.Equal(new ListFacts(Covered, Today, Digest.Of("list"u8), Listed: false), Assert.Single(verdict.Lists));
    }

    [Fact]
    public void Decide_VendorOnTheList_IsListedWithListClauseDateAndWay()
    {
        RefuseList();
        State(lists: [List(Today, Entry(Chain.Vendor.PublicKey.KeyId, since: new DateOnly(2026, 11, 21)))]);
        var verdict = Chain.AddAll().Decide();
        Refused(verdict, GateReason.Listed);
        Assert.Equal(
            "The vendor Example Vendor is on the list \"Example covered list\" of 2026-11-21 since 2026-11-21, as Holding GmbH through Holding GmbH owns 50 % of Example Vendor, under section 2(a) (https://list.example/1).",
            verdict.Reasons[0].Message);
        Assert.Contains("take in the status", verdict.Reasons[0].Satisfy, StringComparison.Ordinal);
        Assert.True(Assert.Single(verdict.Lists).Listed);
    }

    [Fact]
    public void Decide_OnTheListFromTomorrow_AcceptsTodayAndRefusesTomorrow()
    {
        RefuseList();
        State(lists: [List(Today, Entry(Chain.Vendor.PublicKey.KeyId, since: Today.AddDays(1)))]);
        Chain.AddAll();
        Assert.True(Chain.Decide().Accepted);
        Chain.Clock = GateChain.Noon.AddHours(12).AddSeconds(-1);
        Assert.True(Chain.Decide().Accepted);
        Chain.Clock = GateChain.Noon.AddHours(12);
        Refused(Chain.Decide(), GateReason.Listed);
    }

    [Theory]
    [InlineData("product")]
    [InlineData("laboratory")]
    [InlineData("rebuilder")]
    public void Decide_ProductOrAnotherSignerOnTheList_IsListed(string who)
    {
        RefuseList();
        var entry = who switch
        {
            "product" => Entry(null, "Example Guard"),
            "laboratory" => Entry(Chain.LaboratoryKey.PublicKey.KeyId),
            _ => Entry(Chain.Rebuilder.PublicKey.KeyId),
        };
        State(lists: [List(Today, entry)]);
        var verdict = Chain.AddAll().Decide();
        Refused(verdict, GateReason.Listed);
        Assert.StartsWith($"The {who} ", verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_OnAListThatThePolicyDoesNotName_Accepts()
    {
        RefuseList();
        State(lists: [List(Today), List(Today, Entry(Chain.Vendor.PublicKey.KeyId)) with { Name = "Another list" }]);
        Assert.True(Chain.AddAll().Decide().Accepted);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-30, true)]
    [InlineData(-31, false)]
    public void Decide_AgeOfTheList_IsHeldToThePolicy(int days, bool accepted)
    {
        RefuseList();
        Chain.Clock = UtcDay.Start(Today);
        Chain.Status = Chain.Status with { Issued = Chain.Clock };
        State(lists: [List(Today.AddDays(days))]);
        var verdict = Chain.AddAll().Decide();
        Assert.Equal(accepted, verdict.Accepted);
        if (!accepted)
        {
            Refused(verdict, GateReason.ListStale);
        }
    }

    [Fact]
    public void Decide_ListMissingFromTheStatus_IsStaleAndSaysWhichAreThere()
    {
        RefuseList();
        State(lists: [List(Today) with { Name = "Other list" }]);
        var verdict = Chain.AddAll().Decide();
        Refused(verdict, GateReason.ListStale);
        Assert.Equal($"The status carries no list \"{Covered}\"; it carries \"Other list\".", verdict.Reasons[0].Message);
    }

    [Fact]
    public void Decide_ListedByAHeldStatusAndNotByTheBundles_IsListed()
    {
        RefuseList();
        State(lists: [List(Today)]);
        Chain.AddAll();
        var old = Chain.Bundle();
        Assert.True(Chain.Decide(old).Accepted);
        var update = Update(Chain.Status with { Number = 8, Lists = [List(Today, Entry(Chain.Vendor.PublicKey.KeyId))] });
        Assert.True(update.Accepted);
        Chain.State = update.State;
        Refused(Chain.Decide(old), GateReason.Listed);
    }

    [Fact]
    public void Decide_StaleStatus_SaysThatAndNothingOfWhatIsThereforeUnknown()
    {
        RefuseList();
        Chain.PolicyText += "jurisdiction vendor allow DE\n";
        Chain.Status = Chain.Status with { Issued = GateChain.Noon.AddDays(-8) };
        Refused(Chain.AddAll().Decide(), GateReason.StatusStale);
    }

    [Theory]
    [InlineData("vendor allow DE FR", null)]
    [InlineData("vendor allow FR", GateReason.JurisdictionRefused)]
    [InlineData("vendor deny FR", null)]
    [InlineData("vendor deny DE", GateReason.JurisdictionRefused)]
    [InlineData("laboratory deny FR", GateReason.JurisdictionRefused)]
    [InlineData("laboratory allow FR", null)]
    [InlineData("rebuilder deny FR", GateReason.JurisdictionUnknown)]
    [InlineData("rebuilder allow FR", GateReason.JurisdictionUnknown)]
    public void Decide_Jurisdiction_IsHeldToThePolicyAndUnknownNeverPasses(string rule, GateReason? reason)
    {
        Chain.PolicyText += $"jurisdiction {rule}\n";
        State(parties: [Vendor, First]);
        var verdict = Chain.AddAll().Decide();
        if (reason is { } code)
        {
            Refused(verdict, code);
        }
        else
        {
            Assert.True(verdict.Accepted, string.Join('\n', verdict.Reasons));
            Assert.Contains(verdict.Assumptions, a => a.StartsWith("the status's signer is right about the parties: ", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("allow DE", GateReason.JurisdictionRefused)]
    [InlineData("allow DE RU", null)]
    [InlineData("deny RU", GateReason.JurisdictionRefused)]
    [InlineData("deny US", null)]
    public void Decide_VendorWithTwoSeats_IsHeldToBoth(string rule, GateReason? reason)
    {
        Chain.PolicyText += $"jurisdiction vendor {rule}\n";
        State(parties: [Vendor with { Jurisdictions = ["DE", "RU"] }]);
        var verdict = Chain.AddAll().Decide();
        Assert.Equal(reason is null ? [] : [reason.Value], verdict.Reasons.Select(r => r.Code));
    }

    [Fact]
    public void Decide_TwoLaboratoriesAskedAndOneThere_IsTooFew()
    {
        Ask("laboratories 2");
        var verdict = Chain.AddAll().Decide();
        Refused(verdict, GateReason.LaboratoriesTooFew);
        Assert.Contains("different laboratories; those that count are of 1: Example Laboratory.", verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_TwoLaboratoriesAskedAndTwoThere_AcceptsAndNamesBoth()
    {
        Ask("laboratories 2");
        AddSecond();
        var verdict = Chain.AddAll().Decide();
        Assert.True(verdict.Accepted, string.Join('\n', verdict.Reasons));
        Assert.Equal(2, verdict.Certificates.Length);
        Assert.Equal(2, verdict.Assumptions.Count(a => a.StartsWith("laboratory ", StringComparison.Ordinal)));
        using var json = JsonDocument.Parse(verdict.ToJson());
        Assert.Equal(2, json.RootElement.GetProperty("certificates").GetArrayLength());
        Assert.Equal(json.RootElement.GetProperty("certificate").ToString(), json.RootElement.GetProperty("certificates")[0].ToString());
    }

    [Fact]
    public void Decide_SecondCertificateDoesNotCount_SaysWhyAndTooFew()
    {
        Ask("laboratories 2");
        AddSecond(review => review with { Tier = ReviewTier.Overview });
        Refused(Chain.AddAll().Decide(), GateReason.CertificateInsufficient, GateReason.LaboratoriesTooFew);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Decide_TwoKeysOfOneLaboratory_CountOnce(bool sameUri)
    {
        Ask("laboratories 2");
        AddSecond(review => sameUri ? review with { Laboratory = new Laboratory("https://lab.example", "Another name") } : review);
        State(parties: sameUri ? [] : [First, Second with { Id = "first" }]);
        var verdict = Chain.AddAll().Decide();
        Refused(verdict, GateReason.LaboratoriesTooFew);
        Assert.Contains("(1 more is of one of these)", verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("owner", "one", "two", null, "")]
    [InlineData("owner", "one", "one", null, "both have the owner Owner one")]
    [InlineData("owner", "second", "two", null, "Second Laboratory owns a part of Example Laboratory")]
    [InlineData("owner", "one", "first", null, "Example Laboratory owns a part of Second Laboratory")]
    [InlineData("owner", "one", "two", "bearer shares", "who owns Second Laboratory is not known (bearer shares)")]
    [InlineData("owner", "one", "one", "bearer shares", "both have the owner Owner one")]
    [InlineData("jurisdiction", "one", "one", null, "")]
    public void Decide_ApartInOwners_HoldsOrSaysWhatTheyShare(string rule, string firstOwner, string secondOwner, string? unknown, string says)
    {
        Ask("laboratories 2", $"apart {rule}");
        AddSecond();
        State(parties: [Party(Chain.LaboratoryKey, "first", "Example Laboratory", ["FR"], null, firstOwner), Party(_second, "second", "Second Laboratory", ["CH"], unknown, secondOwner)]);
        var verdict = Chain.AddAll().Decide();
        if (says.Length == 0)
        {
            Assert.True(verdict.Accepted, string.Join('\n', verdict.Reasons));
            return;
        }

        Refused(verdict, GateReason.LaboratoriesNotApart);
        Assert.Contains(says, verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { "FR" }, "are both under the jurisdiction FR")]
    [InlineData(new[] { "CH", "FR" }, "are both under the jurisdiction FR")]
    [InlineData(new string[0], "that of Second Laboratory is not known")]
    [InlineData(new[] { "CH" }, "")]
    public void Decide_ApartInJurisdiction_HoldsOrSaysWhichTheyShare(string[] seats, string says)
    {
        Ask("laboratories 2", "apart jurisdiction owner");
        AddSecond();
        State(parties: [First, Second with { Jurisdictions = [.. seats] }]);
        var verdict = Chain.AddAll().Decide();
        if (says.Length == 0)
        {
            Assert.True(verdict.Accepted, string.Join('\n', verdict.Reasons));
            Assert.Contains(verdict.Assumptions, a => a.Contains("Second Laboratory (owned by Owner two)", StringComparison.Ordinal) && a.Contains("Second Laboratory (CH)", StringComparison.Ordinal));
            return;
        }

        Refused(verdict, GateReason.LaboratoriesNotApart);
        Assert.Contains(says, verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_ApartAndNoPartiesInTheStatus_IsNotApart()
    {
        Ask("laboratories 2", "apart owner");
        AddSecond();
        Refused(Chain.AddAll().Decide(), GateReason.LaboratoriesNotApart);
    }

    [Fact]
    public void Decide_ThreeLaboratoriesOfWhichTwoAreApart_FindsThem()
    {
        Ask("laboratories 2", "apart owner");
        AddSecond();
        using var third = SigningKey.Generate();
        Chain.PolicyText += $"laboratory {third.PublicKey.ToBase64()}\n";
        Add(third, Chain.Review with { Laboratory = new Laboratory("https://third.example", "Third Laboratory") });
        State(parties: [First, Second with { Owners = First.Owners }, Party(third, "third", "Third Laboratory", [], null, "three")]);
        var verdict = Chain.AddAll().Decide();
        Assert.True(verdict.Accepted, string.Join('\n', verdict.Reasons));
        Assert.Contains("Third Laboratory", verdict.Certificates.Select(c => c.Said.Laboratory.Name));
    }

    [Fact]
    public void Parse_StatusThatContradictsItself_IsRefused()
    {
        var party = Vendor;
        Assert.Throws<StatementFormatException>(() => (Chain.Status with { Parties = [party, party] }).ToJson());
        Assert.Throws<StatementFormatException>(() => (Chain.Status with { Parties = [party with { Jurisdictions = ["DE", "DE"] }] }).ToJson());
        Assert.Throws<StatementFormatException>(() => (Chain.Status with { Parties = [party with { Jurisdictions = ["de"] }] }).ToJson());
        Assert.Throws<StatementFormatException>(() => (Chain.Status with { Parties = [party with { OwnersUnknown = "" }] }).ToJson());
        Assert.Throws<StatementFormatException>(() => (Chain.Status with { Lists = [List(Today), List(Today)] }).ToJson());
        Assert.Throws<StatementFormatException>(() => (Chain.Status with { Lists = [List(Today.AddDays(1))] }).ToJson());
        Assert.Throws<StatementFormatException>(() => (Chain.Status with { Lists = [List(Today, Entry(null))] }).ToJson());
        Assert.Throws<StatementFormatException>(() => (Chain.Status with { Lists = [List(Today, Entry(Digest.Of("k"u8), "p"))] }).ToJson());
        Assert.Throws<StatementFormatException>(() => (Chain.Status with { Lists = [List(Today) with { Entries = [.. Enumerable.Repeat(Entry(null, "p"), StatedList.MaxEntries + 1)] }] }).ToJson());
    }

    [Fact]
    public void CountryCodes_OfTheStandard_Are249AndKosovos()
    {
        Assert.Equal(250, CountryCodes.Count);
        Assert.True(CountryCodes.Has("DE"));
        Assert.False(CountryCodes.Has("UK"));
        Assert.False(CountryCodes.Has("de"));
    }

    private static StatedParty Party(SigningKey key, string id, string name, ImmutableArray<string> seats, string? unknown, params string[] owners) =>
        new(key.PublicKey.KeyId, id, name, seats, [.. owners.Select(o => new StatedOwner(o, $"Owner {o}"))], unknown);

    private static StatedList List(DateOnly date, params StatedEntry[] entries) => new(Covered, date, Digest.Of("list"u8), [.. entries]);

    private static StatedEntry Entry(Digest? key, string? product = null, DateOnly? since = null) => new(
        key, product, "Holding GmbH", since ?? new DateOnly(2022, 3, 25), "section 2(a)", "https://list.example/1", key is null ? [] : ["Holding GmbH owns 50 % of Example Vendor"]);

    private void RefuseList() => Chain.PolicyText += $"list {Covered} refuse\nlist-age 30d\n";

    private void Ask(params string[] rules) =>
        Chain.PolicyText += string.Concat(rules.Select(r => r + "\n")) + $"laboratory {_second.PublicKey.ToBase64()}\n";

    private void State(ImmutableArray<StatedList>? lists = null, ImmutableArray<StatedParty>? parties = null) =>
        Chain.Status = Chain.Status with { Lists = lists ?? Chain.Status.Lists, Parties = parties ?? Chain.Status.Parties };

    private void AddSecond(Func<ReviewPredicate, ReviewPredicate>? change = null)
    {
        var review = Chain.Review with { Engagement = "E-8", Laboratory = new Laboratory("https://second.example", "Second Laboratory") };
        Add(_second, change?.Invoke(review) ?? review);
    }

    private void Add(SigningKey key, ReviewPredicate review)
    {
        Chain.Add(review.Of(Chain.Seal), key);
        var payload = Chain.Last.PayloadDigest;
        Chain.Add(VsaPredicate.For(review, Chain.Seal, payload, review.Laboratory.Id, "https://lab.example/rules/1").Of(Chain.Seal), key);
    }
}
