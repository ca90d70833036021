using System.Collections.Frozen;
using System.Text;

namespace Vitrine.Register;

/// <summary>
/// A folded word in Latin letters, for comparison and not for printing: Cyrillic (Russian, Ukrainian, Belarusian, Serbian, Kazakh), Greek, Arabic and Hebrew
/// consonants, Devanagari, Hangul (Revised Romanisation without its changes between syllables), kana (Hepburn), Han (the Mandarin reading, no tones).
/// </summary>
/// <remarks>
/// Not done: Han as read in Japanese or Korean; the vowels that Arabic and Hebrew leave out; Thai, Georgian, Armenian and others, which are compared as they stand.
/// </remarks>
internal static class Romanisation
{
    private const string HangulInitials = "g kk n d tt r m b pp s ss - j jj ch k t p h";
    private const string HangulVowels = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i";
    private const string HangulFinals = "- k k k n n n t l k m l l l p l m p p t t ng t t k t p t";

    private static readonly string[] Initials = Parts(HangulInitials);
    private static readonly string[] Vowels = Parts(HangulVowels);
    private static readonly string[] Finals = Parts(HangulFinals);

    private static readonly FrozenDictionary<char, string> Cyrillic = Letters(
        "а a б b в v г g д d е e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ - ы y ь - э e ю yu я ya і i ї yi є ye ґ g ў u " +
        "џ dz њ n љ l ђ dj ћ c ј j ә a ө o ү u ұ u қ k ғ g ң n һ h ѓ g ќ k ѕ dz");

    private static readonly FrozenDictionary<char, string> Greek = Letters(
        "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s τ t υ y φ f χ ch ψ ps ω o");

    private static readonly (string Pair, string To)[] GreekPairs =
        [("ου", "ou"), ("αι", "ai"), ("ει", "i"), ("οι", "i"), ("μπ", "b"), ("ντ", "nt"), ("γκ", "gk"), ("γγ", "ng"), ("ευ", "ev"), ("αυ", "av")];

    private static readonly FrozenDictionary<char, string> Arabic = Letters(
        "ا a ب b ت t ث th ج j ح h خ kh د d ذ dh ر r ز z س s ش sh ص s ض d ط t ظ z ع - غ gh ف f ق q ك k ل l م m ن n ه h و w ي y ء - پ p چ ch ژ zh گ g ڤ v");

    private static readonly FrozenDictionary<char, string> Hebrew = Letters(
        "א a ב b ג g ד d ה h ו w ז z ח h ט t י y כ k ל l מ m נ n ס s ע - פ p צ ts ק k ר r ש sh ת t");

    private static readonly FrozenDictionary<char, string> Devanagari = Letters(
        "अ a आ a इ i ई i उ u ऊ u ऋ ri ए e ऐ ai ओ o औ au ऑ o " +
        "क k ख kh ग g घ gh ङ n च ch छ chh ज j झ jh ञ n ट t ठ th ड d ढ dh ण n त t थ th द d ध dh न n प p फ f ब b भ bh म m य y र r ल l व v श sh ष sh स s ह h ळ l");

    private static readonly FrozenDictionary<char, string> DevanagariSigns = Letters(
        "ा a ि i ी i ु u ू u ृ ri े e ै ai ो o ौ au ॉ o ं n ँ n ः h ़ - ् -");

    private static readonly FrozenDictionary<string, string> Kana = Pairs(
        "ア a イ i ウ u エ e オ o カ ka キ ki ク ku ケ ke コ ko サ sa シ shi ス su セ se ソ so タ ta チ chi ツ tsu テ te ト to ナ na ニ ni ヌ nu ネ ne ノ no " +
        "ハ ha ヒ hi フ fu ヘ he ホ ho マ ma ミ mi ム mu メ me モ mo ヤ ya ユ yu ヨ yo ラ ra リ ri ル ru レ re ロ ro ワ wa ヲ o ン n " +
        "ガ ga ギ gi グ gu ゲ ge ゴ go ザ za ジ ji ズ zu ゼ ze ゾ zo ダ da ヂ ji ヅ zu デ de ド do バ ba ビ bi ブ bu ベ be ボ bo パ pa ピ pi プ pu ペ pe ポ po ヴ vu " +
        "キャ kya キュ kyu キョ kyo シャ sha シュ shu ショ sho シェ she チャ cha チュ chu チョ cho チェ che ニャ nya ニュ nyu ニョ nyo ヒャ hya ヒュ hyu ヒョ hyo " +
        "ミャ mya ミュ myu ミョ myo リャ rya リュ ryu リョ ryo ギャ gya ギュ gyu ギョ gyo ジャ ja ジュ ju ジョ jo ジェ je ビャ bya ビュ byu ビョ byo ピャ pya ピュ pyu ピョ pyo " +
        "ファ fa フィ fi フェ fe フォ fo ティ ti ディ di トゥ tu ウィ wi ウェ we ウォ wo ヴァ va ヴィ vi ヴェ ve ヴォ vo ァ a ィ i ゥ u ェ e ォ o ャ ya ュ yu ョ yo");

    private static readonly Lazy<FrozenDictionary<char, string>> Pinyin = new(() =>
        NameTable.Read("pinyin.tsv").SelectMany(fields => fields[1].Select(c => (c, fields[0]))).ToFrozenDictionary(pair => pair.c, pair => pair.Item2));

    /// <summary>A word of one script in Latin letters.</summary>
    public static string Of(ReadOnlySpan<char> word, NameScript script) => script switch
    {
        NameScript.Cyrillic => Each(word, Cyrillic),
        NameScript.Greek => OfGreek(word),
        NameScript.Arabic => OfVowelless(Each(word.StartsWith("ال", StringComparison.Ordinal) && word.Length > 4 ? word[2..] : word, Arabic)),
        NameScript.Hebrew => OfVowelless(Each(word, Hebrew)),
        NameScript.Devanagari => OfDevanagari(word),
        NameScript.Hangul => OfHangul(word),
        NameScript.Kana => OfKana(word),
        NameScript.Han => Each(word, Pinyin.Value),
        _ => word.ToString(),
    };

    private static string Each(ReadOnlySpan<char> word, FrozenDictionary<char, string> table)
    {
        var latin = new StringBuilder(word.Length * 2);
        foreach (var c in word)
        {
            latin.Append(table.TryGetValue(c, out var to) ? to : c.ToString());
        }

        return latin.ToString();
    }

    private static string OfGreek(ReadOnlySpan<char> word)
    {
        var text = word.ToString();
        foreach (var (pair, to) in GreekPairs)
        {
            text = text.Replace(pair, to, StringComparison.Ordinal);
        }

        return Each(text, Greek);
    }

    /// <summary>Within a word w and y stand for long vowels.</summary>
    private static string OfVowelless(string latin) =>
        latin.Length < 2 ? latin : latin[0] + latin[1..].Replace('w', 'u').Replace('y', 'i');

    private static string OfDevanagari(ReadOnlySpan<char> word)
    {
        var latin = new StringBuilder(word.Length * 2);
        var open = false;
        foreach (var c in word)
        {
            if (DevanagariSigns.TryGetValue(c, out var sign))
            {
                // A nasal, a breath and the dot beneath follow the consonant's own vowel; every other sign is in its place.
                if (open && c is 'ं' or 'ँ' or 'ः')
                {
                    latin.Append('a');
                }

                open = open && c == '\u093c';
                latin.Append(sign);
                continue;
            }

            latin.Append(open ? "a" : "");
            open = Devanagari.ContainsKey(c) && c >= 'क';
            latin.Append(Devanagari.TryGetValue(c, out var to) ? to : c.ToString());
        }

        return latin.ToString();
    }

    private static string OfHangul(ReadOnlySpan<char> word)
    {
        var latin = new StringBuilder(word.Length * 3);
        foreach (var c in word)
        {
            if (c is >= '\uac00' and <= '\ud7a3')
            {
                var (index, final) = Math.DivRem(c - '\uac00', 28);
                latin.Append(Initials[index / 21]).Append(Vowels[index % 21]).Append(Finals[final]);
            }
            else
            {
                latin.Append(c switch
                {
                    >= '\u1100' and <= '\u1112' => Initials[c - '\u1100'],
                    >= '\u1161' and <= '\u1175' => Vowels[c - '\u1161'],
                    >= '\u11a8' and <= '\u11c2' => Finals[c - '\u11a7'],
                    _ => c.ToString(),
                });
            }
        }

        return latin.ToString();
    }

    private static string OfKana(ReadOnlySpan<char> word)
    {
        var latin = new StringBuilder(word.Length * 2);
        var text = string.Concat(word.ToString().Select(c => c is >= 'ぁ' and <= 'ゖ' ? (char)(c + 0x60) : c));
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && Kana.TryGetValue(text.Substring(i, 2), out var pair))
            {
                latin.Append(pair);
                i++;
            }
            else if (text[i] is not ('ー' or 'ッ' or '・'))
            {
                latin.Append(Kana.TryGetValue(text[i].ToString(), out var one) ? one : text[i].ToString());
            }
        }

        return latin.ToString();
    }

    private static string[] Parts(string list) => [.. list.Split(' ').Select(part => part == "-" ? "" : part)];

    private static FrozenDictionary<char, string> Letters(string list) => Pairs(list).ToFrozenDictionary(pair => pair.Key[0], pair => pair.Value);

    private static FrozenDictionary<string, string> Pairs(string list) =>
        Parts(list).Chunk(2).ToFrozenDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
}
