using System.Collections.Immutable;
using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>Asks the witnesses of a policy to cosign a log's checkpoints: all at once, each within its time, none believed.</summary>
/// <remarks>
/// The client of C2SP tlog-witness v1.0.0. A round ends when every witness has answered or run out of time; once the quorum is met it waits only a
/// little longer, and only for those that cosigned the last time. A witness that is still busy with an earlier round is not asked
/// again meanwhile. What counts is verified here; where the quorum is met is the policy's word. Safe for use by several threads at once.
/// </remarks>
public sealed class WitnessQuorum : IDisposable
{
    private readonly WitnessQuorumOptions _options;
    private readonly TimeProvider _time;
    private readonly ImmutableArray<WitnessPeer> _peers;

    /// <summary>Asks nobody yet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is not possible.</exception>
    public WitnessQuorum(LogPolicy policy, WitnessQuorumOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        options.Validate();
        Policy = policy;
        _options = options;
        _time = time;
        _peers = [.. policy.Witnesses.Select(witness => new WitnessPeer(witness, options.Timeout, time))];
        WitnessMeter.Follow(this);
    }

    /// <summary>Whose cosignatures are wanted, and how many are enough.</summary>
    public LogPolicy Policy { get; }

    /// <summary>How it stands with each witness now, in the policy's order.</summary>
    public ImmutableArray<WitnessStatus> Status => [.. _peers.Select(static peer => peer.Status)];

    /// <summary>Where a witness is asked: what its policy says, if that is a prefix of http or https without credentials, query and fragment.</summary>
    public static Uri? Address(PolicyWitness witness)
    {
        ArgumentNullException.ThrowIfNull(witness);
        return BoundedHttp.Prefix(witness.Url);
    }

    /// <summary>Shows a checkpoint to every witness and gives what came of it.</summary>
    /// <param name="checkpoint">As the log signed it.</param>
    /// <param name="prove">The proof that the checkpoint goes on from a size, from 1 to the checkpoint's; called by several threads at once, and once more after the round by a witness that is late.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<WitnessRound> CosignAsync(VerifiedCheckpoint checkpoint, Func<TreeSize, ConsistencyProof> prove, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(prove);
        var healthy = _peers.Where(static peer => peer.IsHealthy).ToHashSet();
        var asked = _peers.ToDictionary(peer => Task.Run(() => peer.CosignAsync(checkpoint, prove), CancellationToken.None));
        var good = new Dictionary<NoteVerifier, Cosignature>();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task? grace = null;
        while (asked.Count > 0)
        {
            var met = Policy.IsMet(good.Keys.ToHashSet());
            grace ??= met ? Task.Delay(_options.Grace, _time, ending.Token) : null;
            if (met && !asked.Values.Any(healthy.Contains))
            {
                break;
            }

            var next = await Task.WhenAny(grace is null ? asked.Keys : [.. asked.Keys, grace]).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (next is not Task<Cosignature?> answered)
            {
                break;
            }

            asked.Remove(answered);
            if (await answered.ConfigureAwait(false) is { } cosignature)
            {
                good.Add(cosignature.Key, cosignature);
            }
        }

        await ending.CancelAsync().ConfigureAwait(false);
        var isMet = Policy.IsMet(good.Keys.ToHashSet());
        WitnessMeter.RoundEnded(isMet);
        return new WitnessRound(Assemble(checkpoint, good), isMet, Status);
    }

    /// <summary>Ends the requests that are under way.</summary>
    public void Dispose()
    {
        WitnessMeter.Forget(this);
        foreach (var peer in _peers)
        {
            peer.Dispose();
        }
    }

    private byte[] Assemble(VerifiedCheckpoint checkpoint, Dictionary<NoteVerifier, Cosignature> good)
    {
        var note = Note.Parse(checkpoint.Note.Span);
        foreach (var witness in Policy.Witnesses)
        {
            if (good.TryGetValue(witness.Key, out var cosignature))
            {
                note = note.With(cosignature.Signature);
            }
        }

        return note.Encode();
    }
}
