namespace Vitrine.Seals;

/// <summary>NuGet API keys.</summary>
internal sealed class NuGetKey() : SecretRule(
    "nuget-key",
    "NuGet API key",
    FindingSeverity.Critical,
    ["oy2"],
    """(?<![A-Za-z0-9])oy2[a-z0-9]{43}(?![A-Za-z0-9])""")
{
    public override string Description => "A key of the NuGet gallery: it can publish packages.";
}
