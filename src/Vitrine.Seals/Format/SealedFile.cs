using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>How the content of a file is read as text.</summary>
public enum TextKind
{
    /// <summary>Not text: a zero byte in the first 8,000, and no mark of UTF-16. It has no lines.</summary>
    Binary,

    /// <summary>UTF-8, ASCII, or any bytes without zeros; what is not valid UTF-8 is shown as U+FFFD.</summary>
    Utf8,

    /// <summary>Begins with FF FE.</summary>
    Utf16LittleEndian,

    /// <summary>Begins with FE FF.</summary>
    Utf16BigEndian,
}

/// <summary>One file of a seal.</summary>
/// <param name="Path">From the tree's top, with <c>/</c> between names, in its written form: <see cref="SealPath"/>.</param>
/// <param name="Mode">What it is.</param>
/// <param name="Size">Bytes of content.</param>
/// <param name="Digest">SHA-256 of the content; of a link, of its text.</param>
/// <param name="Salt">Makes the leaf unguessable.</param>
/// <param name="Text">How it reads as text.</param>
/// <param name="Lines">Line feeds, and one more if bytes follow the last; 0 for what is not text, links and submodules.</param>
public sealed record SealedFile(string Path, SealedMode Mode, long Size, Digest Digest, FileSalt Salt, TextKind Text, long Lines);
