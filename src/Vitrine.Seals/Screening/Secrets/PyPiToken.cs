namespace Vitrine.Seals;

/// <summary>PyPI tokens.</summary>
internal sealed class PyPiToken() : SecretRule(
    "pypi-token",
    "PyPI token",
    FindingSeverity.Critical,
    ["pypi-AgE"],
    """\bpypi-AgE(?:IcHlwaS5vcmc|NdGVzdC5weXBpLm9yZw)[A-Za-z0-9_-]{50,1000}""")
{
    public override string Description => "A token of the Python package index: it can publish packages.";
}
