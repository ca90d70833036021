namespace Vitrine.Seals;

/// <summary>Hugging Face tokens.</summary>
internal sealed class HuggingFaceToken() : SecretRule(
    "hugging-face-token",
    "Hugging Face token",
    FindingSeverity.High,
    ["hf_", "api_org_"],
    """\b(?:hf|api_org)_[A-Za-z]{34}\b""")
{
    public override string Description => "A token that can read and often write models and data sets.";
}
