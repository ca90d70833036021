using System.Collections.Frozen;
using System.Text;

namespace Vitrine.Seals;

/// <summary>
/// Letters that are drawn as an ASCII letter is, in the usual fonts for code. Chosen by looking, after the idea of Unicode UTS #39; only letters
/// that a reader takes for the ASCII one without a doubt are in it, and none that a language writes among ASCII letters, as Turkish does the dotless i.
/// </summary>
internal static class Lookalikes
{
    // Pairs of the letter, escaped so that it is not taken for the other, and what it looks like.
    private const string Cyrillic =
        "\u0410A\u0412B\u0415E\u0405S\u0406I\u0408J\u041AK\u041CM\u041DH\u041EO\u0420P\u0421C\u0422T\u0425X"
        + "\u0430a\u0435e\u043Eo\u0440p\u0441c\u0443y\u0445x\u0455s\u0456i\u0458j\u04BBh\u0501d\u051Bq\u051Dw"
        + "\u04AEY\u04AFy\u04C0l\u050CG\u051AQ\u051CW\u0474V\u0475v";

    private const string Greek =
        "\u0391A\u0392B\u0395E\u0396Z\u0397H\u0399I\u039AK\u039CM\u039DN\u039FO\u03A1P\u03A4T\u03A5Y\u03A7X"
        + "\u03BFo\u03F2c\u03F3j\u03F9C\u037FJ";

    private const string GreekOfFormulas =
        "\u03B1a\u03BDv\u03C1p\u03B9i\u03BAk\u03C5u\u03B3y\u03C4t\u03C9w\u03B7n";

    private const string Other =
        "\u0585o\u057Du\u0570h\u0578n\u0581g\u0566q\u054DU\u054FS\u0555O\u053CL\u217Cl\u2170i\u2174v\u2179x"
        + "\u217Dc\u217Ed\u217Fm\u0251a\u0261g\u2113l\u01C3!\uA4D0B\uA4D1P\uA4D2d\uA4D3D\uA4D4T\uA4D6G\uA4D7K"
        + "\uA4D9J\uA4DAC\uA4DCZ\uA4DDF\uA4DFM\uA4E0N\uA4E1L\uA4E2S\uA4E3R\uA4E6V\uA4E7H\uA4EAW\uA4EBX\uA4ECY"
        + "\uA4EEA\uA4F0E\uA4F2I\uA4F3O\uA4F4U";

    private static readonly FrozenDictionary<int, byte> Twins =
        Pairs(Cyrillic + Greek + GreekOfFormulas + Other).ToFrozenDictionary(pair => pair.Letter, pair => pair.Twin);
    private static readonly FrozenSet<int> Formulas = Pairs(GreekOfFormulas).Select(pair => pair.Letter).ToFrozenSet();

    /// <summary>The ASCII character that it looks like; null if there is none.</summary>
    public static byte? Of(Rune rune) => rune.Value switch
    {
        >= 0xFF21 and <= 0xFF3A => (byte)(rune.Value - 0xFF21 + 'A'),
        >= 0xFF41 and <= 0xFF5A => (byte)(rune.Value - 0xFF41 + 'a'),

        // Mathematical letters: 13 styles of 52 letters each.
        >= 0x1D400 and <= 0x1D6A3 => (byte)((rune.Value - 0x1D400) % 52 is var letter && letter < 26 ? 'A' + letter : 'a' + (rune.Value - 0x1D400) % 52 - 26),
        _ => Twins.TryGetValue(rune.Value, out var twin) ? twin : null,
    };

    /// <summary>Whether it is a Greek letter that formulas use.</summary>
    public static bool IsOfFormulas(Rune rune) => Formulas.Contains(rune.Value);

    private static IEnumerable<(int Letter, byte Twin)> Pairs(string pairs)
    {
        for (var i = 0; i < pairs.Length; i += 2)
        {
            yield return (pairs[i], (byte)pairs[i + 1]);
        }
    }
}
