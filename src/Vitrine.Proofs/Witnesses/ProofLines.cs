using System.Collections.Immutable;
using System.Text;

namespace Vitrine.Proofs;

/// <summary>The lines that stand before a checkpoint in a witness's request and in a proof: <c>WORD N</c>, hashes, an empty line.</summary>
internal static class ProofLines
{
    // 2^63 - 1 has 19 digits.
    private const int MaxDigits = 19;

    /// <summary>Reads <paramref name="prefix"/>, a decimal below 2^63 without leading zeros, and the line's end.</summary>
    public static bool TryReadNumber(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> prefix, out ulong number)
    {
        number = 0;
        if (!text.StartsWith(prefix))
        {
            return false;
        }

        var line = text[prefix.Length..];
        var end = line.IndexOf((byte)'\n');
        if (end is < 1 or > MaxDigits || !PlainNumber.TryParse(line[..end], out number) || number > Checkpoint.MaxTreeSize)
        {
            return false;
        }

        text = line[(end + 1)..];
        return true;
    }

    /// <summary>Reads at most so many lines of a hash in base64, and the empty line after them.</summary>
    public static bool TryReadHashes(ref ReadOnlySpan<byte> text, int most, out ImmutableArray<Digest> hashes)
    {
        hashes = [];
        var read = ImmutableArray.CreateBuilder<Digest>();
        Span<char> characters = stackalloc char[Base64Length];
        var rest = text;
        while (rest.IsEmpty || rest[0] != '\n')
        {
            if (read.Count == most
                || rest.Length <= Base64Length
                || rest[Base64Length] != '\n'
                || !Ascii.IsValid(rest[..Base64Length])
                || Encoding.ASCII.GetChars(rest[..Base64Length], characters) != Base64Length
                || !Digest.TryParseBase64(characters, out var hash))
            {
                return false;
            }

            read.Add(hash);
            rest = rest[(Base64Length + 1)..];
        }

        text = rest[1..];
        hashes = read.ToImmutable();
        return true;
    }

    private const int Base64Length = 44;
}
