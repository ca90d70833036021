using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>What surrounds every page: the centre, its log, who is signed in, the sections they may open.</summary>
/// <param name="Centre">The centre's name.</param>
/// <param name="Reader">Who is signed in; null for the public.</param>
/// <param name="Log">The state of the public log; null where the page cannot know it (an internal fault).</param>
/// <param name="Token">The field that every form of this answer carries against forged requests.</param>
public sealed record Shell(
    string Centre,
    SignedIn? Reader,
    LogStatus? Log,
    ImmutableArray<SectionLink> Sections,
    FormToken? Token);

/// <param name="Role">The role as a word: host, reviewer, authority, operator.</param>
/// <param name="Party">For whom they act: the laboratory, the vendor, the authority.</param>
public sealed record SignedIn(string Name, string Role, string? Party);

/// <param name="Size">Entries under the newest checkpoint.</param>
/// <param name="SignedAt">When that checkpoint was signed.</param>
/// <param name="Word">The state as a word: "current", "late", "stopped".</param>
public sealed record LogStatus(long Size, DateTimeOffset SignedAt, Tone Tone, string Word);

public sealed record SectionLink(string Title, string Href, bool Current);

public sealed record FormToken(string Field, string Value);

/// <summary>A step of where the reader is; the last one has no address.</summary>
public sealed record Crumb(string Title, string? Href);
