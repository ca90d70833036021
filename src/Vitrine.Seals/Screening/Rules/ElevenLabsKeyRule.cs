namespace Vitrine.Seals;

/// <summary>ElevenLabs keys, after <c>sk_</c>.</summary>
internal sealed class ElevenLabsKeyRule : TokenRule
{
    public override string Id => "elevenlabs-key";

    public override string Title => "ElevenLabs key";

    public override IReadOnlyList<string> Issuers => ["ElevenLabs"];

    public override string Description => "API keys of ElevenLabs, which act in their owner's name.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("sk_", Alphabet.LowerHex, 48, 48, "an ElevenLabs API key"),
    ];
}
