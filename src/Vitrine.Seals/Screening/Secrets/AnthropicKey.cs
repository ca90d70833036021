namespace Vitrine.Seals;

/// <summary>Anthropic API keys.</summary>
internal sealed class AnthropicKey() : SecretRule(
    "anthropic-key",
    "Anthropic API key",
    FindingSeverity.High,
    ["sk-ant-"],
    """\bsk-ant-[a-z]{3,6}\d{2}-[A-Za-z0-9_-]{80,120}""")
{
    public override string Description => "A key of Anthropic's API, with which others run up costs and read results.";
}
