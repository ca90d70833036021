namespace Vitrine.Seals;

/// <summary>Amazon service keys, after <c>ABSK</c>, <c>amzn.mws.</c>.</summary>
internal sealed class AmazonServiceKeyRule : TokenRule
{
    public override string Id => "amazon-service-key";

    public override string Title => "Amazon service key";

    public override IReadOnlyList<string> Issuers => ["Amazon"];

    public override string Description => "Long-term keys of Amazon Bedrock, and tokens of Amazon's marketplace.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("ABSK", Alphabet.PaddedBase64, 100, 270, "an Amazon Bedrock API key"),
        new("amzn.mws.", Alphabet.UuidSigns, 36, 36, "a token of Amazon's marketplace"),
    ];
}
