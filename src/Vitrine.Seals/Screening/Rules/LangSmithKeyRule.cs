namespace Vitrine.Seals;

/// <summary>LangSmith keys, after <c>lsv2_pt_</c>, <c>lsv2_sk_</c>.</summary>
internal sealed class LangSmithKeyRule : TokenRule
{
    public override string Id => "langsmith-key";

    public override string Title => "LangSmith key";

    public override IReadOnlyList<string> Issuers => ["LangChain"];

    public override string Description => "Personal and service keys of LangSmith.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("lsv2_pt_", Alphabet.Word, 43, 43, "a LangSmith personal key"),
        new("lsv2_sk_", Alphabet.Word, 43, 43, "a LangSmith service key"),
    ];
}
