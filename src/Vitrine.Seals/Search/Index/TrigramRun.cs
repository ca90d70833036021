using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vitrine.Seals;

/// <summary>Makes the lists of one run of units. A run is reused; one thread at a time.</summary>
/// <remarks>
/// Sixty-four units at a time, a word for every key gathers which of them have it: setting a bit twice is free, so no unit needs a set of its own. The words
/// that are not zero are then put behind those of the groups before, and at the run's end each key's words become a list.
/// </remarks>
internal sealed class TrigramRun
{
    private readonly ulong[] _masks = new ulong[TrigramKey.Count];
    private readonly int[] _newest = new int[TrigramKey.Count];
    private readonly ulong[] _keys = new ulong[TrigramKey.Count / 64];
    private readonly int[] _inGroup = GC.AllocateUninitializedArray<int>(TrigramKey.Count);
    private Entry[] _entries = GC.AllocateUninitializedArray<Entry>(1 << 20);
    private int _entryCount = 1;
    private int _inGroupCount;
    private int _units;

    /// <summary>Adds the next units, which are a text; <paramref name="ends"/> is where each ends.</summary>
    public void Add(ReadOnlySpan<byte> text, ReadOnlySpan<int> ends)
    {
        var start = 0;
        foreach (var end in ends)
        {
            AddUnit(text[start..end], 1UL << (_units & 63));
            start = end;
            _units++;
            if ((_units & 63) == 0)
            {
                CloseGroup();
            }
        }
    }

    /// <summary>The lists of all units that were added; the run can be used again.</summary>
    public RunLists Finish()
    {
        CloseGroup();
        var lists = new RunLists(Math.Max(1 << 16, _entryCount * 3));
        var walk = new Walk(_entries, lists);
        for (var word = 0; word < _keys.Length; word++)
        {
            for (var bits = _keys[word]; bits != 0; bits &= bits - 1)
            {
                var key = (word << 6) + BitOperations.TrailingZeroCount(bits);
                walk.Add(key, _newest[key]);
                _newest[key] = 0;
            }

            _keys[word] = 0;
        }

        walk.End();
        _entryCount = 1;
        _units = 0;
        return lists;
    }

    private void AddUnit(ReadOnlySpan<byte> text, ulong bit)
    {
        // The characters beyond ASCII that fold to a letter of ASCII: their lines are also added as folded.
        var folds = text.ContainsAnyInRange((byte)0x80, (byte)0xFF) && (text.IndexOf(FoldedLine.LongS) >= 0 || text.IndexOf(FoldedLine.Kelvin) >= 0);
        while (!text.IsEmpty)
        {
            var feed = text.IndexOf((byte)'\n');
            var line = feed < 0 ? text : text[..feed];
            AddLine(line, bit);
            if (folds && FoldedLine.Of(line) is { } folded)
            {
                AddLine(folded, bit);
            }

            text = feed < 0 ? default : text[(feed + 1)..];
        }
    }

    private void AddLine(ReadOnlySpan<byte> line, ulong bit)
    {
        if (line.Length < 3)
        {
            return;
        }

        // Keys are under Count by their mask, so nothing here needs a check of bounds.
        ref var classes = ref MemoryMarshal.GetReference(TrigramKey.Classes);
        ref var masks = ref MemoryMarshal.GetArrayDataReference(_masks);
        var key = TrigramKey.Next(Unsafe.Add(ref classes, line[0]), Unsafe.Add(ref classes, line[1]));
        var count = _inGroupCount;
        for (var i = 2; i < line.Length; i++)
        {
            key = TrigramKey.Next(key, Unsafe.Add(ref classes, line[i]));
            ref var mask = ref Unsafe.Add(ref masks, key);
            if (mask == 0)
            {
                _inGroup[count++] = key;
            }

            mask |= bit;
        }

        _inGroupCount = count;
    }

    private void CloseGroup()
    {
        var group = (_units - 1) >> 6;
        if (_entries.Length - _entryCount < _inGroupCount)
        {
            var longer = GC.AllocateUninitializedArray<Entry>(_entries.Length + Math.Max(_entries.Length, _inGroupCount));
            _entries.AsSpan(0, _entryCount).CopyTo(longer);
            _entries = longer;
        }

        foreach (var key in _inGroup.AsSpan(0, _inGroupCount))
        {
            ref var newest = ref _newest[key];
            if (newest == 0)
            {
                _keys[key >> 6] |= 1UL << (key & 63);
            }

            _entries[_entryCount] = new Entry(_masks[key], newest, group);
            newest = _entryCount++;
            _masks[key] = 0;
        }

        _inGroupCount = 0;
    }

    /// <summary>Which of the sixty-four units of a group have a key, and where the group before it is that has it.</summary>
    internal readonly record struct Entry(ulong Mask, int Before, int Group);

    /// <summary>Follows the entries of several keys at once, from the newest back: each step waits for memory, and those of different keys do not wait for each other.</summary>
    private sealed class Walk(Entry[] entries, RunLists lists)
    {
        private const int Keys = 16;

        private readonly Entry[] _groups = new Entry[Keys * TrigramSegment.RunWords];
        private readonly int[] _key = new int[Keys];
        private readonly int[] _at = new int[Keys];
        private int _count;

        public void Add(int key, int newest)
        {
            (_key[_count], _at[_count]) = (key, newest);
            if (++_count == Keys)
            {
                End();
            }
        }

        /// <summary>Writes the lists of what was added since the last time.</summary>
        public void End()
        {
            Span<int> before = stackalloc int[Keys];
            before.Fill(TrigramSegment.RunWords);
            for (var more = true; more;)
            {
                more = false;
                for (var i = 0; i < _count; i++)
                {
                    if (_at[i] != 0)
                    {
                        ref var entry = ref entries[_at[i]];
                        _groups[(i * TrigramSegment.RunWords) + --before[i]] = entry;
                        _at[i] = entry.Before;
                        more = true;
                    }
                }
            }

            for (var i = 0; i < _count; i++)
            {
                lists.Add(_key[i], _groups.AsSpan((i * TrigramSegment.RunWords) + before[i], TrigramSegment.RunWords - before[i]));
            }

            _count = 0;
        }
    }
}
