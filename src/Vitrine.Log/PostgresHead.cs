using System.Data;
using Npgsql;

namespace Vitrine.Log;

/// <summary>A log's lock and newest checkpoint in PostgreSQL: one row of the table <c>vitrine_log</c> in the connection's schema.</summary>
/// <remarks>
/// Every change is one statement, its own transaction, with <c>synchronous_commit</c> on. The column <c>taken</c> is raised by whoever opens
/// the log and named by each of its swaps, so that a statement of an earlier writer which is still on its way changes nothing. The advisory lock
/// ends with the session; it refuses a second writer kindly, the row is what is safe. A connection that breaks is opened anew and the
/// statement repeated, four times: it names what it expects, so it cannot be done twice. A database that was never reached is not waited for.
/// </remarks>
internal sealed class PostgresHead(ObjectStorageOptions options, string origin) : IHeadStore
{
    private const int Attempts = 5;
    private const int LockAttempts = 20;
    private static readonly TimeSpan LockWait = TimeSpan.FromMilliseconds(100);

    private readonly string _where = $"the row {origin} of vitrine_log in the database";
    private NpgsqlConnection? _connection;
    private bool _reached;
    private long _taken;

    public bool TryCreate(HeadRow row)
    {
        Execute("create", """
            CREATE TABLE IF NOT EXISTS vitrine_log (
                origin text PRIMARY KEY, checkpoint text NOT NULL, base text NOT NULL, taken bigint NOT NULL)
            """);
        return Execute("create", "INSERT INTO vitrine_log VALUES (@origin, @checkpoint, @base, 0) ON CONFLICT DO NOTHING", Values(row)) == 1;
    }

    public HeadRow? Take() => Try("open", () =>
    {
        for (var attempt = 1; !Lock(); attempt++)
        {
            // A predecessor that was killed may still be on its way out of the database.
            if (attempt == LockAttempts)
            {
                throw new LogInUseException(options.ToString());
            }

            Thread.Sleep(LockWait);
        }

        var row = Row("UPDATE vitrine_log SET taken = taken + 1 WHERE origin = @origin RETURNING checkpoint, base, taken", out var taken);
        _taken = taken;
        return row;
    });

    public HeadRow? Read() => Try("read", () => Row("SELECT checkpoint, base, taken FROM vitrine_log WHERE origin = @origin", out _));

    public bool TrySwap(HeadRow expected, HeadRow next) =>
        Execute(
            "commit",
            """
            UPDATE vitrine_log SET checkpoint = @checkpoint, base = @base
            WHERE origin = @origin AND taken = @taken AND checkpoint = @expected AND base = @expected_base
            """,
            [.. Values(next), new("taken", _taken), new("expected", expected.Checkpoint), new("expected_base", expected.Base)]) == 1;

    public bool Holds(HeadRow row) => Try("read", () =>
        Scalar(
            "SELECT 1 FROM vitrine_log WHERE origin = @origin AND taken = @taken AND checkpoint = @checkpoint AND base = @base",
            [.. Values(row), new("taken", _taken)]) is not null);

    public void Dispose() => _connection?.Dispose();

    private string Server => new NpgsqlConnectionStringBuilder(options.Database) is var server && server.Host?.StartsWith('/') == true
        ? $"the database at the socket in {server.Host}"
        : $"the database at {server.Host}:{server.Port}";

    private static NpgsqlParameter[] Values(HeadRow row) => [new("checkpoint", row.Checkpoint), new("base", row.Base)];

    private int Execute(string operation, string sql, params NpgsqlParameter[] parameters) => Try(operation, () =>
    {
        using var command = Command(sql, parameters);
        return command.ExecuteNonQuery();
    });

    private object? Scalar(string sql, params NpgsqlParameter[] parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteScalar() is var value and not DBNull ? value : null;
    }

    private HeadRow? Row(string sql, out long taken)
    {
        taken = 0;
        if (Scalar("SELECT to_regclass('vitrine_log')::text") is null)
        {
            return null;
        }

        using var command = Command(sql);
        using var reader = command.ExecuteReader(CommandBehavior.SingleRow);
        if (!reader.Read())
        {
            return null;
        }

        taken = reader.GetInt64(2);
        return new HeadRow(reader.GetString(0), reader.GetString(1));
    }

    private bool Lock() => Scalar("SELECT pg_try_advisory_lock(hashtextextended('vitrine_log ' || @origin, 0))") is true;

    private NpgsqlCommand Command(string sql, params NpgsqlParameter[] parameters)
    {
        // Parameters belong to one command; a statement may be repeated.
        var command = new NpgsqlCommand(sql, _connection) { Parameters = { new("origin", origin) } };
        Array.ForEach(parameters, parameter => command.Parameters.Add(parameter.Clone()));
        return command;
    }

    private T Try<T>(string operation, Func<T> action)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Connect();
                return action();
            }
            catch (NpgsqlException) when (attempt < Attempts && _reached && _connection?.State != ConnectionState.Open)
            {
                Thread.Sleep(TimeSpan.FromMilliseconds(50 << (2 * attempt)));
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
            {
                throw new LogFaultException(operation, _where, outcomeUnknown: false, e is PostgresException || _connection?.State == ConnectionState.Open ? e : new StoreUnreachableException(Server, e));
            }
        }
    }

    private void Connect()
    {
        if (_connection?.State == ConnectionState.Open)
        {
            return;
        }

        StoreCredentials.RequireClosedPassfile();
        _connection?.Dispose();
        _connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(options.Database) { Pooling = false, KeepAlive = 30 }.ConnectionString);
        _connection.Open();
        _reached = true;
        Scalar("SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local')");
        if (_taken > 0)
        {
            // Kindness only, and perhaps in vain for as long as the broken session lives: the row says whose the log is.
            Lock();
        }
    }
}
