using System.Text;

namespace Vitrine.Seals;

/// <summary>A file as rules see it.</summary>
internal sealed class ScreenedFile
{
    private readonly ReadOnlyMemory<byte> _text;
    private bool? _isAscii;
    private SourceParts? _parts;
    private List<BuildLine>? _buildLines;
    private Dictionary<string, Range>? _constants;

    public ScreenedFile(string path, ReadOnlyMemory<byte> content)
    {
        Path = path;
        Extension = System.IO.Path.GetExtension(path).TrimStart('.').ToLowerInvariant();
        Role = FileRoles.Of(path);
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

    /// <summary>Its comments and texts; read when a rule first asks.</summary>
    public SourceParts Parts => _parts ??= SourceParts.Of(Text, Extension);

    /// <summary>Its lines as a build file's; read when a rule first asks.</summary>
    public List<BuildLine> BuildLines => _buildLines ??= BuildText.Lines(Text);

    /// <summary>Where the texts of its named constants stand; read when a rule first asks.</summary>
    public Dictionary<string, Range> Constants => _constants ??= NamedConstants.Of(Text);

    /// <summary>What follows the last dot of the name, in lower case; empty if there is none.</summary>
    public string Extension { get; }

    /// <summary>What the file is for, by its path.</summary>
    public FileRole Role { get; }

    /// <summary>Whether the file is one of these.</summary>
    public bool Is(FileRole role) => (Role & role) != 0;

    /// <summary>Where the line that an offset lies in begins, at most <paramref name="most"/> bytes before it.</summary>
    public int LineStart(int offset, int most)
    {
        var from = Math.Max(0, offset - most);
        return from + Text[from..offset].LastIndexOf((byte)'\n') + 1;
    }

    /// <summary>The end of the line that an offset lies in: its feed, or the end of the text.</summary>
    public int LineEnd(int offset)
    {
        var length = Text[offset..].IndexOf((byte)'\n');
        return length < 0 ? Text.Length : offset + length;
    }

    /// <summary>The end of the line that an offset lies in, or so many bytes on, whichever comes first.</summary>
    public int LineEnd(int offset, int most)
    {
        var rest = Text.Slice(offset, Math.Min(most, Text.Length - offset));
        var length = rest.IndexOf((byte)'\n');
        return offset + (length < 0 ? rest.Length : length);
    }
}
