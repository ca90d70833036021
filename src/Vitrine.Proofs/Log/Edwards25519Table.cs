namespace Vitrine.Proofs;

/// <summary>The multiples of a point by 1 to 8 times each power of sixteen, 80 KiB: any multiple is then a sum of 64 of them.</summary>
internal sealed class Edwards25519Table
{
    private const int Digits = 64, Multiples = 8;

    private readonly Edwards25519.Addend[] _multiples = new Edwards25519.Addend[Digits * Multiples];

    public Edwards25519Table(Edwards25519 point)
    {
        for (var digit = 0; digit < Digits; digit++)
        {
            var one = point.ToAddend();
            var multiple = point;
            for (var i = 0; i < Multiples; i++)
            {
                _multiples[(digit * Multiples) + i] = i == 0 ? one : multiple.ToAddend();
                if (i < Multiples - 1)
                {
                    multiple += one;
                }
            }

            point = multiple.Doubled();
        }
    }

    /// <summary>Of the base point.</summary>
    public static Edwards25519Table Base { get; } = new(Edwards25519.Base);

    /// <summary>The sum of <paramref name="sum"/> and the multiple by <paramref name="factor"/>: 32 bytes, little-endian, below 2^253.</summary>
    public Edwards25519 AddMultiple(Edwards25519 sum, ReadOnlySpan<byte> factor)
    {
        // Digits from −8 to 7: what is above is borrowed from the next.
        var carry = 0;
        for (var i = 0; i < Digits; i++)
        {
            var digit = ((factor[i / 2] >> (4 * (i % 2))) & 15) + carry;
            carry = (digit + 8) >> 4;
            digit -= carry << 4;
            if (digit > 0)
            {
                sum += _multiples[(i * Multiples) + digit - 1];
            }
            else if (digit < 0)
            {
                sum -= _multiples[(i * Multiples) - digit - 1];
            }
        }

        return sum;
    }
}
