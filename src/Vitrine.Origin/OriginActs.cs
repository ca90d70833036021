using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Origin;

/// <summary>Features of a version of a product were learned.</summary>
/// <param name="Vendor">Whose product it is, by name.</param>
/// <param name="Product">The product's name.</param>
/// <param name="Version">The version.</param>
/// <param name="Files">How many files were learned.</param>
/// <param name="Features">How many features they have together.</param>
/// <param name="Document">The document of features.</param>
public sealed record OriginLearned(string Vendor, string Product, string Version, int Files, int Features, Digest Document) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"origin:{Document}";

    /// <inheritdoc/>
    public override IReadOnlyList<Digest> Documents => [Document];
}
