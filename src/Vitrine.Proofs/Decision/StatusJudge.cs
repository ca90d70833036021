using System.Collections.Immutable;

namespace Vitrine.Proofs;

/// <summary>The newest status of each signer that the policy names, from the bundle or held in the state.</summary>
internal sealed class StatusJudge
{
    private readonly Dictionary<PublicKey, Candidate> _newest = [];

    private StatusJudge()
    {
    }

    /// <summary>Whether a signer has issued two statuses with one number.</summary>
    internal bool Contradicts { get; private set; }

    /// <summary>Whether the bundle's status is by someone whom the policy does not name; that is refused already.</summary>
    private bool IsStrangers { get; set; }

    /// <summary>Held statuses that the policy of the day does not accept.</summary>
    internal int Unused { get; private set; }

    /// <summary>The times that the signers put their names to.</summary>
    internal IEnumerable<DateTimeOffset> Issued => _newest.Values.Select(static c => c.Status.Predicate.Issued);

    /// <summary>The bundle's, by signers whom the policy names, newest or not.</summary>
    internal List<Said<StatusPredicate>> Given { get; } = [];

    /// <summary>The newest of each signer.</summary>
    internal IEnumerable<Said<StatusPredicate>> Newest => _newest.Values.Select(static c => c.Status);

    /// <summary>Gathers; a bundle's status by a signer whom the policy does not name, or that contradicts a held one, is refused.</summary>
    internal static StatusJudge Collect(
        ImmutableArray<Said<StatusPredicate>> given, Policy policy, GateState state, CheckpointJudge checkpoints, Refusals refusals)
    {
        var judge = new StatusJudge();
        foreach (var bundle in state.Logs.Values.SelectMany(static log => log.Statuses))
        {
            if (Held(bundle, policy, checkpoints) is { } held)
            {
                judge.Take(new Candidate(held, Held: true), refusals);
            }
            else
            {
                judge.Unused++;
            }
        }

        foreach (var status in given)
        {
            if (policy.StatusSigners.Contains(status.Line.Key))
            {
                judge.Given.Add(status);
                judge.Take(new Candidate(status, Held: false), refusals);
            }
            else
            {
                judge.IsStrangers = true;
                refusals.Add(
                    GateReason.WrongKey,
                    $"The status is signed by key {status.Line.Key}, which the policy does not name for statuses.",
                    "Fetch a status of a signer whom the policy names, or name this key if you trust it.");
            }
        }

        return judge;
    }

    /// <summary>Whether something is revoked, by any of the newest statuses.</summary>
    internal Revocation? Find(RevokedKind kind, Digest digest) =>
        _newest.Values.SelectMany(static c => c.Status.Predicate.Revoked).FirstOrDefault(r => r.Kind == kind && r.Digest == digest);

    /// <summary>The newest status by its time, and whether it is fresh.</summary>
    internal StatusFacts? Judge(Policy policy, DateTimeOffset now, Refusals refusals)
    {
        if (_newest.Count == 0)
        {
            if (!IsStrangers)
            {
                refusals.Add(
                    GateReason.NoStatus,
                    "There is no status, so nothing says whether release and certificate still hold.",
                    "Fetch a bundle with a status, or take one in with \"update\".");
            }

            return null;
        }

        var (newest, held) = _newest.Values.OrderByDescending(static c => c.Status.Predicate.Issued).First();
        var said = newest.Predicate;
        if (said.Expires <= now)
        {
            refusals.Add(
                GateReason.StatusStale,
                $"Status {said.Number} counted until {UtcTime.Format(said.Expires)}; it is {UtcTime.Format(now)}.",
                "Take in a newer status with \"update\", or fetch a newer bundle.");
        }
        else if (now - said.Issued > policy.StatusAge)
        {
            refusals.Add(
                GateReason.StatusStale,
                $"Status {said.Number} was issued at {UtcTime.Format(said.Issued)}, more than {Words.Age(policy.StatusAge)} before {UtcTime.Format(now)}.",
                "Take in a newer status with \"update\", or fetch a newer bundle.");
        }

        return new StatusFacts(said.Number, said.Issued, said.Expires, newest.Line.Payload, held);
    }

    /// <summary>What the statuses that still count say of lists and parties.</summary>
    internal StatedFacts Facts(Policy policy, DateTimeOffset now) => new(
        policy,
        [.. Newest.Select(static s => s.Predicate).OrderByDescending(static p => p.Issued)],
        [.. Newest.Select(static s => s.Predicate).Where(p => p.Expires > now && now - p.Issued <= policy.StatusAge).OrderByDescending(static p => p.Issued)],
        now);

    /// <summary>Refuses a status that is older than the one held of the same signer.</summary>
    internal void RefuseOlder(Said<StatusPredicate> given, Refusals refusals)
    {
        if (_newest.TryGetValue(given.Line.Key, out var newest) && newest.Status.Predicate.Number > given.Predicate.Number)
        {
            refusals.Add(
                GateReason.Rollback,
                $"Status {newest.Status.Predicate.Number} is held already; this is status {given.Predicate.Number}.",
                "Nothing needs to be done, or fetch the newest status.");
        }
    }

    /// <summary>A held status, if the policy of the day accepts it; else it stays in the state, unused.</summary>
    private static Said<StatusPredicate>? Held(SigstoreBundle bundle, Policy policy, CheckpointJudge checkpoints)
    {
        var unused = new Refusals();
        return Evidence.Prove(bundle, 0, checkpoints, unused) is { } line
            && !unused.Any
            && policy.StatusSigners.Contains(line.Key)
            && TryRead(line, out var predicate)
            ? new Said<StatusPredicate>(line, predicate!)
            : null;
    }

    private static bool TryRead(EvidenceLine line, out StatusPredicate? predicate)
    {
        predicate = null;
        try
        {
            predicate = line.Statement.PredicateType == StatusPredicate.Type ? StatusPredicate.Read(line.Statement) : null;
        }
        catch (StatementFormatException)
        {
            // Written by another version of this program; what it cannot read it does not use.
        }

        return predicate is not null;
    }

    private void Take(Candidate candidate, Refusals refusals)
    {
        var status = candidate.Status;
        if (!_newest.TryGetValue(status.Line.Key, out var other)
            || status.Predicate.Number > other.Status.Predicate.Number
            || status.Line.Payload == other.Status.Line.Payload)
        {
            _newest[status.Line.Key] = candidate;
        }
        else if (status.Predicate.Number == other.Status.Predicate.Number)
        {
            Contradicts = true;
            refusals.Add(
                GateReason.Fork,
                $"Its signer has issued two different statuses with number {status.Predicate.Number}.",
                "Keep both files and ask the signer; one of them was made to deceive.");
        }
    }

    private sealed record Candidate(Said<StatusPredicate> Status, bool Held);
}
