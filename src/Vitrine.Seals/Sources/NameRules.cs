using System.Buffers;
using System.Text;

namespace Vitrine.Seals;

/// <summary>What a name in a tree may look like.</summary>
internal static class NameRules
{
    private static readonly SearchValues<byte> NotOnWindows = SearchValues.Create("<>:\"|?*"u8);

    private static readonly HashSet<string> Devices = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
        "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
        "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
    };

    /// <summary>Looks at one name, without its folders.</summary>
    public static IEnumerable<(SealProblemKind Kind, string What)> Check(byte[] name, bool inGit)
    {
        if (name.Length == 0 || name.AsSpan().SequenceEqual("."u8) || name.AsSpan().SequenceEqual(".."u8) || name.AsSpan().ContainsAny((byte)0, (byte)'/'))
        {
            yield return (SealProblemKind.UnsafeName, "the name would lead out of its folder");
            yield break;
        }

        if (inGit && Ascii.EqualsIgnoreCase(name, ".git"u8))
        {
            yield return (SealProblemKind.UnsafeName, "a git tree may not hold a folder of git's own");
            yield break;
        }

        if (FirstHidden(name) is { } hidden)
        {
            yield return (SealProblemKind.DeceptiveName, $"the name holds the character {HiddenCharacters.Escape(hidden)}");
        }

        if (name.AsSpan().Contains((byte)'\\'))
        {
            yield return (SealProblemKind.BackslashInName, "the name holds a backslash, which other systems read as a separator");
        }

        if (name.AsSpan().ContainsAny(NotOnWindows) || name[^1] is (byte)'.' or (byte)' ')
        {
            yield return (SealProblemKind.ReservedName, "the name cannot be written on Windows");
        }
        else if (Devices.Contains(Encoding.UTF8.GetString(name).Split('.')[0].TrimEnd(' ')))
        {
            yield return (SealProblemKind.ReservedName, "the name is a device on Windows");
        }
    }

    private static Rune? FirstHidden(ReadOnlySpan<byte> name)
    {
        if (!name.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            return null;
        }

        while (!name.IsEmpty)
        {
            // Bytes that are no text are written as escapes everywhere, so they deceive nobody.
            var isText = Rune.DecodeFromUtf8(name, out var rune, out var consumed) == OperationStatus.Done;
            if (isText && (rune.Value is '\t' or '\n' or '\r' || HiddenCharacters.KindOf(rune) is not null))
            {
                return rune;
            }

            name = name[consumed..];
        }

        return null;
    }
}
