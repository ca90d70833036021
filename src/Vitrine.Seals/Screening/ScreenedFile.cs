using System.Buffers;
using System.Text;

namespace Vitrine.Seals;

/// <summary>A file while rules look at it.</summary>
internal sealed class ScreenedFile : IDisposable
{
    private static readonly SearchValues<string> TestWords = SearchValues.Create(
        ["test", "spec/", "specs/", "fixture", "mock", "sample", "example", "testdata", "/demo"], StringComparison.OrdinalIgnoreCase);

    private char[]? _characters;

    public ScreenedFile(SealedFile file, ReadOnlyMemory<byte> content)
    {
        Path = file.Path;
        Kind = file.Text;
        Content = content;
        Text = file.Text == TextKind.Binary ? default : SealText.Utf8(content);
        Language = Language.Of(file.Path, content.Span);
    }

    public string Path { get; }

    public TextKind Kind { get; }

    /// <summary>The bytes as they are.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>The text as UTF-8 without a mark; nothing if it is no text.</summary>
    public ReadOnlyMemory<byte> Text { get; }

    public Language? Language { get; }

    /// <summary>Whether the file's path says that it is for tests or examples.</summary>
    public bool IsTest => Path.AsSpan().ContainsAny(TestWords);

    /// <summary>Whether people read it rather than compilers.</summary>
    public bool IsProse => Language is null or { Name: "Markdown" or "HTML" or "Text" };

    /// <summary>The text with each byte as one character, so that places are the same; enough for what is written in ASCII.</summary>
    public ReadOnlySpan<char> Characters
    {
        get
        {
            if (_characters is null)
            {
                _characters = ArrayPool<char>.Shared.Rent(Text.Length);
                Encoding.Latin1.GetChars(Text.Span, _characters);
            }

            return _characters.AsSpan(0, Text.Length);
        }
    }

    public void Dispose()
    {
        if (_characters is not null)
        {
            Array.Clear(_characters, 0, Text.Length);
            ArrayPool<char>.Shared.Return(_characters);
            _characters = null;
        }
    }
}
