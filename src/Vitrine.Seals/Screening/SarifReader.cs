using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>The SARIF file cannot be taken in: what is wrong, and where.</summary>
public sealed class SarifFormatException(string message) : FormatException(message);

/// <summary>What another analyser found in files of a seal.</summary>
/// <param name="Findings">In the order of all findings; their rule is "tool/rule".</param>
/// <param name="Tools">The analysers' names.</param>
/// <param name="Outside">Results of files that are not in scope; of them nothing else is told.</param>
/// <param name="Unplaced">Results without a file.</param>
/// <param name="Suppressed">Results that the analyser itself had suppressed.</param>
public sealed record ImportedFindings(IReadOnlyList<ScreeningFinding> Findings, IReadOnlyList<string> Tools, int Outside, int Unplaced, int Suppressed);

/// <summary>Reads SARIF 2.1.0 of any analyser. Paths are laid on the seal: as they are, under its only top folder, or by the longest end that is a file of it.</summary>
public static partial class SarifReader
{
    /// <summary>The largest file that is read.</summary>
    public const int MaxBytes = 64 << 20;

    /// <summary>The most results that are taken.</summary>
    public const int MaxResults = 100_000;

    private const int MaxDepth = 64;
    private const int MaxText = 500;

    /// <summary>Takes in what is said of files in scope.</summary>
    /// <exception cref="SarifFormatException">It is no SARIF 2.1.0, or too large.</exception>
    public static ImportedFindings Read(ReadOnlyMemory<byte> sarif, ScopedSeal tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        if (sarif.Length > MaxBytes)
        {
            throw new SarifFormatException($"The SARIF file has {sarif.Length:N0} bytes; at most {MaxBytes:N0} are read. Split it by tool or folder.");
        }

        if (sarif.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            sarif = sarif[3..];
        }

        try
        {
            using var document = JsonDocument.Parse(sarif, new JsonDocumentOptions { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Disallow });
            return new Reading(tree).Read(document.RootElement);
        }
        catch (JsonException wrong)
        {
            throw new SarifFormatException($"The SARIF file is no JSON: line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            throw new SarifFormatException("The SARIF file holds another kind of value than SARIF 2.1.0 says somewhere. Check it with the analyser that wrote it.");
        }
    }

    private sealed partial class Reading(ScopedSeal tree)
    {
        private readonly string? _top = TopOf(tree);
        private readonly Dictionary<string, List<string>> _byName = tree.Files.GroupBy(file => NameOf(file.Path), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Select(file => file.Path).ToList(), StringComparer.Ordinal);

        private readonly Dictionary<string, SealText?> _texts = new(StringComparer.Ordinal);
        private readonly List<ScreeningFinding> _findings = [];
        private readonly SortedSet<string> _tools = new(StringComparer.Ordinal);
        private int _outside;
        private int _unplaced;
        private int _suppressed;
        private int _results;

        public ImportedFindings Read(JsonElement root)
        {
            if (root.ValueKind != JsonValueKind.Object || Text(root, "version") != "2.1.0" || !root.TryGetProperty("runs", out var runs) || runs.ValueKind != JsonValueKind.Array)
            {
                throw new SarifFormatException("The file is no SARIF 2.1.0: it needs \"version\": \"2.1.0\" and \"runs\".");
            }

            using var use = tree.Use();
            foreach (var run in runs.EnumerateArray())
            {
                Run(run);
            }

            _findings.Sort(FoundFindings.Order);
            return new ImportedFindings(_findings, [.. _tools], _outside, _unplaced, _suppressed);
        }

        private void Run(JsonElement run)
        {
            var parts = new RunParts(run);
            var name = Clean(parts.Tool);
            name = name.Length > 0 ? name : "unnamed tool";
            _tools.Add(name);
            if (!run.TryGetProperty("results", out var results) || results.ValueKind != JsonValueKind.Array)
            {
                return;
            }

            foreach (var result in results.EnumerateArray())
            {
                if (++_results > MaxResults)
                {
                    throw new SarifFormatException($"The SARIF file has more than {MaxResults:N0} results. Split it by tool or folder.");
                }

                Result(name, result, parts);
            }
        }

        private void Result(string tool, JsonElement result, RunParts run)
        {
            if (Text(result, "kind") is "pass" or "notApplicable" || Text(result, "baselineState") == "absent" || IsSuppressed(result))
            {
                _suppressed++;
                return;
            }

            var (id, rule) = run.RuleOf(result);
            if (!result.TryGetProperty("locations", out var locations) || locations.ValueKind != JsonValueKind.Array || locations.GetArrayLength() == 0
                || !locations[0].TryGetProperty("physicalLocation", out var place) || !place.TryGetProperty("artifactLocation", out var artifact) || run.AddressOf(artifact) is not { Length: > 0 } uri)
            {
                _unplaced++;
                return;
            }

            if ((PathOf(uri) ?? (run.BaseOf(artifact) is { Length: > 0 } folder ? PathOf(folder + uri) : null)) is not { } path)
            {
                _outside++;
                return;
            }

            var (line, column) = place.TryGetProperty("region", out var region) ? (Number(region, "startLine"), Number(region, "startColumn")) : (null, null);
            _findings.Add(Finding(tool, Clean(id), rule, result, path, line, column));
        }

        private ScreeningFinding Finding(string tool, string id, JsonElement rule, JsonElement result, string path, int? line, int? column)
        {
            var file = tree.File(path);
            var text = TextOf(path);
            var isThere = line is { } number && text is not null && number <= text.LineCount;
            var title = rule.ValueKind == JsonValueKind.Object && rule.TryGetProperty("shortDescription", out var description) ? Clean(Text(description, "text")) : "";
            var message = result.TryGetProperty("message", out var said) ? Clean(Links().Replace(RunParts.MessageOf(said, rule), "$1")) : "";
            return new ScreeningFinding(
                $"{tool}/{(id.Length > 0 ? id : "unnamed rule")}", title.Length > 0 ? title : id, SeverityOf(result, rule), path, file.Digest, isThere ? line : null, isThere ? column ?? 1 : null,
                message.Length > 0 ? message : "The analyser says nothing more.")
            {
                LineContent = isThere ? Digest.Of(text!.LineBytes(line!.Value).Span) : Digest.Of([]),
            };
        }

        private SealText? TextOf(string path)
        {
            if (!_texts.TryGetValue(path, out var text))
            {
                text = _texts[path] = tree.File(path).Text != TextKind.Binary && tree.File(path).Size < Screening.MaxFileBytes ? tree.Text(path) : null;
            }

            return text;
        }

        /// <summary>The file that a URI means: its path as it stands, or the longest end of it that is a file here and nowhere twice.</summary>
        private string? PathOf(string uri)
        {
            var path = uri.StartsWith("file:", StringComparison.OrdinalIgnoreCase) ? uri[5..] : uri;
            path = Uri.UnescapeDataString(path).Replace('\\', '/');
            var names = new List<string>();
            foreach (var name in path.Split('/'))
            {
                if (name == ".." && names.Count > 0)
                {
                    names.RemoveAt(names.Count - 1);
                }
                else if (name.Length > 0 && name is not ("." or ".."))
                {
                    names.Add(name);
                }
            }

            var whole = string.Join('/', names);
            if (tree.Contains(whole))
            {
                return whole;
            }

            if (_top is not null && tree.Contains($"{_top}/{whole}"))
            {
                return $"{_top}/{whole}";
            }

            // A relative path that is not here is outside; of an absolute one its end may be.
            var isAbsolute = path.StartsWith('/') || (path.Length > 1 && path[1] == ':');
            if (!isAbsolute || names.Count == 0 || !_byName.TryGetValue(names[^1], out var candidates))
            {
                return null;
            }

            var matching = candidates.Where(candidate => whole.EndsWith($"/{candidate}", StringComparison.Ordinal)).OrderByDescending(candidate => candidate.Length).ToArray();
            return matching.Length > 0 ? matching[0] : null;
        }

        /// <summary>A suppression counts where it was accepted, which is what one that says nothing is (3.35.3).</summary>
        private static bool IsSuppressed(JsonElement result) =>
            result.TryGetProperty("suppressions", out var suppressions) && suppressions.ValueKind == JsonValueKind.Array && suppressions.GetArrayLength() > 0
            && suppressions.EnumerateArray().All(one => Text(one, "status") is "" or "accepted");

        /// <summary>The folder that all paths share, as the only one of an archive's top.</summary>
        private static string? TopOf(ScopedSeal tree)
        {
            var tops = tree.Files.Select(file => file.Path.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 ? file.Path[..slash] : "").Distinct(StringComparer.Ordinal).Take(2).ToArray();
            return tops is [{ Length: > 0 }] ? tops[0] : null;
        }

        private static ScreeningSeverity SeverityOf(JsonElement result, JsonElement rule)
        {
            if (rule.ValueKind == JsonValueKind.Object && rule.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
                && double.TryParse(Text(properties, "security-severity"), NumberStyles.Float, CultureInfo.InvariantCulture, out var score))
            {
                return score >= 7 ? ScreeningSeverity.High : score >= 4 ? ScreeningSeverity.Medium : ScreeningSeverity.Low;
            }

            var level = Text(result, "level");
            if (level.Length == 0 && rule.ValueKind == JsonValueKind.Object && rule.TryGetProperty("defaultConfiguration", out var configuration))
            {
                level = Text(configuration, "level");
            }

            return level switch
            {
                "error" => ScreeningSeverity.High,
                "note" or "none" => ScreeningSeverity.Low,
                _ => ScreeningSeverity.Medium,
            };
        }

        private static string Text(JsonElement element, string name) =>
            element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value.ValueKind == JsonValueKind.String ? value.GetString()! : value.ValueKind == JsonValueKind.Number ? value.GetRawText() : "" : "";

        private static int? Number(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number > 0 ? number : null;

        /// <summary>One line, bounded, hidden characters escaped.</summary>
        private static string Clean(string text)
        {
            text = text.ReplaceLineEndings(" ").Trim();
            return HiddenCharacters.Show(Encoding.UTF8.GetBytes(text.Length > MaxText ? text[..MaxText] + "…" : text));
        }

        /// <summary>A link within a message, <c>[text](1)</c> (3.11.6).</summary>
        [GeneratedRegex(@"\[([^\]\[]{1,200})\]\([^()\s]{1,200}\)", RegexOptions.CultureInvariant)]
        private static partial Regex Links();

        private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];
    }
}
