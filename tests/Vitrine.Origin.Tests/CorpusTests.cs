namespace Vitrine.Origin.Tests;

public sealed class CorpusTests
{
    private static readonly byte[] Zebra = Made.File(Made.Strings("zebra", 60), Made.Tables("zebra", 30));
    private static readonly byte[] Yak = Made.File(Made.Strings("yak", 60), Made.Tables("yak", 30));

    [Fact]
    public void Identify_TwoOriginsInOneFile_NamesBothWithTheirShares()
    {
        var corpus = Corpus.Of([Made.Entry("zebra", Zebra), Made.Entry("yak", Yak), Made.Entry("xerus", Made.File(Made.Strings("xerus", 60), []))]);
        var both = Made.File([.. Made.Strings("own", 80), .. Made.Strings("yak", 60), .. Made.Strings("zebra", 60)], [.. Made.Tables("zebra", 30), .. Made.Tables("yak", 30)]);
        var found = corpus.Identify(Made.Read(both), CancellationToken.None);
        Assert.Equal(["yak", "zebra"], found.Matches.Select(match => match.Product).Order());
        Assert.Equal(1, found.Matches.Sum(match => match.Share), 6);
        Assert.All(found.Matches, match => Assert.Equal(2, match.Independent.Length));
    }

    [Fact]
    public void Identify_ALibraryThatALargerProductHolds_IsTheLibraryAlone()
    {
        var product = Made.File([.. Made.Strings("product", 200), .. Made.Strings("zebra", 60)], [.. Made.Tables("product", 100), .. Made.Tables("zebra", 30)]);
        var corpus = Corpus.Of([Made.Entry("product", product), Made.Entry("zebra", Zebra), Made.Entry("yak", Yak)]);
        Assert.Equal(["zebra"], corpus.Identify(Made.Read(Zebra), CancellationToken.None).Matches.Select(match => match.Product));
        Assert.Equal(["product", "zebra"], corpus.Identify(Made.Read(product), CancellationToken.None).Matches.Select(match => match.Product).Order());
    }

    [Fact]
    public void Identify_WhatEveryOriginHas_DoesNotVote()
    {
        string[] names = ["ape", "bear", "cow", "dog", "eel", "fox", "gnu", "hen", "ibis", "jay"];
        var common = Made.Strings("common", 40);
        var corpus = Corpus.Of(names.Select(name => Made.Entry(name, Made.File([.. common, .. Made.Strings(name, 30)], []))));
        Assert.Equal(IdentificationStatus.Unknown, corpus.Identify(Made.Read(Made.File(common, [])), CancellationToken.None).Status);
    }

    [Fact]
    public void Identify_PublishedTables_DoNotVote()
    {
        var crc = new byte[1024];
        for (uint i = 0; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
            }

            BitConverter.TryWriteBytes(crc.AsSpan((int)i * 4), value);
        }

        var corpus = Corpus.Of([Made.Entry("zebra", Made.File(Made.Strings("zebra", 30), [crc])), Made.Entry("yak", Yak)]);
        var found = corpus.Identify(Made.Read(Made.File(Made.Strings("other", 30), [crc])), CancellationToken.None);
        Assert.Equal(IdentificationStatus.Unknown, found.Status);
        Assert.Null(found.Nearest);
    }

    [Fact]
    public void Identify_PlantedStringsAlone_NameNobodyAndAreHeldAgainstNoList()
    {
        var corpus = Corpus.Of([Made.Entry("zebra", Zebra), Made.Entry("yak", Yak)]);
        var planted = corpus.Identify(Made.Read(Made.File([.. Made.Strings("own", 20), .. Made.Strings("zebra", 60)], Made.Tables("own", 20))), CancellationToken.None);
        Assert.Equal(IdentificationStatus.Unknown, planted.Status);
        Assert.Contains("texts of zebra, and nothing else of it", planted.Reason, StringComparison.Ordinal);
        Assert.Equal([FeatureGroup.Text], planted.Nearest!.Independent.ToArray());
        using var noViews = new Microsoft.Data.Sqlite.SqliteConnection();
        Assert.Empty(OriginLists.Of(planted.Nearest, new DateOnly(2026, 11, 22), noViews));
    }

    [Fact]
    public void Identify_TablesAlone_NameNobodyAndAreSaidToBeThere()
    {
        // As two implementations of one curve have its table of multiples of the base point, and nothing else in common.
        var curve = Made.Tables("curve", 100);
        var corpus = Corpus.Of([Made.Entry("libsalt", Made.File(Made.Strings("salt", 40), curve)), Made.Entry("yak", Yak)]);
        var found = corpus.Identify(Made.Read(Made.File(Made.Strings("exchange", 3), curve)), CancellationToken.None);
        Assert.Equal(IdentificationStatus.Unknown, found.Status);
        Assert.Equal("libsalt", found.Nearest!.Product);
        Assert.InRange(found.Nearest.Confidence, 0.1, Calibration.ByDataAlone);
        Assert.Contains("tables and constants of libsalt, and nothing else of it", found.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Identify_TablesWithTexts_AreTheOrigin()
    {
        var curve = Made.Tables("curve", 100);
        var corpus = Corpus.Of([Made.Entry("libsalt", Made.File(Made.Strings("salt", 40), curve)), Made.Entry("yak", Yak)]);
        var match = Assert.Single(corpus.Identify(Made.Read(Made.File([.. Made.Strings("exchange", 3), .. Made.Strings("salt", 40)], curve)), CancellationToken.None).Matches);
        Assert.Equal(("libsalt", 2), (match.Product, match.Independent.Length));
        Assert.True(match.Confidence > Calibration.ByOneGroup);
    }

    [Fact]
    public void Identify_CompressedContent_CannotBeTold()
    {
        var random = new byte[64 * 1024];
        new Random(1).NextBytes(random);
        var found = Corpus.Of([Made.Entry("zebra", Zebra)]).Identify(Made.Read(random), CancellationToken.None);
        Assert.Equal(IdentificationStatus.Packed, found.Status);
        Assert.Contains("compressed or encrypted", found.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Identify_AnEmptyFileOrCorpus_IsUnknown()
    {
        Assert.Equal(IdentificationStatus.Unknown, Corpus.Of([Made.Entry("zebra", Zebra)]).Identify(Made.Read([]), CancellationToken.None).Status);
        var found = Corpus.Of([]).Identify(Made.Read(Zebra), CancellationToken.None);
        Assert.Contains("corpus is empty", found.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Identify_AnotherVersion_NamesTheNearestAndWhetherTheFileSaysIt()
    {
        byte[] Version(string number, int extra) => Made.File([.. Made.Strings("zebra", 60), .. Made.Strings("zebra " + number, extra), $"zebra library {number}"], Made.Tables("zebra", 30));
        CorpusEntry Entry(string number) => Made.Entry("zebra", Version(number, 20)) with { Version = number };
        var corpus = Corpus.Of([Entry("1.2.3"), Entry("1.3.0"), Entry("2.0.1"), Made.Entry("yak", Yak)]);
        var match = corpus.Identify(Made.Read(Version("1.3.0", 20)), CancellationToken.None).Matches.Single();
        Assert.Equal(["1.3.0"], match.Versions.ToArray());
        Assert.Equal(["1.3.0"], match.Named.ToArray());
    }
}
