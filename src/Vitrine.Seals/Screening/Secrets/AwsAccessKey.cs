namespace Vitrine.Seals;

/// <summary>AWS access key ids.</summary>
internal sealed class AwsAccessKey() : SecretRule(
    "aws-access-key",
    "AWS access key id",
    FindingSeverity.High,
    ["AKIA", "ASIA", "ABIA", "ACCA"],
    """(?<![A-Za-z0-9/+])(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9/+=])""")
{
    public override string Description => "The id of an access key of Amazon Web Services; the secret key that belongs to it is often near.";
}
