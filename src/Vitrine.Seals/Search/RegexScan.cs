using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Vitrine.Seals;

/// <summary>Finds lines by a regular expression: over whole pieces of text where nothing in it can match a line feed, else line by line.</summary>
/// <remarks>
/// .NET's linear-time engine takes the pieces, without a time limit of its own: .NET 10's loses anchors and word boundaries after 100,000 characters when it has one. Between
/// pieces the search's limit is looked at. A line too long for a piece, and a pattern that engine cannot take, go to the backtracking engine, which has the limit.
/// </remarks>
internal sealed class RegexScan : LineScan
{
    private const int Piece = 1 << 16;

    /// <summary>Stands for bytes that are not UTF-8: half a character, which no pattern matches.</summary>
    private const char Invalid = '\uDC80';

    private readonly Engine _simple;
    private readonly Lazy<Engine> _whole;
    private readonly bool _byLine;

    /// <exception cref="SearchPatternException">The pattern is malformed.</exception>
    public RegexScan(string pattern, bool ignoreCase, TimeSpan budget)
    {
        var options = RegexOptions.Multiline | RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None);
        var rewritten = LinePattern.Rewrite(pattern, ignoreCase, wholeCharacters: false);
        _byLine = rewritten.CanSpanLines;
        _simple = new Engine(rewritten.Text, options, budget);
        _whole = new Lazy<Engine>(() => new Engine(LinePattern.Rewrite(pattern, ignoreCase, wholeCharacters: true).Text, options, budget));
        Required = _byLine ? null : rewritten.Required;
    }

    /// <summary>A text that every match holds, up to case if that is ignored; or null if none is known.</summary>
    public string? Required { get; }

    public override void Scan(ReadOnlySpan<byte> text, TakeLine take, SearchLimit limit)
    {
        var lines = 0;
        for (var start = 0; start < text.Length;)
        {
            limit.Check();
            var end = Math.Min(text.Length, start + Piece);
            if (end < text.Length)
            {
                var feed = text[start..end].LastIndexOf((byte)'\n');
                feed = feed >= 0 ? feed : text[start..].IndexOf((byte)'\n');
                end = feed < 0 ? text.Length : start + feed + 1;
            }

            ScanPiece(text[start..end], start, lines, take);
            lines += end < text.Length ? text[start..end].Count((byte)'\n') : 0;
            start = end;
        }
    }

    /// <summary>Matches one line, given without its feed.</summary>
    public void ScanLine(ReadOnlySpan<byte> line, int number, int start, TakeLine take, SearchLimit limit)
    {
        limit.Check();
        ScanText(line, start, number - 1, take);
    }

    private void ScanPiece(ReadOnlySpan<byte> bytes, int offset, int lines, TakeLine take)
    {
        // The feed that ends the last line does not begin another.
        ScanText(bytes[^1] == '\n' ? bytes[..^1] : bytes, offset, lines, take);
    }

    private void ScanText(ReadOnlySpan<byte> bytes, int offset, int lines, TakeLine take)
    {
        var rented = ArrayPool<char>.Shared.Rent(bytes.Length);
        try
        {
            var chars = rented.AsSpan(0, Decode(bytes, rented));
            var walk = new CharWalk(bytes, chars, offset, lines, take);
            var regex = (chars.ContainsAnyInRange('\uD800', '\uDFFF') ? _whole.Value : _simple).For(chars.Length);
            if (_byLine)
            {
                EachLine(regex, chars, ref walk);
            }
            else
            {
                Whole(regex, chars, ref walk);
            }
        }
        finally
        {
            Array.Clear(rented, 0, bytes.Length);
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    /// <summary>As UTF-8, with one <see cref="Invalid"/> for each sequence that is none.</summary>
    private static int Decode(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        var (read, written) = (0, 0);
        while (true)
        {
            var status = Utf8.ToUtf16(bytes[read..], chars[written..], out var consumed, out var decoded, replaceInvalidSequences: false);
            (read, written) = (read + consumed, written + decoded);
            if (status == OperationStatus.Done)
            {
                return written;
            }

            // Invalid bytes come in runs.
            while (read < bytes.Length && Rune.DecodeFromUtf8(bytes[read..], out _, out consumed) != OperationStatus.Done)
            {
                read += consumed;
                chars[written++] = Invalid;
            }
        }
    }

    private static void Whole(Regex regex, ReadOnlySpan<char> chars, ref CharWalk walk)
    {
        for (var position = 0; position <= chars.Length;)
        {
            var matches = regex.EnumerateMatches(chars, position);
            if (!matches.MoveNext())
            {
                return;
            }

            position = walk.Take(matches.Current.Index, matches.Current.Index + matches.Current.Length) + 1;
        }
    }

    private static void EachLine(Regex regex, ReadOnlySpan<char> chars, ref CharWalk walk)
    {
        for (var start = 0; start <= chars.Length;)
        {
            var length = chars[start..].IndexOf('\n');
            length = length < 0 ? chars.Length - start : length;
            var matches = regex.EnumerateMatches(chars.Slice(start, length));
            if (matches.MoveNext())
            {
                walk.Take(start + matches.Current.Index, start + matches.Current.Index + matches.Current.Length);
            }

            start += length + 1;
        }
    }

    /// <summary>One pattern, for pieces and for what is longer.</summary>
    private sealed class Engine
    {
        private readonly Regex _regex;
        private readonly Lazy<Regex> _backtracking;

        public Engine(string pattern, RegexOptions options, TimeSpan budget)
        {
            _backtracking = new Lazy<Regex>(() => new Regex(pattern, options, budget));
            try
            {
                _regex = new Regex(pattern, options | RegexOptions.NonBacktracking, Regex.InfiniteMatchTimeout);
            }
            catch (NotSupportedException)
            {
                // It looks around, refers back, or would be too large an automaton.
                _regex = _backtracking.Value;
            }
            catch (RegexParseException malformed)
            {
                throw new SearchPatternException($"The regular expression is malformed: {malformed.Message}", null, malformed);
            }
        }

        public Regex For(int length) => length <= Piece ? _regex : _backtracking.Value;
    }

    /// <summary>Goes through a text as characters and as bytes together: both have their line feeds in the same order.</summary>
    private ref struct CharWalk
    {
        private readonly ReadOnlySpan<byte> _bytes;
        private readonly ReadOnlySpan<char> _chars;
        private readonly int _offset;
        private readonly TakeLine _take;
        private readonly bool _same;
        private int _number;
        private int _byte;
        private int _char;

        public CharWalk(ReadOnlySpan<byte> bytes, ReadOnlySpan<char> chars, int offset, int lines, TakeLine take)
        {
            _bytes = bytes;
            _chars = chars;
            _offset = offset;
            _number = lines + 1;
            _take = take;

            // One character a byte: every byte is ASCII, or stands alone as U+FFFD.
            _same = bytes.Length == chars.Length;
        }

        /// <summary>Reports the line of a match.</summary>
        /// <returns>Where the line ends, in characters.</returns>
        public int Take(int matchStart, int matchEnd)
        {
            var start = _chars[_char..matchStart].LastIndexOf('\n');
            start = start < 0 ? _char : _char + start + 1;
            var feeds = _chars[_char..start].Count('\n');
            _byte = _same ? start : SkipFeeds(feeds);
            (_number, _char) = (_number + feeds, start);
            var length = _bytes[_byte..].IndexOf((byte)'\n');
            var byteEnd = length < 0 ? _bytes.Length : _byte + length;
            var line = _bytes[_byte..byteEnd];
            var first = BytesOf(line, matchStart - start);
            var last = BytesOf(line, matchEnd - start);
            _take(_number, _offset + _byte, _offset + byteEnd, _offset + _byte + first, _offset + _byte + last);
            var end = _chars[matchStart..].IndexOf('\n');
            return end < 0 ? _chars.Length : matchStart + end;
        }

        private readonly int SkipFeeds(int feeds)
        {
            var position = _byte;
            for (; feeds > 0; feeds--)
            {
                position += _bytes[position..].IndexOf((byte)'\n') + 1;
            }

            return position;
        }

        private readonly int BytesOf(ReadOnlySpan<byte> line, int chars)
        {
            if (_same)
            {
                return chars;
            }

            var position = 0;
            while (chars > 0 && position < line.Length)
            {
                _ = Rune.DecodeFromUtf8(line[position..], out var rune, out var consumed);
                chars -= rune.Utf16SequenceLength;
                position += consumed;
            }

            return position;
        }
    }
}
