using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Vitrine.Register;

/// <summary>Writes the entries of one version into the views, through statements that are compiled once.</summary>
internal sealed class ListWriter : IDisposable
{
    private readonly string _list;
    private readonly long _version;
    private readonly Statement _find;
    private readonly Statement _entry;
    private readonly Statement _member;
    private readonly Statement _name;
    private readonly Statement _token;
    private readonly Statement _posting;
    private readonly Statement _identifier;

    public ListWriter(SqliteConnection views, string list, long version)
    {
        _list = list;
        _version = version;
        _find = new(views, "SELECT id FROM lists_entry WHERE list = $1 AND content = $2", 2);
        _entry = new(views, "INSERT INTO lists_entry (list, content, entry, name, kind, countries, identifiers, since, until, clause, source, assumed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id", 12);
        _member = new(views, "INSERT OR IGNORE INTO lists_member VALUES ($1, $2)", 2);
        _name = new(views, "INSERT INTO lists_name (entry, name) VALUES ($1, $2) RETURNING id", 2);
        _token = new(
            views,
            """
            INSERT INTO lists_token (token, sound, bones, sparse, head, tail, names) VALUES ($1, $2, $3, $4, $5, $6, 1)
            ON CONFLICT (token) DO UPDATE SET names = names + 1, sparse = max(sparse, excluded.sparse) RETURNING id
            """,
            6);
        _posting = new(views, "INSERT OR IGNORE INTO lists_posting VALUES ($1, $2)", 2);
        _identifier = new(views, "INSERT OR IGNORE INTO lists_identifier VALUES ($1, $2)", 2);
    }

    public void Write(ListFileEntry entry)
    {
        var content = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(entry));
        if (_find.Run(_list, content) is not { } id)
        {
            id = _entry.Run(
                _list,
                content,
                entry.Id,
                entry.Names[0],
                JsonNamingPolicy.CamelCase.ConvertName(entry.Kind.ToString()),
                string.Join(' ', entry.Countries),
                string.Join(" · ", entry.Identifiers),
                ListDay.Text(entry.Since),
                entry.Until is { } until ? ListDay.Text(until) : null,
                entry.Clause,
                entry.Source,
                entry.SinceIsAssumed ? 1L : 0L)!.Value;
            foreach (var name in entry.Names)
            {
                WriteName(id, name);
            }

            foreach (var identifier in entry.Identifiers.Select(ListIndex.Identifier).Where(one => one.Length > 0))
            {
                _identifier.Run(identifier, id);
            }
        }

        _member.Run(_version, id);
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_find, _entry, _member, _name, _token, _posting, _identifier])
        {
            statement.Dispose();
        }
    }

    private void WriteName(long entry, string text)
    {
        var name = _name.Run(entry, text)!.Value;
        foreach (var token in NameTokens.Of(text).DistinctBy(ListIndex.Key))
        {
            var key = ListIndex.Key(token);
            var own = token.Kind is null;
            var id = _token.Run(
                key,
                own ? token.Sound : "",
                own ? token.Bones : "",
                own && token.Script.HasOtherVowels() ? 1L : 0L,
                own ? ListIndex.Head(token.Latin) : "",
                own ? ListIndex.Tail(token.Latin) : "")!.Value;
            _posting.Run(id, name);
        }
    }

    /// <summary>A prepared statement that gives the first column of its first row, if there is one.</summary>
    private sealed class Statement : IDisposable
    {
        private readonly SqliteCommand _command;

        public Statement(SqliteConnection views, string sql, int parameters)
        {
            _command = views.CreateCommand();
            _command.CommandText = sql;
            for (var i = 1; i <= parameters; i++)
            {
                _command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
            }
        }

        public long? Run(params ReadOnlySpan<object?> values)
        {
            for (var i = 0; i < values.Length; i++)
            {
                _command.Parameters[i].Value = values[i] ?? DBNull.Value;
            }

            return _command.ExecuteScalar() as long?;
        }

        public void Dispose() => _command.Dispose();
    }
}
