namespace Vitrine.Seals;

/// <summary>PyPI tokens, after <c>pypi-AgEIcHlwaS5vcmc</c>, <c>pypi-AgENdGVzdC5weXBpLm9yZw</c>.</summary>
internal sealed class PyPiTokenRule : TokenRule
{
    public override string Id => "pypi-token";

    public override string Title => "PyPI token";

    public override IReadOnlyList<string> Issuers => ["PyPI"];

    public override string Description =>
        "PyPI upload tokens (macaroons of pypi.org and test.pypi.org). With one, packages are published in its owner's name.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("pypi-AgEIcHlwaS5vcmc", Alphabet.Base64Url, 50, 1024, "a PyPI upload token"),
        new("pypi-AgENdGVzdC5weXBpLm9yZw", Alphabet.Base64Url, 50, 1024, "a TestPyPI upload token", ScreeningSeverity.Medium),
    ];
}
