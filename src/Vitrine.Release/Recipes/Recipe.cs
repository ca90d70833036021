using System.Collections.Immutable;
using System.Text.Json;
using Vitrine.Proofs;

namespace Vitrine.Release;

/// <summary>How a product is built again from its seal: what runs, with which tools, and which files come out.</summary>
/// <remarks>The file format is docs/formats/recipe.md; it is read by <see cref="RecipeReader"/>. A recipe comes from the vendor, so nothing in
/// it is trusted: it names tools and packages, and <see cref="ToolResolver"/> decides what of the machine those names may show.</remarks>
public sealed record Recipe
{
    internal Recipe(ReadOnlySpan<byte> file)
    {
        Digest = Digest.Of(file);
        Json = CanonicalJson.Parse(file);
    }

    /// <summary>SHA-256 of the recipe file as it was read.</summary>
    public Digest Digest { get; }

    /// <summary>The recipe as it was read.</summary>
    public JsonElement Json { get; }

    /// <summary>What is built; letters, digits, <c>.</c>, <c>_</c>, <c>-</c>.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>The commands, run one after the other in the root of the tree; each is a program and its arguments, never a shell line.</summary>
    public ImmutableArray<ImmutableArray<string>> Steps { get; internal init; } = [];

    /// <summary>Variables the steps see beside those the sandbox sets, ordered by name.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; internal init; } = EmptyEnvironment;

    /// <summary>Programs by name, or absolute paths below <c>/usr</c> or <c>/opt</c>; mounted read-only.</summary>
    public ImmutableArray<string> Tools { get; internal init; } = [];

    /// <summary>Packages from the machine's own cache; mounted read-only.</summary>
    public ImmutableArray<PackageUrl> Packages { get; internal init; } = [];

    /// <summary>The files to take from the built tree.</summary>
    public ImmutableArray<RecipeOutput> Outputs { get; internal init; } = [];

    /// <summary>The time of every source file and the value of SOURCE_DATE_EPOCH.</summary>
    public DateTimeOffset SourceDate { get; internal init; }

    /// <summary>What the build may use up.</summary>
    public RecipeLimits Limits { get; internal init; } = new();

    internal static ImmutableSortedDictionary<string, string> EmptyEnvironment { get; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}

/// <summary>A file to take from the built tree.</summary>
/// <param name="Path">Its place in the tree, relative, with <c>/</c>.</param>
/// <param name="Name">The name under which it is shipped and compared.</param>
public sealed record RecipeOutput(string Path, string Name);

/// <summary>What a build may use up before it is stopped.</summary>
public sealed record RecipeLimits
{
    private const long MiB = 1024 * 1024;

    /// <summary>Wall-clock seconds for all steps together.</summary>
    public int Seconds { get; internal init; } = 600;

    /// <summary>Anonymous memory of all processes together, in MiB.</summary>
    public int MemoryMiB { get; internal init; } = 4096;

    /// <summary>Size of the build's file system, in MiB; it lies in memory too.</summary>
    public int DiskMiB { get; internal init; } = 2048;

    /// <summary>All outputs together, in MiB.</summary>
    public int OutputMiB { get; internal init; } = 64;

    /// <summary>Processes and threads together.</summary>
    public int Tasks { get; internal init; } = 1024;

    internal long MemoryBytes => MemoryMiB * MiB;

    internal long DiskBytes => DiskMiB * MiB;

    internal long OutputBytes => OutputMiB * MiB;
}
