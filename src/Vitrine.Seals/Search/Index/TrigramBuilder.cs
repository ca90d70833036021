using System.Buffers;
using System.Collections.Concurrent;

namespace Vitrine.Seals;

/// <summary>Makes the index of some contents: <see cref="TrigramSegment"/>. <see cref="Add"/> and <see cref="Finish"/> are called by one thread at a time; the work is done on all cores.</summary>
/// <remarks>
/// What is held: the lists so far (about a fifth of the text), and for each core a run in the making (about 90 MiB). Of a content only copies of at most one run
/// (17 MiB) are kept after <see cref="Add"/> returns. Buffers are overwritten before they are given up.
/// </remarks>
internal sealed class TrigramBuilder
{
    /// <summary>A unit ends with the line that reaches so many bytes.</summary>
    public const int UnitBytes = 4096;

    /// <summary>Contents of fewer bytes together are not indexed: to scan them takes less than to look into an index.</summary>
    public const long LeastBytes = 1 << 20;

    private readonly ArrayBufferWriter<byte> _table = new();
    private readonly ConcurrentBag<PendingRun> _idle = [];
    private readonly List<Task<RunLists>> _runs = [];
    private PendingRun? _pending;
    private int _contents;
    private int _units;
    private long _bytes;
    private bool _isTooLarge;

    /// <summary>What the part of a pack is called.</summary>
    public static string Name => "trigrams";

    /// <summary>Adds a content; the numbers ascend. One that is passed over is not indexed, and is searched whole.</summary>
    public void Add(int content, ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(content, _contents);
        for (; _contents < content; _contents++)
        {
            Varint.Write(_table, 0);
        }

        _contents++;
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

    /// <summary>The index of all that was added; empty where there is so little, or so much, that none is made. It is the caller's to overwrite.</summary>
    public Memory<byte> Finish()
    {
        if (_bytes < LeastBytes && _runs.Count == 0)
        {
            _pending?.Clear();
            return Memory<byte>.Empty;
        }

        CloseRun();
        Task.WaitAll(_runs);
        foreach (var idle in _idle)
        {
            idle.Clear();
        }

        var lists = _runs.ConvertAll(run => run.Result);
        var result = _isTooLarge ? Memory<byte>.Empty : SegmentWriter.Write(_contents, _units, _table.WrittenSpan, lists);
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

    private void AddUnit(ReadOnlySpan<byte> unit)
    {
        _pending ??= TakeRun();
        _pending.Add(unit);
        _units++;
        if (_units % TrigramSegment.RunUnits == 0)
        {
            CloseRun();
        }
    }

    private PendingRun TakeRun()
    {
        // As many runs are made at once as there are cores; one more is filled meanwhile.
        if (_runs.Count >= Environment.ProcessorCount)
        {
            _runs[^Environment.ProcessorCount].Wait();
        }

        return _idle.TryTake(out var idle) ? idle : new PendingRun();
    }

    private void CloseRun()
    {
        if (_pending is { } pending)
        {
            _pending = null;
            _runs.Add(Task.Run(() =>
            {
                var lists = pending.Finish();
                _idle.Add(pending);
                return lists;
            }));
        }
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
            (_run ??= new TrigramRun()).Add(_text.AsSpan(0, _length), System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_ends));
            _ends.Clear();
            _length = 0;
        }
    }
}
