using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>What a laboratory's or an authority's people can do to a certificate now.</summary>
/// <param name="State">How it stands, a word and a sentence.</param>
/// <param name="Changes">What can be done; empty where nothing can.</param>
/// <param name="Successors">The later certificates that could take its place.</param>
public sealed record ChangeView(
    Shell Shell,
    string Digest,
    string Product,
    string Version,
    Tone Tone,
    string State,
    string Sentence,
    ImmutableArray<Choice> Changes,
    ImmutableArray<Choice> Successors,
    string Change,
    string Successor,
    string Reason,
    FieldErrors Errors);
