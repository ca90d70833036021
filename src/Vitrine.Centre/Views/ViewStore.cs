using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>
/// The views: SQLite tables that hold nothing but a projection of the ledger, with the position up to which they were projected.
/// </summary>
/// <remarks>
/// The ledger is durable before a view is written, so a commit here does not sync: SQLite's write-ahead log with <c>synchronous = NORMAL</c>
/// stays whole over a loss of power, and lags at most. What is not whole, or of another schema, is thrown away and rebuilt.
/// </remarks>
internal sealed class ViewStore : IDisposable
{
    private const int SqliteError = 1;
    private const int SqliteCorrupt = 11;
    private const int SqliteNoDatabase = 26;

    private readonly IReadOnlyList<Part> _parts;
    private readonly SqliteConnection _writer;
    private readonly Documents _documents;

    private ViewStore(IReadOnlyList<Part> parts, SqliteConnection writer, Documents documents)
    {
        _parts = parts;
        _writer = writer;
        _documents = documents;
    }

    /// <summary>The writer's connection; used by one thread at a time.</summary>
    public SqliteConnection Writer => _writer;

    /// <summary>How many acts have been projected.</summary>
    public ulong Position { get; private set; }

    static ViewStore() => SQLitePCL.Batteries_V2.Init();

    /// <summary>Opens the views for writing, empty where there are none or their schema is another.</summary>
    /// <exception cref="CentreUnusableException">They can be neither opened nor made.</exception>
    public static ViewStore Open(CentrePaths paths, IReadOnlyList<Part> parts)
    {
        var (path, documents) = (paths.Views, new Documents(paths));
        var store = TryOpen(path, parts, documents);
        if (store is not null)
        {
            return store;
        }

        Delete(path);
        return TryOpen(path, parts, documents) ?? throw new CentreUnusableException($"The views at {path} cannot be made: a part's schema is no SQL.");
    }

    /// <summary>Removes the views from disk.</summary>
    public static void Delete(string path)
    {
        foreach (var file in (string[])[path, path + "-wal", path + "-shm"])
        {
            File.Delete(file);
        }
    }

    public void Begin() => _writer.Execute("BEGIN IMMEDIATE");

    public void Commit() => _writer.Execute("COMMIT");

    public void Rollback()
    {
        _writer.Execute("ROLLBACK");
        Position = ReadPosition(_writer);
    }

    /// <summary>Checks and projects one act inside the open transaction; a refusal leaves no trace.</summary>
    public void Apply(RecordedAct recorded)
    {
        _writer.Execute("SAVEPOINT act");
        try
        {
            foreach (var part in _parts)
            {
                part.Check(recorded.Act, recorded.By, recorded.At, _writer);
            }

            ProjectCore(recorded);
            _writer.Execute("RELEASE act");
        }
        catch
        {
            // After a fault of the disk SQLite may have rolled all back already; then there is nothing to go on with.
            if (SQLitePCL.raw.sqlite3_get_autocommit(_writer.Handle) == 0)
            {
                _writer.Execute("ROLLBACK TO act; RELEASE act");
                Position = recorded.Position.Value;
            }

            throw;
        }
    }

    /// <summary>Projects an act that is in the ledger already, and so passed its checks.</summary>
    public void Replay(RecordedAct recorded) => ProjectCore(recorded);

    /// <summary>Every table, row and column in one canonical order: equal projections give equal digests.</summary>
    public Digest DumpDigest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var table in _writer.Query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name", row => row.GetString(0)))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"table {table}\n"));
            var columns = _writer.Query($"SELECT name FROM pragma_table_info('{table}') ORDER BY cid", row => $"quote(\"{row.GetString(0)}\")");
            var line = string.Join(" || ',' || ", columns);
            foreach (var row in _writer.Query($"SELECT {line} AS line FROM \"{table}\" ORDER BY line", row => row.GetString(0)))
            {
                hash.AppendData(Encoding.UTF8.GetBytes(row + "\n"));
            }
        }

        return Digest.FromBytes(hash.GetHashAndReset());
    }

    public void Dispose()
    {
        _writer.Dispose();
    }

    private void ProjectCore(RecordedAct recorded)
    {
        if (recorded.Position.Value != Position)
        {
            throw new InvalidOperationException($"The views are at position {Position}; the act is at {recorded.Position}.");
        }

        _writer.Execute(
            "INSERT INTO centre_act (n, at, person, role, kind, subject) VALUES ($1, $2, $3, $4, $5, $6)",
            recorded.Position,
            recorded.At,
            recorded.By.Person,
            recorded.By.Role,
            recorded.Kind,
            recorded.Act.Subject);
        foreach (var part in _parts)
        {
            part.Project(recorded, _writer, _documents);
        }

        Position++;
        _writer.Execute("UPDATE centre_projection SET position = $1", (long)Position);
    }

    private static ViewStore? TryOpen(string path, IReadOnlyList<Part> parts, Documents documents)
    {
        SqliteConnection? connection = null;
        ViewStore? store = null;
        try
        {
            connection = new SqliteConnection(Address(path, SqliteOpenMode.ReadWriteCreate, isKept: false));
            connection.Open();
            connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
            var schema = Schema(parts);
            var version = Digest.Of(Encoding.UTF8.GetBytes(schema)).ToHex();
            if (connection.Scalar<long>("SELECT count(*) FROM sqlite_schema WHERE name = 'centre_projection'") == 0)
            {
                connection.Execute($"BEGIN IMMEDIATE; {schema} INSERT INTO centre_projection (position, schema) VALUES (0, '{version}'); COMMIT;");
            }

            if (connection.Scalar<string>("SELECT schema FROM centre_projection") == version)
            {
                store = new ViewStore(parts, connection, documents) { Position = ReadPosition(connection) };
            }
        }
        catch (SqliteException error) when (error.SqliteErrorCode is SqliteCorrupt or SqliteNoDatabase or SqliteError)
        {
            // Corrupt, not a database, or tables of another shape: a view is thrown away, never repaired.
        }
        catch (SqliteException error)
        {
            throw new CentreUnusableException($"The views at {path} cannot be opened to write: {error.Message}", error);
        }
        finally
        {
            if (store is null)
            {
                connection?.Dispose();
            }
        }

        return store;
    }

    private static ulong ReadPosition(SqliteConnection connection) => (ulong)connection.Scalar<long>("SELECT position FROM centre_projection");

    private static string Schema(IReadOnlyList<Part> parts) => """
        CREATE TABLE centre_projection (position INTEGER NOT NULL, schema TEXT NOT NULL);
        CREATE TABLE centre_act (n INTEGER PRIMARY KEY, at TEXT NOT NULL, person TEXT NOT NULL, role TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL);
        CREATE INDEX centre_act_subject ON centre_act (subject, n);

        """ + string.Join('\n', parts.Select(part => part.Schema)) + "\n";

    /// <summary>How the views are opened.</summary>
    internal static string Address(string path, SqliteOpenMode mode, bool isKept) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = isKept }.ToString();
}
