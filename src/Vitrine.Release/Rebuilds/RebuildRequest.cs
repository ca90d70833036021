using System.Collections.Immutable;

namespace Vitrine.Release;

/// <summary>A build to repeat and what to hold it against.</summary>
public sealed record RebuildRequest
{
    /// <summary>The source, of which every run reads all.</summary>
    public required BuildSource Source { get; init; }

    /// <summary>How it is built.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>The shipped files, at most one for each of the recipe's outputs, and at least one.</summary>
    public required ImmutableArray<ShippedArtifact> Shipped { get; init; }

    /// <summary>Whether to build twice and say what the build itself varies.</summary>
    public bool Twice { get; init; }
}

/// <summary>A file as it is shipped.</summary>
/// <param name="Name">Its name, which is that of a recipe's output.</param>
/// <param name="Content">Its bytes.</param>
public sealed record ShippedArtifact(string Name, ReadOnlyMemory<byte> Content);
