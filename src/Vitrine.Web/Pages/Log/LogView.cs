using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>The public log: its newest checkpoint and its entries, newest first.</summary>
/// <param name="Note">The checkpoint as it was signed, to be read and checked elsewhere.</param>
public sealed record LogView(
    Shell Shell,
    string Origin,
    long Size,
    string Root,
    DateTimeOffset SignedAt,
    Tone Tone,
    string Word,
    string Sentence,
    string Note,
    ImmutableArray<LogEntryRow> Rows,
    TableState State);

/// <param name="Kind">What it states: Review, Release, Rebuild, Status, Anchor.</param>
/// <param name="About">The product, or what else it is about.</param>
/// <param name="Signer">The signing key's id.</param>
public sealed record LogEntryRow(long Index, string Kind, string About, string Signer, string Digest);

/// <summary>One entry of the log, with the proof that it is in it.</summary>
public sealed record LogEntryView(
    Shell Shell,
    LogEntryRow Entry,
    string Origin,
    string Body,
    InclusionPicture Inclusion,
    bool StatementPublished);
