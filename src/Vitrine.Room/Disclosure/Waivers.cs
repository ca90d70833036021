using System.Collections.Frozen;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Seals;

namespace Vitrine.Room;

/// <summary>A person of the vendor settles a finding of the screening for a time. Of the file nothing stands in it but digests.</summary>
/// <param name="Vendor">Whose seals it counts for.</param>
/// <param name="Seal">The seal in which the finding was seen.</param>
/// <param name="Rule">The finding's rule.</param>
/// <param name="Anchor">Rule, content and line (<see cref="FindingAnchor"/>).</param>
/// <param name="Reason">Why it is settled.</param>
/// <param name="Until">The last day (UTC) on which the waiver counts, at most <see cref="Waivers.MostDays"/> on.</param>
/// <param name="Person">Whose decision it is.</param>
public sealed record FindingWaived(string Vendor, Digest Seal, string Rule, Digest Anchor, string Reason, DateOnly Until, string Person) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"seal:{Seal}";
}

/// <summary>Findings that are settled. The newest waiver of an anchor counts; after its last day it counts no more.</summary>
public static class Waivers
{
    /// <summary>The longest time that one may count.</summary>
    public const int MostDays = 366;

    internal const string Schema = """
        CREATE TABLE room_waiver (vendor TEXT NOT NULL, anchor TEXT NOT NULL, rule TEXT NOT NULL, reason TEXT NOT NULL, until TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (vendor, anchor));

        """;

    /// <summary>What counts at a time for a vendor's seals, by anchor.</summary>
    /// <param name="vendor">The vendor.</param>
    /// <param name="at">The time.</param>
    /// <param name="nameOf">How a person is shown.</param>
    /// <param name="views">The views.</param>
    public static FrozenDictionary<Digest, FindingWaiver> At(string vendor, DateTimeOffset at, Func<string, string> nameOf, SqliteConnection views) =>
        Read("SELECT anchor, reason, until, person FROM room_waiver WHERE vendor = $1 AND until >= $2", vendor, at, nameOf, views);

    /// <summary>What counted once for a vendor's seals, and counts no more at a time, by anchor.</summary>
    /// <inheritdoc cref="At"/>
    public static FrozenDictionary<Digest, FindingWaiver> Over(string vendor, DateTimeOffset at, Func<string, string> nameOf, SqliteConnection views) =>
        Read("SELECT anchor, reason, until, person FROM room_waiver WHERE vendor = $1 AND until < $2", vendor, at, nameOf, views);

    internal static void Check(FindingWaived waived, Actor by, DateTimeOffset at, SqliteConnection views)
    {
        if (SealsPart.Find(waived.Seal, views) is not { Destroyed: null } seal || seal.Vendor != waived.Vendor)
        {
            throw new ActRefusedException($"This centre holds no seal {waived.Seal} of '{waived.Vendor}'.");
        }

        NamedPerson.Require(waived.Person, by, Operation.DecideDisclosure, views, waived.Vendor);
        ActText.Require(waived.Reason, "reason", 2000, multiline: true);
        ActText.Require(waived.Rule, "rule", 300);
        var today = DateOnly.FromDateTime(at.UtcDateTime);
        if (waived.Until < today || waived.Until > today.AddDays(MostDays))
        {
            throw new ActRefusedException($"A waiver counts until a day from today on, and at most {MostDays} days. Decide again then.");
        }
    }

    private static FrozenDictionary<Digest, FindingWaiver> Read(string query, string vendor, DateTimeOffset at, Func<string, string> nameOf, SqliteConnection views)
    {
        ArgumentNullException.ThrowIfNull(nameOf);
        return views.Query(
            query,
            row => (Anchor: Digest.ParseHex(row.GetString(0)), Waiver: new FindingWaiver(row.GetString(1), nameOf(row.GetString(3)), DateOnly.ParseExact(row.GetString(2), "O", System.Globalization.CultureInfo.InvariantCulture))),
            vendor,
            DateOnly.FromDateTime(at.UtcDateTime).ToString("O", System.Globalization.CultureInfo.InvariantCulture)).ToFrozenDictionary(one => one.Anchor, one => one.Waiver);
    }

    internal static void Project(FindingWaived waived, SqliteConnection views) => views.Execute(
        "INSERT OR REPLACE INTO room_waiver VALUES ($1, $2, $3, $4, $5, $6)",
        waived.Vendor, waived.Anchor.ToHex(), waived.Rule, waived.Reason, waived.Until.ToString("O", System.Globalization.CultureInfo.InvariantCulture), waived.Person);
}
