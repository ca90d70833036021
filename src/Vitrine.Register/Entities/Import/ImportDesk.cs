using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>What an import did, or would do.</summary>
/// <param name="Counts">What was in the document.</param>
/// <param name="Cleaned">Characters and values that are not kept: characters that do not show, names too long, countries that no code of two letters names.</param>
public sealed record ImportReport(ImportCounts Counts, long Cleaned);

/// <summary>Imports documents of parties.</summary>
public static class ImportDesk
{
    /// <summary>Imports a document whole, as one act; or nothing, where a line of it cannot be used.</summary>
    /// <param name="centre">The centre.</param>
    /// <param name="document">The document's bytes, at most <see cref="Documents.MaxBytes"/>.</param>
    /// <param name="source">Where it is from; its title names the data set.</param>
    /// <param name="by">Who imports.</param>
    /// <param name="cancellationToken">Stops before the act is recorded, or not at all.</param>
    /// <exception cref="RegisterDocumentException">A line cannot be used.</exception>
    /// <exception cref="ActRefusedException">The source is none, or the register changed meanwhile.</exception>
    public static async Task<ImportReport> ImportAsync(OpenCentre centre, ReadOnlyMemory<byte> document, Source source, Actor by, CancellationToken cancellationToken)
    {
        ImportCounts counts;
        long cleaned;
        using (var views = centre.Snapshot())
        {
            (counts, cleaned) = RegisterImport.Check(document, source, views);
        }

        cancellationToken.ThrowIfCancellationRequested();
        var digest = centre.Documents.Add(document.Span);
        await centre.RecordAsync(new RegisterImported(digest, PartiesFormat.FollowTheMoney, source, counts), by, cancellationToken);
        return new ImportReport(counts, cleaned);
    }
}
