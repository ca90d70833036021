using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>The lists of a centre, as of any day.</summary>
public static partial class Lists
{
    /// <summary>The least score that is a hit.</summary>
    public const double Threshold = 0.75;

    /// <summary>From this score on two names are held to be one where nobody looks at them: for an owner.</summary>
    public const double Certain = 0.9;

    /// <summary>The longest name that can be asked, in UTF-16 characters.</summary>
    public const int MaxName = ListFile.MaxText;

    private const string EntryColumns = "e.list, e.entry, e.id, e.kind, e.countries, e.identifiers, e.since, e.until, e.clause, e.source, e.assumed";

    /// <summary>All lists, by identifier.</summary>
    public static IReadOnlyList<PublishedList> All(SqliteConnection views) =>
        [.. views.Query($"{VersionSelect} ORDER BY list, date DESC, n DESC", ReadVersion).GroupBy(version => version.List).Select(group => new PublishedList(group.Key, [.. group]))];

    /// <summary>A list; null where there is none.</summary>
    public static PublishedList? Find(string list, SqliteConnection views) => Versions(list, views) is { Length: > 0 } versions ? new PublishedList(list, versions) : null;

    /// <summary>The versions of a list, the newest first.</summary>
    public static ImmutableArray<ListVersion> Versions(string list, SqliteConnection views) => [.. views.Query($"{VersionSelect} WHERE list = $1 ORDER BY date DESC, n DESC", ReadVersion, list)];

    /// <summary>The entries of the version that answers for a day and are listed on it, by name.</summary>
    /// <param name="list">The list.</param>
    /// <param name="day">The day.</param>
    /// <param name="words">A part of a name, an alias, an identifier or a clause; empty for all.</param>
    /// <param name="skip">How many to leave out.</param>
    /// <param name="take">How many to give.</param>
    /// <param name="views">The views.</param>
    /// <returns>The entries, and how many there are in all.</returns>
    public static (IReadOnlyList<ListEntry> Entries, long Total) Entries(PublishedList list, DateOnly day, string words, int skip, int take, SqliteConnection views)
    {
        const string where = """
            FROM lists_member m JOIN lists_entry e ON e.id = m.entry
            WHERE m.version = $1 AND e.since <= $2 AND (e.until IS NULL OR e.until > $2)
              AND ($3 = '' OR instr(lower(e.entry || ' ' || e.identifiers || ' ' || coalesce(e.clause, '')), lower($3)) > 0
                   OR EXISTS (SELECT 1 FROM lists_name x WHERE x.entry = e.id AND instr(lower(x.name), lower($3)) > 0))
            """;
        var version = list.AsOf(day);
        var (row, on) = (version.Row, ListDay.Text(day));
        return (
            views.Query($"SELECT {EntryColumns} {where} ORDER BY e.name, e.id LIMIT $4 OFFSET $5", reader => ReadEntry(reader, version, views), row, on, words, (long)take, (long)skip),
            views.Scalar<long>($"SELECT count(*) {where}", row, on, words));
    }

    /// <summary>Whether a name holds anything that can be compared: a letter or a digit of any script.</summary>
    public static bool CanAsk(string name) => !NameTokens.Of(name).IsEmpty;

    /// <summary>The entries of all lists that a name, or an identifier, hits on a day; the likeliest first.</summary>
    /// <remarks>Every entry that scores <see cref="Threshold"/> or more is found; of each list the likeliest are given, and how many more there are.</remarks>
    /// <param name="name">A name in any script, or a number of a register.</param>
    /// <param name="on">The day.</param>
    /// <param name="views">The views.</param>
    public static ListHits Screen(string name, DateOnly on, SqliteConnection views) => Screen(name, on, whole: false, views);

    /// <summary>The same, with every entry told where the <paramref name="whole"/> answer is asked: for one that is held against another.</summary>
    internal static ListHits Screen(string name, DateOnly on, bool whole, SqliteConnection views)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, MaxName, nameof(name));
        var versions = All(views).Select(list => list.AsOf(on)).ToDictionary(version => version.Row);
        var hits = new Dictionary<(string List, string Entry), ListHit>();
        void Keep(ListHit hit)
        {
            if (!hits.TryGetValue((hit.List, hit.Entry), out var known) || known.Score < hit.Score)
            {
                hits[(hit.List, hit.Entry)] = hit;
            }
        }

        if (ListIndex.Identifier(name) is { Length: > 0 } identifier)
        {
            foreach (var (hit, _) in Listed("SELECT entry, NULL AS name FROM lists_identifier WHERE identifier = $2", on, versions, views, identifier))
            {
                Keep(hit with { Score = 1, Way = HitWay.Identifier, Why = [$"the identifier '{name.Trim()}' is the entry's own"] });
            }
        }

        var asked = NameTokens.Of(name);
        var left = 0;
        var found = new List<long>();
        foreach (var version in versions.Values.Where(_ => !asked.IsEmpty))
        {
            var all = ListIndexes.Of(version, views).Ask(asked, on);
            var most = whole ? all.Count : ListHits.MostOfAList;
            found.AddRange(all.Take(most).Select(one => one.Name));
            left += Math.Max(0, all.Count - most);
        }

        foreach (var (hit, listed) in found.Count == 0 ? [] : Listed($"SELECT entry, name FROM lists_name WHERE id IN ({string.Join(',', found)})", on, versions, views, ""))
        {
            var match = NameMatch.Of(asked, NameTokens.Of(listed));
            var alias = listed == hit.Name ? "" : $", an alias of '{hit.Name}'";
            Keep(hit with { Score = match.Score, Why = [$"compared with '{listed}'{alias}", .. match.Why, .. hit.Why] });
        }

        return new ListHits([.. hits.Values.OrderByDescending(hit => hit.Score).ThenBy(hit => hit.List, StringComparer.Ordinal).ThenBy(hit => hit.Entry, StringComparer.Ordinal)], left);
    }

    /// <summary>The entries that a query of (entry, name) names and that are listed on the day by the version that answers for it; scores are still to be given.</summary>
    private static List<(ListHit Hit, string Name)> Listed(string query, DateOnly on, Dictionary<long, ListVersion> versions, SqliteConnection views, string identifier)
    {
        // CROSS JOIN keeps the order: what the query names first, and never all members of a version.
        var rows = string.Join(',', versions.Keys);
        return views.Query(
            $"""
            SELECT e.list, e.entry, e.name, e.since, e.until, e.clause, e.source, e.assumed, m.version, q.name
            FROM (SELECT entry, name FROM ({query})) q CROSS JOIN lists_entry e ON e.id = q.entry CROSS JOIN lists_member m ON m.entry = e.id
            WHERE m.version IN ({rows}) AND e.since <= $1 AND (e.until IS NULL OR e.until > $1)
            """,
            row =>
            {
                var version = versions[row.GetInt64(8)];
                ImmutableArray<string> why = row.GetBoolean(7) ? ["the list names no day of listing for this entry; it counts from when it was first seen there"] : [];
                return (
                    new ListHit(
                        row.GetString(0), row.GetString(1), row.GetString(2), ListDay.Parse(row.GetString(3)), row.Text(4) is { } until ? ListDay.Parse(until) : null,
                        row.Text(5), row.Text(6) ?? version.Source, 0, why, []) { Version = version.Date },
                    row.Text(9) ?? row.GetString(2));
            },
            ListDay.Text(on),
            identifier);
    }

    private const string VersionSelect = "SELECT list, title, publisher, date, source, format, document, entries, imported, n, id FROM lists_version";

    private static ListVersion ReadVersion(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), ListDay.Parse(row.GetString(3)), row.GetString(4), Enum.Parse<ListFormat>(row.GetString(5), ignoreCase: true),
        Digest.ParseHex(row.GetString(6)), row.GetInt32(7), row.Time(8), row.GetInt64(9), row.GetInt64(10));

    private static ListEntry ReadEntry(SqliteDataReader row, ListVersion version, SqliteConnection views) => new(
        row.GetString(0),
        row.GetString(1),
        [.. views.Query("SELECT name FROM lists_name WHERE entry = $1 ORDER BY id", name => name.GetString(0), row.GetInt64(2))],
        Enum.Parse<ListedKind>(row.GetString(3), ignoreCase: true),
        [.. row.GetString(4).Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        [.. row.GetString(5).Split(" · ", StringSplitOptions.RemoveEmptyEntries)],
        ListDay.Parse(row.GetString(6)),
        row.Text(7) is { } until ? ListDay.Parse(until) : null,
        row.Text(8),
        row.Text(9) ?? version.Source,
        row.GetBoolean(10));
}
