using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;

namespace Vitrine.Origin;

/// <summary>An entry of the corpus as the views have it.</summary>
public sealed record LearnedOrigin(string Vendor, string Product, string Version, int Files, int Features, Digest Document, DateTimeOffset At);

/// <summary>Teaches a centre's corpus, and asks it.</summary>
public static class OriginDesk
{
    /// <summary>Learns files as one version of one product: one act on one document.</summary>
    /// <exception cref="ActRefusedException">There is nothing in them to be recognised by, or exactly this was learned before.</exception>
    /// <exception cref="IOException">The document cannot be kept.</exception>
    public static async Task<OriginLearned> LearnAsync(OpenCentre centre, CorpusEntry entry, Actor by, CancellationToken cancellationToken)
    {
        if (entry.Files.Length == 0)
        {
            throw new ActRefusedException("None of these files holds enough to be recognised by: 24 strings, names, constants or tables that are its own, not packed.");
        }

        var bytes = FeatureDocument.Encode(entry.Files);
        if (bytes.Length > Documents.MaxBytes)
        {
            throw new ActRefusedException($"These files have {bytes.Length:N0} bytes of features; one act rests on at most {Documents.MaxBytes:N0}. Learn them in parts.");
        }

        var act = new OriginLearned(entry.Vendor, entry.Product, entry.Version, entry.Files.Length, entry.Files.Sum(file => file.Count), centre.Documents.Add(bytes));
        await centre.RecordAsync(act, by, cancellationToken);
        return act;
    }

    /// <summary>Records what was identified in a product's files as its components, each once: again on the same files records nothing.</summary>
    /// <returns>What was recorded now.</returns>
    /// <exception cref="ActRefusedException">There are more than <see cref="OriginComponents.Most"/>, or a name is too long for the record.</exception>
    public static async Task<ImmutableArray<ComponentIdentified>> RecordAsync(OpenCentre centre, string product, string? version, IReadOnlyList<Identification> found, Actor by, CancellationToken cancellationToken)
    {
        ImmutableArray<ComponentIdentified> missing;
        using (var views = centre.Snapshot())
        {
            missing = OriginComponents.Missing(product, version, found, views);
        }

        foreach (var act in missing)
        {
            await centre.RecordAsync(act, by, cancellationToken);
        }

        return missing;
    }

    /// <summary>All that was learned, oldest first.</summary>
    public static IReadOnlyList<LearnedOrigin> List(SqliteConnection views) => views.Query(
        "SELECT vendor, product, version, files, features, document, at FROM origin_entry ORDER BY n",
        row => new LearnedOrigin(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetInt32(4), Digest.ParseHex(row.GetString(5)), row.Time(6)));

    /// <summary>The corpus in memory.</summary>
    /// <exception cref="CentreFaultException">A document is missing or altered.</exception>
    public static Corpus Load(OpenCentre centre)
    {
        using var views = centre.Snapshot();
        return Corpus.Of(List(views).Select(one => new CorpusEntry(one.Vendor, one.Product, one.Version, Read(centre, one.Document))));
    }

    private static ImmutableArray<LearnedFile> Read(OpenCentre centre, Digest document)
    {
        try
        {
            return FeatureDocument.Decode(centre.Documents.Read(document));
        }
        catch (OriginFormatException fault)
        {
            throw new CentreFaultException(fault.Message);
        }
    }
}
