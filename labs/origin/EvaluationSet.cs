namespace Vitrine.Lab.Origin;

/// <summary>What a file of the set is for.</summary>
internal enum Use
{
    /// <summary>It is learned.</summary>
    Learn,

    /// <summary>To tune on.</summary>
    Tuning,

    /// <summary>To measure on.</summary>
    Test,

    /// <summary>To measure false positives on.</summary>
    Unrelated,
}

/// <summary>A file of the set.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Origin">What it was built from; of two, with '+' between; '-' where that is nothing learned.</param>
/// <param name="Product">The product, or an unrelated file's package.</param>
/// <param name="Version">The version.</param>
/// <param name="Build">How it was built.</param>
/// <param name="Use">What it is for.</param>
/// <param name="Size">Bytes.</param>
internal sealed record EvaluationFile(string Path, string Origin, string Product, string Version, string Build, Use Use, long Size)
{
    /// <summary>It holds none of the learned origins.</summary>
    public bool IsUnrelated => Origin == "-";

    /// <summary>It is packed by UPX, and cannot be told without unpacking.</summary>
    public bool IsPacked => Build.StartsWith("upx", StringComparison.Ordinal);

    /// <summary>The origins that it was built from.</summary>
    public IReadOnlyList<string> Origins => IsUnrelated ? [] : Origin.Split('+');
}

/// <summary>The set that labs/origin/set/make makes, and what its names say.</summary>
internal sealed class EvaluationSet
{
    private readonly Dictionary<string, HashSet<string>> _holds = [];

    private EvaluationSet(IReadOnlyList<EvaluationFile> files) => Files = files;

    /// <summary>Every file, in the order of set.tsv.</summary>
    public IReadOnlyList<EvaluationFile> Files { get; }

    /// <summary>Reads set.tsv of a folder, and holds.tsv of another.</summary>
    /// <exception cref="InvalidDataException">A row has not six columns, or a use that is none.</exception>
    public static EvaluationSet Read(string folder, string names)
    {
        var set = new EvaluationSet([.. Rows(Path.Combine(folder, "set.tsv")).Skip(1).Select(row => Of(folder, row))]);
        foreach (var row in Rows(Path.Combine(names, "holds.tsv")))
        {
            set._holds.TryAdd(row[0], []);
            set._holds[row[0]].UnionWith(row[1].Split(' '));
        }

        return set;
    }

    /// <summary>Every origin that it is right to name for this file: its own, and those that they bring with them.</summary>
    public IReadOnlySet<string> In(EvaluationFile file) => file.Origins.Concat(file.Origins.SelectMany(origin => _holds.GetValueOrDefault(origin) ?? [])).ToHashSet();

    private static IEnumerable<string[]> Rows(string path) => File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t'));

    private static EvaluationFile Of(string folder, string[] row)
    {
        if (row is not [var path, var origin, var product, var version, var build, var use] || !Enum.TryParse<Use>(use, ignoreCase: true, out var parsed))
        {
            throw new InvalidDataException($"This row of set.tsv has not six columns, or a use that is none: {string.Join('\t', row)}");
        }

        var full = Path.Combine(folder, path);
        return new EvaluationFile(full, origin, product, version, build, parsed, new FileInfo(full).Length);
    }
}
