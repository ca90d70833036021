using System.Security.Cryptography;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Room;

/// <summary>
/// What the laboratory knows of its engagement: which lines were delivered to whom, its notes, its findings. It is opened from
/// the ledger's sealed parts with the laboratory's key, lives in memory, and is never stored.
/// </summary>
public sealed class LaboratoryView
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Digest, Dictionary<string, LineSet>> _delivered = [];
    private readonly Dictionary<string, WrittenNote> _notes = [];
    private readonly Dictionary<string, WrittenFinding> _findings = [];

    private LaboratoryView(string engagement) => Engagement = engagement;

    /// <summary>The engagement.</summary>
    public string Engagement { get; }

    /// <summary>Opens every sealed part of the engagement so far.</summary>
    /// <exception cref="CryptographicException">The key is not the laboratory's, or a part was altered.</exception>
    public static LaboratoryView Open(OpenCentre centre, string engagement, OpeningKey laboratory, CancellationToken cancellationToken)
    {
        List<LogIndex> positions;
        List<Session> sessions;
        using (var views = centre.Snapshot())
        {
            sessions = [.. Sessions.OfEngagement(engagement, views)];
            positions = views.Query(
                "SELECT n FROM centre_act WHERE subject = 'engagement:' || $1 AND kind IN ($2, $3, $4) ORDER BY n",
                row => new LogIndex((ulong)row.GetInt64(0)),
                engagement,
                RoomPart.FrameKindName,
                RoomPart.NoteKindName,
                RoomPart.FindingKindName);
        }

        var keys = sessions.ToDictionary(session => session.Id, session => SessionKey.Open(session.Id, session.Key, laboratory));
        try
        {
            var view = new LaboratoryView(engagement);
            foreach (var recorded in positions.Select(centre.ReadAct))
            {
                cancellationToken.ThrowIfCancellationRequested();
                view.Add(recorded, keys[((SessionAct)recorded.Act).Session]);
            }

            return view;
        }
        finally
        {
            foreach (var key in keys.Values)
            {
                key.Dispose();
            }
        }
    }

    /// <summary>Takes in an act of a session just recorded, or read back from the ledger.</summary>
    /// <exception cref="CryptographicException">The key is another session's, or the part was altered.</exception>
    public void Add(RecordedAct recorded, SessionKey key)
    {
        if (recorded.Act.Sealed is not { } part)
        {
            return;
        }

        lock (_lock)
        {
            switch (recorded.Act)
            {
                case FrameDelivered:
                    var frame = key.Open<FrameDetail>(RoomPart.FrameKindName, part);
                    foreach (var range in frame.Lines)
                    {
                        Deliver(recorded.By.Person, range);
                    }

                    break;
                case NoteWritten:
                    var note = key.Open<NoteDetail>(RoomPart.NoteKindName, part);
                    _notes[note.Note] = new WrittenNote(recorded.Position, recorded.At, recorded.By.Person, note);
                    break;
                case FindingWritten:
                    var finding = key.Open<FindingDetail>(RoomPart.FindingKindName, part);
                    _findings[finding.Finding] = new WrittenFinding(recorded.Position, recorded.At, recorded.By.Person, finding);
                    break;
            }
        }
    }

    /// <summary>Notes, oldest first.</summary>
    public IReadOnlyList<WrittenNote> Notes
    {
        get
        {
            lock (_lock)
            {
                return [.. _notes.Values.OrderBy(note => note.Position)];
            }
        }
    }

    /// <summary>Findings, gravest first.</summary>
    public IReadOnlyList<WrittenFinding> Findings
    {
        get
        {
            lock (_lock)
            {
                return [.. _findings.Values.OrderByDescending(finding => finding.Detail.Severity).ThenBy(finding => finding.Position)];
            }
        }
    }

    /// <summary>The lines of a content that were delivered to anyone.</summary>
    public LineSet DeliveredOf(Digest content)
    {
        var all = new LineSet();
        lock (_lock)
        {
            foreach (var (from, to) in _delivered.TryGetValue(content, out var people) ? people.Values.SelectMany(lines => lines.Ranges) : [])
            {
                all.Add(from, to);
            }
        }

        return all;
    }

    /// <summary>Lines delivered to each person, over all contents.</summary>
    public IReadOnlyDictionary<string, long> LinesByPerson
    {
        get
        {
            lock (_lock)
            {
                return _delivered.Values.SelectMany(people => people).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value.Count));
            }
        }
    }

    private void Deliver(string person, LineRange range)
    {
        if (!_delivered.TryGetValue(range.Content, out var people))
        {
            _delivered[range.Content] = people = [];
        }

        if (!people.TryGetValue(person, out var lines))
        {
            people[person] = lines = new LineSet();
        }

        lines.Add(range.From, range.To);
    }
}

/// <summary>A note with who wrote it and when.</summary>
public sealed record WrittenNote(LogIndex Position, DateTimeOffset At, string Person, NoteDetail Detail);

/// <summary>A finding with who wrote it last and when.</summary>
public sealed record WrittenFinding(LogIndex Position, DateTimeOffset At, string Person, FindingDetail Detail);
