using System.Text.RegularExpressions;

namespace Vitrine.Seals;

/// <summary>A password in an address.</summary>
internal sealed class UrlCredential() : SecretRule(
    "url-credential",
    "Password in an address",
    FindingSeverity.Medium,
    ["://"],
    """\b[a-z][a-z0-9+.\-]{1,20}://[A-Za-z0-9_.%+\-]{1,60}:(?<secret>[^\s/@:"'<>{}$()\[\]]{3,100})@[A-Za-z0-9.\-]{2,}""")
{
    public override string Description => "An address that carries a user's name and password, as in postgres://user:password@host.";

    public override string FalsePositives => "Addresses in documents whose password is a word such as password, secret or pass; those are left out.";

    private protected override int Shown => 0;

    private protected override bool Accepts(ScreenedFile file, Match match, string secret) =>
        base.Accepts(file, match, secret) && !HardCodedCredential.IsWord(secret) && !match.Value.Contains("example", StringComparison.OrdinalIgnoreCase);
}
