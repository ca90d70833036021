using System.Text.RegularExpressions;

namespace Vitrine.Seals;

/// <summary>AWS secret access keys: 40 characters, known by the name they are given.</summary>
internal sealed class AwsSecretKey() : SecretRule(
    "aws-secret-key",
    "AWS secret access key",
    FindingSeverity.Critical,
    ["secret", "SecretAccessKey"],
    """(?:aws|amazon|s3)[a-z0-9_.\-\[\]"' ]{0,20}(?:secret|sk)[a-z0-9_.\-"'\] ]{0,20}(?:=>|:=|=|:)\s{0,5}["']?(?<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])|secret_?access_?key["']?\s{0,5}(?:=>|:=|=|:)\s{0,5}["']?(?<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])""",
    ignoreCase: true)
{
    public override string Description => "The secret half of an access key of Amazon Web Services: with its id it gives all the rights of its owner.";

    private protected override int Shown => 0;

    private protected override bool Accepts(ScreenedFile file, Match match, string secret) => base.Accepts(file, match, secret) && Placeholder.Entropy(secret) > 4;
}
