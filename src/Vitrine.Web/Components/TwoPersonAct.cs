using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>An act that two people must agree on.</summary>
/// <param name="Title">The act as a question: "Disclose 212 files to Borealis Laboratory?".</param>
/// <param name="Sentence">What agreeing does.</param>
/// <param name="Consequences">What follows, each a sentence.</param>
/// <param name="Address">Where the decision is sent.</param>
/// <param name="AgreeVerb">The button's words, with the amount: "Disclose 212 files".</param>
/// <param name="RefuseVerb">The other button's words.</param>
/// <param name="Refusal">Why this reader cannot decide now, a sentence; null when they can.</param>
public sealed record TwoPersonAct(
    string Title,
    string Sentence,
    ImmutableArray<string> Consequences,
    Seat First,
    Seat Second,
    string Address,
    string AgreeVerb,
    string RefuseVerb,
    string? Refusal,
    FieldErrors Errors);

/// <summary>One of the two.</summary>
/// <param name="Role">Who may sit here: "Host, product security".</param>
/// <param name="Name">Who did; null while it is free.</param>
public sealed record Seat(string Role, SeatState State, string? Name = null, DateTimeOffset? At = null, string? Reason = null);

public enum SeatState
{
    Free,

    /// <summary>The reader of this page may decide here.</summary>
    Yours,
    Agreed,
    Refused,
}
