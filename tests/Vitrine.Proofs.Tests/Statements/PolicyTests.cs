using System.Text;

namespace Vitrine.Proofs.Tests;

public sealed class PolicyTests : IDisposable
{
    private readonly GateChain _chain = new GateChain().Trust(quorum: "both");

    public void Dispose() => _chain.Dispose();

    [Fact]
    public void Parse_EveryRule_IsRead()
    {
        var policy = _chain.Policy;
        Assert.Equal("Example Guard", policy.Product);
        Assert.Equal(_chain.Log.Verifier, Assert.Single(policy.Log.Logs).Key);
        Assert.Equal(["W1", "W2"], policy.Log.Witnesses.Select(w => w.Name));
        Assert.Equal("both", policy.Log.Quorum.Name);
        Assert.Contains(_chain.Vendor.PublicKey, policy.Vendors);
        Assert.Contains(_chain.LaboratoryKey.PublicKey, policy.Laboratories);
        Assert.Contains(_chain.Rebuilder.PublicKey, policy.Rebuilders);
        Assert.Contains(_chain.StatusSigner.PublicKey, policy.StatusSigners);
        Assert.Equal(ReviewTier.Targeted, policy.Tier);
        Assert.Equal(TimeSpan.FromDays(400), policy.CertificateAge);
        Assert.Equal(0.25m, policy.Coverage);
        Assert.Equal(RebuildVerdict.Equivalent, policy.Rebuild);
        Assert.Equal(TimeSpan.FromDays(7), policy.StatusAge);
    }

    [Fact]
    public void Parse_ExampleOfTheDocument_IsRead()
    {
        var document = File.ReadAllText(Path.Combine(Examples.Formats, "policy.md"));
        var policy = Policy.Parse(Encoding.UTF8.GetBytes(document.Split("```")[1]));
        Assert.Equal("Example Guard", policy.Product);
        Assert.IsType<GroupQuorum>(policy.Log.Quorum);
    }

    [Theory]
    [InlineData("product      Example Guard", "prodct       Example Guard", 2, 1, "prodct", "product")]
    [InlineData("certificate  tier", "certificat   tier", 12, 1, "certificat", "certificate")]
    [InlineData("status-age", "status_age", 15, 1, "status_age", "status-age")]
    [InlineData("tier targeted", "tier targetted", 12, 19, "targetted", "targeted")]
    [InlineData("max-age", "maxage", 12, 29, "maxage", "max-age")]
    [InlineData("rebuild      equivalent", "rebuild      equivilant", 14, 14, "equivilant", "equivalent")]
    [InlineData("both all W1 W2", "both al W1 W2", 6, 19, "al", "all")]
    [InlineData("quorum       both", "quorum       boht", 7, 14, "boht", "both")]
    [InlineData("rebuild      equivalent", "rebuild      different", 14, 14, "different", null)]
    [InlineData("coverage     0.25", "coverage     25%", 13, 14, "25%", null)]
    [InlineData("coverage     0.25", "coverage     1.5", 13, 14, "1.5", null)]
    [InlineData("coverage     0.25", "coverage     .5", 13, 14, ".5", null)]
    [InlineData("max-age 400d", "max-age 400", 12, 37, "400", null)]
    [InlineData("status-age   7d", "status-age   0d", 15, 14, "0d", null)]
    [InlineData("status-age   7d", "status-age   7 d", 15, 14, "7", null)]
    [InlineData("both all W1 W2", "both 3 W1 W2", 6, 19, "3", null)]
    [InlineData("both all W1 W2", "both 0 W1 W2", 6, 19, "0", null)]
    [InlineData("both all W1 W2", "both all W1 W1", 6, 26, "W1", null)]
    [InlineData("both all W1 W2", "both all W1 both", 6, 26, "both", null)]
    [InlineData("both all W1 W2", "both all W1 none", 6, 26, "none", null)]
    [InlineData("group        both", "group        W1", 6, 14, "W1", null)]
    [InlineData("group        both", "group        none", 6, 14, "none", null)]
    [InlineData("coverage     0.25", "coverage     0.25 0.5", 13, 19, "0.5", null)]
    [InlineData("tier targeted", "tier targeted tier full", 12, 28, "tier", null)]
    public void Parse_OneWordWrong_SaysWhereWhatAndTheNearestRightOne(string right, string wrong, int line, int column, string word, string? hint)
    {
        Assert.Contains(right, _chain.PolicyText, StringComparison.Ordinal);
        var e = Fault(_chain.PolicyText.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Equal((line, column, word, hint), (e.Line, e.Column, e.Word, e.Hint));
        Assert.StartsWith($"line {line}, column {column}: ", e.Message, StringComparison.Ordinal);
        Assert.Equal(hint is not null, e.Message.EndsWith($"Did you mean \"{hint}\"?", StringComparison.Ordinal));
    }

    [Fact]
    public void Parse_RulesAboutPartiesAndLists_AreRead()
    {
        var policy = With("laboratories 2\napart jurisdiction owner\njurisdiction vendor deny RU CN\njurisdiction laboratory allow DE\nlist  The  Covered List \t refuse # all\nlist-age 30d\n");
        Assert.Equal(2, policy.LaboratoriesAsked);
        Assert.Equal(Apartness.Owner | Apartness.Jurisdiction, policy.Apart);
        Assert.Equal([(SignerRole.Vendor, false, "RU CN"), (SignerRole.Laboratory, true, "DE")], policy.Jurisdictions.Select(r => (r.Role, r.Allows, string.Join(' ', r.Countries))));
        Assert.Equal("The  Covered List", Assert.Single(policy.RefusedLists));
        Assert.Equal(TimeSpan.FromDays(30), policy.ListAge);
        Assert.Equal((1, Apartness.None, 0, 0), (_chain.Policy.LaboratoriesAsked, _chain.Policy.Apart, _chain.Policy.Jurisdictions.Length, _chain.Policy.RefusedLists.Length));
    }

    [Theory]
    [InlineData("laboratries 2", 1, "laboratries", "laboratories")]
    [InlineData("laboratories 0", 14, "0", null)]
    [InlineData("laboratories 02", 14, "02", null)]
    [InlineData("laboratories 9", 14, "9", null)]
    [InlineData("laboratories two", 14, "two", null)]
    [InlineData("laboratories 2 3", 16, "3", null)]
    [InlineData("laboratories", 13, "", null)]
    [InlineData("apart ownner", 7, "ownner", "owner")]
    [InlineData("apart owner owner", 13, "owner", null)]
    [InlineData("apart", 6, "", null)]
    [InlineData("apart owner", 1, "apart", null)]
    [InlineData("juristiction vendor deny RU", 1, "juristiction", "jurisdiction")]
    [InlineData("jurisdiction vender deny RU", 14, "vender", "vendor")]
    [InlineData("jurisdiction status deny RU", 14, "status", null)]
    [InlineData("jurisdiction vendor denny RU", 21, "denny", "deny")]
    [InlineData("jurisdiction vendor deny", 25, "", null)]
    [InlineData("jurisdiction vendor deny UK", 26, "UK", "GB")]
    [InlineData("jurisdiction vendor deny ru", 26, "ru", "RU")]
    [InlineData("jurisdiction vendor deny Russia", 26, "Russia", null)]
    [InlineData("jurisdiction vendor deny RU RU", 29, "RU", null)]
    [InlineData("jurisdiction vendor deny RU\njurisdiction vendor allow DE", 14, "vendor", null)]
    [InlineData("list Covered refuze", 14, "refuze", "refuse")]
    [InlineData("list refuse", 12, "", null)]
    [InlineData("list", 5, "", null)]
    [InlineData("list Covered refuse", 1, "list", null)]
    [InlineData("list-age 30d", 1, "list-age", null)]
    [InlineData("list-age 30d\nlist A refuse\nlist A refuse", 6, "A", null)]
    [InlineData("list-age thirty", 10, "thirty", null)]
    public void Parse_RuleAboutPartiesOrListsWrong_SaysWhereWhatAndTheNearestRightOne(string rules, int column, string word, string? hint)
    {
        var e = Assert.Throws<PolicyFormatException>(() => With(rules));
        Assert.Equal((column, word, hint), (e.Column, e.Word, e.Hint));
        Assert.True(e.Line >= 16);
    }

    [Theory]
    [InlineData("product")]
    [InlineData("log")]
    [InlineData("quorum")]
    [InlineData("vendor")]
    [InlineData("laboratory")]
    [InlineData("rebuilder")]
    [InlineData("status")]
    [InlineData("certificate")]
    [InlineData("coverage")]
    [InlineData("rebuild")]
    [InlineData("status-age")]
    public void Parse_RuleLeftOut_SaysWhichAndHowItIsWritten(string rule)
    {
        var lines = _chain.PolicyText.Split('\n').Where(l => !l.StartsWith(rule + " ", StringComparison.Ordinal));
        var e = Fault(string.Join('\n', lines));
        Assert.Equal(rule, e.Word);
        Assert.Contains($"write: {rule} ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_RuleOrKeyTwice_IsRefused()
    {
        Assert.Contains("the second", Fault(_chain.PolicyText + "coverage 0.5\n").Message, StringComparison.Ordinal);
        Assert.Contains("twice", Fault(_chain.PolicyText + $"vendor {_chain.Vendor.PublicKey.ToBase64()}\n").Message, StringComparison.Ordinal);
        Assert.Contains("twice", Fault(_chain.PolicyText + $"log {_chain.Log.Verifier}\n").Message, StringComparison.Ordinal);
        Assert.Contains("twice", Fault(_chain.PolicyText + $"witness W3 {_chain.Witnesses[0].Verifier}\n").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_KeyOfTheWrongKind_IsRefused()
    {
        Assert.Contains("a log's key", Fault(_chain.PolicyText + $"log {_chain.Witnesses[0].Verifier}\n").Message, StringComparison.Ordinal);
        Assert.Contains("a witness's key", Fault(_chain.PolicyText + $"witness W3 {NoteSigner.Generate("x").Verifier}\n").Message, StringComparison.Ordinal);
        Assert.Contains("no public key", Fault(_chain.PolicyText + $"vendor {_chain.Log.Verifier}\n").Message, StringComparison.Ordinal);
        Assert.Contains("needs", Fault(_chain.PolicyText + "vendor\n").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\rb", "U+000D")]
    [InlineData("product x\r", "carriage return")]
    [InlineData("x\u202ey", "U+202E")]
    [InlineData("x\0y", "U+0000")]
    public void Parse_CharacterThatDeceives_IsRefused(string text, string says) =>
        Assert.Contains(says, Fault(text + "\n" + _chain.PolicyText).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_NotUtf8OrTooMuch_IsRefused()
    {
        Assert.Throws<PolicyFormatException>(() => Policy.Parse([0x70, 0xff, 0x0a]));
        Assert.Throws<PolicyFormatException>(() => Policy.Parse(new byte[Policy.MaxBytes + 1]));
        Assert.Throws<PolicyFormatException>(() => Policy.Parse(Encoding.UTF8.GetBytes(new string('\n', Policy.MaxLines + 1) + "x")));
    }

    [Fact]
    public void Parse_CommentsBlanksAndAddresses_AreAllowed()
    {
        var text = _chain.PolicyText
            .Replace($"log          {_chain.Log.Verifier}", $"\tlog {_chain.Log.Verifier} https://log.example/#x \t# a comment", StringComparison.Ordinal)
            .Replace("Example Guard", "C#  for Guards  # not this", StringComparison.Ordinal);
        var policy = Policy.Parse(Encoding.UTF8.GetBytes("\n  # first\n" + text.TrimEnd()));
        Assert.Equal("C#  for Guards", policy.Product);
    }

    [Theory]
    [InlineData("group g 1 W1 W2\nquorum g", 1, true)]
    [InlineData("group g any W1 W2\nquorum g", 0, false)]
    [InlineData("group g 2 W1 W2\nquorum g", 1, false)]
    [InlineData("group g all W1 W2\nquorum g", 2, true)]
    [InlineData("group a any W1\ngroup b all a W2\nquorum b", 2, true)]
    [InlineData("group a any W1\ngroup b all a W2\nquorum b", 1, false)]
    [InlineData("quorum W1", 1, true)]
    [InlineData("quorum W2", 1, false)]
    [InlineData("quorum none", 0, true)]
    public void Quorum_SomeOfTheWitnesses_IsMetAsTheRuleSays(string rules, int cosigners, bool met)
    {
        var text = _chain.PolicyText.Replace("group        both all W1 W2", "", StringComparison.Ordinal).Replace("quorum       both", rules, StringComparison.Ordinal);
        var policy = Policy.Parse(Encoding.UTF8.GetBytes(text));
        Assert.Equal(met, policy.Log.Quorum.IsMetBy(_chain.Witnesses.Take(cosigners).Select(w => w.Verifier).ToHashSet()));
    }

    private Policy With(string rules) => Policy.Parse(Encoding.UTF8.GetBytes(_chain.PolicyText + rules));

    private static PolicyFormatException Fault(string text) => Assert.Throws<PolicyFormatException>(() => Policy.Parse(Encoding.UTF8.GetBytes(text)));
}
