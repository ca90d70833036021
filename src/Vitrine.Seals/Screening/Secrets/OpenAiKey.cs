namespace Vitrine.Seals;

/// <summary>OpenAI API keys.</summary>
internal sealed class OpenAiKey() : SecretRule(
    "openai-key",
    "OpenAI API key",
    FindingSeverity.High,
    ["T3BlbkFJ"],
    """\bsk-(?:[a-z]+-)?[A-Za-z0-9_-]{20,80}T3BlbkFJ[A-Za-z0-9_-]{20,80}""")
{
    public override string Description => "A key of OpenAI's API, with which others run up costs and read results.";
}
