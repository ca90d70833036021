namespace Vitrine.Seals;

/// <summary>RubyGems API keys.</summary>
internal sealed class RubyGemsKey() : SecretRule(
    "rubygems-key",
    "RubyGems API key",
    FindingSeverity.Critical,
    ["rubygems_"],
    """\brubygems_[0-9a-f]{48}\b""")
{
    public override string Description => "A key of rubygems.org: it can publish gems.";
}
