using System.Text.Json;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;

namespace Vitrine.Room;

/// <summary>A reviewer sat down at a terminal. The session's key leaves the server only wrapped.</summary>
public sealed record SessionOpened(string Session, string Engagement, string Terminal, SessionKeyWraps Key) : SessionAct(Session, Engagement);

/// <summary>A session ended.</summary>
public sealed record SessionClosed(string Session, string Engagement, SessionEnd End) : SessionAct(Session, Engagement);

/// <summary>
/// Something was delivered to the session's screen. Sealed: a <see cref="FrameDetail"/>, padded to <see cref="LeastBytes"/> at least, so that the
/// frames of files are of one size.
/// </summary>
public sealed record FrameDelivered(string Session, string Engagement, LineVolume Volume) : SessionAct(Session, Engagement)
{
    /// <summary>Bytes to which the sealed part is padded at least.</summary>
    public const int LeastBytes = 2048;
}

/// <summary>
/// The reviewer wrote a note or a finding, or a new state of one; which, only the laboratory knows. Sealed: a <see cref="WrittenDetail"/>, padded to
/// <see cref="LeastBytes"/> at least, so that what is short tells nothing by its size.
/// </summary>
public sealed record SomethingWritten(string Session, string Engagement) : SessionAct(Session, Engagement)
{
    /// <summary>Bytes to which the sealed part is padded at least.</summary>
    public const int LeastBytes = 4096;

    // A title of 200 characters, escaped, and every other member of a finding.
    private const int MostAround = 1536;
    private const int MostBytes = 32 * 1024;

    /// <summary>
    /// Bytes to which this detail is padded at least: by its text and path alone, and not by what stands around them, so that a note and a
    /// finding of one text are of one size.
    /// </summary>
    public static int LeastFor(WrittenDetail detail)
    {
        ArgumentNullException.ThrowIfNull(detail);
        var (text, path) = detail switch
        {
            { Note: { } note } => (note.Text, note.Path),
            { Finding: { } finding } => (finding.Text, finding.Path),
            _ => ("", ""),
        };
        return Math.Min(MostBytes, Math.Max(LeastBytes, Length(text) + Length(path) + MostAround));
    }

    private static int Length(string text) => JsonEncodedText.Encode(text, ActJson.Options.Encoder).EncodedUtf8Bytes.Length;
}

/// <summary>An act of a session: its open part says when, in which session, and coarsely how much.</summary>
public abstract record SessionAct(string Session, string Engagement) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"engagement:{Engagement}";
}

/// <summary>Why a session ended.</summary>
public enum SessionEnd
{
    /// <summary>The reviewer left.</summary>
    Left,

    /// <summary>Nothing was shown for as long as the rules allow.</summary>
    Idle,

    /// <summary>The room was closed, or its hours ended.</summary>
    RoomClosed,

    /// <summary>The server stopped or started again.</summary>
    Interrupted,

    /// <summary>Something changed, and a gate no longer lets the reviewer in.</summary>
    KeptOut,
}

/// <summary>How many lines a frame showed, in steps so coarse that they tell little of what was read.</summary>
public enum LineVolume
{
    /// <summary>No line of content.</summary>
    None,

    /// <summary>1 to 50.</summary>
    UpTo50,

    /// <summary>51 to 200.</summary>
    UpTo200,

    /// <summary>201 to 1,000.</summary>
    UpTo1000,

    /// <summary>More than 1,000.</summary>
    More,
}

/// <summary>What a frame showed.</summary>
public enum FrameKind
{
    /// <summary>Names of files.</summary>
    Tree,

    /// <summary>Lines of a file.</summary>
    Text,

    /// <summary>Hits of a search.</summary>
    Search,

    /// <summary>What changed since an earlier release: names of files, or lines of both.</summary>
    Changes,
}

/// <summary>Lines of a content that were delivered, both ends counted, from 1.</summary>
public sealed record LineRange(string Path, Digest Content, int From, int To);

/// <summary>The sealed part of a frame: what can be shown again from the seal, and the digest of what was sent.</summary>
/// <param name="Kind">What was shown.</param>
/// <param name="Request">The query for a search, the path for a file or folder.</param>
/// <param name="Lines">The lines delivered.</param>
/// <param name="Mark">What the visible mark said, with the person's identifier in place of the name: so erasing the person erases it.</param>
/// <param name="Renderer">The renderer's version: the same seal, request, mark and renderer give the same frame.</param>
/// <param name="Sent">SHA-256 of the frame's bytes.</param>
/// <param name="Response">SHA-256 of the whole response that carried the frame, which a meter sees too; null where it was none.</param>
public sealed record FrameDetail(FrameKind Kind, string Request, IReadOnlyList<LineRange> Lines, string Mark, string Renderer, Digest Sent, Digest? Response = null);

/// <summary>The sealed part of something written: a note or a finding, at most one, who came to know of findings, and a finding that its writer proposes to tell.</summary>
public sealed record WrittenDetail(NoteDetail? Note, FindingDetail? Finding, IReadOnlyList<FindingKnown>? Known = null, string? Proposed = null);

/// <summary>A note: anchored to content, so that it survives when lines shift or files move.</summary>
public sealed record NoteDetail(string Note, string Path, Digest Content, int Line, string Text);

/// <summary>A finding; the newest of one identifier counts.</summary>
/// <param name="Finding">Its identifier.</param>
/// <param name="Title">What it is, in a line.</param>
/// <param name="Severity">How grave.</param>
/// <param name="Path">Where it was seen.</param>
/// <param name="Content">The content it is anchored to.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Text">What it is, at length.</param>
/// <param name="Withdrawn">Whether it was taken back.</param>
/// <param name="Embargo">The day before which nobody outside the laboratory is to be told; null: none was agreed.</param>
public sealed record FindingDetail(string Finding, string Title, FindingSeverity Severity, string Path, Digest Content, int Line, string Text, bool Withdrawn, DateOnly? Embargo = null);

/// <summary>How somebody came to know of a finding.</summary>
public enum KnownHow
{
    /// <summary>They wrote it down.</summary>
    Wrote,

    /// <summary>They read it in the room.</summary>
    Read,

    /// <summary>They were told.</summary>
    Told,

    /// <summary>They found it themselves, elsewhere.</summary>
    FoundToo,

    /// <summary>It was published.</summary>
    Published,
}

/// <summary>That somebody knows of a finding; sealed to the laboratory like the finding itself. The vendor is among them once it is told.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Person">The person of the centre who knows; null where it is somebody else.</param>
/// <param name="Name">Who knows, where it is nobody of the centre.</param>
/// <param name="How">How they came to know.</param>
/// <param name="Since">Since which day.</param>
public sealed record FindingKnown(string Finding, string? Person, string? Name, KnownHow How, DateOnly Since);
