using System.Collections.Immutable;
using System.Globalization;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>Reads a bar rule by rule. One reader reads one bar.</summary>
internal sealed class BarReader
{
    private const int MaxYears = 50;

    /// <summary>The rules in the order of the file, each with a line that would do.</summary>
    private static readonly (string Rule, string Example)[] Known =
    [
        ("bar", "bar NAME"),
        ("source", "source TEXT"),
        ("ownership", "ownership multiplied 5% (or: ownership controlled 5%, ownership none)"),
        ("shared-owner", "shared-owner 10% (or: shared-owner none)"),
        ("office", "office any lookback 2y (or: office none)"),
        ("founding", "founding shared (or: founding direct, founding none)"),
        ("contract", "contract 10% lookback 3y (or: contract any, contract none)"),
        ("award", "award any lookback 3y (or: award 10%, award none)"),
        ("payment", "payment 5% lookback 3y (or: payment any, payment none)"),
        ("family", "family any (or: family none)"),
        ("membership", "membership direct (or: membership shared, membership none)"),
        ("other", "other unknown (or: other any, other none)"),
        ("steps", "steps 8"),
        ("grade", "grade C"),
        ("undated", "undated unknown (or: undated counts)"),
        ("withdrawn", "withdrawn ignored (or: withdrawn unknown)"),
        ("owners-known", "owners-known 75%"),
        ("offices-known", "offices-known yes (or: offices-known no)"),
    ];

    private readonly SortedDictionary<BarTopic, BarRule> _rules = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private string _name = "";
    private string _source = "";
    private int _steps;
    private char _grade;
    private bool _undatedCounts;
    private bool _withdrawnUnknown;
    private decimal _ownersKnown;
    private bool _officesKnown;

    public Bar Read(ReadOnlySpan<byte> utf8)
    {
        foreach (var line in BarLine.Cut(utf8))
        {
            if (!Known.Any(one => one.Rule == line.Rule.Text))
            {
                throw line.Rule.Fault($"{line.Rule.Shown} is no rule of a bar.", NearestWord.Find(line.Rule.Text, Known.Select(one => one.Rule)));
            }

            if (!_seen.Add(line.Rule.Text) && line.Rule.Text != "ownership")
            {
                throw line.Rule.Fault($"A bar has one \"{line.Rule.Text}\" line; this is the second.");
            }

            ReadRule(line);
        }

        foreach (var (rule, example) in Known.Where(one => !_seen.Contains(one.Rule)))
        {
            throw new BarFormatException(0, 0, $"The bar has no \"{rule}\" line; write: {example}");
        }

        foreach (var measure in (ReadOnlySpan<BarTopic>)[BarTopic.OwnershipMultiplied, BarTopic.OwnershipControlled])
        {
            _rules.TryAdd(measure, new BarRule(measure, BarReach.None, 0, 0));
        }

        return new Bar
        {
            Name = _name,
            Source = _source,
            Rules = _rules.ToImmutableSortedDictionary(),
            Steps = _steps,
            Grade = _grade,
            UndatedCounts = _undatedCounts,
            WithdrawnUnknown = _withdrawnUnknown,
            OwnersKnown = _ownersKnown,
            OfficesKnown = _officesKnown,
        };
    }

    private void ReadRule(BarLine line)
    {
        switch (line.Rule.Text)
        {
            case "bar":
                line.Word(0, "a name");
                _name = line.Rest;
                break;
            case "source":
                line.Word(0, "a text that says where the bar is from");
                _source = line.Rest;
                break;
            case "ownership":
                ReadOwnership(line);
                break;
            case "shared-owner":
                ReadTies(line, BarTopic.SharedOwner, percent: true, canEnd: true);
                break;
            case "office":
                ReadTies(line, BarTopic.Office, percent: false, canEnd: true, BarReach.Any);
                break;
            case "founding":
                ReadTies(line, BarTopic.Founding, percent: false, canEnd: false, BarReach.Direct, BarReach.Shared);
                break;
            case "contract":
                ReadTies(line, BarTopic.Contract, percent: true, canEnd: true, BarReach.Any);
                break;
            case "award":
                ReadTies(line, BarTopic.Award, percent: true, canEnd: true, BarReach.Any);
                break;
            case "payment":
                ReadTies(line, BarTopic.Payment, percent: true, canEnd: true, BarReach.Any);
                break;
            case "family":
                ReadTies(line, BarTopic.Family, percent: false, canEnd: false, BarReach.Any);
                break;
            case "membership":
                ReadTies(line, BarTopic.Membership, percent: false, canEnd: true, BarReach.Direct, BarReach.Shared);
                break;
            case "other":
                ReadTies(line, BarTopic.Other, percent: false, canEnd: true, BarReach.Unknown, BarReach.Any);
                break;
            default:
                ReadWeighing(line);
                break;
        }
    }

    private void ReadWeighing(BarLine line)
    {
        switch (line.Rule.Text)
        {
            case "steps":
                _steps = Steps(line.Word(0, $"a number from 1 to {Bar.MaxSteps}"));
                break;
            case "grade":
                var grade = line.Word(0, "a letter from A to F");
                _grade = grade.Text is [>= 'A' and <= 'F' and var letter] ? letter : throw grade.Fault($"{grade.Shown} is no grade: A, B, C, D, E or F.");
                break;
            case "undated":
                _undatedCounts = OneOf(line.Word(0, "counts or unknown"), "unknown", "counts") == 1;
                break;
            case "withdrawn":
                _withdrawnUnknown = OneOf(line.Word(0, "ignored or unknown"), "ignored", "unknown") == 1;
                break;
            case "owners-known":
                _ownersKnown = Percent(line.Word(0, "a share, such as 75%"), least: 0);
                break;
            case "offices-known":
                _officesKnown = OneOf(line.Word(0, "yes or no"), "no", "yes") == 1;
                break;
        }

        line.EndAt(1);
    }

    private void ReadOwnership(BarLine line)
    {
        var measure = line.Word(0, "multiplied, controlled or none");
        var at = OneOf(measure, "multiplied", "controlled", "none");
        if (at == 2)
        {
            line.EndAt(1);
            if (_rules.ContainsKey(BarTopic.OwnershipMultiplied) || _rules.ContainsKey(BarTopic.OwnershipControlled))
            {
                throw measure.Fault("\"none\" says that ownership counts for nothing, and a line above says what it counts for.");
            }

            _rules[BarTopic.OwnershipMultiplied] = new BarRule(BarTopic.OwnershipMultiplied, BarReach.None, 0, 0);
            _rules[BarTopic.OwnershipControlled] = new BarRule(BarTopic.OwnershipControlled, BarReach.None, 0, 0);
            return;
        }

        var topic = at == 0 ? BarTopic.OwnershipMultiplied : BarTopic.OwnershipControlled;
        var rule = new BarRule(topic, BarReach.Percent, Percent(line.Word(1, "a share, such as 5%"), least: 0.0001m), Lookback(line, 2));
        if (!_rules.TryAdd(topic, rule))
        {
            throw measure.Fault($"A bar has one \"ownership {measure.Text}\" line, and none after \"ownership none\".");
        }
    }

    private void ReadTies(BarLine line, BarTopic topic, bool percent, bool canEnd, params BarReach[] reaches)
    {
        string[] words = ["none", .. reaches.Select(reach => reach.ToString().ToLowerInvariant())];
        var what = $"{(percent ? "a share such as 10%, " : "")}{string.Join(" or ", words)}";
        var word = line.Word(0, what);
        var rule = new BarRule(topic, BarReach.None, 0, 0);
        if (percent && char.IsAsciiDigit(word.Text[0]))
        {
            rule = rule with { Reach = BarReach.Percent, Percent = Percent(word, least: 0.0001m) };
        }
        else
        {
            var at = Array.IndexOf(words, word.Text);
            rule = rule with { Reach = at == 0 ? BarReach.None : at > 0 ? reaches[at - 1] : throw word.Fault($"{word.Shown} is none of: {what}.", NearestWord.Find(word.Text, words)) };
        }

        if (!canEnd || rule.Reach == BarReach.None)
        {
            line.EndAt(1);
        }

        _rules[topic] = rule with { Lookback = Lookback(line, 1) };
    }

    private static int Lookback(BarLine line, int at)
    {
        if (at >= line.Words.Length)
        {
            return 0;
        }

        if (line.Words[at].Text != "lookback")
        {
            throw line.Words[at].Fault($"{line.Words[at].Shown} says nothing here.", NearestWord.Find(line.Words[at].Text, ["lookback"]));
        }

        var word = line.Word(at + 1, "a time after \"lookback\", such as 3y");
        line.EndAt(at + 2);
        if (word.Text is [.. var digits, 'y' or 'd'] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0 && number <= (word.Text[^1] == 'y' ? MaxYears : MaxYears * 365))
        {
            return word.Text[^1] == 'y' ? number * 365 + number / 4 : number;
        }

        throw word.Fault($"{word.Shown} is no time: a number and y (years) or d (days), such as 3y, at most {MaxYears}y.");
    }

    private static decimal Percent(BarWord word, decimal least) =>
        word.Text is [.. var digits, '%'] && char.IsAsciiDigit(word.Text[0]) && digits.Length <= 8
        && decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent >= least && percent <= 100
            ? percent
            : throw word.Fault($"{word.Shown} is no share: a number up to 100 and %, such as 5%.");

    private static int Steps(BarWord word) =>
        int.TryParse(word.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var steps) && steps is >= 1 and <= Bar.MaxSteps
            ? steps
            : throw word.Fault($"{word.Shown} is no number from 1 to {Bar.MaxSteps}.");

    private static int OneOf(BarWord word, params string[] words)
    {
        var at = Array.IndexOf(words, word.Text);
        return at >= 0 ? at : throw word.Fault($"{word.Shown} is none of: {string.Join(", ", words)}.", NearestWord.Find(word.Text, words));
    }
}
