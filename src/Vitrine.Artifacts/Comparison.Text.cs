using System.Globalization;
using System.Text;

namespace Vitrine.Artifacts;

public sealed partial class Comparison
{
    /// <summary>
    /// The comparison for people: the verdict, then one line a fact in aligned columns, then both files.
    /// Names from the files are shown with control and direction characters escaped. Ends with a line feed.
    /// </summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.Append(Verdict.ToWord()).Append('\n');
        if (Differences.Length > 0)
        {
            text.Append("\ndifferences\n");
            Table(text, [.. Differences.Select(d => new[] { d.Kind.ToWord(), Where(d.Member, d.Name), d.What })]);
            if (DifferencesOmitted > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"  and {DifferencesOmitted} more\n");
            }
        }

        if (Explanations.Length > 0)
        {
            text.Append("\nexplained\n");
            Table(text, [.. Explanations.Select(e => new[] { $"{e.Normaliser} {e.Version}", e.Member, e.What })]);
        }

        text.Append('\n');
        Table(text, [Row("A", A), Row("B", B)]);
        return text.ToString();
    }

    /// <inheritdoc cref="ToText"/>
    public override string ToString() => ToText();

    private static string Where(string member, string name) =>
        member.Length == 0 ? name : name.Length == 0 || name == member ? member : $"{member}: {name}";

    private static string[] Row(string side, ComparedFile file) =>
        [side, $"sha256 {file.Digest}", $"{file.Size.ToString("#,0", CultureInfo.InvariantCulture)} bytes", file.Name];

    private static void Table(StringBuilder text, string[][] rows)
    {
        const int WidestPadded = 60;
        var cells = rows.Select(row => row.Select(Printable.Of).ToArray()).ToArray();
        var widths = Enumerable.Range(0, cells[0].Length)
            .Select(column => Math.Min(WidestPadded, cells.Max(row => row[column].Length)))
            .ToArray();
        foreach (var row in cells)
        {
            var line = new StringBuilder();
            for (var column = 0; column < row.Length; column++)
            {
                if (widths[column] > 0)
                {
                    line.Append("  ").Append(row[column].PadRight(widths[column]));
                }
            }

            text.Append(line.ToString().TrimEnd()).Append('\n');
        }
    }
}
