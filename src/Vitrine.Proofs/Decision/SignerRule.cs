using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Vitrine.Proofs;

/// <summary>Whose signature a rule is about.</summary>
public enum SignerRole
{
    /// <summary>Who signs the release.</summary>
    Vendor,

    /// <summary>Who signs the certificate.</summary>
    Laboratory,

    /// <summary>Who signs the rebuild.</summary>
    Rebuilder,
}

/// <summary>What the laboratories that count may not share.</summary>
[Flags]
public enum Apartness
{
    /// <summary>They may share anything.</summary>
    None = 0,

    /// <summary>No owner, and neither owns the other.</summary>
    Owner = 1,

    /// <summary>No jurisdiction.</summary>
    Jurisdiction = 2,
}

/// <summary>Where a signer may, or may not, have its seat. A signer of unknown seat never passes.</summary>
public sealed class JurisdictionRule
{
    internal JurisdictionRule(SignerRole role, bool allows, ImmutableArray<string> countries)
    {
        Role = role;
        Allows = allows;
        Countries = countries;
        _set = countries.ToFrozenSet(StringComparer.Ordinal);
    }

    private readonly FrozenSet<string> _set;

    /// <summary>Whose seat.</summary>
    public SignerRole Role { get; }

    /// <summary>Whether these are the only ones allowed; otherwise they are those refused.</summary>
    public bool Allows { get; }

    /// <summary>ISO 3166-1 alpha-2, as the policy names them.</summary>
    public ImmutableArray<string> Countries { get; }

    /// <summary>The rule as the policy says it: allow DE FR.</summary>
    internal string Shown => $"{(Allows ? "allow" : "deny")} {string.Join(' ', Countries)}";

    /// <summary>The first of a signer's seats that the rule refuses; null where none does.</summary>
    internal string? Refused(ImmutableArray<string> seats) => seats.FirstOrDefault(seat => _set.Contains(seat) != Allows);
}

/// <summary>The words for the roles.</summary>
internal static class SignerRoles
{
    internal static readonly string[] Words = ["vendor", "laboratory", "rebuilder"];

    internal static string Word(this SignerRole role) => Words[(int)role];
}
