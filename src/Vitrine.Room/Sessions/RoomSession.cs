using System.Security.Cryptography;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Seals;

namespace Vitrine.Room;

/// <summary>What a frame is about to show.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Request">The query for a search, the path for a file or folder.</param>
/// <param name="Lines">The lines of content in it.</param>
public sealed record FrameContent(FrameKind Kind, string Request, IReadOnlyList<LineRange> Lines)
{
    /// <summary>How many lines of content it shows.</summary>
    public int LineCount => Lines.Sum(range => range.To - range.From + 1);
}

/// <summary>One reviewer at one terminal. Whatever it shows is recorded, durably, before it is sent.</summary>
public sealed class RoomSession : IDisposable
{
    /// <summary>The version of what turns a frame into HTML; it changes whenever the HTML of a frame does.</summary>
    public const string Renderer = "text/2";

    private readonly OpenCentre _centre;
    private readonly Actor _actor;
    private readonly SessionKey _key;
    private readonly RoomRules _rules;
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private long _lastShown;
    private bool _over;

    internal RoomSession(OpenCentre centre, string engagement, string name, Actor actor, SessionKey key, RoomRules rules, ScopedSeal tree, LaboratoryView laboratory, DateTimeOffset opened)
    {
        _centre = centre;
        _actor = actor;
        _key = key;
        _rules = rules;
        Engagement = engagement;
        Name = name;
        Tree = tree;
        Laboratory = laboratory;
        Opened = opened;
        _lastShown = opened.UtcTicks;
    }

    /// <summary>The session's identifier.</summary>
    public string Id => _key.Session;

    /// <summary>The engagement.</summary>
    public string Engagement { get; }

    /// <summary>The person.</summary>
    public string Person => _actor.Person;

    /// <summary>The account's name, which the visible mark carries.</summary>
    public string Name { get; }

    /// <summary>When it began, UTC.</summary>
    public DateTimeOffset Opened { get; }

    /// <summary>The part of the seal that is in scope. Nothing else exists here.</summary>
    public ScopedSeal Tree { get; }

    /// <summary>What the laboratory knows of the engagement.</summary>
    public LaboratoryView Laboratory { get; }

    /// <summary>The rules it runs under.</summary>
    public RoomRules Rules => _rules;

    /// <summary>Lines shown so far, repeats counted.</summary>
    public int LinesShown { get; private set; }

    /// <summary>The visible mark of frames shown now: who, which session, when.</summary>
    public string Mark => $"{Name} · {Id} · {UtcTime.Format(_centre.Time.GetUtcNow())}";

    /// <summary>When the session locks if nothing more is shown.</summary>
    public DateTimeOffset LocksAt => new DateTimeOffset(Interlocked.Read(ref _lastShown), TimeSpan.Zero).AddMinutes(_rules.IdleMinutes);

    /// <summary>Whether it is still open.</summary>
    public bool IsOver => _over;

    internal SessionEnd? Due(DateTimeOffset now) =>
        now >= LocksAt ? SessionEnd.Idle
        : now.Hour < _rules.FromHour || now.Hour >= _rules.ToHour ? SessionEnd.RoomClosed
        : null;

    /// <summary>Records a frame. Only when this returns may <paramref name="frame"/> be sent.</summary>
    /// <param name="content">What it shows.</param>
    /// <param name="mark">The visible mark that is drawn into it.</param>
    /// <param name="frame">The frame's bytes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ActRefusedException">The session is over, or its budget of lines is spent; nothing may be shown.</exception>
    /// <returns>The act's position in the ledger.</returns>
    public async Task<LogIndex> ShowAsync(FrameContent content, string mark, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        var lines = content.LineCount;
        var act = await RecordAsync(
            RoomPart.FrameKindName,
            () => LinesShown + lines <= _rules.LinesPerSession
                ? new FrameDetail(content.Kind, content.Request, content.Lines, mark, Renderer, Digest.Of(frame.Span))
                : throw new ActRefusedException($"This session may be shown {_rules.LinesPerSession:N0} lines, and {LinesShown:N0} were. Open a new session, or ask the host for a larger budget."),
            part => new FrameDelivered(Id, Engagement, Volume(lines)) { Sealed = part },
            cancellationToken);
        LinesShown += lines;
        Interlocked.Exchange(ref _lastShown, _centre.Time.GetUtcNow().UtcTicks);
        return act;
    }

    /// <summary>Writes a note at a line; gives its identifier.</summary>
    /// <exception cref="ActRefusedException">The file or line is not in the room, or the text is empty or too long.</exception>
    public async Task<string> WriteNoteAsync(string path, int line, string text, CancellationToken cancellationToken)
    {
        var content = Anchor(path, line);
        Bound(text, "note", 4000);
        var id = NewId("n");
        await RecordAsync(RoomPart.NoteKindName, () => new NoteDetail(id, path, content, line, text), part => new NoteWritten(Id, Engagement) { Sealed = part }, cancellationToken);
        return id;
    }

    /// <summary>Records a finding at a line; gives its identifier.</summary>
    /// <exception cref="ActRefusedException">The file or line is not in the room, or a text is empty or too long.</exception>
    public async Task<string> WriteFindingAsync(string path, int line, FindingSeverity severity, string title, string text, CancellationToken cancellationToken)
    {
        var content = Anchor(path, line);
        Bound(title, "title", 200);
        Bound(text, "description", 8000);
        var id = NewId("f");
        await RecordAsync(
            RoomPart.FindingKindName,
            () => new FindingDetail(id, title, severity, path, content, line, text, false),
            part => new FindingWritten(Id, Engagement) { Sealed = part },
            cancellationToken);
        return id;
    }

    /// <summary>Takes a finding back; that it was made stays on record.</summary>
    /// <exception cref="ActRefusedException">There is no such finding.</exception>
    public Task WithdrawFindingAsync(string finding, CancellationToken cancellationToken)
    {
        var known = Laboratory.Findings.FirstOrDefault(one => one.Detail.Finding == finding)
            ?? throw new ActRefusedException($"There is no finding {finding}.");
        return RecordAsync(RoomPart.FindingKindName, () => known.Detail with { Withdrawn = true }, part => new FindingWritten(Id, Engagement) { Sealed = part }, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _over = true;
        _key.Dispose();
        _oneAtATime.Dispose();
    }

    internal async Task EndAsync(SessionEnd end, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (!_over)
            {
                _over = true;
                await _centre.RecordAsync(new SessionClosed(Id, Engagement, end), _actor, cancellationToken);
            }
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private static string NewId(string kind) => $"{kind}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";

    private static LineVolume Volume(int lines) => lines switch
    {
        0 => LineVolume.None,
        <= 50 => LineVolume.UpTo50,
        <= 200 => LineVolume.UpTo200,
        <= 1000 => LineVolume.UpTo1000,
        _ => LineVolume.More,
    };

    private static void Bound(string text, string what, int most)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > most)
        {
            throw new ActRefusedException($"A {what} has 1 to {most:N0} characters.");
        }
    }

    private Digest Anchor(string path, int line)
    {
        if (!Tree.Contains(path) || Tree.File(path) is not { } file || line < 1 || line > Math.Max(1, file.Lines))
        {
            throw new ActRefusedException($"There is no line {line} of {path} in this room.");
        }

        return file.Digest;
    }

    private async Task<LogIndex> RecordAsync<T>(string kind, Func<T> detail, Func<SealedPart, Act> act, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (_over || Due(_centre.Time.GetUtcNow()) is not null)
            {
                throw new ActRefusedException("The session is locked. Open a new one to read on.");
            }

            var made = act(_key.Seal(kind, detail()));
            var position = await _centre.RecordAsync(made, _actor, CancellationToken.None);
            Laboratory.Add(new RecordedAct(position, UtcTime.Whole(_centre.Time.GetUtcNow()), _actor, kind, made), _key);
            return position;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }
}
