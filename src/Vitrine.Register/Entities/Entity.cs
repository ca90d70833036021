using System.Collections.Immutable;

namespace Vitrine.Register;

/// <summary>What an entity is.</summary>
public enum EntityKind
{
    /// <summary>A company, a foundation, an association.</summary>
    Organisation,

    /// <summary>A natural person.</summary>
    Person,

    /// <summary>A ministry, an agency, a state.</summary>
    PublicBody,
}

/// <summary>Somebody whom the register knows; a party of the centre is the entity of the same identifier.</summary>
/// <param name="Id">Its identifier: 1 to 128 letters, digits, dots, hyphens and underscores (<see cref="EntityId"/>).</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Countries">Seat or nationalities, ISO 3166-1 alpha-2 in capitals, sorted; empty: unknown.</param>
public sealed record Entity(string Id, EntityKind Kind, string Name, ImmutableArray<string> Countries);

/// <summary>Identifiers of entities, claims, products and regimes; those of FollowTheMoney data sets are among them.</summary>
public static class EntityId
{
    /// <summary>The longest identifier.</summary>
    public const int MaxLength = 128;

    /// <summary>Whether a text is an identifier: 1 to 128 ASCII letters, digits, dots, hyphens and underscores, beginning with a letter or digit.</summary>
    public static bool IsValid(string? text) =>
        text is { Length: >= 1 and <= MaxLength } && char.IsAsciiLetterOrDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    /// <summary>A fresh identifier: a letter, a hyphen and eight hexadecimal digits.</summary>
    public static string New(char letter) => $"{letter}-{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4))}";
}
