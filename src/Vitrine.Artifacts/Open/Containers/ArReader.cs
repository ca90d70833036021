using System.Globalization;
using System.Text;

namespace Vitrine.Artifacts;

/// <summary>
/// An ar archive as System V, GNU and BSD write it, and deb(5): <c>!&lt;arch&gt;\n</c>, then for each member a header of 60 bytes
/// (name 16, time 12, owner 6, group 6, mode 8 octal, size 10, <c>`\n</c>), its bytes, and a line feed where their number is odd.
/// </summary>
internal sealed class ArReader(ByteSource source, CancellationToken cancellation)
{
    public const string Format = "ar";
    private const int MagicSize = 8;
    private const int HeaderSize = 60;
    private const int LongestName = 4096;
    private const int LargestNames = 64 << 20;

    private byte[] _names = [];

    /// <summary>Members in order, with the offset of their bytes. Indices of symbols are members too; the table of long names is not.</summary>
    /// <exception cref="ArtifactFormatException">The archive is not of this form from here on; the members before were.</exception>
    public IEnumerable<(Entry Entry, long Offset)> Read()
    {
        if (source.Length < MagicSize || Encoding.Latin1.GetString(source.ReadArray(0, MagicSize)) is not "!<arch>\n")
        {
            throw Fault(ArtifactFault.Unsupported, 0, "a thin archive holds only the names of files");
        }

        long position = MagicSize;
        while (position < source.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            if (source.Length - position < HeaderSize)
            {
                throw Fault(ArtifactFault.Truncated, position, "a member's header reaches beyond the end");
            }

            var header = Encoding.Latin1.GetString(source.ReadArray(position, HeaderSize));
            if (!header.EndsWith("`\n", StringComparison.Ordinal))
            {
                throw Fault(ArtifactFault.Malformed, position + 58, "a member's header does not end as it should");
            }

            var size = Number(header, 48, 10, 10, position) ?? throw Fault(ArtifactFault.Malformed, position + 48, "a member has no size");
            var data = position + HeaderSize;
            if (size > source.Length - data)
            {
                throw Fault(ArtifactFault.Truncated, position + 48, "a member reaches beyond the end");
            }

            position = data + size + (size & 1);
            if (position > source.Length && size > 0 && (size & 1) == 1)
            {
                position = source.Length;   // the last member's filling byte is often left out
            }

            var field = header[..16].TrimEnd(' ');
            if (field == "//")
            {
                _names = size <= LargestNames ? source.ReadArray(data, (int)size) : throw Fault(
                    ArtifactFault.LimitExceeded, data, $"the names take {size} bytes");
                continue;
            }

            var (name, inContent) = NameOf(field, data, size);
            yield return (
                new Entry(name)
                {
                    Size = size - inContent,
                    Mode = (int?)(Number(header, 40, 8, 8, data - HeaderSize) & 0xfff),
                    Owner = Number(header, 28, 6, 10, data - HeaderSize),
                },
                data + inContent);
        }
    }

    /// <summary>The member's name, and how many bytes of it stand before the content (BSD).</summary>
    private (string Name, int InContent) NameOf(string field, long data, long size)
    {
        if (field.StartsWith("#1/", StringComparison.Ordinal))
        {
            if (!int.TryParse(field.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || length > size || length > LongestName)
            {
                throw Fault(ArtifactFault.Malformed, data - HeaderSize, "a name's length is wrong");
            }

            return (Printable.Decode(source.ReadArray(data, length).AsSpan().TrimEnd((byte)0)), length);
        }

        if (field.Length > 1 && field[0] == '/' && char.IsAsciiDigit(field[1]))
        {
            if (!int.TryParse(field.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var at) || at >= _names.Length)
            {
                throw Fault(ArtifactFault.Malformed, data - HeaderSize, "a name lies outside the table of names");
            }

            var rest = _names.AsSpan(at);
            var end = rest[..Math.Min(rest.Length, LongestName)].IndexOf((byte)'\n');
            return end >= 0
                ? (Printable.Decode(rest[..end].TrimEnd((byte)'/')), 0)
                : throw Fault(ArtifactFault.Malformed, data - HeaderSize, "a name has no end, or is too long");
        }

        var isIndex = field is "/" or "/SYM64/";
        return (Printable.Decode(Encoding.Latin1.GetBytes(isIndex ? field : field.TrimEnd('/'))), 0);
    }

    private static long? Number(string header, int start, int length, int radix, long position)
    {
        long value = 0;
        var digits = header.AsSpan(start, length).Trim(' ');
        foreach (var c in digits)
        {
            var digit = c - '0';
            value = digit >= 0 && digit < radix ? (value * radix) + digit : throw Fault(
                ArtifactFault.Malformed, position + start, "a number in a member's header is none");
        }

        return digits.IsEmpty ? null : value;
    }

    private static ArtifactFormatException Fault(ArtifactFault fault, long offset, string message) => new(Format, fault, offset, message);
}
