namespace Vitrine.Web;

/// <summary>One act on a timeline.</summary>
/// <param name="Who">The person or the part of the centre that acted.</param>
/// <param name="Role">In which role; null for the centre itself.</param>
/// <param name="What">What happened, a whole sentence.</param>
/// <param name="Proof">What shows it: "Ledger 18,204"; its address is <paramref name="ProofHref"/>.</param>
/// <param name="Detail">The reason or remark that was given with it.</param>
public sealed record TimelineEntry(
    DateTimeOffset At,
    string Who,
    string? Role,
    string What,
    string Proof,
    string? ProofHref = null,
    string? Detail = null,
    Tone Tone = Tone.Open);
