using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Release;

/// <summary>A file that ships, by its content.</summary>
public sealed record ShippedFile(string Name, Digest Digest);

/// <summary>A build was repeated from a seal and compared with what ships; the statement says with which result.</summary>
public sealed record RebuildAttested(Digest Seal, Digest Rebuild, IReadOnlyList<ShippedFile> Files, RebuildVerdict Worst) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"seal:{Seal}";

    /// <inheritdoc/>
    public override IReadOnlyList<Digest> Statements => [Rebuild];
}

/// <summary>A vendor released files built from a seal.</summary>
public sealed record Released(Digest Seal, Digest Release, string Product, string Version, string Vendor, IReadOnlyList<ShippedFile> Files) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"product:{Product}";

    /// <inheritdoc/>
    public override IReadOnlyList<Digest> Statements => [Release];
}
