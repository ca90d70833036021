using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Vitrine.Register;

/// <summary>Writes the entries of one version into the views, through statements that are compiled once.</summary>
internal sealed class ListWriter : IDisposable
{
    private readonly string _list;
    private readonly long _version;
    private readonly Dictionary<(string Written, long Kind), int> _words = [];
    private readonly Statement _find;
    private readonly Statement _entry;
    private readonly Statement _member;
    private readonly Statement _name;
    private readonly Statement _findWord;
    private readonly Statement _word;
    private readonly Statement _identifier;

    public ListWriter(SqliteConnection views, string list, long version)
    {
        _list = list;
        _version = version;
        _find = new(views, "SELECT id FROM lists_entry WHERE list = $1 AND content = $2", 2);
        _entry = new(views, "INSERT INTO lists_entry (list, content, entry, name, kind, countries, identifiers, since, until, clause, source, assumed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id", 12);
        _member = new(views, "INSERT OR IGNORE INTO lists_member VALUES ($1, $2)", 2);
        _name = new(views, "INSERT INTO lists_name (entry, name, words, sound, bones) VALUES ($1, $2, $3, $4, $5)", 5);
        _findWord = new(views, "SELECT id FROM lists_word WHERE written = $1 AND kind = $2", 2);
        _word = new(views, $"INSERT INTO lists_word ({ListWord.Columns}) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id", 6);
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
        foreach (var statement in (Statement[])[_find, _entry, _member, _name, _findWord, _word, _identifier])
        {
            statement.Dispose();
        }
    }

    private void WriteName(long entry, string text)
    {
        var words = NameTokens.Of(text);
        var together = NameTokens.Together(words) is [var one, ..] ? one : null;
        _name.Run(entry, text, MemoryMarshal.AsBytes<int>(words.Select(Word).ToArray()).ToArray(), together?.Sound ?? "", together?.Bones ?? "");
    }

    private int Word(NameToken word)
    {
        var key = (word.Written, ListWord.Kind(word));
        if (!_words.TryGetValue(key, out var id))
        {
            id = checked((int)(_findWord.Run(word.Written, key.Item2) ?? _word.Run(ListWord.Values(word))!.Value));
            _words[key] = id;
        }

        return id;
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
