using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Proofs;

namespace Vitrine.Centre.Tests;

/// <summary>What of a record agrees with the ledger: every response in one list, and the frames that nobody recorded in theirs.</summary>
public sealed class MeterComparisonTests
{
    private const string Room = "/engagements/e-00000001/read";
    private static readonly HashSet<string> Known = ["e-00000001", "e-00000002"];

    [Fact]
    public void Of_AnyRecordAndAnyActs_LeavesNoResponseNoActAndNoByteUnaccounted()
    {
        var responses =
            from path in Gen.Elements(Room, "/Engagements/E-00000001/%72ead", "/engagements/e-00000002/notes", "/engagements/e-00000009/read", "/engagements/e-00000001", "/engagements/e-00000002", "/log", "/")
            from status in Gen.Elements(0, 200, 206, 302, 304, 404, 409, 422, 500, 777)
            from page in Gen.Choose(0, 6)
            from head in Gen.Choose(0, 5000)
            from end in Gen.Elements(Enum.GetValues<ResponseEnd>())
            from delivered in Gen.Elements(true, false)
            select new MeteredResponse(DateTimeOffset.UnixEpoch, "GET", path, status, "text/html", new MeteredPart((ulong)head, Digest.Of([(byte)(head % 7)])), Page(page), end, delivered);
        var acts = Gen.Choose(-1, 6).ListOf().Select(pages => pages.Select((page, i) => Frame(i, page < 0 ? null : page)).ToList());
        Prop.ForAll(Arb.From(responses.ListOf().Select(list => list.ToList())), Arb.From(acts), (record, frames) =>
        {
            var compared = MeterComparison.Of(record, frames, "e-00000001", Known);
            List<MeteredResponse> listed =
            [
                .. compared.Matched.Select(pair => pair.Response), .. compared.WithoutAct, .. compared.Unfinished.Select(pair => pair.Response), .. compared.Refusals, .. compared.OtherEngagements, .. compared.Others,
            ];
            Assert.Equal(record.Select(response => response.ToString()).Order(), listed.Select(response => response.ToString()).Order());
            Assert.Equal(MeterAmount.Of(record), compared.Record);
            Assert.Equal(record.Aggregate(0UL, (sum, response) => sum + response.Body.Bytes), compared.Record.BodyBytes);
            Assert.Equal(
                frames.Select(frame => frame.Position.Value).Order(),
                compared.Matched.Select(pair => pair.Frame).Concat(compared.WithoutResponse).Concat(compared.Unfinished.Select(pair => pair.Frame!).Where(frame => frame is not null)).Select(frame => frame.Position.Value).Order());
            Assert.All(compared.Others, response => Assert.True(response.Body.Bytes == 0 || !MeteredPath.IsReading(response.Path)));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(Room, 200)]
    [InlineData(Room, 201)]
    [InlineData(Room, 206)]
    [InlineData(Room, 302)]
    [InlineData(Room, 410)]
    [InlineData(Room, 503)]
    [InlineData(Room, 999)]
    [InlineData("/engagements/e-00000001/%72ead", 200)]
    [InlineData("/ENGAGEMENTS/e-00000001/READ/x", 200)]
    [InlineData("/engagements/e-00000001/notes", 422)]
    [InlineData("/engagements/zzz/read", 200)]
    public void Of_ContentThatNoActNames_IsAFrameWithoutAct(string path, int status)
    {
        var compared = MeterComparison.Of([Passed(path, 1, status)], [], "e-00000001", Known);
        Assert.False(compared.IsEqual);
        Assert.Single(compared.WithoutAct);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(408)]
    [InlineData(409)]
    [InlineData(413)]
    [InlineData(500)]
    public void Of_ARefusal_IsListedApartWithItsBytes(int status)
    {
        var compared = MeterComparison.Of([Passed(Room, 3, status)], [], "e-00000001", Known);
        Assert.True(compared.IsEqual);
        Assert.Equal((ulong)Page(3).Bytes, MeterAmount.Of(compared.Refusals).BodyBytes);
        Assert.Empty(compared.Oddities);

        var large = Passed(Room, 3, status) with { Body = new MeteredPart(60_000, Digest.Of("much"u8)) };
        Assert.Equal((large, MeterOddity.LargeRefusal), Assert.Single(MeterComparison.Of([large], [], "e-00000001", Known).Oddities));
    }

    [Fact]
    public void Of_ATerminalThatLeft_StillMatchesItsAct()
    {
        var compared = MeterComparison.Of([Passed(Room, 1) with { Delivered = false }], [Frame(0, 1)], "e-00000001", Known);
        Assert.True(compared.IsEqual);
        Assert.Single(compared.Matched);
    }

    [Theory]
    [InlineData(ResponseEnd.Broken)]
    [InlineData(ResponseEnd.Bounded)]
    [InlineData(ResponseEnd.Stopped)]
    [InlineData(ResponseEnd.Refused)]
    public void Of_AResponseThatDidNotComeWhole_StandsForOneActOfItsEngagementAndNoMore(ResponseEnd end)
    {
        var broken = Passed(Room, 0, 200) with { End = end, Delivered = false };
        var one = MeterComparison.Of([broken], [Frame(0, 1)], "e-00000001", Known);
        Assert.True(one.IsEqual);
        Assert.Equal(Frame(0, 1), Assert.Single(one.Unfinished).Frame);
        Assert.Single(MeterComparison.Of([broken], [Frame(0, 1), Frame(1, 2)], "e-00000001", Known).WithoutResponse);
        Assert.Single(MeterComparison.Of([broken], [Frame(0, null)], "e-00000001", Known).WithoutResponse);
        Assert.Null(Assert.Single(MeterComparison.Of([broken], [], "e-00000001", Known).Unfinished).Frame);
        foreach (var other in (MeteredResponse[])[broken with { Path = "/engagements/e-00000009/read" }, broken with { Status = 404 }, broken with { Path = "/engagements/e-00000001" }])
        {
            Assert.Single(MeterComparison.Of([other], [Frame(0, 1)], "e-00000001", Known).WithoutResponse);
        }
    }

    [Fact]
    public void Of_AnotherEngagementOfTheLedger_IsToldApartAndAnswersForNoActHere()
    {
        var other = Passed("/engagements/e-00000002/read", 1);
        var compared = MeterComparison.Of([other], [Frame(0, 1)], "e-00000001", Known);
        Assert.Equal([other], compared.OtherEngagements);
        Assert.Single(compared.WithoutResponse);
        Assert.Equal(default, compared.Reading);
    }

    [Fact]
    public void Of_AHeadLargerThanTheSites_IsOddAndItsBytesAreTold()
    {
        var large = Passed(Room, 1) with { Head = new MeteredPart(9_000, Digest.Of("head"u8)) };
        var compared = MeterComparison.Of([large, Passed(Room, 2), large with { Path = "/log" }], [Frame(0, 1), Frame(1, 2)], "e-00000001", Known);
        Assert.True(compared.IsEqual);
        Assert.Equal(9_100UL, compared.Reading.HeadBytes);
        Assert.Equal((large, MeterOddity.LargeHead), Assert.Single(compared.Oddities));
    }

    private static RecordedFrame Frame(int position, int? page) => new(new LogIndex((ulong)position), DateTimeOffset.UnixEpoch, "s-0000000001", page is { } number ? Page(number).Sha256 : null);

    private static MeteredPart Page(int number) => number == 0 ? MeteredPart.None : MeteredPart.Of(Encoding.ASCII.GetBytes($"page {number}"));

    private static MeteredResponse Passed(string path, int page, int status = 200) =>
        new(DateTimeOffset.UnixEpoch, "GET", path, status, "text/html", new MeteredPart(100, Digest.Of("head"u8)), Page(page), ResponseEnd.Whole, true);
}
