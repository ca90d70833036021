namespace Vitrine.Seals;

/// <summary>npm tokens.</summary>
internal sealed class NpmToken() : SecretRule(
    "npm-token",
    "npm token",
    FindingSeverity.Critical,
    ["npm_"],
    """\bnpm_[A-Za-z0-9]{36}\b""")
{
    public override string Description => "A token of the npm registry: it can often publish packages.";
}
