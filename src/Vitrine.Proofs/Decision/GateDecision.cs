using System.Collections.Immutable;

namespace Vitrine.Proofs;

/// <summary>The gate's judgement: a function of file, bundle, policy, state and time, and of nothing else.</summary>
/// <remarks>
/// First the proofs: every line of the bundle must be signed, in the log, under a checkpoint that the policy trusts, and nothing may
/// contradict what was seen before. Only what passed is read for what it says. Whoever wrote the bundle is taken for an attacker.
/// </remarks>
public static class GateDecision
{
    /// <summary>How far a signer's clock may be ahead of this machine's.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Accepts or refuses a file. Never throws on what is in the bundle.</summary>
    /// <param name="artifact">The file.</param>
    /// <param name="bundle">The bytes of its bundle.</param>
    /// <param name="policy">What the operator asks.</param>
    /// <param name="state">What the gate has seen.</param>
    /// <param name="clock">This machine's time.</param>
    public static Verdict Decide(GateArtifact artifact, ReadOnlySpan<byte> bundle, Policy policy, GateState state, DateTimeOffset clock)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(state);
        var checkpoints = new CheckpointJudge(policy);
        var refusals = new Refusals();
        if (Evidence.Read(bundle, checkpoints, refusals) is not { } evidence)
        {
            return Refused(refusals, state);
        }

        var log = evidence.Log(checkpoints);
        if (!evidence.HoldsTogether(refusals))
        {
            return Refused(refusals, state, log);
        }

        var status = StatusJudge.Collect(evidence.Statuses, policy, state, checkpoints, refusals);
        if (status.Contradicts | ForkJudge.Check(evidence, status, state, refusals))
        {
            return Refused(refusals, state, log);
        }

        var now = Now(clock, state, evidence, status);
        var seen = state.Seeing(evidence, status, now.Signed);
        var judged = status.Judge(policy, now.Time, refusals);
        var facts = status.Facts(policy, now.Time);
        facts.RefuseStaleLists(refusals);
        var release = ReleaseJudge.Judge(artifact, evidence, policy, state, status, facts, refusals);
        if (release is null)
        {
            return Refused(refusals, seen, log, status: judged, lists: facts.Lists);
        }

        var certificates = CertificateJudge.Judge(evidence, release, policy, status, facts, now.Time, refusals);
        var rebuild = RebuildJudge.Judge(artifact, evidence, release, policy, status, facts, refusals);
        if (refusals.Any)
        {
            return Refused(refusals, seen, log, release, certificates, rebuild, judged, facts.Lists);
        }

        return new Verdict
        {
            Reasons = [],
            Assumptions = GateAssumptions.Of(artifact, policy, state, now, log!, release, certificates, rebuild!, judged!, facts, status.Unused),
            Release = release,
            Certificates = certificates,
            Rebuild = rebuild,
            Status = judged,
            Lists = facts.Lists,
            Log = log,
            State = seen.Accepting(policy.Product, release, log!.Origin),
        };
    }

    /// <summary>Takes a newer status into the state. The verdict is accepted if the status is new or held already, and fresh.</summary>
    /// <param name="bundle">The bytes of a bundle of one line, a status.</param>
    /// <param name="policy">What the operator asks.</param>
    /// <param name="state">What the gate has seen.</param>
    /// <param name="clock">This machine's time.</param>
    public static Verdict Update(ReadOnlySpan<byte> bundle, Policy policy, GateState state, DateTimeOffset clock)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(state);
        var checkpoints = new CheckpointJudge(policy);
        var refusals = new Refusals();
        if (Evidence.Read(bundle, checkpoints, refusals) is not { } evidence)
        {
            return Refused(refusals, state);
        }

        var log = evidence.Log(checkpoints);
        if (evidence.Lines.Length != 1 || evidence.Statuses.Length != 1)
        {
            refusals.Add(GateReason.NoStatus, "The file is not one status.", "Give the file of one line that the status's publisher offers.");
            return Refused(refusals, state, log);
        }

        var status = StatusJudge.Collect(evidence.Statuses, policy, state, checkpoints, refusals);
        ForkJudge.Check(evidence, status, state, refusals);
        status.RefuseOlder(evidence.Statuses[0], refusals);
        if (refusals.Any)
        {
            return Refused(refusals, state, log);
        }

        var now = Now(clock, state, evidence, status);
        var judged = status.Judge(policy, now.Time, refusals);
        return new Verdict
        {
            Reasons = refusals.Sorted(),
            Assumptions = refusals.Any ? [] : [GateAssumptions.Clock(now)],
            Status = judged,
            Log = log,
            State = state.Seeing(evidence, status, now.Signed),
        };
    }

    /// <summary>The time to judge by is never before a time that someone the policy trusts has put their name to.</summary>
    private static GateTime Now(DateTimeOffset clock, GateState state, Evidence evidence, StatusJudge status)
    {
        var signed = state.NewestTime;
        foreach (var time in evidence.CosignatureTimes().Concat(status.Issued))
        {
            signed = signed is { } newest && newest >= time ? newest : time;
        }

        return new GateTime(clock, signed);
    }

    private static Verdict Refused(
        Refusals refusals,
        GateState state,
        LogFacts? log = null,
        ReleaseFacts? release = null,
        ImmutableArray<CertificateFacts> certificates = default,
        RebuildFacts? rebuild = null,
        StatusFacts? status = null,
        ImmutableArray<ListFacts> lists = default) => new()
        {
            Reasons = refusals.Sorted(),
            Assumptions = ImmutableArray<string>.Empty,
            Release = release,
            Certificates = certificates.IsDefault ? [] : certificates,
            Rebuild = rebuild,
            Status = status,
            Lists = lists.IsDefault ? [] : lists,
            Log = log,
            State = state,
        };
}

/// <summary>This machine's clock, and the newest time that was signed.</summary>
internal readonly record struct GateTime(DateTimeOffset Clock, DateTimeOffset? Signed)
{
    internal bool ClockIsBehind => Signed > Clock;

    internal DateTimeOffset Time => ClockIsBehind ? Signed!.Value : Clock;
}
