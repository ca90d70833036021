using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Vitrine.Seals;

/// <summary>Makes the index of some contents: <see cref="TrigramSegment"/>. Any thread may add, in nearly ascending order; the work is done on all cores.</summary>
/// <remarks>
/// Contents are taken in order by whichever thread has the one whose turn it is; one that comes early is copied, and nobody waits. What is held: the lists so far (about a fifth of the
/// text), and for each core a run in the making (about 90 MiB). Of a content in turn only copies of at most one run (17 MiB) are kept after <see cref="Add(int, ReadOnlySpan{byte})"/>
/// returns. Buffers are overwritten before they are given up.
/// </remarks>
internal sealed class TrigramBuilder : ISegmentBuilder
{
    /// <summary>What the part of a pack is called.</summary>
    public const string Kind = "trigrams-1";

    /// <summary>A unit ends with the line that reaches so many bytes.</summary>
    public const int UnitBytes = 4096;

    /// <summary>Contents of fewer bytes together are not indexed: to scan them takes less than to look into an index.</summary>
    public const long LeastBytes = 1 << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, (byte[] Rented, int Length)> _early = [];
    private readonly ArrayBufferWriter<byte> _table = new();
    private readonly ConcurrentBag<PendingRun> _idle = [];
    private readonly List<Task<RunLists>> _runs = [];
    private PendingRun? _pending;
    private bool _isTaken;
    private int _contents;
    private int _units;
    private long _bytes;
    private int _atWork;
    private bool _isTooLarge;

    /// <inheritdoc/>
    public string Name => Kind;

    /// <inheritdoc/>
    public void Add(int contentInPack, string path, ReadOnlySpan<byte> bytes) => Add(contentInPack, bytes);

    /// <summary>Adds a content; numbers are 0, 1, 2, … without gaps.</summary>
    public void Add(int content, ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(content);
        lock (_gate)
        {
            if (_isTaken || content != _contents)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(content, _contents);
                var copy = ArrayPool<byte>.Shared.Rent(bytes.Length);
                bytes.CopyTo(copy);
                _early.Add(content, (copy, bytes.Length));
                return;
            }

            _isTaken = true;
        }

        AddNext(bytes);
        while (TryTakeEarly(out var early))
        {
            var text = early.Rented.AsSpan(0, early.Length);
            AddNext(text);
            CryptographicOperations.ZeroMemory(text);
            ArrayPool<byte>.Shared.Return(early.Rented);
        }
    }

    /// <summary>The index of all that was added; empty where there is so little, or so much, that none is made. It is the caller's to overwrite.</summary>
    public ReadOnlyMemory<byte> Finish()
    {
        if (_early.Count > 0)
        {
            throw new InvalidOperationException($"Content {_contents} was not added, and later ones were.");
        }

        if (_bytes < LeastBytes && _runs.Count == 0)
        {
            _pending?.Clear();
            return ReadOnlyMemory<byte>.Empty;
        }

        CloseRun();
        Task.WaitAll(_runs);
        foreach (var idle in _idle)
        {
            idle.Clear();
        }

        var lists = _runs.ConvertAll(run => run.Result);
        var result = _isTooLarge ? ReadOnlyMemory<byte>.Empty : SegmentWriter.Write(_contents, _units, _table.WrittenSpan, lists);
        lists.ForEach(list => list.Clear());
        return result;
    }

    /// <summary>Where the units of a text end.</summary>
    public static List<int> Cut(ReadOnlySpan<byte> text)
    {
        var ends = new List<int>((text.Length / UnitBytes) + 1);
        for (var start = 0; start < text.Length;)
        {
            var end = text.Length;
            if (text.Length - start > UnitBytes)
            {
                var least = start + UnitBytes - 1;
                var feed = text[least..].IndexOf((byte)'\n');
                end = feed < 0 ? end : least + feed + 1;
            }

            ends.Add(end);
            start = end;
        }

        return ends;
    }

    private bool TryTakeEarly(out (byte[] Rented, int Length) early)
    {
        lock (_gate)
        {
            _contents++;
            return _isTaken = _early.Remove(_contents, out early);
        }
    }

    /// <summary>The content whose turn it is; by one thread at a time.</summary>
    private void AddNext(ReadOnlySpan<byte> bytes)
    {
        var text = SealText.Utf8(bytes);
        var units = Cut(text);
        _isTooLarge |= units.Count > int.MaxValue - _units - TrigramSegment.RunUnits;
        if (_isTooLarge)
        {
            Varint.Write(_table, 0);
            return;
        }

        Varint.Write(_table, (uint)units.Count + 1);
        var start = 0;
        foreach (var end in units)
        {
            var unit = text[start..end];
            Varint.Write(_table, (uint)unit.Length);
            Varint.Write(_table, (uint)unit.Count((byte)'\n'));
            AddUnit(unit);
            start = end;
        }

        _bytes += text.Length;
    }

    private void AddUnit(ReadOnlySpan<byte> unit)
    {
        _pending ??= _idle.TryTake(out var idle) ? idle : new PendingRun();
        _pending.Add(unit);
        _units++;
        if (_units % TrigramSegment.RunUnits == 0)
        {
            CloseRun();
        }
    }

    private void CloseRun()
    {
        if (_pending is { } pending)
        {
            _pending = null;

            // As many runs are made elsewhere as there are cores; any more by who fills them.
            if (Interlocked.Increment(ref _atWork) <= Environment.ProcessorCount)
            {
                _runs.Add(Task.Run(() => Finish(pending)));
            }
            else
            {
                _runs.Add(Task.FromResult(Finish(pending)));
            }
        }
    }

    private RunLists Finish(PendingRun pending)
    {
        var lists = pending.Finish();
        _idle.Add(pending);
        Interlocked.Decrement(ref _atWork);
        return lists;
    }

    /// <summary>The text of a run that is not complete.</summary>
    private sealed class PendingRun
    {
        private readonly List<int> _ends = [];
        private byte[] _text = GC.AllocateUninitializedArray<byte>(TrigramSegment.RunUnits * (UnitBytes + 256), pinned: true);
        private TrigramRun? _run;
        private int _length;

        public void Add(ReadOnlySpan<byte> unit)
        {
            if (unit.Length > _text.Length - _length)
            {
                // What does not fit any more is worked on at once, so that memory stays bounded whatever the length of lines.
                Work();
                if (unit.Length > _text.Length)
                {
                    (_run ??= new TrigramRun()).Add(unit, [unit.Length]);
                    return;
                }
            }

            unit.CopyTo(_text.AsSpan(_length));
            _length += unit.Length;
            _ends.Add(_length);
        }

        public RunLists Finish()
        {
            Work();
            return _run!.Finish();
        }

        public void Clear() => _text.AsSpan().Clear();

        private void Work()
        {
            (_run ??= new TrigramRun()).Add(_text.AsSpan(0, _length), CollectionsMarshal.AsSpan(_ends));
            _ends.Clear();
            _length = 0;
        }
    }
}
