using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Origin;

/// <summary>What the corpus knows, and where.</summary>
public sealed class OriginPart : Part
{
    private const int LongestName = 200;

    /// <inheritdoc/>
    public override IReadOnlyList<ActKind> Acts { get; } = [ActKind.Of<OriginLearned>("origin.learned")];

    /// <inheritdoc/>
    public override string Schema => """
        CREATE TABLE origin_entry (
          n INTEGER PRIMARY KEY, vendor TEXT NOT NULL, product TEXT NOT NULL, version TEXT NOT NULL,
          files INTEGER NOT NULL, features INTEGER NOT NULL, document TEXT NOT NULL UNIQUE, at TEXT NOT NULL);
        CREATE TABLE origin_file (entry INTEGER NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL, size INTEGER NOT NULL, features INTEGER NOT NULL, PRIMARY KEY (entry, digest, name));
        """;

    /// <inheritdoc/>
    public override void Check(Act act, Actor by, DateTimeOffset at, SqliteConnection views)
    {
        if (act is not OriginLearned learned)
        {
            return;
        }

        ActText.Require(learned.Vendor, "vendor's name", LongestName);
        ActText.Require(learned.Product, "product's name", LongestName);
        ActText.Require(learned.Version, "version", LongestName);
        if (views.Query("SELECT vendor, product, version FROM origin_entry WHERE document = $1", row => $"{row.GetString(0)} {row.GetString(1)} {row.GetString(2)}", learned.Document) is [var same, ..])
        {
            throw new ActRefusedException($"Exactly this was learned already, as {same}.");
        }
    }

    /// <inheritdoc/>
    public override void Project(RecordedAct recorded, SqliteConnection views, Documents documents)
    {
        if (recorded.Act is not OriginLearned learned)
        {
            return;
        }

        var files = Read(learned, documents);
        views.Execute(
            "INSERT INTO origin_entry VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            recorded.Position,
            learned.Vendor,
            learned.Product,
            learned.Version,
            learned.Files,
            learned.Features,
            learned.Document,
            recorded.At);
        foreach (var file in files)
        {
            views.Execute("INSERT OR IGNORE INTO origin_file VALUES ($1, $2, $3, $4, $5)", recorded.Position, file.Name, file.Digest, file.Size, file.Count);
        }
    }

    private static System.Collections.Immutable.ImmutableArray<LearnedFile> Read(OriginLearned learned, Documents documents)
    {
        try
        {
            var files = FeatureDocument.Decode(documents.Read(learned.Document));
            return files.Length == learned.Files && files.Sum(file => file.Count) == learned.Features && files.Length > 0
                ? files
                : throw new ActRefusedException("The document of features does not hold what the act says.");
        }
        catch (OriginFormatException fault)
        {
            throw new ActRefusedException(fault.Message);
        }
    }
}
