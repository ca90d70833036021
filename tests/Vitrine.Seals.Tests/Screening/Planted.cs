using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Seals.Tests;

/// <summary>
/// Makes up samples when a test runs, so that none stands in this repository. They are drawn from a fixed seed and open nothing.
/// </summary>
internal static class Planted
{
    public const string Lower = "abcdefghijklmnopqrstuvwxyz";
    public const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    public const string Digits = "0123456789";
    public const string Hex = Digits + "abcdef";
    public const string Base62 = Upper + Lower + Digits;
    public const string Base64 = Base62 + "+/";
    public const string Url = Base62 + "-_";
    public const string Base32 = Lower + "234567";

    /// <summary>So many characters of an alphabet, each time the same ones; every kind that the alphabet has is among them.</summary>
    public static string Draw(string alphabet, int length, int seed = 1)
    {
        var random = new Random(seed);
        while (true)
        {
            var drawn = string.Create(length, random, (span, source) =>
            {
                for (var i = 0; i < span.Length; i++)
                {
                    span[i] = alphabet[source.Next(alphabet.Length)];
                }
            });

            // Signs at the edges would be taken for the sentence's.
            if (char.IsAsciiLetterOrDigit(drawn[0]) && char.IsAsciiLetterOrDigit(drawn[^1]))
            {
                return drawn;
            }
        }
    }

    public static IReadOnlyList<ScreeningFinding> Screen(string path, byte[] content) => Screening.OfFile(path, Digest.Of(content), content, CancellationToken.None).Findings;

    public static IReadOnlyList<ScreeningFinding> Screen(string path, string content) => Screen(path, Encoding.UTF8.GetBytes(content));
}
