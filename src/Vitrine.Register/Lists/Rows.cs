namespace Vitrine.Register;

/// <summary>Rows of numbers of differing length, one after the other in one array.</summary>
/// <param name="values">All numbers.</param>
/// <param name="starts">Where each row begins, and where the last one ends.</param>
internal sealed class Rows(int[] values, int[] starts)
{
    public ReadOnlySpan<int> this[int row] => values.AsSpan(starts[row]..starts[row + 1]);

    /// <summary>For each number from 0 to one less than <paramref name="count"/> the rows that hold it, each once and in their order.</summary>
    public Rows Turned(int count)
    {
        var ends = new int[count + 1];
        Each((value, _) => ends[value + 1]++);
        for (var value = 0; value < count; value++)
        {
            ends[value + 1] += ends[value];
        }

        var next = ends.AsSpan(..count).ToArray();
        var rows = new int[ends[count]];
        Each((value, row) => rows[next[value]++] = row);
        return new Rows(rows, ends);
    }

    private void Each(Action<int, int> visit)
    {
        for (var row = 0; row < starts.Length - 1; row++)
        {
            var numbers = this[row];
            for (var i = 0; i < numbers.Length; i++)
            {
                if (!numbers[..i].Contains(numbers[i]))
                {
                    visit(numbers[i], row);
                }
            }
        }
    }
}
