namespace Vitrine.Seals;

/// <summary>Databricks tokens.</summary>
internal sealed class DatabricksToken() : SecretRule(
    "databricks-token",
    "Databricks token",
    FindingSeverity.High,
    ["dapi"],
    """\bdapi[0-9a-f]{32}(?:-\d)?\b""")
{
    public override string Description => "A personal access token of a Databricks workspace.";
}
