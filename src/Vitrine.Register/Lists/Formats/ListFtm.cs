using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>
/// A list as FollowTheMoney entities, one JSON object a line, as OpenSanctions publishes them: an entry is a Sanction with the entity that it names; an entity that no
/// Sanction names is an entry where its topics say sanction or debarment (docs/formats/list.md).
/// </summary>
internal sealed class ListFtm(DateOnly date)
{
    private const int MaxLine = 8 * 1024 * 1024;
    private const int MaxEntities = 2_000_000;

    private static readonly ImmutableArray<string> NameProperties = ["name", "alias", "previousName"];
    private static readonly ImmutableArray<string> CountryProperties = ["country", "jurisdiction", "nationality", "citizenship", "mainCountry"];
    private static readonly ImmutableArray<string> IdentifierProperties =
        ["innCode", "ogrnCode", "kppCode", "leiCode", "registrationNumber", "taxNumber", "vatCode", "idNumber", "passportNumber", "imoNumber", "mmsi", "cageCode", "dunsCode", "uscCode", "swiftBic", "uniqueEntityId"];

    private static readonly Dictionary<string, ListedKind> Kinds = new(StringComparer.Ordinal)
    {
        ["Person"] = ListedKind.Person, ["Company"] = ListedKind.Organisation, ["Organization"] = ListedKind.Organisation, ["LegalEntity"] = ListedKind.Unknown,
        ["PublicBody"] = ListedKind.PublicBody, ["Vessel"] = ListedKind.Product, ["Airplane"] = ListedKind.Product, ["CryptoWallet"] = ListedKind.Product, ["Security"] = ListedKind.Product,
    };

    private readonly ListFaults _faults = new();
    private readonly Dictionary<string, Thing> _things = new(StringComparer.Ordinal);
    private readonly List<Sanction> _sanctions = [];
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    /// <summary>Reads the whole file.</summary>
    /// <exception cref="ListFormatException">Anything in it is wrong.</exception>
    public ListFile Read(ReadOnlySpan<byte> body)
    {
        var line = 0;
        foreach (var range in body.Split((byte)'\n'))
        {
            line++;
            var text = body[range].TrimEnd((byte)'\r');
            if (text.IsEmpty)
            {
                continue;
            }

            if (text.Length > MaxLine || _lines.Count >= MaxEntities)
            {
                throw ListFormatException.Of(line, text.Length > MaxLine ? $"The line has {text.Length:N0} bytes; an entity has at most {MaxLine:N0}." : $"A file has at most {MaxEntities:N0} entities.");
            }

            ReadLine(line, text);
        }

        var entries = Entries();
        _faults.ThrowIfAny();
        return entries.Length switch
        {
            0 => throw ListFormatException.Of(0, "The file names nobody who is listed: no Sanction, and no entity with the topic sanction or debarment."),
            > ListFile.MaxEntries => throw ListFormatException.Of(0, $"The file has {entries.Length:N0} entries; a list has at most {ListFile.MaxEntries:N0}."),
            _ => new ListFile(ListFormat.FollowTheMoney, null, null, null, null, null, entries),
        };
    }

    private void ReadLine(int line, ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 16 });
            using var json = JsonDocument.ParseValue(ref reader);
            // Throws where anything follows on the line.
            _ = reader.Read();
            ReadEntity(line, json.RootElement);
        }
        catch (JsonException error)
        {
            _faults.Add(line, $"This is no JSON object: {JsonFault.Say(error, text)}.");
        }
        catch (InvalidOperationException)
        {
            _faults.Add(line, "This is no entity of FollowTheMoney: {\"id\", \"schema\", \"properties\": {\"name\": [\"…\"]}}, with texts for values.");
        }
    }

    private void ReadEntity(int line, JsonElement entity)
    {
        if (Text(entity, "id") is not { Length: > 0 } id || Text(entity, "schema") is not { Length: > 0 } schema || !entity.TryGetProperty("properties", out var properties))
        {
            _faults.Add(line, "An entity has an id, a schema and properties.");
            return;
        }

        if (ListText.Fault(id, "id") is { } wrong)
        {
            _faults.Add(line, wrong);
            return;
        }

        if (!_lines.TryAdd(id, line))
        {
            _faults.Add(line, $"The entity '{id}' stands on line {_lines[id]:N0} already.");
            return;
        }

        var seen = Day(line, "first_seen", Text(entity, "first_seen"));
        if (schema == "Sanction")
        {
            ReadSanction(line, id, properties, seen);
        }
        else
        {
            ReadThing(line, id, schema, properties, seen);
        }
    }

    private void ReadSanction(int line, string id, JsonElement properties, DateOnly? seen)
    {
        var entities = Values(properties, "entity");
        if (entities.IsEmpty)
        {
            _faults.Add(line, "A Sanction names the entity that it is of.");
        }

        var listed = Earliest(line, properties, "listingDate") ?? Earliest(line, properties, "startDate");
        DateOnly? ended = null;
        foreach (var text in Values(properties, "endDate"))
        {
            ended = Day(line, "endDate", text) is { } day && (ended is null || day > ended) ? day : ended;
        }

        var clause = string.Join("; ", ListText.Once([.. Values(properties, "authority"), .. Values(properties, "program"), .. Values(properties, "programId"), .. Values(properties, "provisions")]).Select(Clean));
        _sanctions.Add(new Sanction(line, id, entities, listed, seen, ended, Cut(clause), Source(properties)));
    }

    private void ReadThing(int line, string id, string schema, JsonElement properties, DateOnly? seen)
    {
        var names = ListText.Once(NameProperties.SelectMany(property => Values(properties, property)).Select(Clean));
        if (names.Length > ListFile.MaxNames)
        {
            _faults.Add(line, $"The entity has {names.Length:N0} names; an entry has at most {ListFile.MaxNames:N0}.");
            return;
        }

        foreach (var name in names)
        {
            if (ListText.Fault(name, "name") is { } fault)
            {
                _faults.Add(line, fault);
            }
        }

        var countries = ListText.Once(CountryProperties.SelectMany(property => Values(properties, property)).Where(code => code.Length is >= 2 and <= 8).Select(code => code.ToLowerInvariant()));
        var identifiers = ListText.Once(IdentifierProperties.SelectMany(property => Values(properties, property)).Select(Clean).Where(one => one.Length <= 100));
        var listed = Values(properties, "topics").Any(topic => topic is "sanction" or "sanction.counter" or "debarment" or "export.control");
        _things[id] = new Thing(line, names, Kinds.GetValueOrDefault(schema), countries, identifiers, seen, listed, Source(properties));
    }

    private ImmutableArray<ListFileEntry> Entries()
    {
        var entries = ImmutableArray.CreateBuilder<ListFileEntry>();
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var sanction in _sanctions)
        {
            foreach (var id in sanction.Entities)
            {
                named.Add(id);
                if (!_things.TryGetValue(id, out var thing))
                {
                    _faults.Add(sanction.Line, $"The Sanction is of '{id}', which is not in the file.");
                }
                else if (thing.Names.IsEmpty)
                {
                    _faults.Add(thing.Line, $"The entity '{id}' is listed and has no name.");
                }
                else
                {
                    var entry = sanction.Entities.Length == 1 ? sanction.Id : $"{sanction.Id}/{id}";
                    Add(entries, entry, thing, sanction.Listed, sanction.Seen ?? thing.Seen, sanction.Ended, sanction.Clause, sanction.Source ?? thing.Source, sanction.Line);
                }
            }
        }

        foreach (var (id, thing) in _things.Where(pair => pair.Value.Listed && !pair.Value.Names.IsEmpty && !named.Contains(pair.Key)))
        {
            Add(entries, id, thing, null, thing.Seen, null, null, thing.Source, thing.Line);
        }

        return entries.ToImmutable();
    }

    /// <summary>An entry counts from its listing, else from when it was first seen in the list, else from the version's date.</summary>
    private void Add(ImmutableArray<ListFileEntry>.Builder entries, string id, Thing thing, DateOnly? listed, DateOnly? seen, DateOnly? until, string? clause, string? source, int line)
    {
        var since = listed ?? seen ?? date;
        if (until <= since)
        {
            if (listed is not null)
            {
                _faults.Add(line, $"The Sanction ends on {until:yyyy-MM-dd} and begins on {since:yyyy-MM-dd}.");
                return;
            }

            since = until.Value.AddDays(-1);
        }

        entries.Add(new ListFileEntry(id, thing.Names, thing.Kind, thing.Countries, thing.Identifiers, since, until, clause, source, SinceIsAssumed: listed is null));
    }

    private DateOnly? Earliest(int line, JsonElement properties, string property)
    {
        DateOnly? earliest = null;
        foreach (var text in Values(properties, property))
        {
            earliest = Day(line, property, text) is { } day && (earliest is null || day < earliest) ? day : earliest;
        }

        return earliest;
    }

    /// <summary>A date of FollowTheMoney may be a year, a month, a day or a time; what is left out is the first.</summary>
    private DateOnly? Day(int line, string property, string? text)
    {
        if (text is null)
        {
            return null;
        }

        var day = text.Length > 10 && text[10] is 'T' or ' ' ? text[..10] : text;
        if (DateOnly.TryParseExact(day, ["yyyy-MM-dd", "yyyy-MM", "yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var value))
        {
            return value;
        }

        _faults.Add(line, $"{property}: '{(text.Length > 40 ? text[..40] : text)}' is no date.");
        return null;
    }

    private static string? Source(JsonElement properties) => Values(properties, "sourceUrl").FirstOrDefault(url => url.Length <= ListFile.MaxText && ListText.Fault(url, "source") is null);

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetString() : null;

    private static ImmutableArray<string> Values(JsonElement properties, string name) =>
        properties.TryGetProperty(name, out var values) ? [.. values.EnumerateArray().Select(value => value.GetString()!)] : [];

    private static string? Cut(string text) => text.Length == 0 ? null : text.Length <= ListFile.MaxText ? text : text[..(ListFile.MaxText - 1)] + "…";

    /// <summary>Published lists carry marks of direction and line ends in names; they say nothing there and are left out.</summary>
    private static string Clean(string text)
    {
        if (!text.Any(c => char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator))
        {
            return text.Trim();
        }

        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            _ = char.GetUnicodeCategory(c) == UnicodeCategory.Format && c is not ('\u200c' or '\u200d') ? clean
                : clean.Append(char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c);
        }

        return clean.ToString().Trim();
    }

    private sealed record Thing(
        int Line, ImmutableArray<string> Names, ListedKind Kind, ImmutableArray<string> Countries, ImmutableArray<string> Identifiers, DateOnly? Seen, bool Listed, string? Source);

    private sealed record Sanction(int Line, string Id, ImmutableArray<string> Entities, DateOnly? Listed, DateOnly? Seen, DateOnly? Ended, string? Clause, string? Source);
}
