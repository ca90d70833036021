namespace Vitrine.Log.Tests;

/// <summary>How a step fails.</summary>
public enum Fault
{
    /// <summary>It is not done, and says so.</summary>
    Lost,

    /// <summary>It is done, and says that it is not.</summary>
    DoneButReportedFailed,

    /// <summary>A write stops half-way, as on a full disk; any other step is lost.</summary>
    HalfDone,

    /// <summary>Power goes: this step and all later ones are lost, and what was not synced with them.</summary>
    PowerLoss,

    /// <summary>Power goes, but some of what was not synced had reached the disk, in any order.</summary>
    PowerLossWithSomeKept,
}

/// <summary>
/// A file system in memory that knows what is durable: bytes after a sync of their file, names after a sync of their folder. It can fail
/// at any step, and be what is left after power was lost.
/// </summary>
internal sealed class MemoryDisk : IDisk
{
    private const int Sector = 512;
    private readonly Dictionary<string, Node> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Node> _durableNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> _locked = new(StringComparer.Ordinal);
    private bool _dead;

    public MemoryDisk() => _names["/"] = _durableNames["/"] = new Node(null);

    /// <summary>Steps that change something, so far.</summary>
    public int Steps { get; private set; }

    /// <summary>Which step fails, counted from 0; none by default.</summary>
    public int FailAt { get; set; } = int.MaxValue;

    public Fault Fault { get; set; }

    /// <summary>Every content that the name checkpoint has had.</summary>
    public List<byte[]> Checkpoints { get; private init; } = [];

    /// <summary>The names of all steps, for messages.</summary>
    public List<string> Journal { get; } = [];

    public IEnumerable<string> Files => _names.Where(pair => pair.Value.Bytes is not null).Select(pair => pair.Key);

    /// <summary>The disk as it is, in a copy of its own, with every lock free.</summary>
    public MemoryDisk Copy()
    {
        var copy = new MemoryDisk { Checkpoints = [.. Checkpoints] };
        foreach (var (path, node) in _names)
        {
            copy._names[path] = copy._durableNames[path] = new Node(node.Bytes?.ToArray()) { Durable = node.Bytes?.ToArray() };
        }

        return copy;
    }

    /// <summary>Changes a file behind the log's back.</summary>
    public void Tamper(string path, Func<byte[], byte[]> change) => _names[path].Bytes = change(_names[path].Bytes!.ToArray());

    /// <summary>The disk after power was lost now.</summary>
    /// <param name="random">Decides about what was not synced; null loses all of it.</param>
    public MemoryDisk AfterPowerLoss(Random? random)
    {
        var after = new MemoryDisk { Checkpoints = Checkpoints };
        var contents = new Dictionary<Node, Node>();
        foreach (var path in _names.Keys.Union(_durableNames.Keys).Order(StringComparer.Ordinal).ToList())
        {
            var node = random?.Next(2) == 1 ? _names.GetValueOrDefault(path) : _durableNames.GetValueOrDefault(path);
            if (node is null || (path != "/" && !after._names.ContainsKey(Path.GetDirectoryName(path)!)))
            {
                continue;
            }

            if (!contents.TryGetValue(node, out var left))
            {
                var bytes = node.Bytes is null ? null : Left(node, random);
                left = new Node(bytes) { Durable = bytes?.ToArray() };
                contents.Add(node, left);
            }

            after._names[path] = after._durableNames[path] = left;
        }

        return after;
    }

    public IDisposable? TryLock(string folder)
    {
        Alive();
        return _locked.Add(folder) ? new Unlock(() => _locked.Remove(folder)) : null;
    }

    public IReadOnlyList<string> CreateFolder(string folder)
    {
        var made = new List<string>();
        if (!_names.ContainsKey(folder))
        {
            Step("create", folder, () =>
            {
                for (var missing = folder; !_names.ContainsKey(missing); missing = Path.GetDirectoryName(missing)!)
                {
                    made.Insert(0, missing);
                    _names[missing] = new Node(null);
                }
            });
        }

        return made;
    }

    public byte[]? Read(string path)
    {
        Alive();
        return _names.TryGetValue(path, out var node) ? node.Bytes!.ToArray() : null;
    }

    public byte[] ReadAt(string path, long offset, int count) =>
        Read(path) is { } bytes && offset < bytes.Length ? bytes[(int)offset..(int)Math.Min(bytes.Length, offset + count)] : [];

    public IReadOnlyList<string> List(string folder)
    {
        Alive();
        return [.. _names.Keys.Where(path => path != "/" && Path.GetDirectoryName(path) == folder).Select(path => Path.GetFileName(path))];
    }

    public void Write(string path, ReadOnlySpan<byte> bytes)
    {
        RequireParent(path);
        var content = bytes.ToArray();
        Step("write", path, () => NodeToWrite(path).Bytes = content, () => NodeToWrite(path).Bytes = content[..(content.Length / 2)]);
    }

    public void Rename(string from, string to)
    {
        RequireParent(to);
        Step("rename", to, () =>
        {
            _names[to] = _names[from];
            _names.Remove(from);
            if (Path.GetFileName(to) == LogFolder.Checkpoint)
            {
                Checkpoints.Add(_names[to].Bytes!.ToArray());
            }
        });
    }

    public void Delete(string path) => Step("delete", path, () => _names.Remove(path));

    public void DeleteFolder(string folder) => Step("delete", folder, () =>
    {
        Assert.Empty(List(folder));
        _names.Remove(folder);
    });

    public void Sync(string path) => Step("sync", path, () => _names[path].Durable = _names[path].Bytes!.ToArray());

    public void SyncFolder(string folder) => Step("sync", folder, () =>
    {
        Assert.Null(_names[folder].Bytes);
        foreach (var path in _names.Keys.Union(_durableNames.Keys).Where(path => path != "/" && Path.GetDirectoryName(path) == folder).ToList())
        {
            if (_names.TryGetValue(path, out var node))
            {
                _durableNames[path] = node;
            }
            else
            {
                _durableNames.Remove(path);
            }
        }
    });

    public IDiskFile Open(string path)
    {
        Alive();
        return new OpenFile(this, path, _names[path]);
    }

    private static byte[] Left(Node node, Random? random)
    {
        var durable = node.Durable ?? [];
        if (random is null || durable.AsSpan().SequenceEqual(node.Bytes))
        {
            return durable;
        }

        // The size and each sector, old or new.
        var left = new byte[random.Next(2) == 1 ? node.Bytes!.Length : durable.Length];
        for (var at = 0; at < left.Length; at += Sector)
        {
            var from = random.Next(2) == 1 ? node.Bytes : durable;
            var end = Math.Min(Math.Min(at + Sector, left.Length), from!.Length);
            if (at < end)
            {
                from.AsSpan(at, end - at).CopyTo(left.AsSpan(at));
            }
        }

        return left;
    }

    private Node NodeToWrite(string path)
    {
        if (!_names.TryGetValue(path, out var node))
        {
            _names[path] = node = new Node([]);
        }

        return node;
    }

    private void RequireParent(string path) => Assert.True(_names.ContainsKey(Path.GetDirectoryName(path)!), $"{path} has no folder.");

    private void Step(string operation, string path, Action action, Action? half = null)
    {
        Alive();
        Journal.Add($"{operation} {path}");
        if (Steps++ != FailAt)
        {
            action();
            return;
        }

        switch (Fault)
        {
            case Fault.DoneButReportedFailed:
                action();
                break;
            case Fault.HalfDone:
                half?.Invoke();
                break;
            case Fault.PowerLoss or Fault.PowerLossWithSomeKept:
                _dead = true;
                // A write under way may have reached the disk, if only in parts.
                half?.Invoke();
                break;
            case Fault.Lost:
                break;
            default:
                throw new InvalidOperationException();
        }

        throw new LogFaultException(operation, path, outcomeUnknown: false, new IOException("injected"));
    }

    private void Alive()
    {
        if (_dead)
        {
            throw new LogFaultException("reach", "/", outcomeUnknown: false, new IOException("no power"));
        }
    }

    private sealed class Node(byte[]? bytes)
    {
        /// <summary>Null for a folder.</summary>
        public byte[]? Bytes { get; set; } = bytes;

        public byte[]? Durable { get; set; }
    }

    private sealed class Unlock(Action action) : IDisposable
    {
        public void Dispose() => action();
    }

    private sealed class OpenFile(MemoryDisk disk, string path, Node node) : IDiskFile
    {
        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            var content = bytes.ToArray();
            disk.Step("write", path, () => Put(offset, content), () => Put(offset, content[..(content.Length / 2)]));
        }

        public void Sync() => disk.Step("sync", path, () => node.Durable = node.Bytes!.ToArray());

        public void Dispose()
        {
        }

        private void Put(long offset, byte[] content)
        {
            var bytes = node.Bytes!;
            Array.Resize(ref bytes, Math.Max(bytes.Length, (int)offset + content.Length));
            content.CopyTo(bytes, (int)offset);
            node.Bytes = bytes;
        }
    }
}
