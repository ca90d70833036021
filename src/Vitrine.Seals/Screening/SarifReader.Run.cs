using System.Globalization;
using System.Text.Json;

namespace Vitrine.Seals;

/// <content>What results of one run refer to.</content>
public static partial class SarifReader
{
    private sealed partial class Reading
    {
        /// <summary>The tool's parts with their rules (3.18: the driver, and extensions as CodeQL has them), artifacts and bases of addresses of one run.</summary>
        private sealed class RunParts
        {
            private const int MostBases = 8;

            private readonly JsonElement[] _driver;
            private readonly JsonElement[][] _extensions;
            private readonly JsonElement[] _artifacts;
            private readonly JsonElement _bases;
            private readonly Dictionary<string, JsonElement> _byId = new(StringComparer.Ordinal);

            public RunParts(JsonElement run)
            {
                var tool = Member(run, "tool");
                var driver = Member(tool, "driver");
                Tool = Text(driver, "name");
                _driver = List(driver, "rules");
                _extensions = [.. List(tool, "extensions").Select(extension => List(extension, "rules"))];
                _artifacts = List(run, "artifacts");
                _bases = Member(run, "originalUriBaseIds");
                foreach (var rule in _driver.Concat(_extensions.SelectMany(rules => rules)))
                {
                    _byId.TryAdd(Text(rule, "id"), rule);
                }
            }

            public string Tool { get; }

            /// <summary>The id that a result names, and the rule's description where it is found: by reference (3.52), by index, by id, or by the id up to a slash (3.27.5).</summary>
            public (string Id, JsonElement Rule) RuleOf(JsonElement result)
            {
                var reference = Member(result, "rule");
                var component = Member(reference, "toolComponent");
                var id = Text(result, "ruleId") is { Length: > 0 } said ? said : Text(reference, "id");
                var rules = component.ValueKind != JsonValueKind.Object ? _driver : Index(component, "index") is { } which && which < _extensions.Length ? _extensions[which] : [];
                var at = Index(reference, "index") ?? Index(result, "ruleIndex");
                var rule = at is { } index && index < rules.Length ? rules[index] : _byId.GetValueOrDefault(id);
                if (rule.ValueKind != JsonValueKind.Object && id.LastIndexOf('/') is var slash and > 0)
                {
                    rule = _byId.GetValueOrDefault(id[..slash]);
                }

                return (id.Length > 0 ? id : Text(rule, "id"), rule);
            }

            /// <summary>Where a result lies: its own address, or that of the artifact that it names by number (3.4.5).</summary>
            public string AddressOf(JsonElement location) =>
                Text(location, "uri") is { Length: > 0 } uri ? uri : Index(location, "index") is { } at && at < _artifacts.Length ? Text(Member(_artifacts[at], "location"), "uri") : "";

            /// <summary>What an address is relative to, as far as the run says (3.14.14).</summary>
            public string BaseOf(JsonElement location)
            {
                var whole = "";
                var name = Text(location, "uriBaseId");
                for (var steps = 0; steps < MostBases && name.Length > 0 && Member(_bases, name) is { ValueKind: JsonValueKind.Object } one; steps++)
                {
                    var uri = Text(one, "uri");
                    whole = (uri.Length == 0 || uri.EndsWith('/') ? uri : uri + "/") + whole;
                    name = Text(one, "uriBaseId");
                }

                return whole;
            }

            /// <summary>A message's text: its own, or that of the rule's message that it names, with its arguments (3.11.7).</summary>
            public static string MessageOf(JsonElement message, JsonElement rule)
            {
                if (Text(message, "text") is { Length: > 0 } text)
                {
                    return text;
                }

                text = Text(Member(Member(rule, "messageStrings"), Text(message, "id")), "text");
                var arguments = List(message, "arguments");
                for (var i = 0; i < arguments.Length && i < 16; i++)
                {
                    text = text.Replace($"{{{i.ToString(CultureInfo.InvariantCulture)}}}", arguments[i].ValueKind == JsonValueKind.String ? arguments[i].GetString() : "", StringComparison.Ordinal);
                }

                return text.Length > 0 ? text : Text(message, "markdown");
            }

            private static JsonElement Member(JsonElement element, string name) =>
                element.ValueKind == JsonValueKind.Object && name.Length > 0 && element.TryGetProperty(name, out var value) ? value : default;

            private static JsonElement[] List(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

            private static int? Index(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var index) && index >= 0 ? index : null;
        }
    }
}
