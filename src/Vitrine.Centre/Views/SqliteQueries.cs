using Microsoft.Data.Sqlite;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>Short forms for statements with positional parameters ($1, $2, …).</summary>
public static class SqliteQueries
{
    /// <summary>Runs a statement that returns nothing, and gives the number of rows changed.</summary>
    public static int Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row, or the default where there is no row or it is null.</summary>
    public static T? Scalar<T>(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var command = Command(connection, sql, values);
        using var reader = command.ExecuteReader();
        return reader.Read() && !reader.IsDBNull(0) ? reader.GetFieldValue<T>(0) : default;
    }

    /// <summary>Every row, mapped at once.</summary>
    public static List<T> Query<T>(this SqliteConnection connection, string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<object?> values)
    {
        using var command = Command(connection, sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    /// <summary>A nullable text column.</summary>
    public static string? Text(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    /// <summary>A time column, written as <see cref="UtcTime"/> does.</summary>
    public static DateTimeOffset Time(this SqliteDataReader reader, int column) =>
        UtcTime.TryParse(reader.GetString(column), out var at) ? at : throw new LedgerFormatException("A view holds a time that is none.");

    private static SqliteCommand Command(SqliteConnection connection, string sql, ReadOnlySpan<object?> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue($"${i + 1}", Value(values[i]));
        }

        return command;
    }

    private static object Value(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset at => UtcTime.Format(at),
        Digest digest => digest.ToHex(),
        LogIndex index => checked((long)index.Value),
        Enum word => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(word.ToString()),
        _ => value,
    };
}
