using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>How a list is written.</summary>
public enum ListFormat
{
    /// <summary>Comma-separated values with the columns of docs/formats/list.md.</summary>
    Csv,

    /// <summary>FollowTheMoney entities, one JSON object a line.</summary>
    FollowTheMoney,
}

/// <summary>A version of a list was imported; it answers for its date and the days after, until a version of a later date does.</summary>
/// <param name="List">The list's identifier.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Publisher">Who publishes it.</param>
/// <param name="Date">The day as of which it is.</param>
/// <param name="Source">Where it was taken from.</param>
/// <param name="Format">How the document is written.</param>
/// <param name="Document">The list as it was given.</param>
/// <param name="Entries">How many entries it has.</param>
public sealed record ListImported(string List, string Title, string Publisher, DateOnly Date, string Source, ListFormat Format, Digest Document, int Entries) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"list:{List}";

    /// <inheritdoc/>
    public override IReadOnlyList<Digest> Documents => [Document];
}
