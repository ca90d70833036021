using System.Collections.Immutable;

namespace Vitrine.Proofs;

/// <summary>Opens checkpoints under a policy: a log it names must have signed, and enough of its witnesses.</summary>
internal sealed class CheckpointJudge(Policy policy)
{
    private readonly Dictionary<Digest, JudgedCheckpoint> _judged = [];

    /// <summary>The keys that the policy names, loaded with it.</summary>
    internal KeyRing Keys { get; } = new([.. policy.Vendors, .. policy.Laboratories, .. policy.Rebuilders, .. policy.StatusSigners]);

    /// <summary>The judgement on a signed checkpoint; the same bytes are judged once.</summary>
    internal JudgedCheckpoint Judge(ReadOnlySpan<byte> note)
    {
        var name = Digest.Of(note);
        if (!_judged.TryGetValue(name, out var judged))
        {
            judged = JudgeCore(note);
            _judged.Add(name, judged);
        }

        return judged;
    }

    /// <summary>Where the key of a logged statement had ended before; null where it counts.</summary>
    internal LogIndex? EndBefore(LoggedStatement logged) =>
        policy.Ends.TryGetValue(logged.Verified.Key, out var end) && logged.Index.Value > end.Value ? end : null;

    private JudgedCheckpoint JudgeCore(ReadOnlySpan<byte> note)
    {
        var verdict = policy.Log.TryOpen(note, out var checkpoint);
        return verdict == NoteVerdict.Verified
            ? Witnessed(checkpoint!)
            : new JudgedCheckpoint(null, [], new GateRefusal(GateReason.CheckpointUntrusted, Sentence(verdict), "Fetch the bundle again, or name this log in the policy if you trust it."));
    }

    private JudgedCheckpoint Witnessed(VerifiedCheckpoint checkpoint)
    {
        var cosigners = checkpoint.Cosignatures.Select(static c => c.Key).ToHashSet();
        ImmutableArray<string> names = [.. policy.Log.Witnesses.Where(w => cosigners.Contains(w.Key)).Select(static w => w.Name)];
        return policy.Log.Quorum.IsMetBy(cosigners)
            ? new JudgedCheckpoint(checkpoint, names, null)
            : new JudgedCheckpoint(checkpoint, names, new GateRefusal(
                GateReason.QuorumMissing,
                $"The checkpoint of {checkpoint.Origin} at size {checkpoint.Size} is cosigned by {(names.IsEmpty ? "no witness" : string.Join(", ", names))} of the policy, which is not the quorum \"{policy.Log.Quorum.Name}\".",
                "Fetch a bundle whose checkpoint more of the policy's witnesses have cosigned."));
    }

    private static string Sentence(NoteVerdict verdict) => verdict switch
    {
        NoteVerdict.Malformed => "A checkpoint in the bundle is no signed note.",
        NoteVerdict.NoKnownSignature => "A checkpoint in the bundle is not signed by a log that the policy names.",
        NoteVerdict.BadSignature => "A signature on a checkpoint in the bundle is not that of the log or witness it names.",
        NoteVerdict.NotACheckpoint => "What a log signed in the bundle is no checkpoint.",
        _ => "A checkpoint in the bundle is of another log than its signature's.",
    };
}

/// <summary>A checkpoint as the policy sees it: none where no trusted log signed it; a refusal where it is not good enough.</summary>
internal sealed record JudgedCheckpoint(VerifiedCheckpoint? Checkpoint, ImmutableArray<string> Witnesses, GateRefusal? Refusal);
