using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>Lists of parties and products that somebody forbids or warns of, with every version that was imported.</summary>
public sealed class ListsPart : Part
{
    // Stands in an address where a list's identifier would.
    private const string Reserved = "screen";

    /// <inheritdoc/>
    public override IReadOnlyList<ActKind> Acts { get; } = [ActKind.Of<ListImported>("lists.imported")];

    // An entry that versions share stands once; lists_member says which versions have it. A name has its words in their order, each the 4 bytes of its row, the least first; and the sound and the consonants of its own words written together.
    // Words follow from NameTokens and its tables: count up when these change.
    /// <inheritdoc/>
    public override string Schema => """
        -- names: 3
        CREATE TABLE lists_version (
          id INTEGER PRIMARY KEY, list TEXT NOT NULL, title TEXT NOT NULL, publisher TEXT NOT NULL, date TEXT NOT NULL, source TEXT NOT NULL, format TEXT NOT NULL,
          document TEXT NOT NULL, entries INTEGER NOT NULL, imported TEXT NOT NULL, n INTEGER NOT NULL);
        CREATE INDEX lists_version_list ON lists_version (list, date, n);
        CREATE TABLE lists_entry (
          id INTEGER PRIMARY KEY, list TEXT NOT NULL, content BLOB NOT NULL, entry TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, countries TEXT NOT NULL, identifiers TEXT NOT NULL,
          since TEXT NOT NULL, until TEXT, clause TEXT, source TEXT, assumed INTEGER NOT NULL, UNIQUE (list, content));
        CREATE TABLE lists_member (version INTEGER NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (version, entry)) WITHOUT ROWID;
        CREATE TABLE lists_name (id INTEGER PRIMARY KEY, entry INTEGER NOT NULL, name TEXT NOT NULL, words BLOB NOT NULL, sound TEXT NOT NULL, bones TEXT NOT NULL);
        CREATE INDEX lists_name_entry ON lists_name (entry);
        CREATE TABLE lists_word (
          id INTEGER PRIMARY KEY, written TEXT NOT NULL, latin TEXT, script INTEGER NOT NULL, kind INTEGER NOT NULL, sound TEXT NOT NULL, bones TEXT NOT NULL, UNIQUE (written, kind));
        CREATE TABLE lists_identifier (identifier TEXT NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (identifier, entry)) WITHOUT ROWID;
        """;

    /// <inheritdoc/>
    public override void Check(Act act, Actor by, DateTimeOffset at, SqliteConnection views)
    {
        if (act is not ListImported import)
        {
            return;
        }

        ActText.RequireId(import.List, "list's identifier");
        if (import.List == Reserved)
        {
            throw new ActRefusedException($"No list is called '{Reserved}': that word asks all of them. Name another with --name.");
        }

        ActText.Require(import.Title, "list's title", 200);
        ActText.Require(import.Publisher, "list's publisher", 200);
        ActText.Require(import.Source, "list's source", ListFile.MaxText);
        if (import.Date > DateOnly.FromDateTime(at.UtcDateTime).AddDays(1))
        {
            throw new ActRefusedException($"The list is dated {import.Date:yyyy-MM-dd}, which is in the future. An entry that counts from a later day says so itself, in since.");
        }

        if (Lists.Versions(import.List, views).Any(version => version.Date == import.Date && version.Document == import.Document))
        {
            throw new ActRefusedException($"This very version of {import.List} is here already, of {import.Date:yyyy-MM-dd}.");
        }
    }

    /// <inheritdoc/>
    public override void Project(RecordedAct recorded, SqliteConnection views, Documents documents)
    {
        if (recorded.Act is not ListImported import)
        {
            return;
        }

        ListFile file;
        try
        {
            file = ListFile.Read(documents.Read(import.Document), import.Date);
        }
        catch (ListFormatException wrong)
        {
            throw new ActRefusedException(wrong.Message);
        }

        if (file.Entries.Length != import.Entries || file.Format != import.Format)
        {
            throw new ActRefusedException($"The document {import.Document} is not the list of {import.Entries:N0} entries that the act says it is.");
        }

        views.Execute(
            "INSERT INTO lists_version (list, title, publisher, date, source, format, document, entries, imported, n) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            import.List, import.Title, import.Publisher, ListDay.Text(import.Date), import.Source, import.Format, import.Document, import.Entries, recorded.At, recorded.Position);
        using var writer = new ListWriter(views, import.List, views.Scalar<long>("SELECT last_insert_rowid()"));
        foreach (var entry in file.Entries)
        {
            writer.Write(entry);
        }
    }
}
