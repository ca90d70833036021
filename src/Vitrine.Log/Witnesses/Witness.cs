using System.Collections.Immutable;
using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>A witness: cosigns for each log one line of trees, each a continuation of the one before, and never two of one size.</summary>
/// <remarks>
/// The core of the server of C2SP tlog-witness v1.0.0; HTTP stands above it. A checkpoint is durable before it is answered for. The requests of one log
/// are served one after the other, those of several at once. Safe for use by several threads.
/// </remarks>
public sealed class Witness : IDisposable
{
    private readonly WitnessKeys _keys;
    private readonly TimeProvider _time;
    private readonly WitnessStore _store;
    private readonly Dictionary<string, KnownLog> _logs;

    private Witness(WitnessKeys keys, LogPolicy logs, WitnessStore store, TimeProvider time)
    {
        _keys = keys;
        _time = time;
        _store = store;
        _logs = logs.Logs.Select(static log => log.Key).Where(static log => log.CanVerify).GroupBy(static log => log.Name, StringComparer.Ordinal)
            .ToDictionary(static origin => origin.Key, static origin => new KnownLog([.. origin]), StringComparer.Ordinal);
    }

    /// <summary>The public keys that it cosigns with, all of one name, the newest first.</summary>
    public ImmutableArray<NoteVerifier> Keys => _keys.Verifiers;

    /// <summary>The origins it takes checkpoints of.</summary>
    public IEnumerable<string> Origins => _logs.Keys;

    /// <summary>The newest checkpoint it cosigned of each log, by origin; those of logs that it no longer takes are here too.</summary>
    public ImmutableArray<CosignedCheckpoint> Cosigned => [.. _store.All.OrderBy(static one => one.Checkpoint.Origin, StringComparer.Ordinal)];

    /// <summary>Makes the folder of a witness that has cosigned nothing yet. Never make one anew for a key that has cosigned.</summary>
    /// <exception cref="LogExistsException">There is one.</exception>
    /// <exception cref="LogFaultException">The file system failed.</exception>
    public static void Create(string folder) => WitnessStore.Create(Disk.Real, Path.GetFullPath(folder));

    /// <summary>Opens a witness: takes its lock and reads what it has cosigned.</summary>
    /// <param name="folder">The folder of what it cosigned.</param>
    /// <param name="keys">Its keys.</param>
    /// <param name="logs">The logs it takes checkpoints of; a log may have several keys under its one name. Witnesses and quorum are not looked at.</param>
    /// <param name="time">The clock that its cosignatures state.</param>
    /// <exception cref="LogInUseException">Another process has the folder.</exception>
    /// <exception cref="LogCorruptException">The folder holds what this witness did not write.</exception>
    /// <exception cref="LogMissingException">No witness was made there.</exception>
    /// <exception cref="LogFaultException">The file system failed; also where there is no folder.</exception>
    public static Witness Open(string folder, WitnessKeys keys, LogPolicy logs, TimeProvider time) => Open(Disk.Real, Path.GetFullPath(folder), keys, logs, time);

    internal static Witness Open(IDisk disk, string folder, WitnessKeys keys, LogPolicy logs, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(logs);
        ArgumentNullException.ThrowIfNull(time);
        return new Witness(keys, logs, WitnessStore.Open(disk, folder, keys.All), time);
    }

    /// <summary>What a witness has cosigned, read beside the process that runs it; in the order of the origins.</summary>
    /// <param name="folder">The folder of what it cosigned.</param>
    /// <param name="keys">All of its public keys (<see cref="WitnessKeys.All"/>).</param>
    /// <exception cref="LogCorruptException">The folder holds what this witness did not write.</exception>
    public static ImmutableArray<CosignedCheckpoint> Read(string folder, ImmutableArray<NoteVerifier> keys) =>
        [.. WitnessStore.Read(Disk.Real, Path.GetFullPath(folder), keys).OrderBy(static one => one.Checkpoint.Origin, StringComparer.Ordinal)];

    /// <summary>Answers <c>add-checkpoint</c>. When this returns 200, the checkpoint is durable.</summary>
    /// <param name="body">The request's body.</param>
    /// <exception cref="LogFaultException">It could not be made durable, and nothing is answered for; the next request goes on from before.</exception>
    /// <exception cref="ObjectDisposedException">The folder was given up, and may be another's.</exception>
    public WitnessReply AddCheckpoint(ReadOnlySpan<byte> body)
    {
        AddCheckpointRequest request;
        try
        {
            request = AddCheckpointRequest.Parse(body);
        }
        catch (NoteFormatException malformed)
        {
            return WitnessReply.Refused(400, malformed.Message);
        }

        if (!_logs.TryGetValue(request.Claimed.Origin, out var log))
        {
            return WitnessReply.Refused(404, "This witness does not know the log of that origin.");
        }

        var verdict = request.Note.Verify(log.Keys, out var verified);
        if (verdict != NoteVerdict.Verified)
        {
            return WitnessReply.Refused(403, verdict == NoteVerdict.BadSignature
                ? "A signature that names the log's key is not that key's."
                : "The checkpoint is not signed with a key that this witness knows for the log.");
        }

        if (request.OldSize.Value > request.Claimed.Size.Value)
        {
            return WitnessReply.Refused(400, "The old size is greater than the checkpoint's.");
        }

        lock (log.Gate)
        {
            ObjectDisposedException.ThrowIf(log.IsClosed, this);
            return Continue(request, verified!);
        }
    }

    /// <summary>The newest checkpoint cosigned of the log whose origin has this SHA-256, in lower-case hex; null where there is none.</summary>
    public CosignedCheckpoint? Find(string originHash) => _store.TryFind(originHash, out var cosigned) ? cosigned : null;

    /// <summary>Waits for what is being cosigned, cosigns no more, and gives the folder up.</summary>
    public void Dispose()
    {
        foreach (var log in _logs.Values)
        {
            lock (log.Gate)
            {
                log.IsClosed = true;
            }
        }

        _store.Dispose();
    }

    // Under the log's lock: from the look at what was cosigned to the moment it is replaced, nobody else looks.
    private WitnessReply Continue(AddCheckpointRequest request, VerifiedNote note)
    {
        var claimed = request.Claimed;
        _store.TryFind(WitnessStore.NameOf(claimed.Origin), out var last);
        var (size, root) = last is null ? (default, Merkle.EmptyRoot) : (last.Checkpoint.Size, last.Checkpoint.Root);
        if (claimed.Size == size && claimed.Root != root)
        {
            _store.KeepFork(claimed, Signed(note));
        }

        if (request.OldSize != size)
        {
            return WitnessReply.Conflict(size);
        }

        if (claimed.Size.Value == 0 && claimed.Root != Merkle.EmptyRoot)
        {
            return WitnessReply.Refused(422, "The root of an empty log is not that of the empty tree.");
        }

        if (!new ConsistencyProof(size, claimed.Size, request.Proof).Verify(root, claimed.Root))
        {
            return WitnessReply.Refused(422, $"The proof does not show that the checkpoint goes on from the tree of size {size} that this witness cosigned.");
        }

        var now = _time.GetUtcNow();
        var cosignatures = _keys.Signing.Select(key => key.Sign(note.Text.Span, now)).ToList();
        var kept = cosignatures.Aggregate(Signed(note), static (kept, cosignature) => kept.With(cosignature));
        _store.Put(new CosignedCheckpoint(claimed, now, kept.Encode()));
        return WitnessReply.Cosigned(cosignatures);
    }

    // The note with the log's signatures that were verified, and no others.
    private static Note Signed(VerifiedNote note) => note.Note.WithOnly([.. note.Signatures.Select(static signature => signature.Key)]);

    private sealed class KnownLog(ImmutableArray<NoteVerifier> keys)
    {
        public ImmutableArray<NoteVerifier> Keys { get; } = keys;

        public Lock Gate { get; } = new();

        // Read and written under the gate.
        public bool IsClosed { get; set; }
    }
}
