namespace Vitrine.Seals;

/// <summary>Pinecone keys, after <c>pcsk_</c>.</summary>
internal sealed class PineconeKeyRule : TokenRule
{
    public override string Id => "pinecone-key";

    public override string Title => "Pinecone key";

    public override IReadOnlyList<string> Issuers => ["Pinecone"];

    public override string Description => "API keys of Pinecone, which act in their owner's name.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("pcsk_", Alphabet.Word, 60, 80, "a Pinecone API key"),
    ];
}
