using Microsoft.Data.Sqlite;

namespace Vitrine.Room;

/// <summary>What a gate answered, for whoever reads it: no citizenship, no name of a person, nothing of the seal stands in it.</summary>
/// <param name="Gate">The gate.</param>
/// <param name="Verdict">Its answer.</param>
/// <param name="Asked">Whether the room's rules ask it.</param>
/// <param name="Sentence">Why, a sentence.</param>
/// <param name="LookedAt">What was looked at, a line each.</param>
/// <param name="Help">What would help; null where it lets in.</param>
/// <param name="Override">The override under which it lets in all the same; null: none.</param>
public sealed record GateAnswer(Gate Gate, GateVerdict Verdict, bool Asked, string Sentence, IReadOnlyList<string> LookedAt, string? Help, string? Override = null)
{
    /// <summary>Whether it lets in.</summary>
    public bool LetsIn => Verdict == GateVerdict.Pass || Override is not null;

    internal static GateAnswer NotAsked(Gate gate, string sentence) => new(gate, GateVerdict.Pass, false, sentence, [], null);

    internal static GateAnswer Pass(Gate gate, string sentence, params IReadOnlyList<string> lookedAt) => new(gate, GateVerdict.Pass, true, sentence, lookedAt, null);

    internal static GateAnswer Fail(Gate gate, string sentence, string help, params IReadOnlyList<string> lookedAt) => new(gate, GateVerdict.Fail, true, sentence, lookedAt, help);

    internal static GateAnswer Unknown(Gate gate, string sentence, string help, params IReadOnlyList<string> lookedAt) => new(gate, GateVerdict.Unknown, true, sentence, lookedAt, help);
}

/// <summary>What all gates answered.</summary>
/// <param name="Engagement">The engagement.</param>
/// <param name="Person">The reviewer; null where only the parties were asked about.</param>
/// <param name="Answers">One a gate.</param>
public sealed record GateReport(string Engagement, string? Person, IReadOnlyList<GateAnswer> Answers)
{
    /// <summary>Whether every gate lets in.</summary>
    public bool LetsIn => Answers.All(answer => answer.LetsIn);

    /// <summary>Why somebody is kept out, as a sentence; null where every gate lets in.</summary>
    public string? Refusal => Answers.FirstOrDefault(answer => !answer.LetsIn) is { } first ? $"{first.Sentence} {first.Help}" : null;

    internal GatesAsked ToAct() => new(Engagement, Person, LetsIn, [.. Answers.Select(answer => new GateOutcome(answer.Gate, answer.Verdict, answer.Asked, answer.Override))]);
}

/// <summary>What a gate has before it.</summary>
/// <param name="Engagement">The engagement.</param>
/// <param name="Rules">What the room asks.</param>
/// <param name="Export">The seal's export rule; null: none was stated.</param>
/// <param name="Facts">What is recorded of the reviewer; null: nothing.</param>
/// <param name="Terminal">The terminal's address.</param>
/// <param name="On">The day.</param>
/// <param name="Views">The views.</param>
internal sealed record GateQuestion(Engagement Engagement, EntryRules Rules, ExportRule? Export, PersonFacts? Facts, string? Terminal, DateOnly On, SqliteConnection Views);
