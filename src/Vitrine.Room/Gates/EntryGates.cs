using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Room;

/// <summary>Asks every gate of a room.</summary>
/// <remarks>
/// They are asked when the engagement is requested, when the disclosure is decided, at every entering, and again in an open session before
/// each frame once anything that they rest on has changed: an act that is none of a session's, or the day.
/// </remarks>
public static class EntryGates
{
    /// <summary>Asks about the parties, and about a reviewer where one is named.</summary>
    /// <param name="centre">The centre, whose keys open what is recorded of a person.</param>
    /// <param name="engagement">The engagement.</param>
    /// <param name="person">The reviewer who wants to enter; null: only the parties.</param>
    /// <param name="terminal">From where; null: that is not asked now.</param>
    /// <param name="at">When.</param>
    /// <param name="views">The views.</param>
    public static GateReport Ask(OpenCentre centre, Engagement engagement, string? person, string? terminal, DateTimeOffset at, SqliteConnection views)
    {
        var question = new GateQuestion(
            engagement,
            HouseRules.For(engagement, views),
            engagement.Seal is { } seal ? ExportRules.Find(seal, views) : null,
            person is null ? null : PersonFacts.Find(person, centre, views),
            terminal,
            DateOnly.FromDateTime(at.UtcDateTime),
            views);
        List<GateAnswer> answers = [LaboratoryAccreditationGate.Answer(question), .. TiesGate.Answers(question), ListsGate.OfParties(question)];
        if (person is not null)
        {
            answers.AddRange([PersonAccreditationGate.Answer(question), NationalityGate.Answer(question), ListsGate.OfPerson(question)]);
        }

        if (terminal is not null)
        {
            answers.Add(PlaceGate.Answer(question));
        }

        return new GateReport(engagement.Id, person, [.. answers.Select(answer => WithOverride(answer, engagement.Id, person, at, views))]);
    }

    /// <summary>Asks about the parties and records what was answered.</summary>
    public static async Task<GateReport> AskAndRecordAsync(OpenCentre centre, string engagement, CancellationToken cancellationToken)
    {
        GateReport report;
        using (var views = centre.Snapshot())
        {
            var known = Engagements.Find(engagement, views) ?? throw new ActRefusedException($"There is no engagement {engagement}.");
            report = Ask(centre, known, null, null, centre.Time.GetUtcNow(), views);
        }

        await centre.RecordAsync(report.ToAct(), Actor.Console, cancellationToken);
        return report;
    }

    /// <summary>The place in the ledger of the newest act on which a gate may rest.</summary>
    internal static long FactsAt(SqliteConnection views) => views.Scalar<long>("SELECT n FROM room_facts");

    /// <summary>Whether gates may answer otherwise after an act than before it.</summary>
    internal static bool MayRestOn(Act act) => act is not (SessionAct or StatementPublished or LedgerAnchored or GatesAsked);

    internal const string Schema = """
        CREATE TABLE room_facts (n INTEGER NOT NULL);
        INSERT INTO room_facts VALUES (0);
        CREATE TABLE room_gates (engagement TEXT NOT NULL, person TEXT NOT NULL, n INTEGER NOT NULL, at TEXT NOT NULL, let_in INTEGER NOT NULL, PRIMARY KEY (engagement, person));

        """;

    /// <summary>Whether the newest answer lets a person in, and rests on all that happened since.</summary>
    internal static bool LetIn(string engagement, string person, SqliteConnection views) =>
        views.Scalar<long>("SELECT count(*) FROM room_gates WHERE engagement = $1 AND person = $2 AND let_in = 1 AND n > $3", engagement, person, FactsAt(views)) > 0;

    internal static void Project(RecordedAct recorded, SqliteConnection views)
    {
        if (MayRestOn(recorded.Act))
        {
            views.Execute("UPDATE room_facts SET n = $1", recorded.Position);
        }

        if (recorded.Act is GatesAsked { Person: { } person } asked)
        {
            views.Execute("INSERT OR REPLACE INTO room_gates VALUES ($1, $2, $3, $4, $5)", asked.Engagement, person, recorded.Position, recorded.At, asked.LetIn);
        }
    }

    private static GateAnswer WithOverride(GateAnswer answer, string engagement, string? person, DateTimeOffset at, SqliteConnection views) =>
        answer.LetsIn ? answer : answer with { Override = GateOverrides.InForce(engagement, answer.Gate, person, at, views) };
}
