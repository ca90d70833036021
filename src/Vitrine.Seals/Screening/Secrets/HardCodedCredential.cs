using System.Buffers;
using System.Text.RegularExpressions;

namespace Vitrine.Seals;

/// <summary>A password written into code or configuration.</summary>
internal sealed class HardCodedCredential() : SecretRule(
    "hard-coded-credential",
    "Hard-coded password",
    FindingSeverity.Medium,
    ["passw", "pwd", "passphrase"],
    """[a-z0-9_.\-]{0,40}(?:passw(?:or)?d|passwd|pwd|passphrase)[a-z0-9_\-]{0,12}["']?\]?\s{0,5}(?::=|=>|==?|:)\s{0,5}(?:(?<quote>["'`])(?<secret>[^"'`\r\n]{6,100})\k<quote>|(?<secret>[^\s"'`#;,(){}\[\]<>$]{6,100})\s*$)""",
    ignoreCase: true)
{
    private static readonly SearchValues<string> Harmless = SearchValues.Create(
        ["password", "passwd", "passphrase", "secret", "token", "pwd", "credential", "null", "none", "true", "false", "undefined", "string", "required", "invalid", "default", "prompt", "http", "input", "env"],
        StringComparison.OrdinalIgnoreCase);

    public override string Description => "A literal is given to a name such as password: whoever reads the code can sign in, and the password cannot be changed without a release.";

    public override string FalsePositives => "Names of fields, messages and defaults that are no password; values without a digit, capital or sign are taken for those.";

    private protected override int Shown => 0;

    /// <summary>Whether it reads like a word or a name rather than like a password.</summary>
    public static bool IsWord(string text) =>
        text.AsSpan().ContainsAny(Harmless) || !(text.Any(char.IsAsciiDigit) || (text.Any(char.IsAsciiLetterUpper) && text.Any(char.IsAsciiLetterLower) && text.Any(IsSign)));

    private protected override bool Accepts(ScreenedFile file, Match match, string secret)
    {
        // Without quotes it is a literal only where values are written without them.
        var isQuoted = match.Groups["quote"].Success;
        var isConfiguration = file.Language is { Name: "INI" or "YAML" or "TOML" } || file.Path.EndsWith(".env", StringComparison.OrdinalIgnoreCase);
        return base.Accepts(file, match, secret) && (isQuoted || isConfiguration) && !IsWord(secret) && !IsExpression(secret);
    }

    private static bool IsSign(char character) => !char.IsAsciiLetterOrDigit(character) && character is not ('_' or '-' or '.' or ' ' or '/');

    /// <summary>A path, a name of a variable, a format: anything that is put together elsewhere.</summary>
    private static bool IsExpression(string secret) =>
        secret.Contains(' ') || secret.StartsWith('/') || secret.StartsWith('$') || secret.StartsWith('@') || secret.Contains("::", StringComparison.Ordinal) || secret.Contains('(') || secret.Contains('{') || secret.Contains('%');
}
