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
    private readonly List<WrittenKnowledge> _known = [];
    private readonly Dictionary<string, (LogIndex Position, string Person)> _proposed = [];
    private long _shown;
    private long _reserved;

    private LaboratoryView(string engagement) => Engagement = engagement;

    /// <summary>The engagement.</summary>
    public string Engagement { get; }

    /// <summary>Opens every sealed part of the engagement so far.</summary>
    /// <exception cref="CryptographicException">The key is not the laboratory's, or a part was altered.</exception>
    public static LaboratoryView Open(OpenCentre centre, string engagement, OpeningKey laboratory, CancellationToken cancellationToken)
    {
        var keys = new Dictionary<string, SessionKey>(StringComparer.Ordinal);
        try
        {
            List<LogIndex> positions;
            using (var views = centre.Snapshot())
            {
                foreach (var session in Sessions.OfEngagement(engagement, views))
                {
                    keys.Add(session.Id, SessionKey.Open(session.Id, session.Key, laboratory));
                }

                positions = Sessions.SealedActs(engagement, views);
            }

            var view = new LaboratoryView(engagement);
            foreach (var recorded in centre.ReadActs(positions))
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

    /// <summary>Takes in an act of a session just recorded, or read back from the ledger. Acts of several sessions may come in any order.</summary>
    /// <exception cref="CryptographicException">The key is another session's, or the part was altered.</exception>
    public void Add(RecordedAct recorded, SessionKey key)
    {
        if (recorded.Act.Sealed is not { } part)
        {
            return;
        }

        switch (recorded.Act)
        {
            case FrameDelivered:
                Add(recorded.By.Person, key.Open<FrameDetail>(RoomPart.FrameKindName, part));
                break;
            case SomethingWritten:
                Add(recorded, key.Open<WrittenDetail>(RoomPart.WrittenKindName, part));
                break;
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

    /// <summary>Who knows of a finding, in the order in which it was recorded.</summary>
    public IReadOnlyList<WrittenKnowledge> KnownBy(string finding)
    {
        lock (_lock)
        {
            return [.. _known.Where(one => one.Detail.Finding == finding).OrderBy(one => one.Position)];
        }
    }

    /// <summary>Who proposes to tell of a finding as it stands; null where nobody does: a finding that changes meanwhile is proposed anew.</summary>
    public string? ProposedBy(string finding)
    {
        lock (_lock)
        {
            return _proposed.TryGetValue(finding, out var proposal) && _findings.TryGetValue(finding, out var found) && proposal.Position.Value > found.Position.Value ? proposal.Person : null;
        }
    }

    /// <summary>Lines shown in the engagement so far, repeats counted.</summary>
    public long LinesShown
    {
        get
        {
            lock (_lock)
            {
                return _shown;
            }
        }
    }

    /// <summary>Sets lines aside for a frame that is about to be recorded, where the engagement's budget holds them; of several sessions at once none overruns it.</summary>
    internal bool TryReserve(long lines, long budget)
    {
        lock (_lock)
        {
            if (_shown + _reserved + lines > budget)
            {
                return false;
            }

            _reserved += lines;
            return true;
        }
    }

    /// <summary>Gives up what was set aside: the frame is recorded and counted, or was not.</summary>
    internal void Release(long lines)
    {
        lock (_lock)
        {
            _reserved -= lines;
        }
    }

    /// <summary>The contents of which lines were delivered to anyone.</summary>
    public IReadOnlyList<Digest> DeliveredContents
    {
        get
        {
            lock (_lock)
            {
                return [.. _delivered.Keys];
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

    private void Add(string person, FrameDetail frame)
    {
        lock (_lock)
        {
            foreach (var range in frame.Lines)
            {
                _shown += (long)range.To - range.From + 1;
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
    }

    private void Add(RecordedAct recorded, WrittenDetail written)
    {
        lock (_lock)
        {
            // The newest by its place in the ledger counts, whichever is taken in first.
            if (written.Note is { } note && !(_notes.TryGetValue(note.Note, out var noted) && noted.Position.Value > recorded.Position.Value))
            {
                _notes[note.Note] = new WrittenNote(recorded.Position, recorded.At, recorded.By.Person, note);
            }

            if (written.Finding is { } finding && !(_findings.TryGetValue(finding.Finding, out var found) && found.Position.Value > recorded.Position.Value))
            {
                _findings[finding.Finding] = new WrittenFinding(recorded.Position, recorded.At, recorded.By.Person, finding);
            }

            if (written.Proposed is { } proposed && !(_proposed.TryGetValue(proposed, out var older) && older.Position.Value > recorded.Position.Value))
            {
                _proposed[proposed] = (recorded.Position, recorded.By.Person);
            }

            _known.AddRange((written.Known ?? []).Select(known => new WrittenKnowledge(recorded.Position, recorded.At, recorded.By.Person, known)));
        }
    }
}

/// <summary>A note with who wrote it and when.</summary>
public sealed record WrittenNote(LogIndex Position, DateTimeOffset At, string Person, NoteDetail Detail);

/// <summary>That somebody knows of a finding, with who recorded it and when.</summary>
public sealed record WrittenKnowledge(LogIndex Position, DateTimeOffset At, string By, FindingKnown Detail);

/// <summary>A finding with who wrote it last and when.</summary>
public sealed record WrittenFinding(LogIndex Position, DateTimeOffset At, string Person, FindingDetail Detail);
