using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Register.Tests;

/// <summary>The index gives what comparing the asked name with every name gives, and nothing else.</summary>
public sealed class ListIndexTests
{
    private static readonly Config _config = Config.QuickThrowOnFailure.WithMaxTest(300);
    private static readonly DateOnly _day = new(2026, 3, 1);

    // Words that are near each other: frequent ones, typing errors at every place, other spellings, other scripts, words of meaning, forms.
    private static readonly Gen<string> _word = Gen.Frequency(
        (6, Gen.Elements(
            "Mohammed", "Muhammad", "Mohamed", "Ali", "Aly", "Ivan", "Iwan", "Hassan", "Hasan", "محمد", "علي", "حسن", "Мохаммед", "Иван", "Ίβαν", "Kaspersky", "Kasperskaya", "Касперского", "Касперский",
            "カスペルスキー", "Samsung", "삼성", "삼양", "Samseong", "华为", "华威", "Huawei", "Hauwei", "華為", "Hikvision", "Hikvison", "Ihkvision", "Hikvisoin", "Hikvisio", "टाटा", "Tata", "王小明", "Wang", "Xiaoming", "xiao", "ming", "김정호", "Kim", "Jeong", "Jongho", "عبد", "الله", "Abdullah", "abd", "Allah", "דוד", "David", "Dawud")),
        (3, Gen.Elements("Bank", "Банк", "银行", "Trading", "Technology", "Technologies", "技术", "Group", "China", "中国", "Moscow", "State Bank", "北京", "LLC", "ООО", "有限公司", "The", "省", "部", "华为技术有限公司")),
        (3, Gen.Elements("Kashirovskaya", "Aleksandropol").SelectMany(Damaged)),
        (1, Gen.Elements("ع", "ь", "1", "22", "a", "b.c", "O'Neill", "ー", "\u0301", "😀", new string('x', 63), new string('x', 64), new string('x', 65), new string('x', 66))));

    private static readonly Gen<string> _name = Gen.Choose(1, 5).SelectMany(length => _word.ArrayOf(length)).Select(words => string.Join(' ', words));

    [Fact]
    public void Ask_AnyNameOfAnyList_GivesWhatComparingWithAllGives()
    {
        var cases = from listed in _name.ArrayOf(40) from asked in _name.ArrayOf(8) select (listed, asked);
        Check.One(_config, Prop.ForAll(cases.ToArbitrary(), one => AssertExact(one.listed, one.asked)));
    }

    [Theory]
    [InlineData("ー ع Trading Moscow", "Банк ع")]
    [InlineData("ع ー", "ع")]
    [InlineData("ь ع", "ー")]
    public void Ask_NamesWithoutASound_GivesWhatComparingGives(string listed, string asked) => AssertExact([listed], [asked]);

    [Fact]
    public void Ask_NamesOfFrequentWordsAlone_MissesNone()
    {
        var words = Gen.Elements("Mohammed", "Ali", "Ahmed", "Hassan", "Ivan", "Trading", "Group", "International", "Bank");
        var names = Gen.Choose(1, 4).SelectMany(length => words.ArrayOf(length)).Select(of => string.Join(' ', of));
        var cases = from listed in names.ArrayOf(500) from asked in names.ArrayOf(6) select (listed, asked);
        Check.One(_config.WithMaxTest(20), Prop.ForAll(cases.ToArbitrary(), one => AssertExact(one.listed, one.asked)));
    }

    [Fact]
    public void Alike_AnyWords_AreThoseThatTheComparisonSays()
    {
        var cases = from words in _word.ArrayOf(60) from asked in _word select (words, asked);
        Check.One(_config, Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var words = one.words.SelectMany(word => NameTokens.Of(word)).DistinctBy(word => (word.Written, word.Kind)).ToImmutableArray();
            var index = new WordIndex(words);
            foreach (var asked in NameTokens.Of(one.asked))
            {
                var expected = words.Select((word, i) => (i, NameMatch.Alike(asked, word))).Where(pair => pair.Item2 > 0);
                Assert.Equal(expected, index.Alike(asked).Order());
            }
        }));
    }

    [Fact]
    public void Load_AVersion_HasItsOwnEntriesAlone()
    {
        using var views = Views();
        var first = Write(views, 1, ["Alpha One", "Beta Two"]);
        Write(views, 2, ["Beta Two", "Gamma Three"]);

        Assert.Equal(2, ListIndex.Load(1, views).Names);
        Assert.Empty(ListIndex.Load(1, views).Ask(NameTokens.Of("Gamma Three"), _day));
        Assert.Empty(ListIndex.Load(2, views).Ask(NameTokens.Of("Alpha One"), _day));
        Assert.Single(ListIndex.Load(2, views).Ask(NameTokens.Of("Beta Two"), _day));
        Assert.Empty(ListIndex.Load(2, views).Ask(NameTokens.Of("Beta Two"), new DateOnly(2019, 12, 31)));
        Assert.Equal(2, first.Count);
    }

    [Fact]
    public async Task Screen_MoreEntriesThanAnAnswerHas_SaysHowManyAreLeft()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.ImportAsync(ListScene.Csv([.. Enumerable.Range(0, 700).Select(i => i == 650 ? "Mohammed Ali" : $"Mohammed Ali Person{i}")]));
        await scene.ImportAsync(ListScene.Csv("Mohammed Ali Other"), list: "other");

        var hits = scene.Screen("Mohammed Ali", "2026-01-01");

        Assert.Equal((ListHits.MostOfAList + 1, 600), (hits.Count, hits.Left));
        Assert.Equal(("e651", 1.0), (hits[0].Entry, hits[0].Score));
        Assert.Contains(hits, hit => hit.List == "other");
        Assert.Equal(0, scene.Screen("Person650", "2026-01-01").Left);
    }

    /// <summary>A word with an error or two: letters left out, added, changed, swapped.</summary>
    private static Gen<string> Damaged(string word) =>
        from errors in Gen.Choose(0, 2)
        from seed in Gen.Choose(0, int.MaxValue)
        select Damage(word, errors, new System.Random(seed));

    private static string Damage(string word, int errors, System.Random random)
    {
        for (; errors > 0; errors--)
        {
            var at = random.Next(word.Length - 1);
            var letter = (char)('a' + random.Next(26));
            word = random.Next(4) switch
            {
                0 => word.Remove(at, 1),
                1 => word.Insert(at, letter.ToString()),
                2 => $"{word[..at]}{letter}{word[(at + 1)..]}",
                _ => $"{word[..at]}{word[at + 1]}{word[at]}{word[(at + 2)..]}",
            };
        }

        return word;
    }

    private static void AssertExact(string[] listed, string[] asked)
    {
        using var views = Views();
        var rows = Write(views, 1, listed);
        var index = ListIndex.Load(1, views);
        foreach (var name in asked)
        {
            var words = NameTokens.Of(name);
            var expected = listed
                .Select((one, i) => (Entry: rows[i], Score: Math.Round(NameMatch.Of(words, NameTokens.Of(one)).Score * 100)))
                .Where(one => one.Score >= 100 * Register.Lists.Threshold)
                .OrderByDescending(one => one.Score).ThenBy(one => one.Entry);
            Assert.Equal(expected, index.Ask(words, _day).Select(found => (found.Entry, (double)found.Score)));
        }
    }

    private static SqliteConnection Views()
    {
        var views = new SqliteConnection("Data Source=:memory:");
        views.Open();
        views.Execute(new ListsPart().Schema);
        return views;
    }

    /// <summary>Writes a version of entries with one name each; gives their rows.</summary>
    private static List<long> Write(SqliteConnection views, long version, string[] names)
    {
        using (var writer = new ListWriter(views, "list", version))
        {
            for (var i = 0; i < names.Length; i++)
            {
                writer.Write(new ListFileEntry($"e{names[i]}{i}", [names[i]], ListedKind.Unknown, [], [], new DateOnly(2020, 1, 1), null, null, null, false));
            }
        }

        return views.Query("SELECT entry FROM lists_member WHERE version = $1 ORDER BY entry", row => row.GetInt64(0), version);
    }
}
