using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>The front of the public register.</summary>
/// <param name="Query">The words looked for; empty where nothing is.</param>
/// <param name="Results">What they were found in; empty groups are left out.</param>
public sealed record RegisterView(Shell Shell, string Query, ImmutableArray<RegisterResults> Results, ImmutableArray<RegisterFigure> Figures);

/// <summary>What was found of one kind: the first few, and where all of them are.</summary>
/// <param name="AllHref">Null where what is shown is all.</param>
public sealed record RegisterResults(string Title, int Count, ImmutableArray<RegisterHit> Hits, string? AllHref);

/// <param name="Tone">How it stands, where it has a state.</param>
public sealed record RegisterHit(string Title, string Under, string Href, Tone Tone = Tone.Open, string? State = null);
