using System.Buffers;
using System.Globalization;
using System.Text;

namespace Vitrine.Seals;

/// <summary>Names that look like others: letters of another script among ASCII ones, or in place of all (CVE-2021-42694).</summary>
internal sealed class LookalikeRule : ScreeningRule
{
    private const int LongestName = 128;
    private const int ShortestTwin = 3;
    private const int MostTwins = 1000;

    private static readonly SearchValues<byte> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    public override string Id => "lookalike-name";

    public override string Title => "Look-alike name";

    public override ScreeningSeverity Severity => ScreeningSeverity.Medium;

    public override ScreeningAudience Audience => ScreeningAudience.Both;

    public override string Description =>
        "A word in which ASCII letters stand together with letters that only look like them (Cyrillic, Greek, Armenian, full-width, mathematical), or that is "
        + "written in such letters alone where the file also has its ASCII twin (CVE-2021-42694). Low where the letters are Greek ones that formulas use.";

    public override string FalsePositives =>
        "Words of two scripts in prose, and formulas. Left out are words with any letter that looks like no ASCII one, and scripts that _ or a digit separates.";

    internal override void Scan(ScreenedFile file, Hits hits)
    {
        if (file.IsAscii || !file.IsText)
        {
            return;
        }

        var text = file.Text;
        Span<char> twin = stackalloc char[LongestName];
        var alone = new Dictionary<string, (int Start, int Length, bool IsFormula)>(StringComparer.Ordinal);
        var at = 0;
        while (at < text.Length)
        {
            var found = text[at..].IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (found < 0)
            {
                break;
            }

            at += found;
            var start = at - Alphabet.RunBefore(text[..at], Letters, LongestName);
            if (start < at && start > 0 && text[start - 1] == '\\')
            {
                // The letter is an escape's: \n and the word that begins the next line.
                start++;
            }

            var word = new Word(twin);
            at = word.Read(text, start);
            if (!word.IsLookalike)
            {
                continue;
            }

            if (!word.HasAscii)
            {
                if (word.Twin.Length >= ShortestTwin && alone.Count < MostTwins)
                {
                    alone.TryAdd(word.Twin.ToString(), (start, at - start, word.IsFormula));
                }
            }
            else if (hits.HasRoom(this))
            {
                hits.Add(
                    this,
                    start,
                    at - start,
                    word.IsFormula ? ScreeningSeverity.Low : ScreeningSeverity.Medium,
                    $"In {HiddenCharacters.Show(text[start..at])}, U+{word.First:X4} stands among ASCII letters and looks like one of them (CVE-2021-42694).");
            }
            else
            {
                return;
            }
        }

        if (alone.Count > 0)
        {
            ReportTwins(text, alone, hits);
        }
    }

    /// <summary>Goes through the ASCII words of the text once, for those that have a twin among the words given.</summary>
    private void ReportTwins(ReadOnlySpan<byte> text, Dictionary<string, (int Start, int Length, bool IsFormula)> alone, Hits hits)
    {
        var lookup = alone.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> word = stackalloc char[LongestName];
        var at = 0;
        while (at < text.Length && alone.Count > 0)
        {
            var found = text[at..].IndexOfAny(Letters);
            if (found < 0)
            {
                return;
            }

            at += found;
            var length = Alphabet.Run(text[at..], Letters, int.MaxValue);
            if (length is >= ShortestTwin and <= LongestName
                && Ascii.ToUtf16(text.Slice(at, length), word, out _) == OperationStatus.Done
                && lookup.Remove(word[..length], out var name, out var place)
                && hits.HasRoom(this))
            {
                hits.Add(
                    this,
                    place.Start,
                    place.Length,
                    place.IsFormula ? ScreeningSeverity.Low : ScreeningSeverity.Medium,
                    $"All letters of {HiddenCharacters.Show(text.Slice(place.Start, place.Length))} only look like those of {name}, "
                        + "which the file also has (CVE-2021-42694).");
            }

            at += length;
        }
    }

    /// <summary>A run of letters.</summary>
    private ref struct Word(Span<char> twin)
    {
        private readonly Span<char> _twin = twin;
        private int _length;
        private bool _hasOther;
        private bool _hasForeign;

        public bool HasAscii { get; private set; }

        /// <summary>All letters that are not ASCII are such as formulas use.</summary>
        public bool IsFormula { get; private set; } = true;

        /// <summary>The first letter that is not ASCII.</summary>
        public int First { get; private set; }

        public readonly bool IsLookalike => _hasOther && !_hasForeign && _length <= LongestName;

        /// <summary>What the word looks like.</summary>
        public readonly ReadOnlySpan<char> Twin => _twin[..Math.Min(_length, LongestName)];

        /// <summary>Reads to the word's end, and over at least one character that is not ASCII.</summary>
        public int Read(ReadOnlySpan<byte> text, int start)
        {
            var at = start;
            while (at < text.Length)
            {
                var isValid = Rune.DecodeFromUtf8(text[at..], out var rune, out var consumed) == OperationStatus.Done;
                if (rune.IsAscii)
                {
                    if (!Rune.IsLetter(rune))
                    {
                        return at;
                    }

                    HasAscii = true;
                    Take((char)rune.Value);
                }
                else
                {
                    var looksLike = isValid ? Lookalikes.Of(rune) : null;
                    if (looksLike is null && !(isValid && IsOfWord(rune)))
                    {
                        return _hasOther ? at : at + consumed;
                    }

                    _hasForeign |= looksLike is null;
                    _hasOther = true;
                    First = First == 0 ? rune.Value : First;
                    IsFormula &= Lookalikes.IsOfFormulas(rune);
                    Take((char)(looksLike ?? 0));
                }

                at += consumed;
            }

            return at;
        }

        private static bool IsOfWord(Rune rune) =>
            Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

        private void Take(char letter)
        {
            if (_length < LongestName)
            {
                _twin[_length] = letter;
            }

            _length++;
        }
    }
}
