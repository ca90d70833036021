using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>What the gates of a room say now, of its parties and of each reviewer; overrides; and the form for a new one.</summary>
/// <param name="Rules">What the room asks, a sentence each.</param>
/// <param name="Source">From where these rules are.</param>
/// <param name="People">One a reviewer whom this reader may know of.</param>
/// <param name="MayOverride">Whether this reader may propose and confirm overrides now.</param>
public sealed record GatesView(
    Shell Shell,
    string Engagement,
    string Product,
    string Version,
    Tone Tone,
    string Word,
    string Sentence,
    ImmutableArray<string> Rules,
    string Source,
    ImmutableArray<GateRow> Parties,
    ImmutableArray<GatePerson> People,
    ImmutableArray<OverrideRow> Overrides,
    bool MayOverride,
    ImmutableArray<Choice> Gates,
    ImmutableArray<Choice> Reviewers,
    OverrideForm Form,
    FieldErrors Errors);

public sealed record GatePerson(string Name, bool LetIn, ImmutableArray<GateRow> Gates);

/// <param name="LookedAt">What was looked at, a line each.</param>
public sealed record GateRow(string Title, Tone Tone, string Word, string Sentence, string? Help, ImmutableArray<string> LookedAt);

/// <param name="Confirmable">Whether this reader may confirm it.</param>
/// <param name="Endable">Whether this reader may end it.</param>
public sealed record OverrideRow(
    string Id, string Gate, string Whom, string Reason, string Proposed, string Confirmed, DateTimeOffset Until, Tone Tone, string State, bool Confirmable, bool Endable);

/// <summary>An override as it was filled in.</summary>
public sealed record OverrideForm(string Gate, string Reviewer, string Days, string Reason)
{
    public static OverrideForm Blank { get; } = new("nationality", "", "7", "");
}
