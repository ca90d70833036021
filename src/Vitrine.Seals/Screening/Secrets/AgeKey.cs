namespace Vitrine.Seals;

/// <summary>age identitys.</summary>
internal sealed class AgeKey() : SecretRule(
    "age-key",
    "age identity",
    FindingSeverity.Critical,
    ["AGE-SECRET-KEY-1"],
    """\bAGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}\b""")
{
    public override string Description => "The private half of an age key pair: it decrypts every file that was encrypted to it.";
}
