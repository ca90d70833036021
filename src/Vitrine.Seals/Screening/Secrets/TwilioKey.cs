using System.Text.RegularExpressions;

namespace Vitrine.Seals;

/// <summary>Twilio API keys.</summary>
internal sealed class TwilioKey() : SecretRule(
    "twilio-key",
    "Twilio API key",
    FindingSeverity.Medium,
    ["SK"],
    """(?<![A-Za-z0-9_])SK[0-9a-f]{32}(?![A-Za-z0-9_])""")
{
    public override string Description => "The id of an API key of Twilio; its secret is often near.";

    private protected override bool Accepts(ScreenedFile file, Match match, string secret) => base.Accepts(file, match, secret) && Placeholder.Entropy(secret) > 3;
}
