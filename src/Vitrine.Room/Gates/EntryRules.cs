using System.Text;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Room;

/// <summary>What a host asks of those who enter a room, and where they enter it. What is not chosen is not asked, and says so.</summary>
/// <param name="Operator">Who runs the server, and so can see what it serves; null: the centre itself.</param>
/// <param name="Site">The site from which the room may be entered; null: from anywhere.</param>
/// <param name="PersonScheme">The accreditation that each reviewer holds, for the engagement's tier or a deeper one; null: none is asked.</param>
/// <param name="Laboratory">The accreditation that the laboratory holds; null: none is asked.</param>
/// <param name="Bar">The bar of independence that laboratory and authority are held against, as a bar file has it (docs/formats/bar.md); null: none.</param>
/// <param name="Lists">The lists on which no party, no owner of one and no reviewer may stand, by their identifiers.</param>
public sealed record EntryRules(string? Operator, string? Site, string? PersonScheme, LaboratoryRule? Laboratory, string? Bar, IReadOnlyList<string> Lists)
{
    /// <summary>Nothing is asked.</summary>
    public static EntryRules None { get; } = new(null, null, null, null, null, []);

    private const int MaxLists = 64;

    /// <summary>The bar, read; null where none is asked.</summary>
    /// <exception cref="BarFormatException">It is none.</exception>
    internal Bar? ReadBar() => Bar is null ? null : Register.Bar.Parse(Encoding.UTF8.GetBytes(Bar));

    /// <summary>Refuses rules that nobody could be held against.</summary>
    internal void Check(SqliteConnection views)
    {
        Optional(Operator, "operator", 120);
        Optional(PersonScheme, "person's accreditation", 120);
        if (Site is not null && Sites.Find(Site, views) is null)
        {
            throw new ActRefusedException($"There is no site '{Site}'. Register it first.");
        }

        if (Laboratory is { } laboratory)
        {
            ActText.Require(laboratory.Scheme, "laboratory's accreditation", 120);
            Optional(laboratory.Scope, "accreditation's scope", 120);
            if (laboratory.Types.Distinct().Count() != laboratory.Types.Count)
            {
                throw new ActRefusedException("Name each type of inspection body once.");
            }
        }

        if (Lists.Count > MaxLists || Lists.Distinct(StringComparer.Ordinal).Count() != Lists.Count)
        {
            throw new ActRefusedException($"Name up to {MaxLists} lists, and each once.");
        }

        foreach (var list in Lists)
        {
            ActText.Require(list, "list", 120);
        }

        try
        {
            ReadBar();
        }
        catch (BarFormatException error)
        {
            throw new ActRefusedException($"The bar cannot be read: {error.Message}");
        }
    }

    private static void Optional(string? text, string what, int most)
    {
        if (text is not null)
        {
            ActText.Require(text, what, most);
        }
    }
}

/// <summary>The accreditation that a room asks of its laboratory.</summary>
/// <param name="Scheme">The scheme, as the register has it; compared without regard to case.</param>
/// <param name="Types">The types of inspection body (ISO/IEC 17020) that suffice; empty: any.</param>
/// <param name="Scope">Words that the accreditation's scope holds, such as the product class; null: any scope.</param>
public sealed record LaboratoryRule(string Scheme, IReadOnlyList<InspectionType> Types, string? Scope);
