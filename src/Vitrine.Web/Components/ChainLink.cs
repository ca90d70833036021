namespace Vitrine.Web;

/// <summary>One station of a release, from source to the gate.</summary>
/// <param name="Title">The station: Source, Seal, Certificate, Rebuild, Release, Gate.</param>
/// <param name="Line">What it is here: a revision, a version, a verdict.</param>
/// <param name="Digest">The digest that ties it to the next, hexadecimal; null where it is not reached.</param>
/// <param name="Word">How it stands, as a word.</param>
public sealed record ChainLink(string Title, string Line, string? Digest, Tone Tone, string Word, DateTimeOffset? At = null, string? Href = null);
