using System.Buffers;
using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Vitrine.Seals;

/// <summary>A secret of a known shape: one of some words stands in it or before it, and a regular expression matches around that word.</summary>
/// <remarks>
/// All words of all rules are looked for at once; an expression sees only the line around a word, at most <see cref="Window"/> characters to each
/// side, so no file can make it slow. A group named <c>secret</c> is what is masked, else the whole match.
/// </remarks>
public abstract class SecretRule : ScreeningRule
{
    private const int Window = 1000;

    private static readonly ConcurrentDictionary<IReadOnlyList<ScreeningRule>, Index> Indexes = new(ReferenceEqualityComparer.Instance);

    private readonly Regex _regex;
    private readonly int _secretGroup;

    private protected SecretRule(string id, string title, FindingSeverity severity, string[] words, string pattern, bool ignoreCase = false)
        : base(id, title, severity)
    {
        Words = words;
        IgnoresCase = ignoreCase;
        _regex = new Regex(pattern, RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None), Regex.InfiniteMatchTimeout);
        _secretGroup = Math.Max(_regex.GroupNumberFromName("secret"), 0);
    }

    /// <inheritdoc/>
    public override string FalsePositives => "Keys made up for documents and tests, and revoked ones. Well-known placeholders are left out.";

    private protected string[] Words { get; }

    private protected bool IgnoresCase { get; }

    /// <summary>How many characters of the secret an excerpt shows: those that name its kind.</summary>
    private protected virtual int Shown => 4;

    /// <summary>Applies all secret rules of a list, in its order, in one pass.</summary>
    internal static void ScreenAll(IReadOnlyList<ScreeningRule> rules, ScreenedFile file, FindingSink sink)
    {
        var index = Indexes.GetOrAdd(rules, static list => new Index(list));
        if (file.Text.IsEmpty)
        {
            return;
        }

        index.Screen(file, sink);
    }

    /// <summary>What <see cref="ScreenAll"/> does for all.</summary>
    internal sealed override void Screen(ScreenedFile file, FindingSink sink)
    {
    }

    /// <summary>Whether what matched is meant.</summary>
    private protected virtual bool Accepts(ScreenedFile file, Match match, string secret) => !Placeholder.IsLikely(secret);

    private void Try(ScreenedFile file, int start, int end, FindingSink sink)
    {
        var window = file.Characters[start..end];
        if (!_regex.IsMatch(window))
        {
            return;
        }

        for (var match = _regex.Match(window.ToString()); match.Success; match = match.NextMatch())
        {
            var secret = match.Groups[_secretGroup];
            var (from, to) = (start + secret.Index, start + secret.Index + secret.Length);
            if (!sink.IsSecret(from, to) && Accepts(file, match, secret.Value))
            {
                sink.Mask(from, to, Shown);
                var severity = file.IsTest && Severity > FindingSeverity.Low ? Severity - 1 : Severity;
                sink.Add(this, severity, start + match.Index, $"{Title}{(file.IsTest ? ", in what looks like test or example code" : "")}.");
            }
        }
    }

    /// <summary>All words of a list of rules, prepared to be looked for at once.</summary>
    private sealed class Index
    {
        private readonly SearchValues<string> _exact;
        private readonly SearchValues<string> _folded;
        private readonly (string Word, SecretRule Rule)[] _exactRules;
        private readonly (string Word, SecretRule Rule)[] _foldedRules;

        public Index(IReadOnlyList<ScreeningRule> rules)
        {
            var secrets = rules.OfType<SecretRule>().ToArray();
            _exactRules = [.. secrets.Where(rule => !rule.IgnoresCase).SelectMany(rule => rule.Words, (rule, word) => (word, rule))];
            _foldedRules = [.. secrets.Where(rule => rule.IgnoresCase).SelectMany(rule => rule.Words, (rule, word) => (word, rule))];
            _exact = SearchValues.Create([.. _exactRules.Select(pair => pair.Word).Distinct(StringComparer.Ordinal)], StringComparison.Ordinal);
            _folded = SearchValues.Create([.. _foldedRules.Select(pair => pair.Word).Distinct(StringComparer.OrdinalIgnoreCase)], StringComparison.OrdinalIgnoreCase);
        }

        public void Screen(ScreenedFile file, FindingSink sink)
        {
            Screen(file, sink, _exact, _exactRules, StringComparison.Ordinal);
            Screen(file, sink, _folded, _foldedRules, StringComparison.OrdinalIgnoreCase);
        }

        private static void Screen(ScreenedFile file, FindingSink sink, SearchValues<string> words, (string Word, SecretRule Rule)[] rules, StringComparison comparison)
        {
            var text = file.Characters;
            var tried = new Dictionary<SecretRule, int>();
            for (var position = 0; position < text.Length;)
            {
                var found = text[position..].IndexOfAny(words);
                if (found < 0)
                {
                    return;
                }

                var place = position + found;
                foreach (var (word, rule) in rules)
                {
                    // A line is tried once by each rule, unless it goes on beyond the window.
                    if (text[place..].StartsWith(word, comparison) && (!tried.TryGetValue(rule, out var end) || place + word.Length > end))
                    {
                        var (from, to) = WindowAt(text, place, word.Length);
                        tried[rule] = to;
                        rule.Try(file, from, to, sink);
                    }
                }

                position = place + 1;
            }
        }

        private static (int From, int To) WindowAt(ReadOnlySpan<char> text, int place, int length)
        {
            var before = text[Math.Max(0, place - Window)..place];
            var after = text.Slice(place, Math.Min(text.Length - place, length + Window));
            var (start, end) = (before.LastIndexOf('\n'), after.IndexOf('\n'));
            return (place - before.Length + start + 1, end < 0 ? place + after.Length : place + end);
        }
    }
}
