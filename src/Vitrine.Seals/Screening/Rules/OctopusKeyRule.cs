namespace Vitrine.Seals;

/// <summary>Octopus Deploy keys, after <c>API-</c>.</summary>
internal sealed class OctopusKeyRule : TokenRule
{
    public override string Id => "octopus-key";

    public override string Title => "Octopus Deploy key";

    public override IReadOnlyList<string> Issuers => ["Octopus Deploy"];

    public override string Description => "API keys of Octopus Deploy, with which releases are rolled out.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("API-", Alphabet.UpperDigits, 25, 32, "an Octopus Deploy API key"),
    ];

    protected override bool Fits(TokenShape shape, ReadOnlySpan<byte> body) => body.ContainsAnyInRange((byte)'0', (byte)'9');
}
