namespace Vitrine.Origin;

/// <summary>What the features of a file weigh together, by how they fare: texts and data stay, names may be stripped, functions change with the compiler.</summary>
/// <param name="Text">Texts.</param>
/// <param name="Data">Constants and tables.</param>
/// <param name="Names">Names given to others.</param>
/// <param name="Code">Functions.</param>
/// <param name="All">All of them, with versions and imports, which are as many as they are by chance of a build.</param>
internal readonly record struct FileWeight(double Text, double Data, double Names, double Code, double All)
{
    /// <summary>A share of less than this says nothing.</summary>
    private const double LeastToContain = 5;

    public FileWeight Plus(FeatureClass kind, double weight) => kind switch
    {
        FeatureClass.Text => this with { Text = Text + weight, All = All + weight },
        FeatureClass.Constant or FeatureClass.Table => this with { Data = Data + weight, All = All + weight },
        FeatureClass.Name => this with { Names = Names + weight, All = All + weight },
        FeatureClass.Function => this with { Code = Code + weight, All = All + weight },
        _ => this with { All = All + weight },
    };

    /// <summary>
    /// How much of <paramref name="whole"/> this is, 0 to 1: of its texts and data, with its names where there are names at all; or of its functions, where more of those is.
    /// </summary>
    public double PartOf(FileWeight whole, bool withNames) =>
        Math.Max(withNames ? Part(Text + Data + Names, whole.Text + whole.Data + whole.Names) : Part(Text + Data, whole.Text + whole.Data), Part(Code, whole.Code));

    /// <summary>How much of <paramref name="whole"/> this is, 0 to 1, by the group that says most and by the one that says second most.</summary>
    public (double Most, double Second) PartsOf(FileWeight whole)
    {
        Span<double> parts = [Part(Text, whole.Text), Part(Data, whole.Data), Part(Names, whole.Names), Part(Code, whole.Code)];
        parts.Sort();
        return (parts[^1], parts[^2]);
    }

    private static double Part(double found, double of) => Math.Min(1, found / Math.Max(of, LeastToContain));
}
