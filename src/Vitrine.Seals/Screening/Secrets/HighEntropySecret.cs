using System.Text.RegularExpressions;

namespace Vitrine.Seals;

/// <summary>A random-looking literal given to a name that speaks of a secret.</summary>
internal sealed class HighEntropySecret() : SecretRule(
    "high-entropy-secret",
    "Random value given to a secret's name",
    FindingSeverity.Medium,
    ["secret", "token", "apikey", "api_key", "api-key", "accesskey", "access_key", "private_key", "privatekey", "client_key", "auth_key", "authkey", "encryption_key", "signing_key", "credential"],
    """[a-z0-9_.\-]{0,40}(?:secret|token|api[_-]?key|access[_-]?key|private[_-]?key|client[_-]?key|auth[_-]?key|encryption[_-]?key|signing[_-]?key|credential)[a-z0-9_\-]{0,20}["']?\]?\s{0,5}(?::=|=>|=|:)\s{0,5}["'`]?(?<secret>[A-Za-z0-9+/_=.\-]{20,300})(?![A-Za-z0-9+/_=.\-(])""",
    ignoreCase: true)
{
    public override string Description => "A value that looks random stands after a name such as api_key: secrets of issuers that no other rule knows.";

    public override string FalsePositives => "Digests, public keys, identifiers and test data under such a name.";

    private protected override int Shown => 0;

    private protected override bool Accepts(ScreenedFile file, Match match, string secret)
    {
        if (!base.Accepts(file, match, secret) || !secret.Any(char.IsAsciiDigit) || !secret.Any(char.IsAsciiLetter))
        {
            return false;
        }

        // A random hexadecimal digit has at most 4 bits, a base64 digit 6; 20 of them show somewhat less.
        var isHex = secret.All(char.IsAsciiHexDigit);
        return isHex
            ? secret.Length >= 32 && Placeholder.Entropy(secret) > 3.2
            : secret.Any(char.IsAsciiLetterUpper) && secret.Any(char.IsAsciiLetterLower) && Placeholder.Entropy(secret) > 4.0 && !secret.Contains("..", StringComparison.Ordinal) && IsUnbroken(secret);
    }

    /// <summary>Names of members and files have dots, dashes and underscores between words; random values seldom.</summary>
    private static bool IsUnbroken(string secret) => secret.Split('.', '-', '_', '/').Any(part => part.Length >= 16 && part.Any(char.IsAsciiDigit));
}
