using System.Text;

namespace Vitrine.Release;

/// <summary>What a build printed: the end of it, bounded, and how much there was.</summary>
/// <remarks>The text is the build's own and hostile: control characters other than line ends and tabs are shown as U+FFFD, so that it cannot
/// drive a terminal.</remarks>
public sealed class BuildLog
{
    /// <summary>Bytes kept.</summary>
    public const int MaxBytes = 256 * 1024;

    private readonly byte[] _ring = new byte[MaxBytes];

    /// <summary>Bytes printed in all.</summary>
    public long TotalBytes { get; private set; }

    /// <summary>The kept end of what was printed, always cut at a line where something was dropped.</summary>
    public string Text
    {
        get
        {
            var kept = (int)Math.Min(TotalBytes, MaxBytes);
            var start = (int)((TotalBytes - kept) % MaxBytes);
            var bytes = new byte[kept];
            for (var i = 0; i < kept; i++)
            {
                bytes[i] = _ring[(start + i) % MaxBytes];
            }

            var text = Encoding.UTF8.GetString(bytes);
            if (TotalBytes > kept)
            {
                text = text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..];
            }

            return ShownText.Lines(text);
        }
    }

    /// <summary>The last <paramref name="lines"/> lines.</summary>
    public string Tail(int lines)
    {
        var all = Text.TrimEnd().Split('\n');
        return string.Join('\n', all.TakeLast(lines));
    }

    internal void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var at = (int)(TotalBytes % MaxBytes);
            var count = Math.Min(bytes.Length, MaxBytes - at);
            bytes[..count].CopyTo(_ring.AsSpan(at));
            bytes = bytes[count..];
            TotalBytes += count;
        }
    }
}
