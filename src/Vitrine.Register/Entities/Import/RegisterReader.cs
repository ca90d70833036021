using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>
/// Reads a document of parties line by line: FollowTheMoney's JSON, one entity a line, at most 256 KiB a line and 4,000,000 lines, and the
/// member <c>vitrine</c> in which a line carries a record of ours whole (docs/formats/register.md).
/// </summary>
internal sealed class RegisterReader(ReadOnlyMemory<byte> document, Source source)
{
    /// <summary>The longest line, in bytes.</summary>
    public const int MaxLine = 256 * 1024;

    /// <summary>The most lines.</summary>
    public const int MaxLines = 4_000_000;

    /// <summary>The member that carries a record of ours.</summary>
    public const string Own = "vitrine";

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    private static readonly FrozenDictionary<string, Type> OwnKinds = new[]
    {
        typeof(EntityRecorded), typeof(TieClaimed), typeof(OwnersUnknown), typeof(AccreditationRecorded), typeof(ProductRecorded), typeof(RegimeRecorded), typeof(ClaimReplied), typeof(ClaimWithdrawn),
    }.ToFrozenDictionary(NameOf);

    private readonly Dictionary<string, (List<string> Authorities, string? Title)> _contracts = new(StringComparer.Ordinal);
    private readonly List<(long Number, byte[] Line)> _awards = [];

    /// <summary>The name of a record of ours in the member <c>vitrine</c>.</summary>
    public static string NameOf(Type act) => JsonNamingPolicy.CamelCase.ConvertName(act.Name);

    /// <summary>Every line that is not empty, in order; awards come last, when every contract is known.</summary>
    public IEnumerable<RegisterLine> Read()
    {
        long number = 0;
        var rest = document.Span is [0xef, 0xbb, 0xbf, ..] ? document[3..] : document;
        while (!rest.IsEmpty)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            number++;
            if (number > MaxLines)
            {
                yield return new RegisterLine(number, "", "", []) { Fault = $"there are more than {MaxLines:N0} lines; split the file" };
                yield break;
            }

            if (!line.Span.ContainsAnyExcept((byte)' ', (byte)'\r', (byte)'\t'))
            {
                continue;
            }

            yield return ReadLine(number, line);
        }

        foreach (var (line, bytes) in _awards)
        {
            yield return ReadAward(line, bytes);
        }
    }

    private RegisterLine ReadLine(long number, ReadOnlyMemory<byte> line) => Guarded(number, line, json =>
    {
        var entity = FollowTheMoneyEntity.Read(json);
        if (json.TryGetProperty(Own, out var own))
        {
            var (act, at) = ReadOwn(own);

            // A record of ours has its identifier within; two of different kinds may have one and the same.
            return new RegisterLine(number, $"{entity.Schema}/{entity.Id}", entity.Schema, [act], at);
        }

        if (FollowTheMoneyMapping.Parties.TryGetValue(entity.Schema, out var kind))
        {
            var party = FollowTheMoneyMapping.Party(entity, kind, source, out var cleaned);
            return new RegisterLine(number, entity.Id, entity.Schema, [party]) { Cleaned = cleaned };
        }

        if (FollowTheMoneyMapping.Links.ContainsKey(entity.Schema))
        {
            return new RegisterLine(number, entity.Id, entity.Schema, FollowTheMoneyMapping.Ties(entity, source));
        }

        if (entity.Schema == "Contract")
        {
            // Kept where an award refers to it, which may come before or after.
            _contracts.TryAdd(entity.Id, ([.. entity.Values("authority").Distinct(StringComparer.Ordinal)], entity.First("title", "name")));
            return new RegisterLine(number, entity.Id, entity.Schema, []);
        }

        if (entity.Schema == "ContractAward")
        {
            _awards.Add((number, line.ToArray()));
            return new RegisterLine(number, entity.Id, entity.Schema, []);
        }

        return new RegisterLine(number, entity.Id, entity.Schema, []) { Passed = true };
    });

    /// <summary>The ties of an award; its identifier was seen on its line, and is not said again.</summary>
    private RegisterLine ReadAward(long number, byte[] line) => Guarded(number, line, json =>
    {
        var award = FollowTheMoneyEntity.Read(json);
        var acts = ImmutableArray.CreateBuilder<Act>();
        foreach (var contract in FollowTheMoneyMapping.Side(award, "contract"))
        {
            var (authorities, title) = _contracts.TryGetValue(contract, out var found) ? found : throw new FormatException($"the contract \"{EntityRules.Shown(contract)}\" is not in the file");
            if (authorities.Count == 0)
            {
                throw new FormatException($"the contract \"{EntityRules.Shown(contract)}\" has no \"authority\"");
            }

            acts.AddRange(FollowTheMoneyMapping.Award(award, authorities, title, source));
        }

        return new RegisterLine(number, "", award.Schema, acts.DrainToImmutable());
    });

    private static (Act Act, DateTimeOffset? At) ReadOwn(JsonElement own)
    {
        if (own.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"its \"{Own}\" is no JSON object");
        }

        Act? act = null;
        DateTimeOffset? at = null;
        foreach (var member in own.EnumerateObject())
        {
            if (member.Name == "at")
            {
                at = UtcTime.TryParse(member.Value.GetString(), out var time) ? time : throw new FormatException("its \"at\" is no time such as 2026-11-21T22:53:20Z");
            }
            else if (act is null && OwnKinds.TryGetValue(member.Name, out var type))
            {
                act = (Act?)member.Value.Deserialize(type, ActJson.Options);
            }
            else
            {
                throw new FormatException($"its \"{Own}\" holds \"{EntityRules.Shown(member.Name)}\", which is none of {string.Join(", ", OwnKinds.Keys.Order(StringComparer.Ordinal))}");
            }
        }

        return (act ?? throw new FormatException($"its \"{Own}\" holds no record"), at);
    }

    private static RegisterLine Guarded(long number, ReadOnlyMemory<byte> line, Func<JsonElement, RegisterLine> read)
    {
        try
        {
            if (line.Length > MaxLine)
            {
                throw new FormatException($"it has {line.Length:N0} bytes; at most {MaxLine:N0} are an entity");
            }

            if (!Utf8.IsValid(line.Span))
            {
                throw new FormatException("it is not UTF-8");
            }

            using var json = JsonDocument.Parse(line, Strict);
            return read(json.RootElement);
        }
        catch (JsonException error)
        {
            return new RegisterLine(number, "", "", []) { Fault = $"it is no JSON of ours: {JsonFault.Say(error, line.Span)}" };
        }
        catch (Exception error) when (error is FormatException or InvalidOperationException)
        {
            return new RegisterLine(number, "", "", []) { Fault = error.Message };
        }
    }
}
