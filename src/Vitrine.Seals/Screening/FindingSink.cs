using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Seals;

/// <summary>Takes what rules see in one file, and writes findings of it once all secrets of the file are known, so that none is shown.</summary>
internal sealed class FindingSink(ScreenedFile file)
{
    private const int MostPerRule = 100;
    private const int LongestExcerpt = 200;
    private const int BeforeFinding = 60;

    private readonly List<Seen> _seen = [];
    private readonly List<(int Start, int End, int Shown)> _secrets = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Whether a secret was seen that a range overlaps.</summary>
    public bool IsSecret(int start, int end) => _secrets.Exists(secret => secret.Start < end && start < secret.End);

    /// <summary>Keeps a range of the text out of all excerpts, but for its first characters.</summary>
    public void Mask(int start, int end, int shown) => _secrets.Add((start, end, shown));

    /// <summary>Something at a place in the text.</summary>
    public void Add(ScreeningRule rule, FindingSeverity severity, int start, string message)
    {
        var count = _counts[rule.Id] = _counts.GetValueOrDefault(rule.Id) + 1;
        if (count <= MostPerRule)
        {
            _seen.Add(new Seen(rule, severity, start, message));
        }
    }

    /// <summary>Something about the file as a whole.</summary>
    public void AddFile(ScreeningRule rule, FindingSeverity severity, string message) => _seen.Add(new Seen(rule, severity, -1, message));

    /// <summary>The findings, by place.</summary>
    public IEnumerable<Finding> Finish()
    {
        if (_seen.Count == 0)
        {
            return [];
        }

        var text = new SealText(file.Kind == TextKind.Binary ? default : file.Text);
        var equals = new Dictionary<string, int>(StringComparer.Ordinal);
        var findings = new List<Finding>();
        foreach (var seen in _seen.OrderBy(seen => seen.Start).ThenBy(seen => seen.Rule.Id, StringComparer.Ordinal))
        {
            var line = seen.Start < 0 ? 0 : text.LineAt(seen.Start);
            var from = line == 0 ? 0 : text.LineStart(line);
            var masked = line == 0 ? "" : Masked(text.LineBytes(line).Span, from, seen.Start, LongestExcerpt);
            findings.Add(new Finding(
                seen.Rule.Id,
                seen.Severity,
                file.Path,
                line,
                line == 0 ? 0 : seen.Start - from + 1,
                line == 0 ? 0 : Encoding.UTF8.GetCharCount(file.Text.Span[from..seen.Start]) + 1,
                seen.Message + More(seen.Rule.Id, findings),
                masked,
                Hash(seen.Rule.Id, line == 0 ? Convert.ToHexStringLower(SHA256.HashData(file.Content.Span)) : masked, equals)));
        }

        return findings;
    }

    /// <summary>The last finding of a rule that is told says how many are not.</summary>
    private string More(string rule, List<Finding> told) =>
        _counts.GetValueOrDefault(rule) is > MostPerRule and var count && told.Count(finding => finding.RuleId == rule) == MostPerRule - 1
            ? $" There are {count - MostPerRule:N0} more in this file." : "";

    /// <summary>A line, or the part of it around a place, without its secrets.</summary>
    private string Masked(ReadOnlySpan<byte> line, int from, int place, int most)
    {
        var (start, end) = (0, line.Length);
        if (line.Length > most)
        {
            // At the edges of characters.
            start = Math.Clamp(place - from - BeforeFinding, 0, line.Length - most);
            end = start + most;
            while (start > 0 && (line[start] & 0xC0) == 0x80)
            {
                start--;
            }

            while (end < line.Length && (line[end] & 0xC0) == 0x80)
            {
                end++;
            }
        }

        var shown = new StringBuilder(start > 0 ? "…" : "");
        var position = start;
        foreach (var secret in _secrets.Where(secret => secret.Start < from + end && secret.End > from + start).OrderBy(secret => secret.Start))
        {
            var hidden = Math.Max(secret.Start + secret.Shown - from, position);
            if (hidden >= end)
            {
                break;
            }

            shown.Append(HiddenCharacters.Show(line[position..hidden])).Append("********");
            position = Math.Clamp(secret.End - from, hidden, end);
        }

        shown.Append(HiddenCharacters.Show(line[position..end])).Append(end < line.Length ? "…" : "");
        return shown.ToString().Trim();
    }

    private string Hash(string rule, string content, Dictionary<string, int> equals)
    {
        var key = $"{rule}\n{file.Path}\n{string.Concat(content.Where(character => !char.IsWhiteSpace(character)))}";
        var number = equals[key] = equals.GetValueOrDefault(key) + 1;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{key}\n{number}")).AsSpan(0, 16));
    }

    private sealed record Seen(ScreeningRule Rule, FindingSeverity Severity, int Start, string Message);
}
