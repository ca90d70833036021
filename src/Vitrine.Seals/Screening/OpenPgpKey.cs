using System.Buffers.Binary;

namespace Vitrine.Seals;

/// <summary>A file that begins with a secret key of OpenPGP (RFC 9580, 5.5.3), not armoured.</summary>
internal static class OpenPgpKey
{
    /// <summary>Whether it is one, and whether the key stands in it without a password.</summary>
    public static bool Is(ReadOnlySpan<byte> content, out bool isOpen)
    {
        isOpen = false;

        // Tag 5: in the old form with a length of one, two or four bytes, or in the new form.
        if (content.Length < 40)
        {
            return false;
        }

        var start = content[0] switch
        {
            0x94 => 2,
            0x95 => 3,
            0x96 => 5,
            0xC5 => content[1] < 192 ? 2 : content[1] < 224 ? 3 : 6,
            _ => 0,
        };
        if (start == 0 || content[start] != 4)
        {
            return false;
        }

        // Version, time in four bytes, algorithm, then the numbers of its public part.
        var algorithm = content[start + 5];
        var at = start + 6;
        var numbers = algorithm switch
        {
            1 or 2 or 3 => 2,
            16 => 3,
            17 => 4,
            18 or 19 or 22 => 1,
            _ => 0,
        };
        if (numbers == 0)
        {
            return false;
        }

        if (algorithm is 18 or 19 or 22)
        {
            at += 1 + content[at];
        }

        for (var i = 0; i < numbers; i++)
        {
            if (at + 2 > content.Length)
            {
                return false;
            }

            at += 2 + ((BinaryPrimitives.ReadUInt16BigEndian(content[at..]) + 7) / 8);
        }

        if (algorithm == 18 && at < content.Length)
        {
            at += 1 + content[at];
        }

        if (at >= content.Length)
        {
            return false;
        }

        isOpen = content[at] == 0;
        return true;
    }
}
