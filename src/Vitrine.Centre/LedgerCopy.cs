using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>A copy of a ledger's folder, read and verified without the centre and without any of its keys.</summary>
/// <remarks>The acts themselves name the key that signs the checkpoint: the first act, or the newest rotation. Whether that centre is the right one is seen by its log: hold an anchor against it.</remarks>
public sealed class LedgerCopy
{
    private readonly TileReader _reader;
    private readonly ActCodec _codec;

    private LedgerCopy(TileReader reader, ActCodec codec, VerifiedCheckpoint checkpoint)
    {
        _reader = reader;
        _codec = codec;
        Checkpoint = checkpoint;
    }

    /// <summary>Its newest checkpoint, to whose root the acts were recomputed.</summary>
    public VerifiedCheckpoint Checkpoint { get; }

    /// <summary>Reads the whole copy and verifies it.</summary>
    /// <exception cref="CentreUnusableException">It is no copy, but lies in a centre: what is opened there is to be on its record.</exception>
    /// <exception cref="LogException">There is no ledger, a part of it is missing, or its acts are not those that were signed.</exception>
    /// <exception cref="LedgerFormatException">It holds what this version does not know.</exception>
    public static LedgerCopy Open(string folder, IReadOnlyList<Part> parts, CancellationToken cancellationToken)
    {
        RequireCopy(folder);
        var reader = new TileReader(folder);
        var codec = new ActCodec([new CorePart(), .. parts]);
        var note = reader.CheckpointNote();
        var path = Path.Combine(folder, "checkpoint");
        if (!Note.TryParse(note, out var parsed) || !Proofs.Checkpoint.TryParse(parsed.Text.Span, out var said))
        {
            throw new LogCorruptException(path, "this is no checkpoint.");
        }

        var (tree, key) = (new MerkleFrontier(), "");
        foreach (var (index, entry) in reader.ReadEntries(new LogIndex(0), said.Size))
        {
            cancellationToken.ThrowIfCancellationRequested();
            tree.Append(Merkle.LeafHash(entry));
            key = codec.Decode(index, entry).Act switch
            {
                CentreCreated created when index.Value == 0 => created.LedgerKey,
                LogKeyRotated { Which: CentreLog.Ledger } rotated => rotated.To,
                _ => key,
            };
        }

        return NoteVerifier.TryParse(key, out var verifier) && VerifiedCheckpoint.TryOpen(note, verifier, [], out var checkpoint) == NoteVerdict.Verified && checkpoint!.Root == tree.Root()
            ? new LedgerCopy(reader, codec, checkpoint)
            : throw new LogCorruptException(path, "it is not signed with the key that the acts name, or not over these acts.");
    }

    private static void RequireCopy(string folder)
    {
        var named = new DirectoryInfo(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var lies = named.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? named.FullName;
        if (Path.GetDirectoryName(lies) is { } above && File.Exists(new CentrePaths(above).Description))
        {
            throw new CentreUnusableException(
                $"{folder} is the ledger of the centre at {above}, and opening it from here would leave no act there. Name the centre, which records it: --centre {above}. Or copy the ledger's folder alone, and open the copy.");
        }
    }

    /// <summary>The acts, oldest first.</summary>
    public IEnumerable<RecordedAct> ReadActs() => _reader.ReadEntries(new LogIndex(0), Checkpoint.Size).Select(entry => _codec.Decode(entry.Index, entry.Entry));
}
