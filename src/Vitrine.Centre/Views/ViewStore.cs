using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>
/// The views: SQLite tables that hold nothing but a projection of the ledger, with the position up to which they were projected.
/// </summary>
/// <remarks>
/// The ledger is durable before a view is written, so the views run without fsync of their own: after a crash they lag at most, or are
/// thrown away and rebuilt. A schema of another version is not migrated but rebuilt.
/// </remarks>
internal sealed class ViewStore : IDisposable
{
    private readonly string _path;
    private readonly IReadOnlyList<Part> _parts;
    private readonly SqliteConnection _writer;

    private ViewStore(string path, IReadOnlyList<Part> parts, SqliteConnection writer)
    {
        _path = path;
        _parts = parts;
        _writer = writer;
    }

    /// <summary>The writer's connection; used by one thread at a time.</summary>
    public SqliteConnection Writer => _writer;

    /// <summary>How many acts have been projected.</summary>
    public ulong Position { get; private set; }

    static ViewStore() => SQLitePCL.Batteries_V2.Init();

    /// <summary>Opens the views for writing, empty where there are none or their schema is another.</summary>
    public static ViewStore Open(string path, IReadOnlyList<Part> parts)
    {
        var store = TryOpen(path, parts);
        if (store is not null)
        {
            return store;
        }

        Delete(path);
        return TryOpen(path, parts) ?? throw new CentreUnusableException($"The views at {path} cannot be made.");
    }

    /// <summary>A read-only connection that sees one immutable state until it is disposed.</summary>
    public static SqliteConnection OpenSnapshot(string path)
    {
        var connection = Connect(path, SqliteOpenMode.ReadOnly);
        connection.Execute("BEGIN");
        connection.Scalar<long>("SELECT position FROM centre_projection");
        return connection;
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
            _writer.Execute("ROLLBACK TO act; RELEASE act");
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
            part.Project(recorded, _writer);
        }

        Position++;
        _writer.Execute("UPDATE centre_projection SET position = $1", (long)Position);
    }

    private static ViewStore? TryOpen(string path, IReadOnlyList<Part> parts)
    {
        var connection = Connect(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF");
            var schema = Schema(parts);
            var version = Digest.Of(Encoding.UTF8.GetBytes(schema)).ToHex();
            if (connection.Scalar<long>("SELECT count(*) FROM sqlite_schema WHERE name = 'centre_projection'") == 0)
            {
                connection.Execute("BEGIN IMMEDIATE;" + schema + "COMMIT;");
                connection.Execute("INSERT INTO centre_projection (position, schema) VALUES (0, $1)", version);
            }

            if (connection.Scalar<string>("SELECT schema FROM centre_projection") == version)
            {
                return new ViewStore(path, parts, connection) { Position = ReadPosition(connection) };
            }
        }
        catch (SqliteException error) when (error.SqliteErrorCode is 11 or 26 or 1)
        {
            // Corrupt, not a database, or tables of another shape: a view is thrown away, never repaired.
        }

        connection.Dispose();
        return null;
    }

    private static ulong ReadPosition(SqliteConnection connection) => (ulong)connection.Scalar<long>("SELECT position FROM centre_projection");

    private static string Schema(IReadOnlyList<Part> parts) => """
        CREATE TABLE centre_projection (position INTEGER NOT NULL, schema TEXT NOT NULL);
        CREATE TABLE centre_act (n INTEGER PRIMARY KEY, at TEXT NOT NULL, person TEXT NOT NULL, role TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL);
        CREATE INDEX centre_act_subject ON centre_act (subject, n);

        """ + string.Join('\n', parts.Select(part => part.Schema)) + "\n";

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
