using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Centre;

namespace Vitrine.Register.Tests;

/// <summary>Whatever a file or a name holds, the readers end in what they declare.</summary>
public sealed class ListFuzzTests
{
    private const int Mutants = 100_000;

    private static readonly DateOnly _date = new(2026, 3, 1);
    private static readonly Config _config = Config.QuickThrowOnFailure.WithMaxTest(3_000);

    private static readonly string[] _seeds =
    [
        "# list: own\n# title: Our own\n# date: 2026-01-01\nentry,name,aliases,kind,countries,identifiers,since,until,clause,source\r\na,\"A, \"\"x\"\"\",B; C,person,de;fr,HRB 12345,2020-01-01,2021-01-01,§ 2,https://a.example\nb,Б,,,,,2020-01-01,,,\n",
        "\ufeffsince,entry,name\n2020-01-01,a,華為\n2020-01-02,b,محمد\n",
        "{\"id\":\"a\",\"schema\":\"Person\",\"first_seen\":\"2021-06-01T10:00:00\",\"properties\":{\"name\":[\"A\",\"Б\"],\"alias\":[\"x\"],\"country\":[\"ru\"],\"topics\":[\"sanction\"]}}\n"
            + "{\"id\":\"s\",\"schema\":\"Sanction\",\"properties\":{\"entity\":[\"a\"],\"authority\":[\"O\"],\"listingDate\":[\"2022-04\"],\"endDate\":[\"2024\"],\"sourceUrl\":[\"https://o.example\"]}}\n",
    ];

    private static readonly string[] _pieces =
        ["\"", ",", "\n", "\r", "\r\n", "#", ":", ";", "{", "}", "[", "]", "\\", "\\u0000", "\\ud800", "null", "2020-01-01", "9999-12-31", "0001-01-01", "entry", "name", "since", "\"id\":", "[[[[[[[[[[[[[[[[[[[[", "\0", "\u202e", "\ufeff", "é", "1e999"];

    [Fact]
    public void Read_MutantsOfFiles_GiveAListOrTheOneException()
    {
        var (read, refused) = (0, 0);
        foreach (var bytes in MutantFiles(Mutants, seed: 11))
        {
            try
            {
                var list = ListFile.Read(bytes, _date);
                read++;
                Assert.InRange(list.Entries.Length, 1, 64);
                Assert.All(list.Entries, entry =>
                {
                    Assert.NotEmpty(entry.Names);
                    Assert.True(entry.Until is null || entry.Since < entry.Until);
                    Assert.DoesNotContain(entry.Names, name => name.Length is 0 or > ListFile.MaxText || name.Any(char.IsControl));
                });
                Assert.Equal(list.Entries.Length, list.Entries.Select(entry => entry.Id).Distinct(StringComparer.Ordinal).Count());
            }
            catch (ListFormatException wrong)
            {
                refused++;
                Assert.InRange(wrong.Faults.Length, 1, Math.Min(wrong.Total, ListFormatException.MaxFaults));
            }
        }

        // Both ends are reached often, so the mutants are neither all broken nor all whole.
        Assert.InRange(read, Mutants / 20, Mutants);
        Assert.InRange(refused, Mutants / 20, Mutants);
    }

    [Fact]
    public async Task Import_MutantsOfFiles_BringsInAllOrNothing()
    {
        await using var scene = await RegisterScene.MakeAsync();
        var entries = 0L;
        foreach (var (bytes, i) in MutantFiles(120, seed: 12).Select((bytes, i) => (bytes, i)))
        {
            try
            {
                entries += (await scene.ImportAsync(bytes, $"l{i}.csv", "2026-01-01", $"l{i}")).Entries;
            }
            catch (Exception refused) when (refused is ListFormatException or ActRefusedException)
            {
            }

            using var views = scene.Centre.Snapshot();
            Assert.Equal(entries, views.Scalar<long>("SELECT count(*) FROM lists_member"));
            Assert.Equal(entries, views.Scalar<long>("SELECT coalesce(sum(entries), 0) FROM lists_version"));
        }

        Assert.NotEqual(0, entries);
    }

    [Fact]
    public void Fold_AnyText_IsFoldedOnce() => Check.One(_config, Prop.ForAll(Texts(), text =>
    {
        var folded = NameFold.Fold(text);
        Assert.Equal(folded, NameFold.Fold(folded));
    }));

    [Fact]
    public void Fold_EveryCharacter_IsFoldedOnce()
    {
        for (var c = 0; c <= char.MaxValue; c++)
        {
            var folded = NameFold.Fold([(char)c]);
            Assert.True(folded == NameFold.Fold(folded), $"U+{c:X4} folds to '{folded}', and that to '{NameFold.Fold(folded)}'");
        }
    }

    [Fact]
    public void Tokens_AnyText_AreBoundedAndComparedWithThemselvesEqual() => Check.One(_config, Prop.ForAll(Texts(), text =>
    {
        var words = NameTokens.Of(text);
        Assert.InRange(words.Length, 0, NameTokens.MostTokens);
        Assert.All(words, word => Assert.NotEmpty(word.Written));
        Assert.Equal(words.IsEmpty ? 0 : 1, NameMatch.Of(words, words).Score);
        Assert.Equal(words.Select(word => (word.Written, word.Kind)), NameTokens.Of(NameFold.Fold(text)).Select(word => (word.Written, word.Kind)));
    }));

    [Theory]
    [InlineData("技术")]
    [InlineData("Bank ")]
    [InlineData("a ")]
    [InlineData("あア亜")]
    [InlineData("\u0301")]
    public void Tokens_ALongName_AreBounded(string part)
    {
        var words = NameTokens.Of(string.Concat(Enumerable.Repeat(part, 10_000 / part.Length)));
        Assert.InRange(words.Length, 0, NameTokens.MostTokens);
    }

    private static IEnumerable<byte[]> MutantFiles(int count, int seed)
    {
        var random = new System.Random(seed);
        for (var i = 0; i < count; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(_seeds[i % _seeds.Length]).ToList();
            for (var change = random.Next(0, 4); change > 0; change--)
            {
                var at = random.Next(bytes.Count);
                switch (random.Next(6))
                {
                    case 0:
                        bytes[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        bytes.RemoveRange(at, random.Next(1, Math.Min(20, bytes.Count - at + 1)));
                        break;
                    case 2:
                        bytes.InsertRange(at, Encoding.UTF8.GetBytes(_pieces[random.Next(_pieces.Length)]));
                        break;
                    case 3:
                        bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, Math.Min(40, bytes.Count - at)));
                        break;
                    case 4:
                        bytes[at] = (byte)random.Next('0', 'z');
                        break;
                    default:
                        bytes.RemoveRange(at, bytes.Count - at);
                        break;
                }

                if (bytes.Count == 0)
                {
                    bytes.Add((byte)'{');
                }
            }

            yield return [.. bytes];
        }
    }

    /// <summary>Texts of every kind of character that a name may be made of, broken ones among them.</summary>
    private static Arbitrary<string> Texts()
    {
        var letter = Gen.Frequency(
            (4, Gen.Choose(0, 0xffff).Select(c => ((char)c).ToString())),
            (4, Gen.Choose(0x20, 0x7e).Select(c => ((char)c).ToString())),
            (6, Gen.Elements("и\u0306", "і\u0308", "か\u3099", "ﾊﾞ", "は\u309a", "\u0301", "Ⅷ", "ǅ", "ß", "ﬃ", "Σ", "ς", "İ", "ı", "ـ", "\u200d", "\ud800", "\udc00", "😀", "ー", "'", ".", "L.L.C.", " ", " llc ", "技术", "有限公司", "部", "שָׁ")),
            (2, Gen.Choose(0x300, 0x6ff).Select(c => ((char)c).ToString())),
            (2, Gen.Choose(0x3040, 0x30ff).Select(c => ((char)c).ToString())));
        return letter.ListOf().Select(string.Concat).ToArbitrary();
    }
}
