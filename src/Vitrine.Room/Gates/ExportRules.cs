using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Seals;

namespace Vitrine.Room;

/// <summary>Which of a person's citizenships and residences an export rule looks at.</summary>
public enum ExportBasis
{
    /// <summary>None: nothing is restricted.</summary>
    Nothing,

    /// <summary>The newest citizenship or permanent residence (EAR, 15 CFR 734.13(b)).</summary>
    Newest,

    /// <summary>Every citizenship ever held, and every permanent residence held (ITAR, 22 CFR 120.50(b)).</summary>
    Every,

    /// <summary>Where the person lives now.</summary>
    Residence,
}

/// <summary>What a seal is classified as, and whom that lets in.</summary>
/// <param name="Class">The class, in its regime's own word: <c>5D002</c>, <c>ITAR XI(d)</c>.</param>
/// <param name="Basis">What of a person the rule looks at.</param>
/// <param name="Allowed">Countries that are let in, ISO 3166-1 alpha-2; empty: all but those denied.</param>
/// <param name="Denied">Countries that are not let in, whatever else.</param>
public sealed record ExportRule(string Class, ExportBasis Basis, IReadOnlyList<string> Allowed, IReadOnlyList<string> Denied)
{
    /// <summary>Whether a country passes.</summary>
    public bool LetsIn(string country) => (Allowed.Count == 0 || Allowed.Contains(country)) && !Denied.Contains(country);

    /// <summary>The rule as sentences.</summary>
    [JsonIgnore]
    public string Sentence => Basis switch
    {
        ExportBasis.Nothing => $"{Class}: nothing restricts who may see this seal.",
        ExportBasis.Newest => $"{Class}: the newest citizenship or permanent residence counts. {Countries}",
        ExportBasis.Every => $"{Class}: every citizenship ever held and every permanent residence counts. {Countries}",
        _ => $"{Class}: the country in which the person lives counts. {Countries}",
    };

    private string Countries => (Allowed.Count, Denied.Count) switch
    {
        (0, 0) => "Every country is let in.",
        (0, _) => $"Every country is let in but {string.Join(", ", Denied)}.",
        (_, 0) => $"Let in: {string.Join(", ", Allowed)}.",
        _ => $"Let in: {string.Join(", ", Allowed)}, but not {string.Join(", ", Denied)}.",
    };
}

/// <summary>The host states what a seal is classified as; the newest counts, and what was proposed before is proposed anew.</summary>
/// <param name="Seal">The seal's root.</param>
/// <param name="Rule">The class and its rule.</param>
/// <param name="Reason">On what it rests.</param>
public sealed record ExportClassified(Digest Seal, ExportRule Rule, string Reason) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"seal:{Seal}";
}

/// <summary>The export classes of seals. Which class is right, and what it asks, is the host's to answer for.</summary>
public static class ExportRules
{
    /// <summary>The EU and the countries to which the Union's general authorisation EU001 lets dual-use items go (Regulation (EU) 2021/821, annex II A).</summary>
    private static readonly string[] Union =
    [
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
        "AU", "CA", "CH", "GB", "IS", "JP", "LI", "NO", "NZ", "US",
    ];

    /// <summary>Country groups E:1 and E:2 (15 CFR part 740, supplement 1).</summary>
    private static readonly string[] GroupE = ["CU", "IR", "KP", "SY"];

    /// <summary>Rules to begin with, by name; a host changes their countries as its counsel says.</summary>
    public static IReadOnlyDictionary<string, ExportRule> Presets { get; } = new Dictionary<string, ExportRule>(StringComparer.Ordinal)
    {
        ["none"] = new("none", ExportBasis.Nothing, [], []),
        ["ear99"] = new("EAR99", ExportBasis.Newest, [], GroupE),
        ["5d002"] = new("5D002", ExportBasis.Newest, [], GroupE),
        ["itar"] = new("ITAR", ExportBasis.Every, ["US"], []),
        ["eu-dual-use"] = new("EU dual-use", ExportBasis.Residence, Union, []),
    };

    private const int MaxCountries = 260;

    internal const string Schema = """
        CREATE TABLE room_export (seal TEXT PRIMARY KEY, rule TEXT NOT NULL, reason TEXT NOT NULL, since TEXT NOT NULL);

        """;

    /// <summary>The rule of a seal; null where none was stated, and then nothing is restricted.</summary>
    public static ExportRule? Find(Digest seal, SqliteConnection views) =>
        views.Scalar<string>("SELECT rule FROM room_export WHERE seal = $1", seal) is { } rule ? JsonSerializer.Deserialize<ExportRule>(rule, ActJson.Options) : null;

    internal static void Check(ExportClassified act, Actor by, SqliteConnection views)
    {
        if (SealsPart.Find(act.Seal, views) is not { Destroyed: null } seal)
        {
            throw new ActRefusedException($"This centre holds no seal {act.Seal}.");
        }

        EngagementRules.Require(by, Operation.ClassifySeals, seal.Vendor, views);
        ActText.Require(act.Reason, "reason", 2000, multiline: true);
        ActText.Require(act.Rule.Class, "class", 60);
        var countries = act.Rule.Allowed.Concat(act.Rule.Denied).ToList();
        if (countries.Count > MaxCountries || countries.FirstOrDefault(one => !IsCountry(one)) is not null)
        {
            throw new ActRefusedException("Name countries by two capital letters, such as NO (ISO 3166-1), each once.");
        }

        if (act.Rule.Basis == ExportBasis.Nothing && countries.Count > 0)
        {
            throw new ActRefusedException("A rule that looks at nothing names no countries. Say what of a person it looks at.");
        }
    }

    internal static void Project(ExportClassified act, DateTimeOffset at, SqliteConnection views)
    {
        views.Execute("INSERT OR REPLACE INTO room_export VALUES ($1, $2, $3, $4)", act.Seal, JsonSerializer.Serialize(act.Rule, ActJson.Options), act.Reason, at);

        // What was proposed before was proposed under another rule.
        views.Execute("DELETE FROM room_proposal WHERE engagement IN (SELECT id FROM room_engagement WHERE seal = $1)", act.Seal);
    }

    /// <summary>Whether a text is two capital letters.</summary>
    internal static bool IsCountry(string text) => text is [>= 'A' and <= 'Z', >= 'A' and <= 'Z'];
}
