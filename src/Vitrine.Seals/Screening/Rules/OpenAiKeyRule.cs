namespace Vitrine.Seals;

/// <summary>OpenAI's keys: <c>sk-</c>, and within them the constant T3BlbkFJ ("OpenAI" in base64).</summary>
internal sealed class OpenAiKeyRule : TokenRule
{
    public override string Id => "openai-key";

    public override string Title => "OpenAI key";

    public override IReadOnlyList<string> Issuers => ["OpenAI"];

    public override string Description => "OpenAI API keys of people, projects, services and administrators.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } = [new("sk-", Alphabet.Base64Url, 48, 255, "an OpenAI key")];

    protected override bool Fits(TokenShape shape, ReadOnlySpan<byte> body) => body.IndexOf("T3BlbkFJ"u8) >= 16;
}
