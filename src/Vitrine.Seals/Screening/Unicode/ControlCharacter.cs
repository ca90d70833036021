using System.Buffers;

namespace Vitrine.Seals;

/// <summary>Control characters in text.</summary>
internal sealed class ControlCharacter() : ScreeningRule("control-character", "Control character in text", FindingSeverity.Low)
{
    private static readonly SearchValues<byte> Controls = SearchValues.Create([.. Enumerable.Range(0, 32).Where(value => value is not ('\t' or '\n' or '\r' or '\f')).Select(value => (byte)value), 0x7F]);

    public override string Description => "Control characters (U+0000 to U+001F, U+007F) make a terminal show something else than the file holds: a backspace or an escape sequence overwrites text.";

    public override string FalsePositives => "Captured terminal output, and old files that use such characters as separators.";

    internal override void Screen(ScreenedFile file, FindingSink sink)
    {
        var text = file.Text.Span;
        for (var position = 0; position < text.Length;)
        {
            var found = text[position..].IndexOfAny(Controls);
            if (found < 0)
            {
                return;
            }

            var place = position + found;
            var value = text[place];
            var isEscape = value is 0x1B or 0x08;
            sink.Add(this, isEscape ? FindingSeverity.Medium : Severity, place, $"U+{(int)value:X4}{(isEscape ? ", with which a terminal can be made to show other text," : "")} stands in the text.");

            // One a line is enough.
            var end = text[place..].IndexOf((byte)'\n');
            position = end < 0 ? text.Length : place + end + 1;
        }
    }
}
