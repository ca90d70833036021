using System.Collections.Immutable;
using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>A log on an S3-compatible object store, its lock and its newest checkpoint in PostgreSQL.</summary>
/// <remarks>
/// <para>The steps, and what each leaves behind if it is the last:</para>
/// <list type="bullet">
/// <item>Commit: put of the batch under a name of its own (its first index and the root it makes), if absent; then compare-and-swap of the row, from
/// the checkpoint before to the one that covers the batch. Before the swap the batch is an object that nobody names; after it, it is in the log.</item>
/// <item>Write: put of each tile, if absent. One that is there must have the same bytes, so that a put which was done and repeated is no failure.</item>
/// <item>Publish: put of the checkpoint over the version that this writer left there, or over an older one of this log: the last put of the writer before.</item>
/// <item>Delete, Settle: the row's base moves up to its checkpoint; batches, and partial tiles that nobody needs, are deleted.</item>
/// </list>
/// <para>
/// One writer: a lock of the database's session, which is kept for as long as the connection; and, wherever it is lost, the swap, which names the
/// checkpoint before and who took the row last. Whoever opens the log takes the row first, so what an earlier writer has under way can no
/// longer be swapped in. The objects are believed in nothing: tiles must make the roots that the row's checkpoints sign.
/// </para>
/// <para>
/// Blocks its caller: the sequencer has one thread, and readers of a log come from a cache in front of the store.
/// </para>
/// </remarks>
internal sealed class ObjectStorage(IObjectStore objects, IHeadStore heads, string where) : ILogStorage
{
    private const string Batches = LogFolder.State + "/batch";
    private const int AtOnce = 16;
    private const int Attempts = 3;

    private readonly List<string> _spent = [];
    private HeadRow? _row;
    private VerifiedCheckpoint? _head;
    private string? _staged;
    private string? _published;

    public ObjectStorage(ObjectStorageOptions options, string origin)
        : this(new S3Objects(options), new PostgresHead(options, origin), options.ToString())
    {
    }

    public TreeSize BaseSize { get; private set; }

    public bool IsFull => false;

    public byte[]? Read(string name) => Get(name)?.Bytes;

    public IReadOnlyList<string> List(string folder) => Wait(objects.ListAsync(folder + "/"));

    public string Locate(string name) => name.Length == 0 ? where : $"{where}/{name}";

    public void Create(VerifiedCheckpoint empty)
    {
        if (Get(LogFolder.Checkpoint) is not null)
        {
            throw new LogExistsException(where, LogFolder.Checkpoint);
        }

        // A row that nobody has taken yet is this one's, made by a request that was repeated.
        var row = new HeadRow(Text(empty), Text(empty));
        if (!heads.TryCreate(row) && !heads.Holds(row))
        {
            throw new LogExistsException(where, "its row in the database");
        }
    }

    public bool IsUnder(NoteVerifier key) => TryVerify((heads.Read() ?? throw new LogMissingException(where)).Checkpoint, key) is not null;

    public LogState Open(NoteVerifier key)
    {
        _row = heads.Take() ?? throw new LogMissingException(where);
        _head = Verify(_row.Checkpoint, key);
        var start = Verify(_row.Base, key);
        var batches = ImmutableArray<ImmutableArray<ReadOnlyMemory<byte>>>.Empty;
        if (start.Size.Value < _head.Size.Value)
        {
            _staged = BatchName(start.Size, _head.Root);
            var path = Locate(_staged);
            var bytes = Read(_staged) ?? throw new LogCorruptException(path, "the batch was committed, and is missing.");
            var journal = Journal.Parse(path, bytes, out batches, out var clean);
            if (!clean || batches.Length != 1 || !journal.Key.Equals(key) || journal.BaseSize != start.Size || journal.BaseRoot != start.Root)
            {
                throw new LogCorruptException(path, "this is not the batch that was committed.");
            }
        }

        BaseSize = start.Size;
        _spent.AddRange(List(Batches).Select(name => $"{Batches}/{name}").Where(name => name != _staged));
        _published = Get(LogFolder.Checkpoint)?.Version;
        return new LogState(start.Size, start.Root, batches, _head.Checkpoint, IsClean: _spent.Count == 0);
    }

    public void Commit(LogBatch batch, VerifiedCheckpoint head)
    {
        var before = _head!;
        var start = Journal.Begin(head.Log, before.Size, before.Root, 0, out var journal);
        var name = BatchName(before.Size, head.Root);
        Wait(PutAsync(name, (byte[])[.. start, .. journal.Record(batch)]));
        Swap(new HeadRow(Text(head), Text(before)));
        if (_staged is not null)
        {
            _spent.Add(_staged);
        }

        (_staged, _head, BaseSize) = (name, head, before.Size);
    }

    public void Write(IReadOnlyCollection<LogFile> files) =>
        Wait(EachAsync(files, file => PutAsync(file.Path.ToString(), file.Bytes)));

    public void Publish(ReadOnlyMemory<byte> note, bool durable, Func<ReadOnlyMemory<byte>, bool> mayReplace)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (Wait(objects.TryPutAsync(LogFolder.Checkpoint, note, _published)) is { } version)
            {
                _published = version;
                return;
            }

            var there = Get(LogFolder.Checkpoint) ?? throw Refused(LogFolder.Checkpoint);
            _published = there.Version;
            if (there.Bytes.AsSpan().SequenceEqual(note.Span))
            {
                // Done by a put that was repeated.
                return;
            }

            // Or the last put of a writer whose row was taken, which came late.
            if (attempt == Attempts || !mayReplace(there.Bytes))
            {
                throw new LogLostException(Locate(LogFolder.Checkpoint), "it is not the one that this writer left there");
            }
        }
    }

    public void Delete(IReadOnlyCollection<TilePath> partials)
    {
        Wait(EachAsync([.. partials.Select(partial => partial.ToString()), .. _spent], objects.DeleteAsync));
        _spent.Clear();
    }

    public void Settle(VerifiedCheckpoint head)
    {
        // The same tree, under the log's key or, at once for good, under the one that follows it.
        var settled = new HeadRow(Text(head), Text(head));
        if (_row != settled)
        {
            Swap(settled);
        }

        (_head, BaseSize) = (head, head.Size);
        if (_staged is not null)
        {
            _spent.Add(_staged);
            _staged = null;
        }

        Delete([]);
    }

    public void Dispose()
    {
        heads.Dispose();
        objects.Dispose();
    }

    private static string BatchName(TreeSize first, Digest root) => $"{Batches}/{first}-{root}";

    private static string Text(VerifiedCheckpoint checkpoint) => Encoding.UTF8.GetString(checkpoint.Note.Span);

    private static Task EachAsync<T>(IReadOnlyCollection<T> all, Func<T, Task> action) =>
        Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (one, _) => await action(one).ConfigureAwait(false));

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    private StoredObject? Get(string name) => Wait(objects.GetAsync(name));

    private VerifiedCheckpoint Verify(string note, NoteVerifier key) =>
        TryVerify(note, key) ?? throw new LogCorruptException(where, $"the checkpoint in the database is not signed by the key {key}.");

    private static VerifiedCheckpoint? TryVerify(string note, NoteVerifier key) =>
        VerifiedCheckpoint.TryOpen(Encoding.UTF8.GetBytes(note), key, [], out var checkpoint) == NoteVerdict.Verified ? checkpoint : null;

    private async Task PutAsync(string name, ReadOnlyMemory<byte> bytes)
    {
        if (await objects.TryPutAsync(name, bytes, replaces: null).ConfigureAwait(false) is null)
        {
            var there = await objects.GetAsync(name).ConfigureAwait(false) ?? throw Refused(name);
            if (!there.Bytes.AsSpan().SequenceEqual(bytes.Span))
            {
                throw new LogLostException(Locate(name), "other bytes are there than this log's");
            }
        }
    }

    private LogFaultException Refused(string name) =>
        new("write", Locate(name), outcomeUnknown: false, new IOException("the store refuses it for what is there, and has nothing there."));

    // A swap that was done though it failed, and was repeated, finds its own work.
    private void Swap(HeadRow next)
    {
        if (!heads.TrySwap(_row!, next) && !heads.Holds(next))
        {
            throw new LogLostException(where, "the checkpoint in the database is another");
        }

        _row = next;
    }
}
