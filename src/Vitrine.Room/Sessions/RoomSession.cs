using System.Security.Cryptography;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;
using Vitrine.Seals;

namespace Vitrine.Room;

/// <summary>What a frame is about to show.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Request">The query for a search, the path for a file or folder.</param>
/// <param name="Lines">The lines of content in it.</param>
public sealed record FrameContent(FrameKind Kind, string Request, IReadOnlyList<LineRange> Lines)
{
    /// <summary>How many lines of content it shows.</summary>
    public long LineCount => Lines.Sum(range => (long)range.To - range.From + 1);
}

/// <summary>One reviewer at one terminal. Whatever it shows is recorded, durably, before it is sent.</summary>
/// <remarks>
/// Acts of a session come one after the other, however many requests come at once: so its budget holds, and the sealed parts are
/// recorded in the order of their numbers. An act that began is finished, even if whoever asked goes away.
/// </remarks>
public sealed partial class RoomSession : IDisposable
{
    /// <summary>The version of what turns a frame into HTML; it changes whenever the HTML of a frame does.</summary>
    public const string Renderer = "text/5";

    // One bound for notes and findings: a size that only one of the two could have would tell which it is.
    private const int MaxText = 8000;

    private readonly OpenCentre _centre;
    private readonly Actor _actor;
    private readonly SessionKey _key;
    private readonly RoomRules _rules;
    private readonly int _together;
    private readonly Func<Task<string?>> _keptOut;

    // Never disposed: a request may still wait for it when the session ends, and is refused then.
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private long _lastShown;
    private long _linesShown;
    private volatile bool _over;
    private volatile bool _isKeptOut;

    internal RoomSession(
        OpenCentre centre, Engagement engagement, string name, string terminal, Actor actor, SessionKey key, ScopedSeal tree, LaboratoryView laboratory, EarlierReviews earlier, DateTimeOffset opened, Func<string, Task<string?>> keptOut)
    {
        _centre = centre;
        _actor = actor;
        _key = key;
        _rules = engagement.Rules!;
        _together = Tiers.Budget(engagement);
        _keptOut = () => keptOut(key.Session);
        Engagement = engagement.Id;
        Terminal = terminal;
        Name = name;
        Tree = tree;
        Searches = new SearchMemory(tree, centre.Time);
        Names = new NameMemory(tree, centre.Time);
        Laboratory = laboratory;
        Earlier = earlier;
        Opened = opened;
        _lastShown = opened.UtcTicks;
    }

    /// <summary>The session's identifier.</summary>
    public string Id => _key.Session;

    /// <summary>The engagement.</summary>
    public string Engagement { get; }

    /// <summary>The person.</summary>
    public string Person => _actor.Person;

    /// <summary>The account's name, which the visible mark shows.</summary>
    public string Name { get; }

    /// <summary>The terminal at which it was entered.</summary>
    public string Terminal { get; }

    /// <summary>When it began, UTC.</summary>
    public DateTimeOffset Opened { get; }

    /// <summary>The part of the seal that is in scope. Nothing else exists here.</summary>
    public ScopedSeal Tree { get; }

    /// <summary>The last searches: positions in the tree, for as long as the session is held.</summary>
    public SearchMemory Searches { get; }

    /// <summary>The last names that were asked for, likewise.</summary>
    public NameMemory Names { get; }

    /// <summary>What the laboratory knows of the engagement.</summary>
    public LaboratoryView Laboratory { get; }

    /// <summary>What the laboratory was shown in earlier reviews of the product.</summary>
    public EarlierReviews Earlier { get; }

    /// <summary>The earlier release that it is compared with; null until <see cref="RoomDesk.CompareAsync"/> allows it.</summary>
    public Comparison? Comparison { get; internal set; }

    /// <summary>The rules it runs under.</summary>
    public RoomRules Rules => _rules;

    /// <summary>Lines shown so far, repeats counted.</summary>
    public int LinesShown => (int)Interlocked.Read(ref _linesShown);

    /// <summary>The visible mark of frames shown now, as the record keeps it: which person, which session, when.</summary>
    public string Mark => $"{Person} · {Id} · {UtcTime.Format(_centre.Time.GetUtcNow())}";

    /// <summary>When the session locks if nothing more is shown.</summary>
    public DateTimeOffset LocksAt => new DateTimeOffset(Interlocked.Read(ref _lastShown), TimeSpan.Zero).AddMinutes(_rules.IdleMinutes);

    /// <summary>Whether it has ended.</summary>
    public bool IsOver => _over;

    /// <summary>Lines that all sessions of the engagement together may be shown.</summary>
    public int LinesTogether => _together;

    internal SessionEnd? Due(DateTimeOffset now) =>
        _isKeptOut ? SessionEnd.KeptOut
        : now >= LocksAt ? SessionEnd.Idle
        : !_rules.AreOpenAt(now) ? SessionEnd.RoomClosed
        : null;

    /// <summary>Records a frame. Only when this returns may <paramref name="frame"/> be sent.</summary>
    /// <param name="content">What it shows; lines of files that are in the room, or of the release that it is compared with.</param>
    /// <param name="mark">The visible mark that is drawn over it.</param>
    /// <param name="frame">The frame's bytes.</param>
    /// <param name="response">SHA-256 of the whole response that carries it; null where there is none.</param>
    /// <param name="cancellationToken">Ends the wait for the session's other acts; what is being recorded is recorded.</param>
    /// <returns>The act's position in the ledger.</returns>
    /// <exception cref="ActRefusedException">The session is over, or its budget of lines is spent; nothing may be shown.</exception>
    /// <exception cref="CentreFaultException">The act cannot be recorded; nothing may be shown.</exception>
    public async Task<LogIndex> ShowAsync(FrameContent content, string mark, ReadOnlyMemory<byte> frame, Digest? response, CancellationToken cancellationToken)
    {
        RequireInRoom(content);
        var lines = content.LineCount;
        return await InTurnAsync(
            async () =>
            {
                if (_linesShown + lines > _rules.LinesPerSession)
                {
                    throw new ActRefusedException($"This session may be shown {_rules.LinesPerSession:N0} lines, and {_linesShown:N0} were. Open a new session, or ask the host for a larger budget.");
                }

                if (!Laboratory.TryReserve(lines, _together))
                {
                    throw new ActRefusedException($"All sessions of this engagement together may be shown {_together:N0} lines, and {Laboratory.LinesShown:N0} were. Ask the host to agree on more, or on a deeper tier.");
                }

                try
                {
                    return await RecordFrameAsync(content, lines, mark, frame, response);
                }
                finally
                {
                    Laboratory.Release(lines);
                }
            },
            cancellationToken);
    }

    /// <summary>Writes a note at a line; gives its identifier.</summary>
    /// <exception cref="ActRefusedException">The session is over, the file or line is not in the room, or the text is none.</exception>
    public async Task<string> WriteNoteAsync(string path, int line, string text, CancellationToken cancellationToken)
    {
        var content = Anchor(path, line);
        ActText.Require(text, "note", MaxText, multiline: true);
        var id = NewId("n");
        await WriteAsync(() => new WrittenDetail(new NoteDetail(id, path, content, line, text), null), cancellationToken);
        return id;
    }

    /// <summary>Records a finding at a line; gives its identifier.</summary>
    /// <exception cref="ActRefusedException">The session is over, the file or line is not in the room, or a text is none.</exception>
    public async Task<string> WriteFindingAsync(string path, int line, FindingSeverity severity, string title, string text, CancellationToken cancellationToken)
    {
        var content = Anchor(path, line);
        ActText.Require(title, "title", 200);
        ActText.Require(text, "description", MaxText, multiline: true);
        var id = NewId("f");
        await WriteAsync(() => new WrittenDetail(null, new FindingDetail(id, title, severity, path, content, line, text, false), [new FindingKnown(id, Person, null, KnownHow.Wrote, Today)]), cancellationToken);
        return id;
    }

    /// <summary>Takes a finding back; that it was made stays on record.</summary>
    /// <exception cref="ActRefusedException">The session is over, or there is no such finding that stands.</exception>
    public Task WithdrawFindingAsync(string finding, CancellationToken cancellationToken) => WriteAsync(
        () => new WrittenDetail(null, Standing(finding) with { Withdrawn = true }), cancellationToken);

    /// <summary>Forgets the session's key. End the session first.</summary>
    public void Dispose()
    {
        _over = true;
        _key.Dispose();
    }

    /// <summary>Asks the gates again where anything changed; gives why the reviewer is kept out, and shows nothing more then.</summary>
    internal async Task<string?> AskGatesAsync()
    {
        var refusal = _over || _isKeptOut ? null : await _keptOut();
        _isKeptOut |= refusal is not null;
        return refusal;
    }

    /// <summary>Ends the session, in turn, and records it. Left by the person, ended by the centre.</summary>
    internal async Task EndAsync(SessionEnd end)
    {
        await _oneAtATime.WaitAsync(CancellationToken.None);
        try
        {
            if (_over)
            {
                return;
            }

            // Over first: when recording fails nothing more is shown, and the next start records that it was interrupted.
            _over = true;
            await _centre.RecordAsync(new SessionClosed(Id, Engagement, end), end == SessionEnd.Left ? _actor : Actor.Console, CancellationToken.None);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private async Task<LogIndex> RecordFrameAsync(FrameContent content, long lines, string mark, ReadOnlyMemory<byte> frame, Digest? response)
    {
        var detail = new FrameDetail(content.Kind, content.Request, content.Lines, mark, Renderer, Digest.Of(frame.Span), response);
        var part = _key.Seal(RoomPart.FrameKindName, detail, FrameDelivered.LeastBytes);
        var act = new FrameDelivered(Id, Engagement, Volume(lines)) { Sealed = part };
        var position = await _centre.RecordAsync(act, _actor, CancellationToken.None);
        var now = _centre.Time.GetUtcNow();
        Laboratory.Add(new RecordedAct(position, UtcTime.Whole(now), _actor, RoomPart.FrameKindName, act), _key);
        Interlocked.Add(ref _linesShown, lines);
        Interlocked.Exchange(ref _lastShown, now.UtcTicks);
        return position;
    }

    private static string NewId(string kind) => $"{kind}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";

    private static LineVolume Volume(long lines) => lines switch
    {
        0 => LineVolume.None,
        <= 50 => LineVolume.UpTo50,
        <= 200 => LineVolume.UpTo200,
        <= 1000 => LineVolume.UpTo1000,
        _ => LineVolume.More,
    };

    /// <summary>A frame that would show anything but lines of this room is a fault of the page, and is neither recorded nor sent.</summary>
    private void RequireInRoom(FrameContent content)
    {
        foreach (var range in content.Lines)
        {
            if (!(IsIn(Tree, range) || (Comparison is { } compared && IsIn(compared.Older, range))) || range.From < 1 || range.To < range.From)
            {
                throw new ArgumentException("The frame names lines that are not in this room.", nameof(content));
            }
        }
    }

    private static bool IsIn(ScopedSeal tree, LineRange range) => tree.Contains(range.Path) && tree.File(range.Path).Digest == range.Content;

    private Digest Anchor(string path, int line)
    {
        if (!Tree.Contains(path) || Tree.File(path) is not { } file || line < 1 || line > Math.Max(1, file.Lines))
        {
            throw new ActRefusedException($"There is no line {line} of {path} in this room.");
        }

        return file.Digest;
    }

    private Task<LogIndex> WriteAsync(Func<WrittenDetail> detail, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            var written = detail();
            var part = _key.Seal(RoomPart.WrittenKindName, written, SomethingWritten.LeastFor(written));
            var position = await _centre.RecordAsync(new SomethingWritten(Id, Engagement) { Sealed = part }, _actor, CancellationToken.None);

            // Read back for its time, which notes and findings show.
            Laboratory.Add(_centre.ReadAct(position), _key);
            return position;
        },
        cancellationToken);

    private async Task<LogIndex> InTurnAsync(Func<Task<LogIndex>> act, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (_over || Due(_centre.Time.GetUtcNow()) is not null)
            {
                throw new ActRefusedException("The session is locked. Open a new one to read on.");
            }

            if (await AskGatesAsync() is { } refusal)
            {
                throw new ActRefusedException($"The session is locked: things have changed. {refusal}");
            }

            return await act();
        }
        finally
        {
            _oneAtATime.Release();
        }
    }
}
