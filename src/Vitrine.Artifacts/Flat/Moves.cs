using System.Collections.Immutable;

namespace Vitrine.Artifacts;

/// <summary>Where bytes of an image lie once the edits that change its length are made.</summary>
internal sealed class Moves
{
    private readonly ImmutableArray<int> _offsets;
    private readonly long[] _shifts;

    public Moves(ImmutableArray<Edit> edits)
    {
        _offsets = [.. edits.Select(edit => edit.Offset)];
        _shifts = new long[edits.Length + 1];
        for (var i = 0; i < edits.Length; i++)
        {
            _shifts[i + 1] = _shifts[i] + edits[i].With.Length - edits[i].Length;
        }
    }

    /// <summary>The new place of a byte; of one within an edit, the place of its end less what is left of it.</summary>
    public long Of(long offset)
    {
        var place = offset > int.MaxValue ? _offsets.Length : _offsets.BinarySearch((int)offset);
        return offset + _shifts[place < 0 ? ~place : place];
    }
}
