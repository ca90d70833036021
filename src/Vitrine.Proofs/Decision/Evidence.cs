using System.Collections.Immutable;

namespace Vitrine.Proofs;

/// <summary>A bundle of which every line is proven: signed by the key it names, in a log of the policy, under a good checkpoint.</summary>
/// <remarks>Who the keys belong to, and whether they may say this, is not judged here.</remarks>
internal sealed class Evidence
{
    private Evidence(ImmutableArray<EvidenceLine> lines) => Lines = lines;

    internal ImmutableArray<EvidenceLine> Lines { get; }

    internal ImmutableArray<Said<ReleasePredicate>> Releases { get; private init; } = [];

    internal ImmutableArray<Said<ReviewPredicate>> Reviews { get; private init; } = [];

    internal ImmutableArray<Said<VsaPredicate>> Summaries { get; private init; } = [];

    internal ImmutableArray<Said<RebuildPredicate>> Rebuilds { get; private init; } = [];

    internal ImmutableArray<Said<StatusPredicate>> Statuses { get; private init; } = [];

    /// <summary>Reads and proves; null, with the reasons, where a line fails.</summary>
    internal static Evidence? Read(ReadOnlySpan<byte> bytes, CheckpointJudge checkpoints, Refusals refusals)
    {
        ImmutableArray<SigstoreBundle> bundles;
        try
        {
            bundles = BundleFile.Parse(bytes, checkpoints.Keys);
        }
        catch (BundleFormatException e)
        {
            refusals.Malformed(e.Message);
            return null;
        }

        var lines = ImmutableArray.CreateBuilder<EvidenceLine>(bundles.Length);
        for (var i = 0; i < bundles.Length; i++)
        {
            if (Prove(bundles[i], i + 1, checkpoints, refusals) is { } line)
            {
                lines.Add(line);
            }
        }

        return refusals.Any ? null : Sort(lines.MoveToImmutable(), refusals);
    }

    /// <summary>One release, one status, one checkpoint for all but a renewed status.</summary>
    internal bool HoldsTogether(Refusals refusals)
    {
        var before = refusals.Count;
        if (Releases.Length > 1)
        {
            refusals.Malformed("it holds more than one release.");
        }

        if (Statuses.Length > 1)
        {
            refusals.Malformed("it holds more than one status.");
        }

        var others = Lines.Where(line => Statuses.All(status => status.Line != line)).ToList();
        foreach (var line in others.Where(line => !line.Bundle.Checkpoint.AsSpan().SequenceEqual(others[0].Bundle.Checkpoint.AsSpan())).Take(1))
        {
            refusals.Malformed($"line {line.Number}: the proof ends in another checkpoint than those before it.");
        }

        foreach (var status in Statuses.Where(_ => others.Count > 0))
        {
            var (renewed, common) = (status.Line.Logged.Checkpoint, others[0].Logged.Checkpoint);
            if (renewed.Origin != common.Origin || renewed.Size.Value < common.Size.Value)
            {
                refusals.Malformed($"line {status.Line.Number}: the status is proven in another log, or an older checkpoint, than the rest.");
            }
        }

        return refusals.Count == before;
    }

    /// <summary>The log as the release, or else the first line, was proven in it.</summary>
    internal LogFacts Log(CheckpointJudge checkpoints)
    {
        var line = Releases.IsEmpty ? Lines[0] : Releases[0].Line;
        var checkpoint = line.Logged.Checkpoint;
        return new LogFacts(checkpoint.Origin, checkpoint.Size, checkpoint.Root, checkpoints.Judge(line.Bundle.Checkpoint.AsSpan()).Witnesses);
    }

    internal IEnumerable<DateTimeOffset> CosignatureTimes() =>
        Lines.SelectMany(static line => line.Logged.Checkpoint.Cosignatures).Where(static c => c.Time is not null).Select(static c => c.Time!.Value);

    /// <summary>Proves one line; null, with the reason, where that fails.</summary>
    internal static EvidenceLine? Prove(SigstoreBundle bundle, int number, CheckpointJudge checkpoints, Refusals refusals)
    {
        var judged = checkpoints.Judge(bundle.Checkpoint.AsSpan());
        if (judged.Refusal is { } refusal)
        {
            refusals.Add(refusal);
        }

        if (judged.Checkpoint is null)
        {
            return null;
        }

        try
        {
            var verdict = LoggedStatement.TryOpen(bundle, judged.Checkpoint, out var logged);
            if (verdict == LoggedVerdict.Verified)
            {
                if (checkpoints.EndBefore(logged!) is { } end)
                {
                    refusals.Add(
                        GateReason.KeyEnded,
                        $"Line {number} of the bundle stands at {logged!.Index} of the log and is signed with the key {logged.Verified.Key}, which ended at {end}.",
                        "Ask whose key it is for the statement under the key that followed.");
                    return null;
                }

                return new EvidenceLine(number, bundle, logged!);
            }

            refusals.Add(
                verdict == LoggedVerdict.BadSignature ? GateReason.BadSignature : GateReason.NotInLog,
                $"Line {number} of the bundle: {Sentence(verdict)}",
                "Fetch the bundle again from where the vendor publishes it.");
        }
        catch (StatementFormatException e)
        {
            refusals.Malformed($"line {number}: {e.Message}");
        }

        return null;
    }

    private static string Sentence(LoggedVerdict verdict) => verdict switch
    {
        LoggedVerdict.BadSignature => "the signature does not fit the statement.",
        LoggedVerdict.OtherEntry => "the log entry is not that of this statement.",
        LoggedVerdict.OtherTree => "the proof is for another log, or another state of it, than its checkpoint.",
        _ => "the proof does not lead from the statement to the log's root.",
    };

    private static StatusPredicate ReadStatus(EvidenceLine line)
    {
        var status = StatusPredicate.Read(line.Statement);
        return status.Log.Origin == line.Logged.Checkpoint.Origin
            ? status
            : throw new StatementFormatException("The status speaks of another log than the one it is in.");
    }

    private static Evidence? Sort(ImmutableArray<EvidenceLine> lines, Refusals refusals)
    {
        var releases = ImmutableArray.CreateBuilder<Said<ReleasePredicate>>();
        var reviews = ImmutableArray.CreateBuilder<Said<ReviewPredicate>>();
        var summaries = ImmutableArray.CreateBuilder<Said<VsaPredicate>>();
        var rebuilds = ImmutableArray.CreateBuilder<Said<RebuildPredicate>>();
        var statuses = ImmutableArray.CreateBuilder<Said<StatusPredicate>>();
        foreach (var line in lines)
        {
            var statement = line.Statement;
            try
            {
                switch (statement.PredicateType)
                {
                    case ReleasePredicate.Type:
                        releases.Add(new(line, ReleasePredicate.Read(statement)));
                        break;
                    case ReviewPredicate.Type:
                        reviews.Add(new(line, ReviewPredicate.Read(statement)));
                        break;
                    case VsaPredicate.Type:
                        summaries.Add(new(line, VsaPredicate.Read(statement)));
                        break;
                    case RebuildPredicate.Type:
                        rebuilds.Add(new(line, RebuildPredicate.Read(statement)));
                        break;
                    case StatusPredicate.Type:
                        statuses.Add(new(line, ReadStatus(line)));
                        break;
                    default:
                        refusals.Malformed($"line {line.Number}: statements of type {statement.PredicateType} have no place in it.");
                        break;
                }
            }
            catch (StatementFormatException e)
            {
                refusals.Malformed($"line {line.Number}: {e.Message}");
            }
        }

        return refusals.Any ? null : new Evidence(lines)
        {
            Releases = releases.ToImmutable(),
            Reviews = reviews.ToImmutable(),
            Summaries = summaries.ToImmutable(),
            Rebuilds = rebuilds.ToImmutable(),
            Statuses = statuses.ToImmutable(),
        };
    }
}

/// <summary>A proven line.</summary>
internal sealed record EvidenceLine(int Number, SigstoreBundle Bundle, LoggedStatement Logged)
{
    internal Statement Statement => Logged.Verified.Statement;

    internal PublicKey Key => Logged.Verified.Key;

    internal Digest Payload => Logged.Verified.PayloadDigest;
}

/// <summary>A proven line with what it says.</summary>
internal sealed record Said<T>(EvidenceLine Line, T Predicate);
