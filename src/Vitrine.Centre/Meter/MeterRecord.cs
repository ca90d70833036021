using System.Text;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>A meter's own record: a tile log in a folder, under the meter's own key, one response an entry.</summary>
/// <remarks>
/// <c>DIR/meter.key</c>, mode 0600, and <c>DIR/record</c>, laid out as C2SP tlog-tiles: whoever keeps a checkpoint of it sees later that nothing was
/// taken out. An append completes when the entry is durable and under the signed checkpoint. docs/formats/meter.md.
/// </remarks>
public sealed class MeterRecord : IAsyncDisposable
{
    private const string KeyName = "meter.key";
    private const string RecordName = "record";

    private readonly TileLog _log;

    private MeterRecord(TileLog log, NoteVerifier key)
    {
        _log = log;
        Key = key;
    }

    /// <summary>The key that verifies the record: whoever compares needs it from the meter's owner.</summary>
    public NoteVerifier Key { get; }

    /// <summary>Opens the record in a folder, and makes it with a new key where there is none.</summary>
    /// <exception cref="KeyFileException">The key is damaged, or open to others of the machine.</exception>
    /// <exception cref="LogException">The record is in use, or cannot be opened.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static async Task<MeterRecord> OpenAsync(string folder, TimeProvider time, CancellationToken cancellationToken)
    {
        KeyFile.CreateFolder(folder);
        var path = Path.Combine(folder, KeyName);
        var record = Path.Combine(folder, RecordName);
        if (!File.Exists(path))
        {
            if (Directory.Exists(record))
            {
                throw new KeyFileException($"{record} holds a record, and its key {path} is gone. Restore it, or name a new folder.");
            }

            var name = "meter/" + Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));
            KeyFile.Create(path, Encoding.ASCII.GetBytes(NoteSigner.Generate(name).ToSecretText() + "\n"));
        }

        var signer = NoteSigner.TryParse(Encoding.ASCII.GetString(KeyFile.Read(path)).TrimEnd('\n'), out var read) ? read : throw new KeyFileException($"{path} holds no meter's key. Restore it from a backup.");
        var options = new LogOptions { Folder = record, Signer = signer };
        if (!Directory.Exists(record))
        {
            await TileLog.CreateAsync(options, cancellationToken);
        }

        return new MeterRecord(await TileLog.OpenAsync(options, time, cancellationToken), signer.Verifier);
    }

    /// <summary>Records a response; when it returns, the entry is durable.</summary>
    public Task<LogIndex> AppendAsync(MeteredResponse response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);
        return _log.AppendAsync(response.Encode(), cancellationToken);
    }

    /// <summary>Reads a record, as its owner keeps it or from a copy, and verifies it whole.</summary>
    /// <param name="folder">The meter's folder, or its record alone.</param>
    /// <param name="key">The meter's key.</param>
    /// <exception cref="MeterFormatException">It is not signed with this key, or its entries are not those that were signed.</exception>
    /// <exception cref="LogException">There is none, or a part of it is missing.</exception>
    public static IReadOnlyList<MeteredResponse> Read(string folder, NoteVerifier key)
    {
        var inner = Path.Combine(folder, RecordName);
        var reader = new TileReader(Directory.Exists(inner) ? inner : folder);
        if (VerifiedCheckpoint.TryOpen(reader.CheckpointNote(), key, [], out var checkpoint) != NoteVerdict.Verified)
        {
            throw new MeterFormatException("The meter's record is not signed with the key given.");
        }

        var tree = new MerkleFrontier();
        var responses = new List<MeteredResponse>();
        foreach (var (_, entry) in reader.ReadEntries(new LogIndex(0), checkpoint!.Size))
        {
            tree.Append(Merkle.LeafHash(entry));
            responses.Add(MeteredResponse.Parse(entry));
        }

        return tree.Root() == checkpoint.Root ? responses : throw new MeterFormatException("The meter's record was altered: its entries have another root than its key signed.");
    }

    /// <summary>Syncs the record and lets go of it.</summary>
    public ValueTask DisposeAsync() => _log.DisposeAsync();
}
