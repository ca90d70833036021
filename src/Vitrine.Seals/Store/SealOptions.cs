namespace Vitrine.Seals;

/// <summary>What the maker of a seal decides.</summary>
public sealed record SealOptions
{
    /// <summary>The kinds of problem under which the tree is sealed all the same; see <see cref="SealProblems.Acceptable"/>.</summary>
    public IReadOnlySet<SealProblemKind> Accept { get; init; } = new HashSet<SealProblemKind>();

    /// <summary>The product's name, kept with the seal.</summary>
    public string? Product { get; init; }

    /// <summary>The product's version, kept with the seal.</summary>
    public string? Version { get; init; }

    /// <summary>The host's key under which the seal's key is wrapped too, so that the centre alone cannot open it.</summary>
    public HostKey? Lock { get; init; }

    internal void Validate()
    {
        foreach (var kind in Accept)
        {
            if (!kind.CanAccept())
            {
                throw new ArgumentException($"A problem of the kind {kind.Word()} cannot be accepted.", nameof(Accept));
            }
        }
    }
}

/// <summary>How far a long work on a seal is.</summary>
public readonly record struct SealProgress(int Files, int FilesTotal, long Bytes);

/// <summary>A seal that was made.</summary>
public sealed record MadeSeal
{
    /// <summary>Its identity and what is known of it.</summary>
    public required SealAbout About { get; init; }

    /// <summary>The same tree was sealed here before, in the same domain: nothing new was written, unless it <see cref="WasHealed"/>.</summary>
    public required bool WasThere { get; init; }

    /// <summary>The seal was here but damaged: what could not be read was written again from the source.</summary>
    public bool WasHealed { get; init; }

    /// <summary>Bytes of content that lay in this domain's other seals, or in this one twice.</summary>
    public required long BytesShared { get; init; }

    /// <summary>Bytes written for contents, encrypted.</summary>
    public required long BytesWritten { get; init; }

    /// <summary>The seal's identity.</summary>
    public SealRoot Root => About.Root;
}
