namespace Vitrine.Seals;

/// <summary>MaxMind keys, told by what stands in them.</summary>
internal sealed class MaxMindKeyRule : MarkedTokenRule
{
    public override string Id => "maxmind-key";

    public override string Title => "MaxMind key";

    public override IReadOnlyList<string> Issuers => ["MaxMind"];

    public override string Description => "Licence keys of MaxMind.";

    internal override IReadOnlyList<MarkedShape> Shapes { get; } =
    [
        new("_mmk", Alphabet.Word, 36, 0, 0, "a MaxMind licence key"),
    ];
}
