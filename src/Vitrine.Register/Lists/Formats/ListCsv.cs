using System.Collections.Immutable;

namespace Vitrine.Register;

/// <summary>A list as comma-separated values: lines <c># key: value</c> about the list, a header, a row an entry (docs/formats/list.md).</summary>
internal sealed class ListCsv
{
    private static readonly ImmutableArray<string> Columns = ["entry", "name", "aliases", "kind", "countries", "identifiers", "since", "until", "clause", "source"];
    private static readonly ImmutableArray<string> Needed = ["entry", "name", "since"];
    private static readonly ImmutableArray<string> Keys = ["list", "title", "publisher", "date", "source"];

    private readonly ListFaults _faults = new();
    private readonly Dictionary<string, string> _about = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private readonly ImmutableArray<ListFileEntry>.Builder _entries = ImmutableArray.CreateBuilder<ListFileEntry>();
    private List<string> _columns = [];

    /// <summary>Reads the whole file.</summary>
    /// <exception cref="ListFormatException">Anything in it is wrong.</exception>
    public ListFile Read(string text)
    {
        var csv = new CsvReader(text);
        while (csv.TryReadComment(out var comment))
        {
            ReadAbout(csv.Line, comment);
        }

        var fields = new List<string>();
        if (!csv.TryRead(fields, out var fault))
        {
            throw ListFormatException.Of(0, $"The file holds no header. A list begins with the columns {string.Join(',', Columns)}");
        }

        ReadHeader(csv.Line, fields, fault);
        while (csv.TryRead(fields, out fault))
        {
            if (fault is not null)
            {
                _faults.Add(csv.Line, fault);
            }
            else if (fields.Count != _columns.Count)
            {
                _faults.Add(csv.Line, fields is [""] ? "The line is empty." : $"The row has {fields.Count} fields; the header has {_columns.Count}.");
            }
            else
            {
                ReadRow(csv.Line, fields);
            }

            if (_entries.Count > ListFile.MaxEntries)
            {
                throw ListFormatException.Of(csv.Line, $"A list has at most {ListFile.MaxEntries:N0} entries.");
            }
        }

        _faults.ThrowIfAny();
        return _entries.Count > 0
            ? new ListFile(ListFormat.Csv, About("list"), About("title"), About("publisher"), About("date") is { } date ? ListText.Day(date) : null, About("source"), _entries.ToImmutable())
            : throw ListFormatException.Of(0, "The file has a header and no entry.");
    }

    private string? About(string key) => _about.GetValueOrDefault(key);

    private void ReadAbout(int line, string comment)
    {
        var at = comment.IndexOf(':');
        var key = at < 0 ? "" : comment[..at].Trim();
        if (!Keys.Contains(key))
        {
            // A remark for people.
            return;
        }

        var value = comment[(at + 1)..].Trim();
        if (!_about.TryAdd(key, value))
        {
            _faults.Add(line, $"'{key}' is given twice.");
        }
        else if (ListText.Fault(value, key) is { } fault)
        {
            _faults.Add(line, fault);
        }
        else if (key == "date" && ListText.Day(value) is null)
        {
            _faults.Add(line, $"'{value}' is no date; write it as 2024-09-03.");
        }
    }

    private void ReadHeader(int line, List<string> fields, string? fault)
    {
        if (fault is not null)
        {
            throw ListFormatException.Of(line, fault);
        }

        foreach (var name in fields.Where(name => !Columns.Contains(name)))
        {
            _faults.Add(line, $"'{name}' is no column of a list. The columns are {string.Join(", ", Columns)}.");
        }

        foreach (var name in Needed.Where(name => !fields.Contains(name)))
        {
            _faults.Add(line, $"The column '{name}' is missing.");
        }

        foreach (var name in fields.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key))
        {
            _faults.Add(line, $"The column '{name}' stands there twice.");
        }

        _faults.ThrowIfAny();
        _columns = [.. fields];
    }

    private void ReadRow(int line, List<string> fields)
    {
        var before = _faults.Total;
        string Get(string column) => _columns.IndexOf(column) is >= 0 and var at ? fields[at].Trim() : "";
        ImmutableArray<string> Many(string column) => ListText.Once(Get(column).Split(';', StringSplitOptions.TrimEntries));
        DateOnly? Day(string column, bool needed)
        {
            var text = Get(column);
            if (text.Length == 0 && !needed)
            {
                return null;
            }

            var day = ListText.Day(text);
            if (day is null)
            {
                _faults.Add(line, $"{column}: '{text}' is no date; write it as 2022-03-25.");
            }

            return day;
        }

        var id = Get("entry");
        var names = ListText.Once([Get("name"), .. Many("aliases")]);
        var kind = ListedKind.Unknown;
        if (Get("name").Length == 0)
        {
            _faults.Add(line, "name: it is empty.");
        }

        if (id.Length == 0)
        {
            _faults.Add(line, "entry: it is empty; give every row an identifier of its own.");
        }
        else if (!_lines.TryAdd(id, line))
        {
            _faults.Add(line, $"entry: '{id}' is the row on line {_lines[id]:N0} already.");
        }

        if (names.Length > ListFile.MaxNames)
        {
            _faults.Add(line, $"aliases: an entry has at most {ListFile.MaxNames:N0} names.");
        }

        if (Get("kind") is { Length: > 0 } word && (!Enum.TryParse(word, ignoreCase: true, out kind) || !Enum.IsDefined(kind) || char.IsAsciiDigit(word[0])))
        {
            _faults.Add(line, $"kind: '{word}' is none of {string.Join(", ", Enum.GetNames<ListedKind>().Select(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName))}.");
        }

        var countries = Many("countries");
        foreach (var country in countries.Where(country => country.Length != 2 || !country.All(char.IsAsciiLetter)))
        {
            _faults.Add(line, $"countries: '{country}' is no code of two letters.");
        }

        foreach (var (what, text) in names.Select(name => ("name", name)).Concat([("entry", id), ("clause", Get("clause")), ("source", Get("source"))]).Concat(Many("identifiers").Select(one => ("identifier", one))))
        {
            if (text.Length > 0 && ListText.Fault(text, what) is { } fault)
            {
                _faults.Add(line, fault);
            }
        }

        var (since, until) = (Day("since", needed: true), Day("until", needed: false));
        if (since >= until)
        {
            _faults.Add(line, $"until: {until:yyyy-MM-dd} is not after since, {since:yyyy-MM-dd}. It is the first day on which the entry is listed no more.");
        }

        if (_faults.Total == before)
        {
            _entries.Add(new ListFileEntry(
                id, names, kind, [.. countries.Select(country => country.ToLowerInvariant())], Many("identifiers"), since!.Value, until, Null(Get("clause")), Null(Get("source")), SinceIsAssumed: false));
        }
    }

    private static string? Null(string text) => text.Length > 0 ? text : null;
}
