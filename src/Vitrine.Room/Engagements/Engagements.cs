using System.Text.Json;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Room;

/// <summary>An engagement as the views have it.</summary>
public sealed record Engagement(
    string Id,
    string Product,
    string Version,
    string Host,
    string Laboratory,
    string Authority,
    Tier Tier,
    string Purpose,
    EngagementState State,
    DateTimeOffset Since,
    DateTimeOffset Requested,
    Digest? Seal,
    IReadOnlyList<string> Include,
    IReadOnlyList<string> Exclude,
    ScopeCounts? Counts,
    ScreeningCounts? Screening,
    RoomRules? Rules,
    EntryRules? Entry,
    Decision? Decision,
    Digest? Certificate)
{
    /// <summary>Whether someone of this party, in this role, takes part in the engagement.</summary>
    public bool Concerns(Role role, string? party) => role switch
    {
        Role.Host => party == Host,
        Role.Reviewer => party == Laboratory,
        Role.Authority => party == Authority,
        _ => false,
    };
}

/// <summary>One line of an engagement's timeline.</summary>
public sealed record TimelineEntry(LogIndex Position, DateTimeOffset At, string Person, Role Role, string Kind);

/// <summary>The engagements of a centre.</summary>
public static class Engagements
{
    private const string Select = """
        SELECT id, product, version, host, laboratory, authority, tier, purpose, state, since, requested, seal, include, exclude, files, files_total, bytes, lines, high, medium, low,
               rules, entry, decision, certificate
        FROM room_engagement

        """;

    /// <summary>A new identifier: <c>e-</c> and 8 hexadecimal digits.</summary>
    public static string NewId() => "e-" + Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4));

    /// <summary>One by its identifier; null where there is none.</summary>
    public static Engagement? Find(string id, SqliteConnection views) => views.Query(Select + "WHERE id = $1", Read, id).FirstOrDefault();

    /// <summary>All, newest first.</summary>
    public static IReadOnlyList<Engagement> List(SqliteConnection views) => views.Query(Select + "ORDER BY requested DESC, id", Read);

    /// <summary>Those that concern a party in a role, newest first.</summary>
    public static IReadOnlyList<Engagement> Of(Role role, string? party, SqliteConnection views) =>
        [.. List(views).Where(engagement => engagement.Concerns(role, party))];

    /// <summary>The engagement's acts but for frames, what was written, and gates asked, oldest first.</summary>
    public static IReadOnlyList<TimelineEntry> Timeline(string engagement, SqliteConnection views) => views.Query(
        """
        SELECT n, at, person, role, kind FROM centre_act
        WHERE subject = 'engagement:' || $1 AND kind NOT IN ($2, $3, $4) ORDER BY n
        """,
        row => new TimelineEntry(new LogIndex((ulong)row.GetInt64(0)), row.Time(1), row.GetString(2), Enum.Parse<Role>(row.GetString(3), ignoreCase: true), row.GetString(4)),
        engagement,
        RoomPart.FrameKindName,
        RoomPart.WrittenKindName,
        RoomPart.GatesKindName);

    private static Engagement Read(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.GetString(5),
        Enum.Parse<Tier>(row.GetString(6), ignoreCase: true),
        row.GetString(7),
        Enum.Parse<EngagementState>(row.GetString(8), ignoreCase: true),
        row.Time(9),
        row.Time(10),
        row.Text(11) is { } seal ? Digest.ParseHex(seal) : null,
        Lines(row.Text(12)),
        Lines(row.Text(13)),
        row.IsDBNull(14) ? null : new ScopeCounts(row.GetInt64(14), row.GetInt64(15), row.GetInt64(16), row.GetInt64(17)),
        row.IsDBNull(18) ? null : new ScreeningCounts(row.GetInt32(18), row.GetInt32(19), row.GetInt32(20)),
        row.Text(21) is { } rules ? JsonSerializer.Deserialize<RoomRules>(rules, ActJson.Options) : null,
        row.Text(22) is { } entry ? JsonSerializer.Deserialize<EntryRules>(entry, ActJson.Options) : null,
        row.Text(23) is { } decision ? Enum.Parse<Decision>(decision, ignoreCase: true) : null,
        row.Text(24) is { } certificate ? Digest.ParseHex(certificate) : null);

    private static string[] Lines(string? text) => string.IsNullOrEmpty(text) ? [] : text.Split('\n');
}
