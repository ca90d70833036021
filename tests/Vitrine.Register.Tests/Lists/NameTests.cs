namespace Vitrine.Register.Tests;

public sealed class NameTests
{
    /// <summary>Made by hand: the names of one party as different papers spell it.</summary>
    public static TheoryData<string, string> Same => new()
    {
        // Case, diacritics, punctuation, compatibility forms, legal forms, order.
        { "HUAWEI TECHNOLOGIES CO., LTD.", "Huawei Technologies Company" },
        { "Société Générale S.A.", "Societe Generale" },
        { "ＺＴＥ　Ｃｏｒｐ", "ZTE Corporation" },
        { "Müller & Söhne GmbH & Co. KG", "Muller Sohne" },
        { "Ivan Petrovich SIDOROV", "Sidorov, Ivan Petrovich" },
        { "Kaspersky Lab", "AO Kaspersky Lab" },
        { "The Bank of Example", "Example Bank" },
        { "Łódź Elektronika sp. z o.o.", "Lodz Elektronik" },

        // Typing errors.
        { "Hikvison Digital Technology", "Hikvision Digital Technology" },
        { "Kasperksy Lab", "Kaspersky Lab" },

        // Cyrillic, also declined and as others romanise it.
        { "АО «Лаборатория Касперского»", "AO Kaspersky Lab" },
        { "Касперский", "Kaspersky" },
        { "Евгений Касперский", "Yevgeniy Kaspersky" },
        { "ООО «Прогресс»", "Progress LLC" },
        { "Хрущёв Никита", "Nikita Khrushchev" },
        { "Київстар", "Kyivstar" },
        { "Николай Чайковский", "Nikolai Tchaikovsky" },

        // Greek.
        { "Τράπεζα Πειραιώς Α.Ε.", "Piraios Bank" },
        { "Γιώργος Παπαδόπουλος", "Giorgos Papadopoulos" },

        // Han, simplified and traditional.
        { "华为技术有限公司", "Huawei Technologies Co., Ltd." },
        { "華為技術有限公司", "华为技术有限公司" },
        { "中国移动", "中國移動有限公司" },
        { "杭州海康威视数字技术股份有限公司", "海康威视" },

        // Kana, Hangul, Arabic, Hebrew, Devanagari.
        { "カスペルスキー", "Kaspersky" },
        { "ﾊｲｸﾋﾞｼﾞｮﾝ株式会社", "ハイクビジョン" },
        { "삼성전자 주식회사", "Samseong Electronics" },
        { "محمد صادق", "Mohammed Sadiq" },
        { "بنك صادرات", "Bank Saderat" },
        { "בנק הפועלים", "Bank Hapoalim" },
        { "टाटा बैंक", "Tata Bank" },
        { "नरेश कुमार", "Naresh Kumar" },
    };

    /// <summary>Names that look alike and are others'.</summary>
    public static TheoryData<string, string> Other => new()
    {
        { "Hitachi Ltd", "Hikvision" },
        { "Dahui Technology", "Dahua Technology" },
        { "China Telecom", "China Mobile" },
        { "China Unicorn Ltd", "China Unicom" },
        { "Bank of America", "Bank of China" },
        { "Kasparov", "Kaspersky" },
        { "Garry Kasparov", "Eugene Kaspersky" },
        { "Ivan Petrov", "Ivan Sidorov" },
        { "Petrov", "Ivan Petrov" },
        { "Huawei", "Hauwei Marine Cable Works" },
        { "Technology Group", "Huawei Technology Group" },
        { "AO", "ООО" },
        { "Limited", "Kaspersky Limited" },
        { "ZTE", "ZTT" },
        { "NSO", "NEC" },
        { "Progress Software", "Egress Software" },
        { "华中科技", "华为技术" },
        { "中国银行", "中国电信" },
        { "محمد", "Mahmoud Ahmadi" },
        { "삼성", "삼양" },
        { "Παπαδόπουλος", "Παπανδρέου" },
        { "Ростех", "Ростелеком" },
        { "Роснефть", "Rosneft Deutschland Trading Office Rostov" },
        { "Mali", "Bank Melli" },
        { "カシオ", "Kaspersky" },
    };

    [Theory]
    [MemberData(nameof(Same))]
    public void Compare_OnePartyInTwoSpellings_Hits(string asked, string listed)
    {
        var match = Compare(asked, listed);
        Assert.True(match.Score >= Register.Lists.Threshold, $"{asked} / {listed}: {match.Score}; {string.Join("; ", match.Why)}");
        Assert.InRange(match.Score, 0, 1);
        Assert.Equal(match.Score, Compare(listed, asked).Score);
    }

    [Theory]
    [MemberData(nameof(Other))]
    public void Compare_TwoParties_IsNoHit(string asked, string listed)
    {
        var match = Compare(asked, listed);
        Assert.True(match.Score < Register.Lists.Threshold, $"{asked} / {listed}: {match.Score}; {string.Join("; ", match.Why)}");
    }

    [Theory]
    [InlineData("Лаборатория Касперского", "AO Kaspersky Lab", "'касперского' transliterates to 'kasperskogo', 'kaspersky': stem 'kaspersk' equal|'лаборатория' and 'lab' both mean laboratory", 0.95)]
    [InlineData("Huawei", "Huawei Technologies", "'huawei' equal|only in the listed name: 'technologies'", 0.93)]
    [InlineData("Hikvison", "Hikvision", "'hikvison', 'hikvision': one letter differs", 0.9)]
    [InlineData("华为", "Huawei", "'华为' transliterates to 'huawei', 'huawei': equal", 1)]
    [InlineData("华威", "华为", "'华威' and '华为' are other characters that both read 'huawei'", 0.7)]
    public void Compare_Names_SaysWhy(string asked, string listed, string why, double score)
    {
        var match = Compare(asked, listed);
        Assert.Equal(why, string.Join("|", match.Why));
        Assert.Equal(score, match.Score);
    }

    [Theory]
    [InlineData("Й й", "й й")]
    [InlineData("и\u0306", "й")]
    [InlineData("e\u0301É", "ee")]
    [InlineData("ﬁＡ①", "fia1")]
    [InlineData("STRASSE straße", "strasse strasse")]
    [InlineData("ﾊﾞｶ", "バカ")]
    [InlineData("か\u3099", "が")]
    [InlineData("مُحَمَّد", "محمد")]
    [InlineData("שָׁלוֹם", "שלומ")]
    [InlineData("a\u200db\u202ec", "abc")]
    public void Fold_ASpelling_IsTheOne(string text, string folded) => Assert.Equal(folded, NameFold.Fold(text));

    [Theory]
    [InlineData("L.L.C. Alpha", "alpha")]
    [InlineData("ООО Альфа", "alfa")]
    [InlineData("Общество с ограниченной ответственностью «Альфа»", "alfa")]
    [InlineData("Alpha Gesellschaft mit beschränkter Haftung", "alpha")]
    [InlineData("有限公司", "youxiangongsi")]
    [InlineData("O'Neill", "oneill")]
    [InlineData("北京百度网讯科技有限公司", "beijing baiduwangxun technology")]
    [InlineData("حزب الله", "hzb allh")]
    [InlineData("", "")]
    [InlineData("--- … !", "")]
    public void Tokens_OfAName_AreItsWords(string name, string words) => Assert.Equal(words, string.Join(' ', NameTokens.Of(name).Select(token => token.Latin)));

    [Fact]
    public void Compare_AnyText_EndsAndIsBounded()
    {
        var random = new Random(20260302);
        for (var i = 0; i < 2000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => (char)random.Next(0x20, 0xffff)));
            var match = Compare(text, text + " limited");
            Assert.InRange(match.Score, 0, 1);
        }
    }

    private static NameMatch Compare(string asked, string listed) => NameMatch.Of(NameTokens.Of(asked), NameTokens.Of(listed));
}
