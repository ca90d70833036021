using System.Text;

namespace Vitrine.Seals;

/// <summary>A file as rules see it.</summary>
internal sealed class ScreenedFile
{
    private readonly ReadOnlyMemory<byte> _text;
    private bool? _isAscii;

    public ScreenedFile(string path, ReadOnlyMemory<byte> content)
    {
        Path = path;
        Content = content;
        IsText = LineCounter.KindOf(content.Span) != TextKind.Binary;
        _text = IsText ? SealText.Utf8(content) : content;
    }

    public string Path { get; }

    /// <summary>As it was sealed.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    public bool IsText { get; }

    /// <summary>As UTF-8 without a mark; of what is not text, the content.</summary>
    public ReadOnlySpan<byte> Text => _text.Span;

    /// <summary>There is nothing but ASCII in it.</summary>
    public bool IsAscii => _isAscii ??= Ascii.IsValid(Text);

    /// <summary>What follows the last dot of the name, in lower case; empty if there is none.</summary>
    public string Extension => System.IO.Path.GetExtension(Path).TrimStart('.').ToLowerInvariant();

    /// <summary>The end of the line that an offset lies in: its feed, or the end of the text.</summary>
    public int LineEnd(int offset)
    {
        var length = Text[offset..].IndexOf((byte)'\n');
        return length < 0 ? Text.Length : offset + length;
    }
}
