using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>One engagement, as its reader may see it.</summary>
/// <param name="State">The state as a word, <paramref name="StateSentence"/> says what it means and who acts next.</param>
/// <param name="SealRoot">The seal's root, hexadecimal; null until one is named.</param>
/// <param name="Scope">What is disclosed; null before the disclosure is decided.</param>
/// <param name="Coverage">Null before the first frame, and for readers who may not see it.</param>
public sealed record EngagementView(
    Shell Shell,
    string Id,
    string Product,
    string Version,
    string Vendor,
    string Laboratory,
    string Authority,
    string Tier,
    string Purpose,
    Tone Tone,
    string State,
    string StateSentence,
    ImmutableArray<StateStep> Clock,
    string? SealRoot,
    ScopeFacts? Scope,
    CoverageShares? Coverage,
    ImmutableArray<CertificateRow> Certificates,
    ImmutableArray<ToldFinding> Findings,
    ImmutableArray<TimelineEntry> Acts,
    ImmutableArray<ReceiptRow> Receipts,
    ImmutableArray<PageAction> Actions,
    ImmutableArray<DeskItem> Others);

/// <summary>A finding that the laboratory told: never its place nor its text.</summary>
public sealed record ToldFinding(Severity Severity, string Title, bool Withdrawn, string Since);

/// <summary>What of a seal an engagement discloses.</summary>
public sealed record ScopeFacts(ImmutableArray<string> Include, ImmutableArray<string> Exclude, long Files, long FilesTotal, long Lines, long Bytes);

/// <summary>Something the reader can do with the thing on the page.</summary>
/// <param name="Title">A verb and its object: "Enter the room".</param>
/// <param name="Hint">What it does, a sentence.</param>
/// <param name="Post">Whether it acts at once (a form) or leads to a page (a link).</param>
/// <param name="Main">Whether it is the one main action; at most one is.</param>
/// <param name="Refusal">Why it cannot be done now, a sentence; null when it can.</param>
public sealed record PageAction(string Title, string Href, string? Hint = null, bool Post = false, bool Main = false, string? Refusal = null);
