using System.Collections.Frozen;
using System.Text;

namespace Vitrine.Seals;

/// <summary>
/// Letters that are drawn as an ASCII letter is, in the usual fonts for code. Chosen by looking, after the idea of Unicode UTS #39; only letters
/// that a reader takes for the ASCII one without a doubt are in it.
/// </summary>
internal static class Lookalikes
{
    // Each pair: the letter, and what it looks like.
    private const string Cyrillic = "АAВBЕEЅSІIЈJКKМMНHОOРPСCТTХXаaеeоoрpсcуyхxѕsіiјjһhԁdԛqԝwҮYүyӀlԌGԚQԜWѴVѵv";
    private const string Greek = "ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοoϲcϳjϹCͿJ";
    private const string GreekOfFormulas = "αaνvρpιiκkυuγyτtωwηn";
    private const string Other = "օoսuհhոnցgզqՍUՏSՕOԼLⅼlⅰiⅴvⅹxⅽcⅾdⅿmɑaɡgıiℓlǃ!ꓐBꓑPꓒdꓓDꓔTꓖGꓗKꓙJꓚCꓜZꓝFꓟMꓠNꓡLꓢSꓣRꓦVꓧHꓪWꓫXꓬYꓮAꓰEꓲIꓳOꓴU";

    private static readonly FrozenDictionary<int, byte> Twins = Pairs(Cyrillic + Greek + GreekOfFormulas + Other).ToFrozenDictionary(pair => pair.Letter, pair => pair.Twin);
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
