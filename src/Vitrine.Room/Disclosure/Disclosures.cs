using System.Text.Json;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Room;

/// <summary>A proposal to disclose, or not to, that waits for a second person.</summary>
/// <param name="Position">Its place in the ledger, by which it is confirmed.</param>
/// <param name="At">When it was made.</param>
/// <param name="Act">What is proposed.</param>
public sealed record DisclosureProposal(LogIndex Position, DateTimeOffset At, DisclosureProposed Act);

/// <summary>What stands proposed.</summary>
public static class Disclosures
{
    internal const string Schema = """
        CREATE TABLE room_proposal (engagement TEXT PRIMARY KEY, n INTEGER NOT NULL, at TEXT NOT NULL, act TEXT NOT NULL);

        """;

    /// <summary>The proposal that waits for a second person; null where none does. Another seal, scope or export class makes one void.</summary>
    public static DisclosureProposal? Proposal(string engagement, SqliteConnection views) => views.Query(
        "SELECT n, at, act FROM room_proposal WHERE engagement = $1",
        row => new DisclosureProposal(new LogIndex((ulong)row.GetInt64(0)), row.Time(1), JsonSerializer.Deserialize<DisclosureProposed>(row.GetString(2), ActJson.Options)!),
        engagement).FirstOrDefault();

    /// <summary>Proposes and confirms in one go, where both people are at hand.</summary>
    /// <exception cref="ActRefusedException">Either may not, or both are one.</exception>
    public static async Task DecideAsync(OpenCentre centre, DisclosureProposed proposed, string second, Actor by, CancellationToken cancellationToken)
    {
        if (proposed.Person == second)
        {
            throw new ActRefusedException("Who proposed the disclosure cannot confirm it. Somebody else of the host decides.");
        }

        var position = await centre.RecordAsync(proposed, by, cancellationToken);
        await centre.RecordAsync(new DisclosureDecided(proposed.Engagement, position.Value, second), by, cancellationToken);
        await EntryGates.AskAndRecordAsync(centre, proposed.Engagement, cancellationToken);
    }

    internal static void Project(RecordedAct recorded, SqliteConnection views)
    {
        switch (recorded.Act)
        {
            case DisclosurePrepared prepared:
                views.Execute("DELETE FROM room_proposal WHERE engagement = $1", prepared.Engagement);
                break;
            case DisclosureProposed proposed:
                views.Execute(
                    "INSERT OR REPLACE INTO room_proposal VALUES ($1, $2, $3, $4)", proposed.Engagement, recorded.Position, recorded.At, JsonSerializer.Serialize(proposed, ActJson.Options));
                break;
        }
    }
}
