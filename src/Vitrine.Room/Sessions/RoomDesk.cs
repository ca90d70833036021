using System.Collections.Concurrent;
using System.Security.Cryptography;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;
using Vitrine.Seals;

namespace Vitrine.Room;

/// <summary>The rooms of a running server: opens sessions, keeps their trees in memory, ends them.</summary>
/// <remarks>Sessions live in this process alone. Those that a stopped server left open are closed as interrupted when the next one starts.</remarks>
public sealed class RoomDesk : IAsyncDisposable
{
    private readonly OpenCentre _centre;
    private readonly SealStore _seals;
    private readonly ConcurrentDictionary<string, RoomSession> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<SealRoot, OpenSeal> _open = [];
    private readonly Dictionary<string, LaboratoryView> _laboratories = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _entering = new(1, 1);

    /// <summary>Takes the centre and its seals; both outlive the desk.</summary>
    public RoomDesk(OpenCentre centre, SealStore seals)
    {
        _centre = centre;
        _seals = seals;
    }

    /// <summary>Closes sessions that an earlier process left open.</summary>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Session> left;
        using (var views = _centre.Snapshot())
        {
            left = Sessions.Open(views);
        }

        foreach (var session in left.Where(session => !_sessions.ContainsKey(session.Id)))
        {
            await _centre.RecordAsync(new SessionClosed(session.Id, session.Engagement, SessionEnd.Interrupted), Actor.Console, cancellationToken);
        }

        await SealSessionsAsync(left.Count, cancellationToken);
    }

    /// <summary>Opens a session for a reviewer whose laboratory has the engagement. The gates are the rules of the room.</summary>
    /// <exception cref="ActRefusedException">The room is not open to this person now.</exception>
    public async Task<RoomSession> EnterAsync(SignedIn reviewer, string engagement, string terminal, CancellationToken cancellationToken)
    {
        await _entering.WaitAsync(cancellationToken);
        try
        {
            if (Find(reviewer.Person, engagement) is { } already)
            {
                return already;
            }

            Engagement room;
            Party laboratory, host, authority;
            PartyKeys keys;
            using (var views = _centre.Snapshot())
            {
                room = Engagements.Find(engagement, views) ?? throw new ActRefusedException($"There is no engagement {engagement}.");
                keys = KeysFor(reviewer, room);

                laboratory = Parties.Find(room.Laboratory, views)!;
                host = Parties.Find(room.Host, views)!;
                authority = Parties.Find(room.Authority, views)!;
            }

            var actor = new Actor(reviewer.Person, Role.Reviewer);
            var key = SessionKey.Create("s-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5)));
            try
            {
                await _centre.RecordAsync(new SessionOpened(key.Session, engagement, terminal, key.WrapTo(laboratory.OpeningKey, host.OpeningKey, authority.OpeningKey)), actor, cancellationToken);
                var session = new RoomSession(_centre, engagement, reviewer.Name, actor, key, room.Rules!, Tree(room), View(engagement, keys.Opening, cancellationToken), _centre.Time.GetUtcNow());
                _sessions[session.Id] = session;
                return session;
            }
            catch
            {
                key.Dispose();
                throw;
            }
        }
        finally
        {
            _entering.Release();
        }
    }

    /// <summary>The open session of a person in an engagement; null where there is none.</summary>
    public RoomSession? Find(string person, string engagement) =>
        _sessions.Values.FirstOrDefault(session => session.Person == person && session.Engagement == engagement && !session.IsOver && session.Due(_centre.Time.GetUtcNow()) is null);

    /// <summary>An open session by its identifier; null where there is none.</summary>
    public RoomSession? FindSession(string session) => _sessions.GetValueOrDefault(session);

    /// <summary>What the laboratory knows of an engagement, opened with its key.</summary>
    public LaboratoryView View(string engagement, OpeningKey laboratory, CancellationToken cancellationToken)
    {
        lock (_laboratories)
        {
            if (!_laboratories.TryGetValue(engagement, out var view))
            {
                _laboratories[engagement] = view = LaboratoryView.Open(_centre, engagement, laboratory, cancellationToken);
            }

            return view;
        }
    }

    /// <summary>The tree of an engagement, in scope.</summary>
    /// <exception cref="ActRefusedException">The engagement has no seal yet.</exception>
    public ScopedSeal Tree(Engagement engagement)
    {
        var root = new SealRoot(engagement.Seal ?? throw new ActRefusedException("No seal is named for this engagement yet."));
        lock (_open)
        {
            if (!_open.TryGetValue(root, out var seal))
            {
                _open[root] = seal = _seals.Open(root);
            }

            return seal.In(Scope.Of(engagement.Include, engagement.Exclude));
        }
    }

    /// <summary>What a conclusion would rest on now.</summary>
    /// <exception cref="ActRefusedException">The person's laboratory does not have the engagement, or it has no seal.</exception>
    public (CoverageCount Coverage, ReviewFindings Findings) Conclude(SignedIn reviewer, Engagement engagement, CancellationToken cancellationToken)
    {
        var keys = KeysFor(reviewer, engagement);
        try
        {
            var view = View(engagement.Id, keys.Opening, cancellationToken);
            return (CoverageCount.Of(Tree(engagement), view), CertificateDesk.Count(view));
        }
        finally
        {
            Forget();
        }
    }

    /// <summary>Signs the laboratory's conclusion with the keys that the reviewer's sign-in opened; gives the certificate's digest.</summary>
    /// <exception cref="ActRefusedException">The engagement cannot be certified now.</exception>
    public async Task<Digest> CertifyAsync(SignedIn reviewer, Engagement engagement, ReviewConclusion conclusion, TimeSpan validity, CancellationToken cancellationToken)
    {
        var keys = KeysFor(reviewer, engagement);
        try
        {
            return await CertificateDesk.IssueAsync(
                _centre, engagement, Tree(engagement), View(engagement.Id, keys.Opening, cancellationToken), keys, conclusion, validity, new Actor(reviewer.Person, reviewer.Role), cancellationToken);
        }
        finally
        {
            Forget();
        }
    }

    /// <summary>Ends a session, anchors the ledger, and forgets what no other session needs.</summary>
    public async Task LeaveAsync(RoomSession session, SessionEnd end, CancellationToken cancellationToken)
    {
        await session.EndAsync(end, cancellationToken);
        if (_sessions.TryRemove(session.Id, out _))
        {
            session.Dispose();
            Forget();
            await SealSessionsAsync(1, cancellationToken);
        }
    }

    /// <summary>Ends the sessions of a room that was closed.</summary>
    public async Task CloseAsync(string engagement, CancellationToken cancellationToken)
    {
        foreach (var session in _sessions.Values.Where(session => session.Engagement == engagement).ToList())
        {
            await LeaveAsync(session, SessionEnd.RoomClosed, cancellationToken);
        }
    }

    /// <summary>Ends the sessions of a person who signs out.</summary>
    public async Task LeaveAllAsync(string person, CancellationToken cancellationToken)
    {
        foreach (var session in _sessions.Values.Where(session => session.Person == person).ToList())
        {
            await LeaveAsync(session, SessionEnd.Left, cancellationToken);
        }
    }

    /// <summary>Ends every session that is idle or out of hours.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        foreach (var session in _sessions.Values.ToList())
        {
            if (session.Due(_centre.Time.GetUtcNow()) is { } end)
            {
                await LeaveAsync(session, end, cancellationToken);
            }
        }
    }

    /// <summary>Ends all sessions as interrupted.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions.Values.ToList())
        {
            await LeaveAsync(session, SessionEnd.Interrupted, CancellationToken.None);
        }

        Forget();
        _entering.Dispose();
    }

    private static PartyKeys KeysFor(SignedIn reviewer, Engagement engagement) =>
        reviewer is { Role: Role.Reviewer, Keys: { } keys } && engagement.Concerns(reviewer.Role, reviewer.Party)
            ? keys
            : throw new ActRefusedException("This is for the reviewers of the engagement's laboratory.");

    private Task SealSessionsAsync(int ended, CancellationToken cancellationToken) => ended > 0 ? _centre.AnchorAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Plaintext and the laboratory's view stay in memory only while a session needs them.</summary>
    private void Forget()
    {
        var engagements = _sessions.Values.Select(session => session.Engagement).ToHashSet(StringComparer.Ordinal);
        var roots = _sessions.Values.Select(session => session.Tree.Root).ToHashSet();
        lock (_laboratories)
        {
            foreach (var engagement in _laboratories.Keys.Where(engagement => !engagements.Contains(engagement)).ToList())
            {
                _laboratories.Remove(engagement);
            }
        }

        lock (_open)
        {
            foreach (var root in _open.Keys.Where(root => !roots.Contains(root)).ToList())
            {
                _open.Remove(root, out var seal);
                seal!.Dispose();
            }
        }
    }
}
