using System.Collections.Concurrent;
using System.Security.Cryptography;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;
using Vitrine.Seals;

namespace Vitrine.Room;

/// <summary>The rooms of a running server: opens sessions, keeps their trees in memory, ends them.</summary>
/// <remarks>
/// Sessions live in this process alone. Those that a stopped server left open are closed as interrupted when the next one starts.
/// Plaintext and the laboratory's view are kept while a session needs them, and no longer.
/// </remarks>
public sealed class RoomDesk : IAsyncDisposable
{
    private readonly OpenCentre _centre;
    private readonly SealStore _seals;
    private readonly GateKeeper _gates;
    private readonly ConcurrentDictionary<string, RoomSession> _sessions = new(StringComparer.Ordinal);

    // What is kept for sessions changes only behind this door, so that nothing is forgotten that a session just took. Never disposed:
    // whoever still waits for it is let in, and refused.
    private readonly SemaphoreSlim _door = new(1, 1);
    private readonly Dictionary<SealRoot, OpenSeal> _open = [];
    private readonly Dictionary<(SealRoot Root, string Scope), ScopedSeal> _trees = [];
    private readonly Dictionary<string, LaboratoryView> _laboratories = new(StringComparer.Ordinal);
    private readonly Dictionary<(ScopedSeal Older, ScopedSeal Newer), Comparison> _comparisons = [];

    /// <summary>Takes the centre and its seals; both outlive the desk.</summary>
    public RoomDesk(OpenCentre centre, SealStore seals)
    {
        _centre = centre;
        _seals = seals;
        _gates = new GateKeeper(centre);
    }

    /// <summary>Closes sessions that an earlier process left open, and finishes destructions that were cut off.</summary>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Session> left;
        using (var views = _centre.Snapshot())
        {
            left = [.. Sessions.Open(views).Where(session => !_sessions.ContainsKey(session.Id))];
        }

        foreach (var session in left)
        {
            await _centre.RecordAsync(new SessionClosed(session.Id, session.Engagement, SessionEnd.Interrupted), Actor.Console, cancellationToken);
        }

        if (left.Count > 0)
        {
            await _centre.AnchorAsync(cancellationToken);
        }

        try
        {
            await SealDesk.RecoverAsync(_centre, _seals, cancellationToken);
        }
        catch (SealStoreException busy) when (busy.Fault == SealStoreFault.Busy)
        {
            // A command seals or destroys right now; what is left over is done at the next start.
        }
    }

    /// <summary>Opens a session for a reviewer whose laboratory has the engagement, or gives the one that is open. The gates are asked in any case.</summary>
    /// <exception cref="ActRefusedException">The room is not open to this person now.</exception>
    /// <exception cref="SealStoreException">The seal cannot be read.</exception>
    public async Task<RoomSession> EnterAsync(SignedIn reviewer, string engagement, string terminal, CancellationToken cancellationToken)
    {
        await _door.WaitAsync(cancellationToken);
        try
        {
            return Find(reviewer.Person, engagement, terminal) is { } open && await open.AskGatesAsync() is null
                ? open
                : await OpenAsync(reviewer, engagement, terminal, cancellationToken);
        }
        finally
        {
            Forget();
            _door.Release();
        }
    }

    /// <summary>The open session of a person in an engagement, at any terminal; null where there is none.</summary>
    public RoomSession? Find(string person, string engagement) => FindAll(person, engagement).FirstOrDefault();

    /// <summary>The open session of a person in an engagement at a terminal; null where there is none.</summary>
    public RoomSession? Find(string person, string engagement, string terminal) => FindAll(person, engagement).FirstOrDefault(session => session.Terminal == terminal);

    /// <summary>An open session by its identifier; null where there is none.</summary>
    public RoomSession? FindSession(string session) => _sessions.TryGetValue(session, out var open) && !open.IsOver ? open : null;

    /// <summary>
    /// Opens the earlier release that the host agreed to have compared, within the scope of its own engagement, for a session whose person the gates of that engagement let in too. Asked before every
    /// look, since all of it may change.
    /// </summary>
    /// <exception cref="ActRefusedException">The session is over, the room compares with nothing, or a gate of the earlier engagement keeps the person out.</exception>
    /// <exception cref="SealStoreException">The older seal cannot be read.</exception>
    public async Task<Comparison> CompareAsync(RoomSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        await _door.WaitAsync(cancellationToken);
        try
        {
            Engagement? earlier;
            using (var views = _centre.Snapshot())
            {
                var room = Engagements.Find(session.Engagement, views)!;
                earlier = session.Rules.ComparesWith is { } named ? DisclosureRules.Earlier(named, room, views) : null;
            }

            if (earlier is null || FindSession(session.Id) is null)
            {
                throw new ActRefusedException("This room compares with no earlier release. The host agrees to that when it decides on the disclosure.");
            }

            if (await _gates.AskAgainAsync(Comparing(session.Id), earlier.Id, session.Person, session.Terminal) is { } refusal)
            {
                throw new ActRefusedException($"You cannot be shown version {earlier.Version}. {refusal}");
            }

            var older = Tree(earlier, isSearched: false);
            if (!_comparisons.TryGetValue((older, session.Tree), out var comparison))
            {
                _comparisons[(older, session.Tree)] = comparison = new Comparison(earlier, older, session.Tree);
            }

            return session.Comparison = comparison;
        }
        finally
        {
            Forget();
            _door.Release();
        }
    }

    /// <summary>The earlier engagements that a room of this one could compare with, newest first.</summary>
    public static IReadOnlyList<Engagement> Comparable(Engagement engagement, Microsoft.Data.Sqlite.SqliteConnection views) =>
        [.. Engagements.List(views).Where(one => DisclosureRules.Earlier(one.Id, engagement, views) is not null)];

    /// <summary>What a conclusion would rest on now.</summary>
    /// <exception cref="ActRefusedException">The person's laboratory does not have the engagement, or it has no seal.</exception>
    public (CoverageCount Coverage, ReviewFindings Findings) Conclude(SignedIn reviewer, Engagement engagement, CancellationToken cancellationToken)
    {
        var keys = KeysFor(reviewer, engagement);
        using var seal = _seals.Open(Root(engagement));
        var view = LaboratoryView.Open(_centre, engagement.Id, keys.Opening, cancellationToken);
        return (CoverageCount.Of(In(seal, engagement), view, EarlierReviews.Open(_centre, engagement, keys.Opening, cancellationToken)), CertificateDesk.Count(view));
    }

    /// <summary>Signs the laboratory's conclusion with the keys that the reviewer's sign-in opened; gives the certificate's digest.</summary>
    /// <exception cref="ActRefusedException">The engagement cannot be certified now.</exception>
    public async Task<Digest> CertifyAsync(SignedIn reviewer, Engagement engagement, ReviewConclusion conclusion, TimeSpan validity, CancellationToken cancellationToken)
    {
        var keys = KeysFor(reviewer, engagement);
        using var seal = _seals.Open(Root(engagement));
        var view = LaboratoryView.Open(_centre, engagement.Id, keys.Opening, cancellationToken);
        return await CertificateDesk.IssueAsync(
            _centre, engagement, In(seal, engagement), view, EarlierReviews.Open(_centre, engagement, keys.Opening, cancellationToken), keys, conclusion, validity, new Actor(reviewer.Person, reviewer.Role), cancellationToken);
    }

    /// <summary>Ends a session, forgets what no other session needs, and anchors the ledger.</summary>
    /// <exception cref="CentreFaultException">The end, or the anchor, cannot be recorded; the session is over all the same.</exception>
    public async Task LeaveAsync(RoomSession session, SessionEnd end, CancellationToken cancellationToken)
    {
        try
        {
            await session.EndAsync(end);
        }
        finally
        {
            await RemoveAsync(session);
        }

        await _centre.AnchorAsync(cancellationToken);
    }

    /// <summary>Ends the sessions of a room that was closed.</summary>
    public Task CloseAsync(string engagement, CancellationToken cancellationToken) =>
        LeaveAllAsync(session => session.Engagement == engagement ? SessionEnd.RoomClosed : null, cancellationToken);

    /// <summary>Ends the sessions of a person who signs out.</summary>
    public Task LeaveAllAsync(string person, CancellationToken cancellationToken) =>
        LeaveAllAsync(session => session.Person == person ? SessionEnd.Left : null, cancellationToken);

    /// <summary>Ends every session that is idle or out of hours, or whose room was closed by someone else than this process.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        if (_sessions.IsEmpty)
        {
            return;
        }

        foreach (var session in _sessions.Values)
        {
            await session.AskGatesAsync();
        }

        HashSet<string> open;
        using (var views = _centre.Snapshot())
        {
            open = [.. Engagements.List(views).Where(engagement => engagement.State == EngagementState.Open).Select(engagement => engagement.Id)];
        }

        var now = _centre.Time.GetUtcNow();
        await LeaveAllAsync(session => session.Due(now) ?? (session.IsOver || !open.Contains(session.Engagement) ? SessionEnd.RoomClosed : null), cancellationToken);
    }

    /// <summary>Ends all sessions as interrupted.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions.Values.ToList())
        {
            try
            {
                await LeaveAsync(session, SessionEnd.Interrupted, CancellationToken.None);
            }
            catch (CentreFaultException)
            {
                // The centre has stopped, and its next start records this end. The session's memory is given up all the same.
            }
        }
    }

    private IEnumerable<RoomSession> FindAll(string person, string engagement) =>
        _sessions.Values.Where(session => session.Person == person && session.Engagement == engagement && !session.IsOver && session.Due(_centre.Time.GetUtcNow()) is null);

    private PartyKeys KeysFor(SignedIn reviewer, Engagement engagement)
    {
        if (reviewer is not { Role: Role.Reviewer, Keys: { } keys } || !engagement.Concerns(reviewer.Role, reviewer.Party))
        {
            throw new ActRefusedException("This is for the reviewers of the engagement's laboratory.");
        }

        using var views = _centre.Snapshot();
        var laboratory = Parties.Find(engagement.Laboratory, views)!;
        return keys.Opening.Holds(laboratory.OpeningKey)
            ? keys
            : throw new ActRefusedException($"The keys of this account are not those that {laboratory.Name} registered. Where they were changed, the account takes the new ones with: vitrine user keys NAME");
    }

    private static SealRoot Root(Engagement engagement) => new(engagement.Seal ?? throw new ActRefusedException("No seal is named for this engagement yet."));

    private static ScopedSeal In(OpenSeal seal, Engagement engagement) => seal.In(Scope.Of(engagement.Include, engagement.Exclude));

    private async Task LeaveAllAsync(Func<RoomSession, SessionEnd?> endOf, CancellationToken cancellationToken)
    {
        foreach (var session in _sessions.Values.ToList())
        {
            if (endOf(session) is { } end)
            {
                await LeaveAsync(session, end, cancellationToken);
            }
        }
    }

    /// <summary>What can fail comes before the act that opens the session: a session on record is one that somebody holds.</summary>
    private async Task<RoomSession> OpenAsync(SignedIn reviewer, string engagement, string terminal, CancellationToken cancellationToken)
    {
        Engagement room;
        Party laboratory, host, authority;
        using (var views = _centre.Snapshot())
        {
            room = Engagements.Find(engagement, views) ?? throw new ActRefusedException($"There is no engagement {engagement}.");
            laboratory = Parties.Find(room.Laboratory, views)!;
            host = Parties.Find(room.Host, views)!;
            authority = Parties.Find(room.Authority, views)!;
        }

        var keys = KeysFor(reviewer, room);
        if (room.State != EngagementState.Open || room.Rules is null)
        {
            throw new ActRefusedException($"The room of {room.Product} {room.Version} is not open.");
        }

        if (await _gates.AskAsync(room, reviewer.Person, terminal) is { } refusal)
        {
            throw new ActRefusedException($"You cannot enter. {refusal}");
        }

        var tree = Tree(room, isSearched: true);
        var view = View(engagement, keys.Opening, cancellationToken);
        var earlier = EarlierReviews.Open(_centre, room, keys.Opening, cancellationToken);
        var key = SessionKey.Create("s-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5)));
        try
        {
            var actor = new Actor(reviewer.Person, Role.Reviewer);
            var wraps = key.WrapTo(laboratory.OpeningKey, host.OpeningKey, authority.OpeningKey);
            await _centre.RecordAsync(new SessionOpened(key.Session, engagement, terminal, wraps), actor, CancellationToken.None);
            var session = new RoomSession(
                _centre, room, reviewer.Name, terminal, actor, key, tree, view, earlier, _centre.Time.GetUtcNow(), session => _gates.AskAgainAsync(session, engagement, reviewer.Person, terminal));
            _sessions[session.Id] = session;
            return session;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private LaboratoryView View(string engagement, OpeningKey laboratory, CancellationToken cancellationToken)
    {
        if (!_laboratories.TryGetValue(engagement, out var view))
        {
            _laboratories[engagement] = view = LaboratoryView.Open(_centre, engagement, laboratory, cancellationToken);
        }

        return view;
    }

    private static string Comparing(string session) => $"{session}, comparing";

    private ScopedSeal Tree(Engagement engagement, bool isSearched)
    {
        var root = Root(engagement);
        if (!_open.TryGetValue(root, out var seal))
        {
            _open[root] = seal = _seals.Open(root);
        }

        var scope = (root, string.Join('\n', [.. engagement.Include, "", .. engagement.Exclude]));
        if (!_trees.TryGetValue(scope, out var tree))
        {
            _trees[scope] = tree = In(seal, engagement);
        }

        if (isSearched)
        {
            _ = tree.PrepareAsync();
        }

        return tree;
    }

    private async Task RemoveAsync(RoomSession session)
    {
        await _door.WaitAsync(CancellationToken.None);
        try
        {
            if (_sessions.TryRemove(session.Id, out _))
            {
                _gates.Forget(session.Id);
                _gates.Forget(Comparing(session.Id));
                session.Dispose();
            }

            Forget();
        }
        finally
        {
            _door.Release();
        }
    }

    private void Forget()
    {
        foreach (var engagement in _laboratories.Keys.Except(_sessions.Values.Select(session => session.Engagement)).ToList())
        {
            _laboratories.Remove(engagement);
        }

        var compared = _sessions.Values.Select(session => session.Comparison).OfType<Comparison>().ToHashSet();
        foreach (var (pair, comparison) in _comparisons.Where(kept => !compared.Contains(kept.Value)).ToList())
        {
            _comparisons.Remove(pair);
            comparison.Dispose();
        }

        var trees = _sessions.Values.Select(session => session.Tree).Concat(compared.Select(comparison => comparison.Older)).ToHashSet();
        foreach (var (scope, _) in _trees.Where(kept => !trees.Contains(kept.Value)).ToList())
        {
            _trees.Remove(scope);
        }

        foreach (var root in _open.Keys.Except(trees.Select(tree => tree.Root)).ToList())
        {
            _open.Remove(root, out var seal);
            seal!.Dispose();
        }
    }
}
