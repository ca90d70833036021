using Vitrine.Proofs;
using Vitrine.Seals;

namespace Vitrine.Cli;

/// <summary>Reads roots and digests that a person typed.</summary>
internal static class Roots
{
    /// <summary>A seal's root.</summary>
    /// <exception cref="BadInputException">It is not 64 lower-case hexadecimal digits.</exception>
    public static SealRoot Seal(string text) => new(Digest(text, "root"));

    /// <summary>A digest of <paramref name="what"/>.</summary>
    /// <exception cref="BadInputException">It is not 64 lower-case hexadecimal digits.</exception>
    public static Digest Digest(string text, string what) =>
        Proofs.Digest.TryParseHex(text, out var digest) ? digest : throw new BadInputException($"'{Terminal.Safe(text)}' is no {what}: 64 lower-case hexadecimal digits.");
}
