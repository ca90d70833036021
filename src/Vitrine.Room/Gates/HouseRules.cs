using System.Text.Json;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Room;

/// <summary>A host states what its rooms ask unless a room's own decision says otherwise: so gates can be asked from the request on.</summary>
public sealed record HouseRulesStated(string Host, EntryRules Entry) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"party:{Host}";
}

/// <summary>What a host's rooms ask.</summary>
public static class HouseRules
{
    internal const string Schema = """
        CREATE TABLE room_house (host TEXT PRIMARY KEY, entry TEXT NOT NULL, since TEXT NOT NULL);

        """;

    /// <summary>What a host's rooms ask from the request on; nothing where it stated nothing.</summary>
    public static EntryRules Of(string host, SqliteConnection views) =>
        views.Scalar<string>("SELECT entry FROM room_house WHERE host = $1", host) is { } entry ? JsonSerializer.Deserialize<EntryRules>(entry, ActJson.Options)! : EntryRules.None;

    /// <summary>What an engagement's room asks: by the decision on its disclosure, before it by the host's rules.</summary>
    public static EntryRules For(Engagement engagement, SqliteConnection views) => engagement.Entry ?? Of(engagement.Host, views);

    internal static void Check(HouseRulesStated act, Actor by, SqliteConnection views)
    {
        if (Parties.Find(act.Host, views) is not { Kind: PartyKind.Host })
        {
            throw new ActRefusedException($"'{act.Host}' is not a vendor of this centre.");
        }

        EngagementRules.Require(by, Operation.ClassifySeals, act.Host, views);
        act.Entry.Check(views);
    }

    internal static void Project(HouseRulesStated act, DateTimeOffset at, SqliteConnection views) =>
        views.Execute("INSERT OR REPLACE INTO room_house VALUES ($1, $2, $3)", act.Host, JsonSerializer.Serialize(act.Entry, ActJson.Options), at);
}
