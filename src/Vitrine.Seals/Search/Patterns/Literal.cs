using System.Collections.Immutable;

namespace Vitrine.Seals;

/// <summary>A sequence of bytes, of which some may be ASCII letters of either case: such a byte is kept in lower case, with 0x20 as its mask, and is there when <c>(b | mask) == value</c>.</summary>
/// <param name="Bytes">The bytes.</param>
/// <param name="Masks">0x20 or 0 for each.</param>
internal sealed record Literal(ImmutableArray<byte> Bytes, ImmutableArray<byte> Masks)
{
    // How often each byte is in source code, in thousandths.
    private static readonly double[] Share = Shares();

    /// <summary>Nothing.</summary>
    public static Literal Empty { get; } = new([], []);

    /// <summary>How many bytes.</summary>
    public int Length => Bytes.Length;

    /// <summary>Whether case is ignored anywhere.</summary>
    public bool IsFolded => Masks.AsSpan().ContainsAnyExcept((byte)0);

    /// <summary>One byte.</summary>
    public static Literal Of(byte value, bool isFolded) => isFolded ? new Literal([(byte)(value | 0x20)], [0x20]) : new Literal([value], [0]);

    /// <summary>This and then another.</summary>
    public Literal Then(Literal other) => new([.. Bytes, .. other.Bytes], [.. Masks, .. other.Masks]);

    /// <summary>Whether a text begins with it.</summary>
    public bool Begins(ReadOnlySpan<byte> text)
    {
        if (text.Length < Length)
        {
            return false;
        }

        var bytes = Bytes.AsSpan();
        var masks = Masks.AsSpan();
        for (var i = 0; i < bytes.Length; i++)
        {
            if ((text[i] | masks[i]) != bytes[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The share of places in source code at which <paramref name="count"/> bytes from <paramref name="at"/> on are guessed to stand.</summary>
    public double ShareOf(int at, int count)
    {
        var share = 1.0;
        for (var i = at; i < at + count; i++)
        {
            share *= (Share[Bytes[i]] + (Masks[i] != 0 ? Share[Bytes[i] & ~0x20] : 0)) / 1000;
        }

        return share;
    }

    /// <summary>The share of places in source code at which a byte is guessed to stand.</summary>
    public static double ShareOf(byte value) => Share[value] / 1000;

    private static double[] Shares()
    {
        var shares = new double[256];
        Array.Fill(shares, 0.2);
        Set("\t\n", 45);
        Set(" ", 110);
        Set("etaronisldc", 38);
        Set("pumf_", 22);
        Set("hgbyvwkx0", 12);
        Set("qjz123456789", 6);
        Set("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 5);
        Set("(),;=*/->.\"{}&:#", 9);
        Set("!$%'+<?@[\\]^`|~", 3);
        return shares;

        void Set(string bytes, double share)
        {
            foreach (var value in bytes)
            {
                shares[value] = share;
            }
        }
    }
}
