namespace Vitrine.Origin;

/// <summary>What the features of a file weigh together, by how they fare: content stays, names may be stripped, functions change with the compiler.</summary>
/// <param name="Content">Texts, constants and tables.</param>
/// <param name="Names">Names given to others.</param>
/// <param name="Code">Functions.</param>
/// <param name="All">All of them, with versions and imports, which are as many as they are by chance of a build.</param>
internal readonly record struct FileWeight(double Content, double Names, double Code, double All)
{
    /// <summary>A share of less than this says nothing.</summary>
    private const double LeastToContain = 5;

    public FileWeight Plus(FeatureClass kind, double weight) => kind switch
    {
        FeatureClass.Text or FeatureClass.Constant or FeatureClass.Table => this with { Content = Content + weight, All = All + weight },
        FeatureClass.Name => this with { Names = Names + weight, All = All + weight },
        FeatureClass.Function => this with { Code = Code + weight, All = All + weight },
        _ => this with { All = All + weight },
    };

    /// <summary>How much of <paramref name="whole"/> this is, 0 to 1: of its content, with its names where there are names at all; or of its functions, where more of those is.</summary>
    public double PartOf(FileWeight whole, bool withNames)
    {
        return Math.Max(withNames ? Part(Content + Names, whole.Content + whole.Names) : Part(Content, whole.Content), Part(Code, whole.Code));

        static double Part(double found, double of) => Math.Min(1, found / Math.Max(of, LeastToContain));
    }
}
