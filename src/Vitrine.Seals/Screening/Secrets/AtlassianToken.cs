namespace Vitrine.Seals;

/// <summary>Atlassian API tokens.</summary>
internal sealed class AtlassianToken() : SecretRule(
    "atlassian-token",
    "Atlassian API token",
    FindingSeverity.High,
    ["ATATT3", "ATCTT3"],
    """\bAT[AC]TT3[A-Za-z0-9_=-]{100,250}""")
{
    public override string Description => "A token of a user of Atlassian's services (issues, wikis, repositories).";
}
