namespace Vitrine.Proofs;

/// <summary>What came of holding a bundle against a checkpoint.</summary>
public enum LoggedVerdict
{
    /// <summary>The signature and the inclusion hold.</summary>
    Verified,

    /// <summary>The signature is not the named key's over this payload.</summary>
    BadSignature,

    /// <summary>The log entry is not this statement's.</summary>
    OtherEntry,

    /// <summary>The bundle names another log, or the proof is to another tree than the checkpoint's.</summary>
    OtherTree,

    /// <summary>The proof does not lead from the entry to the checkpoint's root.</summary>
    NotIncluded,
}

/// <summary>A statement whose signature was verified and which is in a log under a verified checkpoint. Only verification makes one.</summary>
/// <remarks>The key is the one the log entry names: who that is, and whether it may say this, is for a policy.</remarks>
public sealed class LoggedStatement
{
    private LoggedStatement(VerifiedStatement statement, LogIndex index, VerifiedCheckpoint checkpoint)
    {
        Verified = statement;
        Index = index;
        Checkpoint = checkpoint;
    }

    /// <summary>The statement with its signer.</summary>
    public VerifiedStatement Verified { get; }

    /// <summary>Its place in the log.</summary>
    public LogIndex Index { get; }

    /// <summary>The checkpoint under which it was proven.</summary>
    public VerifiedCheckpoint Checkpoint { get; }

    /// <summary>Verifies the signature, reads the statement from what was verified, then holds entry and inclusion against the checkpoint.</summary>
    /// <exception cref="StatementFormatException">The signature is good, but what was signed is no statement.</exception>
    public static LoggedVerdict TryOpen(SigstoreBundle bundle, VerifiedCheckpoint checkpoint, out LoggedStatement? logged)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(checkpoint);
        logged = null;
        if (!VerifiedStatement.TryOpen(bundle.Envelope, bundle.Entry.Key, out var verified))
        {
            return LoggedVerdict.BadSignature;
        }

        if (!bundle.Entry.IsOf(bundle.Envelope))
        {
            return LoggedVerdict.OtherEntry;
        }

        if (bundle.LogId != LogId.Of(checkpoint.Log) || bundle.Proof.Size != checkpoint.Size || bundle.Root != checkpoint.Root)
        {
            return LoggedVerdict.OtherTree;
        }

        if (!bundle.Proof.Verify(Merkle.LeafHash(bundle.Entry.Json), checkpoint.Root))
        {
            return LoggedVerdict.NotIncluded;
        }

        logged = new LoggedStatement(verified, bundle.Proof.Index, checkpoint);
        return LoggedVerdict.Verified;
    }
}
