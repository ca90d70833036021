namespace Calibrate;

/// <summary>A line of set.tsv.</summary>
internal sealed record Row(string Path, string Origin, string Version, string Build, string Use)
{
    public static IReadOnlyList<Row> Read(string folder) =>
    [
        .. File.ReadLines(System.IO.Path.Combine(folder, "set.tsv")).Skip(1).Select(line => line.Split('\t'))
            .Select(c => new Row(System.IO.Path.Combine(folder, c[0]), c[1], c[3], c[4], c[5])),
    ];

    public bool IsOf(string origin) => Origin.Split(',', '+').Contains(origin);
}
