using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>The public log: its newest published checkpoint, who signed it, and its entries, newest first or as searched.</summary>
/// <param name="Note">The checkpoint as it was signed, to be read and checked elsewhere.</param>
/// <param name="Signers">Who signed the checkpoint, and who of the witnesses did not.</param>
/// <param name="Witnesses">How it stands with the witnesses now; null without witnesses.</param>
/// <param name="Earlier">Earlier sizes and roots that statements of this log name, newest first.</param>
/// <param name="Told">What came of the search, where it found nothing; null otherwise.</param>
public sealed record LogView(
    Shell Shell,
    string Origin,
    string LogKey,
    long Size,
    string Root,
    DateTimeOffset SignedAt,
    Tone Tone,
    string Word,
    string Sentence,
    string Note,
    LogSigners Signers,
    WitnessesNow? Witnesses,
    ImmutableArray<EarlierCheckpoint> Earlier,
    string? Told,
    ImmutableArray<LogEntryRow> Rows,
    TableState State);

/// <summary>One signature line of a checkpoint, or a witness whose line is missing.</summary>
/// <param name="Key">The key's id, eight hexadecimal digits.</param>
/// <param name="At">When a witness signed; null for the log and for keys that are not known.</param>
public sealed record SignatureRow(string Name, string Key, Tone Tone, string Word, DateTimeOffset? At);

/// <summary>A size and root of the log that a published status names.</summary>
/// <param name="Holds">Whether the log as it is now begins with it.</param>
public sealed record EarlierCheckpoint(long Size, string Root, DateTimeOffset At, long Entry, bool Holds);

/// <param name="Kind">What it states: Review, Release, Rebuild, Status, Anchor and others.</param>
/// <param name="About">The product, or what else it is about.</param>
/// <param name="Signer">The signing key's id; empty where the statement cannot be read.</param>
public sealed record LogEntryRow(long Index, string Kind, string About, string Signer, string Digest);

/// <summary>One entry of the log, with the proof that it is in it.</summary>
/// <param name="Tone">Whether signature, entry and inclusion hold, as this page computed them.</param>
/// <param name="Payload">The statement as indented JSON; null where it cannot be read.</param>
/// <param name="Newest">The index of the newest entry.</param>
public sealed record LogEntryView(
    Shell Shell,
    LogEntryRow Entry,
    string Origin,
    Tone Tone,
    string Word,
    string Sentence,
    ImmutableArray<StatementFact> Facts,
    string Body,
    string? Payload,
    InclusionPicture Inclusion,
    long Newest);

/// <summary>Something a statement says, for people.</summary>
/// <param name="IsDigest">Whether it is a value in hexadecimal, to be copied whole.</param>
/// <param name="Name">What it is said of, where there are several: a file.</param>
public sealed record StatementFact(string Label, string Text, bool IsDigest = false, string? Name = null);

/// <summary>The question whether the log of one size begins with the log of another, and its proof.</summary>
/// <param name="Proof">Null where nothing was asked, or wrongly.</param>
public sealed record ConsistencyView(Shell Shell, string Origin, long Size, string From, string To, FieldErrors Errors, ConsistencyAnswer? Proof);

/// <param name="Holds">Whether the proof leads to both roots.</param>
/// <param name="Text">The hashes in base64, one a line, as tlog-witness sends them.</param>
public sealed record ConsistencyAnswer(long From, long To, string FromRoot, string ToRoot, ImmutableArray<string> Hashes, string Text, bool Holds);
