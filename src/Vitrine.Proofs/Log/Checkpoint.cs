using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Vitrine.Proofs;

/// <summary>What a log says of itself at one size; nothing verified.</summary>
/// <remarks>
/// C2SP tlog-checkpoint v1.0.0: the text of a note, <c>origin\nsize\nbase64(root)\n</c> and optional non-empty extension lines. The size is
/// decimal without leading zeros, below 2^63; of an empty log the root must be the empty root. Extension lines are kept and written back, but
/// nothing here acts on them. Every accepted text is written back exactly.
/// </remarks>
public sealed class Checkpoint
{
    /// <summary>The greatest size that is read: 2^63 − 1.</summary>
    public const ulong MaxTreeSize = long.MaxValue;

    /// <summary>A checkpoint from its parts, without extension lines.</summary>
    /// <exception cref="ArgumentException">The origin is empty or has a line break or control character, or the size is too great.</exception>
    public Checkpoint(string origin, TreeSize size, Digest root)
        : this(origin, size, root, [])
    {
        ArgumentException.ThrowIfNullOrEmpty(origin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size.Value, MaxTreeSize, nameof(size));
        if (origin.Contains('\n', StringComparison.Ordinal) || !Note.IsText(Encoding.UTF8.GetBytes(origin)))
        {
            throw new ArgumentException("An origin is one line without control characters.", nameof(origin));
        }
    }

    private Checkpoint(string origin, TreeSize size, Digest root, ImmutableArray<string> extensions)
    {
        Origin = origin;
        Size = size;
        Root = root;
        Extensions = extensions;
    }

    /// <summary>Which log this is.</summary>
    public string Origin { get; }

    /// <summary>How many entries it holds.</summary>
    public TreeSize Size { get; }

    /// <summary>The root over them.</summary>
    public Digest Root { get; }

    /// <summary>Extension lines, without meaning here.</summary>
    public ImmutableArray<string> Extensions { get; }

    /// <summary>Reads a checkpoint's text.</summary>
    /// <exception cref="NoteFormatException">The text is none.</exception>
    public static Checkpoint Parse(ReadOnlySpan<byte> text) => TryParse(text, out var checkpoint) ? checkpoint : throw new NoteFormatException(
        NoteVerdict.NotACheckpoint, "The text is no checkpoint: an origin, a size without leading zeros and a root in base64, each on its line, are wanted.");

    /// <summary>Reads a checkpoint's text; false where <see cref="Parse"/> would throw.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        if (TryParseClaim(text, out checkpoint) && (checkpoint.Size.Value != 0 || checkpoint.Root == Merkle.EmptyRoot))
        {
            return true;
        }

        checkpoint = null;
        return false;
    }

    /// <summary>Reads a checkpoint's text that may claim any root for the empty log.</summary>
    internal static bool TryParseClaim(ReadOnlySpan<byte> text, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = null;
        if (text.Length > Note.MaxSize || text.IsEmpty || text[^1] != '\n' || !Note.IsText(text))
        {
            return false;
        }

        var lines = Encoding.UTF8.GetString(text[..^1]).Split('\n');
        if (lines.Length < 3
            || lines.Any(line => line.Length == 0)
            || !TryParseSize(lines[1], out var size)
            || !Digest.TryParseBase64(lines[2], out var root))
        {
            return false;
        }

        checkpoint = new Checkpoint(lines[0], size, root, [.. lines.AsSpan(3)]);
        return true;
    }

    /// <summary>The checkpoint's text, to be signed.</summary>
    public byte[] Encode() => Encoding.UTF8.GetBytes(ToString());

    /// <summary>The checkpoint's text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Origin).Append('\n')
            .Append(Size.Value.ToString(CultureInfo.InvariantCulture)).Append('\n')
            .Append(Root.ToBase64()).Append('\n');
        foreach (var line in Extensions)
        {
            text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static bool TryParseSize(ReadOnlySpan<char> text, out TreeSize size)
    {
        size = default;
        if (!PlainNumber.TryParse(text, out var value) || value > MaxTreeSize)
        {
            return false;
        }

        size = new TreeSize(value);
        return true;
    }
}
