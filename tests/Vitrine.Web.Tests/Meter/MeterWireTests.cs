using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.Centre;

namespace Vitrine.Web.Tests;

/// <summary>The meter on bare sockets: between servers and terminals that mean to get something past it, or to make an honest server look guilty.</summary>
public sealed class MeterWireTests
{
    private const string Room = "/engagements/e-00000001/read";
    private const string Secret = "a sealed line";

    [Theory]
    [InlineData("/engagements/e-00000001/%72ead?file=%2e%2e%2Fx")]
    [InlineData("/Engagements/E-1/READ/")]
    [InlineData("/a%2Fb/%zz/%41?c=//d&e=%C3%A4")]
    [InlineData("/")]
    public async Task Target_InAnySpelling_GoesOutAndIsRecordedAsItCame(string target)
    {
        await using var server = new RawServer($"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        await using var meter = await RawMeter.StartAsync(server);
        Assert.EndsWith("\r\n\r\nhello", await meter.GetAsync(target), StringComparison.Ordinal);
        var recorded = Assert.Single(await meter.StopAsync());
        Assert.StartsWith($"GET {target} HTTP/1.1\r\n", Assert.Single(server.Requests), StringComparison.Ordinal);
        Assert.Equal(target.Split('?')[0], recorded.Path);
        Assert.True(recorded is { IsWhole: true, Delivered: true, Status: 200 });
    }

    [Theory]
    [InlineData("/a/../b")]
    [InlineData("/a/./b")]
    [InlineData("/a/%2e%2E/b")]
    [InlineData("/a%2f..%2fb")]
    [InlineData("//a.example/b")]
    [InlineData("/a//b")]
    [InlineData("/a\\b")]
    [InlineData("/a%5cb")]
    [InlineData("/a%01b")]
    [InlineData("/a\x01b")]
    [InlineData("/\u00e4")]
    [InlineData("/a?b=\u00e4")]
    [InlineData("/a#b")]
    [InlineData("http://room.example/a")]
    public async Task Target_OfTwoMeanings_IsRefusedAndNothingGoesOut(string target)
    {
        await using var server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        await using var meter = await RawMeter.StartAsync(server);
        Assert.StartsWith("HTTP/1.1 400 ", await meter.GetAsync(target), StringComparison.Ordinal);
        Assert.Empty(await meter.StopAsync());
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Target_BeyondTheBoundOrOfNoPath_IsRefusedAndNothingGoesOut()
    {
        await using var server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        await using var meter = await RawMeter.StartAsync(server);
        Assert.StartsWith("HTTP/1.1 400 ", await meter.GetAsync("/" + new string('a', 512)), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 414 ", await meter.GetAsync("/?" + new string('a', 9000)), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 400 ", await meter.GetAsync("*", "OPTIONS"), StringComparison.Ordinal);
        foreach (var method in (string[])["TRACE", "get", new string('A', 65)])
        {
            Assert.StartsWith("HTTP/1.1 501 ", await meter.GetAsync("/", method), StringComparison.Ordinal);
        }

        Assert.StartsWith("HTTP/1.1 501 ", await meter.AskAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n"), StringComparison.Ordinal);
        Assert.Empty(await meter.StopAsync());
        Assert.Empty(server.Requests);
    }

    public static TheoryData<string> Unfit =>
    [
        $"HTTP/1.1 000 x\r\nContent-Length: 13\r\n\r\n{Secret}",
        $"HTTP/1.1 099 x\r\nContent-Length: 13\r\n\r\n{Secret}",
        $"HTTP/1.1 99 x\r\nContent-Length: 13\r\n\r\n{Secret}",
        $"HTTP/1.1 2000 x\r\nContent-Length: 13\r\n\r\n{Secret}",
        $"HTTP/1.1 -20 x\r\nContent-Length: 13\r\n\r\n{Secret}",
        $"{Secret}\r\n\r\n",
        $"HTTP/1.1 101 x\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n{Secret}",
        $"HTTP/1.1 205 x\r\nContent-Length: 13\r\n\r\n{Secret}",
        $"HTTP/1.1 200 x\r\nContent-Length: 13\r\nContent-Length: 5\r\n\r\n{Secret}",
        $"HTTP/1.1 200 x\r\nContent-Length: 13, 13\r\n\r\n{Secret}",
        $"HTTP/1.1 200 x\r\nContent-Length: +13\r\n\r\n{Secret}",
        $"HTTP/1.1 200 x\r\nContent-Length: 18\r\nTransfer-Encoding: chunked\r\n\r\nd\r\n{Secret}\r\n0\r\n\r\n",
        $"HTTP/1.1 200 x\r\nTransfer-Encoding: gzip, chunked\r\n\r\nd\r\n{Secret}\r\n0\r\n\r\n",
        $"HTTP/1.1 200 x\r\nX-Note: {Secret} \u00e4\r\nContent-Length: 13\r\n\r\n{Secret}",
        $"HTTP/1.1 200 x\r\nX-Note: a\tb\r\nContent-Length: 13\r\n\r\n{Secret}",
        $"HTTP/1.1 200 x\r\n{string.Concat(Enumerable.Range(0, 65).Select(i => $"x-{i}: {Secret}\r\n"))}Content-Length: 13\r\n\r\n{Secret}",
        $"HTTP/1.1 200 x\r\nX-Note: {new string('a', 17_000)}\r\nContent-Length: 13\r\n\r\n{Secret}",
        "HTTP/1.1 302 x\r\nLocation: https://elsewhere.example/a\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 x\r\nLocation: //elsewhere.example/a\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 x\r\nLocation: /\\elsewhere.example/a\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 x\r\nLocation: /\t/elsewhere.example/a\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 x\r\nLocation: /a\r\nLocation: https://elsewhere.example/a\r\nContent-Length: 0\r\n\r\n",
    ];

    [Theory]
    [MemberData(nameof(Unfit))]
    public async Task Answer_ThatIsUnfit_DoesNotPassAndIsOnRecord(string answer)
    {
        await using var server = new RawServer(answer);
        await using var meter = await RawMeter.StartAsync(server);
        var got = await meter.GetAsync(Room);
        Assert.StartsWith("HTTP/1.1 502 ", got, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, got, StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere", got, StringComparison.Ordinal);
        var recorded = Assert.Single(await meter.StopAsync());
        Assert.Equal((Room, false, MeteredPart.None), (recorded.Path, recorded.IsWhole, recorded.Head));
        Assert.Single(MeterComparison.Of([recorded], [], "e-00000001", new HashSet<string>()).Unfinished);
    }

    [Fact]
    public async Task Head_IsDigestedAsItGoesOn_AndWhatLeadsPastTheMeterStaysBehind()
    {
        await using var server = new RawServer(
            $"HTTP/1.1 299 {Secret}\r\nX-B: two\r\nAlt-Svc: h3=\"elsewhere.example:1\"\r\nRefresh: 0; url=https://elsewhere.example\r\nx-a: one\r\nX-B: three\r\nX-Hop: {Secret}\r\nConnection: x-hop\r\nKeep-Alive: {Secret}\r\nContent-Length: 5\r\n\r\nhello");
        await using var meter = await RawMeter.StartAsync(server);
        var got = await meter.GetAsync("/log");
        Assert.StartsWith("HTTP/1.1 299 ", got, StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere", got, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, got, StringComparison.Ordinal);
        Assert.Contains("x-a: one", got, StringComparison.Ordinal);
        Assert.Equal(MeteredPart.Of("HTTP/1.1 299\r\ncontent-length: 5\r\nx-a: one\r\nx-b: two\r\nx-b: three\r\n"u8), Assert.Single(await meter.StopAsync()).Head);
    }

    [Fact]
    public async Task Body_WithInterimAnswersExtensionsAndTrailers_PassesWithoutThem()
    {
        await using var server = new RawServer(
            $"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <{Secret}>\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n3;x=\"{Secret}\"\r\nhel\r\n2\r\nlo\r\n0\r\nX-T: {Secret}\r\n\r\n{Secret}");
        await using var meter = await RawMeter.StartAsync(server);
        var got = await meter.GetAsync("/log");
        Assert.DoesNotContain(Secret, got, StringComparison.Ordinal);
        Assert.Equal(MeteredPart.Of("hello"u8), Assert.Single(await meter.StopAsync()).Body);
    }

    [Fact]
    public async Task Body_LongerThanItsLength_PassesToItsLengthAndNoFurther()
    {
        await using var server = new RawServer($"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello{Secret}HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{Secret}");
        await using var meter = await RawMeter.StartAsync(server);
        foreach (var target in (string[])["/log", Room])
        {
            Assert.EndsWith("\r\n\r\nhello", await meter.GetAsync(target), StringComparison.Ordinal);
        }

        Assert.Equal([MeteredPart.Of("hello"u8), MeteredPart.Of("hello"u8)], (await meter.StopAsync()).Select(response => response.Body));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Frame_ThatIsBrokenOff_DoesNotGoOnAtAllAndAPageElsewhereIsCut()
    {
        await using var server = new RawServer($"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{Secret}");
        await using var meter = await RawMeter.StartAsync(server);
        var frame = await meter.GetAsync(Room);
        Assert.StartsWith("HTTP/1.1 502 ", frame, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, frame, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, await meter.GetAsync("/log"), StringComparison.Ordinal);
        Assert.All(await meter.StopAsync(), response => Assert.Equal((ResponseEnd.Broken, 13UL, false), (response.End, response.Body.Bytes, response.Delivered)));
    }

    [Fact]
    public async Task Server_ThatClosesWithoutAnAnswer_IsAskedOnceAndThatIsOnRecord()
    {
        await using var server = new RawServer("");
        await using var meter = await RawMeter.StartAsync(server);
        Assert.StartsWith("HTTP/1.1 502 ", await meter.GetAsync(Room), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 502 ", await meter.AskAsync($"POST {Room} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2\r\n\r\nab"), StringComparison.Ordinal);
        Assert.Equal([(0, ResponseEnd.Broken), (0, ResponseEnd.Broken)], (await meter.StopAsync()).Select(response => (response.Status, response.End)));
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData(Room)]
    [InlineData("/log")]
    public async Task Server_ThatNeverEnds_IsGivenUpAndToldApart(string target)
    {
        await using var server = new RawServer(async (_, stream, cancel) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray(), cancel);
            while (true)
            {
                await stream.WriteAsync(new byte[10_000], cancel);
            }
        });
        await using var meter = await RawMeter.StartAsync(server, MeterBounds.Default with { Frame = 100_000, Response = 100_000 });
        await meter.GetAsync(target);
        var recorded = Assert.Single(await meter.StopAsync());
        Assert.Equal((ResponseEnd.Bounded, false), (recorded.End, recorded.Delivered));
        Assert.InRange(recorded.Body.Bytes, 1UL, 100_000UL);
    }

    [Fact]
    public async Task Server_ThatKeepsSilentOrTrickles_IsGivenUp()
    {
        await using var server = new RawServer(async (head, stream, cancel) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"u8.ToArray(), cancel);
            while (!head.Contains("silent", StringComparison.Ordinal))
            {
                await stream.WriteAsync("a"u8.ToArray(), cancel);
            }

            await Task.Delay(Timeout.Infinite, cancel);
        });
        await using (var meter = await RawMeter.StartAsync(server, MeterBounds.Default with { Silence = TimeSpan.FromMilliseconds(200) }))
        {
            Assert.StartsWith("HTTP/1.1 502 ", await meter.GetAsync(Room + "?silent"), StringComparison.Ordinal);
            Assert.Equal(ResponseEnd.Bounded, Assert.Single(await meter.StopAsync()).End);
        }

        await using var hasty = await RawMeter.StartAsync(server, MeterBounds.Default with { Longest = TimeSpan.Zero });
        Assert.StartsWith("HTTP/1.1 502 ", await hasty.GetAsync(Room), StringComparison.Ordinal);
        Assert.Equal(ResponseEnd.Bounded, Assert.Single(await hasty.StopAsync()).End);
    }

    [Theory]
    [InlineData(Room)]
    [InlineData("/log")]
    public async Task Terminal_ThatLeaves_ChangesNothingOfWhatIsRecorded(string target)
    {
        var (asked, left) = (new TaskCompletionSource(), new TaskCompletionSource());
        var page = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Secret, 20_000)));
        await using var server = new RawServer(async (_, stream, cancel) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {page.Length}\r\n\r\n"), cancel);
            await stream.WriteAsync(page.AsMemory(0, 100), cancel);
            asked.SetResult();
            await left.Task;
            await stream.WriteAsync(page.AsMemory(100), cancel);
        });
        await using var meter = await RawMeter.StartAsync(server);
        using (var terminal = await meter.ConnectAsync())
        {
            await terminal.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: a\r\n\r\n"));
            await asked.Task;
            terminal.LingerState = new LingerOption(true, 0);
        }

        left.SetResult();
        var recorded = Assert.Single(await meter.StopAsync());
        Assert.Equal((ResponseEnd.Whole, MeteredPart.Of(page)), (recorded.End, recorded.Body));
    }

    [Theory]
    [InlineData(Room, true)]
    [InlineData(Room, false)]
    [InlineData("/log", true)]
    [InlineData("/log", false)]
    public async Task InvokeAsync_WithAndWithoutATerminal_SaysWhetherItWasThere(string target, bool isThere)
    {
        var folder = Directory.CreateTempSubdirectory("vitrine-wire-");
        var record = await MeterRecord.OpenAsync(folder.FullName, TimeProvider.System, CancellationToken.None);
        using (var client = new HttpMessageInvoker(new Answering()))
        {
            var proxy = new MeterProxy(new Uri("http://127.0.0.1:1"), client, record, MeterBounds.Default, TimeProvider.System, NullLogger<MeterProxy>.Instance, CancellationToken.None);
            var context = new DefaultHttpContext { RequestAborted = new CancellationToken(canceled: !isThere), Request = { Method = "GET" }, Response = { Body = new MemoryStream() } };
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
            await proxy.InvokeAsync(context);
            Assert.Equal(isThere ? Secret.Length : 0, context.Response.Body.Length);
        }

        await record.DisposeAsync();
        var recorded = Assert.Single(MeterRecord.Read(folder.FullName, record.Key));
        Assert.Equal((ResponseEnd.Whole, isThere, MeteredPart.Of(Encoding.ASCII.GetBytes(Secret))), (recorded.End, recorded.Delivered, recorded.Body));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Meter_StoppedWhileAFrameComes_RecordsThatItWas()
    {
        var asked = new TaskCompletionSource();
        await using var server = new RawServer(async (_, stream, cancel) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"u8.ToArray(), cancel);
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, cancel);
        });
        await using var meter = await RawMeter.StartAsync(server, MeterBounds.Default with { Grace = TimeSpan.Zero });
        var answer = meter.GetAsync(Room);
        await asked.Task;
        var recorded = Assert.Single(await meter.StopAsync());
        Assert.Equal((ResponseEnd.Stopped, false), (recorded.End, recorded.Delivered));
        Assert.DoesNotContain("abc", await answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Room)]
    [InlineData("/log")]
    public async Task Record_ThatCannotBeWritten_CutsTheConnectionAndNothingMoreIsCarried(string target)
    {
        await using var server = new RawServer($"HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{Secret}");
        await using var meter = await RawMeter.StartAsync(server);
        await meter.BreakRecordAsync();
        Assert.Equal("", await meter.GetAsync(target));
        Assert.StartsWith("HTTP/1.1 503 ", await meter.GetAsync(target), StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Request_OfOtherKinds_PassesAsItIs()
    {
        await using var server = new RawServer(async (head, stream, cancel) =>
        {
            var answer = head.Split(' ')[0] switch
            {
                "HEAD" => "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + Secret,
                "POST" => "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npost",
                _ when head.Contains("Range:", StringComparison.Ordinal) => "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-3/9\r\nContent-Length: 4\r\n\r\npart",
                _ => "HTTP/1.1 304 Not Modified\r\nContent-Length: 77\r\n\r\n" + Secret,
            };
            if (head.StartsWith("POST", StringComparison.Ordinal))
            {
                await stream.ReadExactlyAsync(new byte[4], cancel);
            }

            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), cancel);
        });
        await using var meter = await RawMeter.StartAsync(server);
        var head = await meter.GetAsync(Room, "HEAD");
        Assert.Contains("Content-Length: 500", head, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Secret, head, StringComparison.Ordinal);
        Assert.EndsWith("part", await meter.AskAsync($"GET {Room} HTTP/1.1\r\nHost: a\r\nRange: bytes=0-3\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, await meter.GetAsync(Room), StringComparison.Ordinal);
        using (var terminal = await meter.ConnectAsync())
        {
            var interim = new byte["HTTP/1.1 100 Continue\r\n\r\n".Length];
            await terminal.GetStream().WriteAsync("POST /log HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\nConnection: close\r\n\r\n"u8.ToArray());
            await terminal.GetStream().ReadExactlyAsync(interim);
            Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", Encoding.ASCII.GetString(interim));
            await terminal.GetStream().WriteAsync("abcd"u8.ToArray());
            using var reader = new StreamReader(terminal.GetStream());
            Assert.EndsWith("post", await reader.ReadToEndAsync(), StringComparison.Ordinal);
        }

        Assert.EndsWith("post", await meter.AskAsync("POST /log HTTP/1.0\r\nContent-Length: 4\r\n\r\nabcd"), StringComparison.Ordinal);

        var recorded = await meter.StopAsync();
        Assert.Equal([(200, 0UL), (206, 4UL), (304, 0UL), (200, 4UL), (200, 4UL)], recorded.Select(response => (response.Status, response.Body.Bytes)));
        Assert.DoesNotContain(server.Requests, request => request.Contains("Expect", StringComparison.OrdinalIgnoreCase));
        var compared = MeterComparison.Of(recorded, [], "e-00000001", new HashSet<string>());
        Assert.Equal(206, Assert.Single(compared.WithoutAct).Status);
    }

    [Fact]
    public async Task Request_OfTwoLengths_IsOneRequestToTheServerOrNone()
    {
        await using var server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        await using var meter = await RawMeter.StartAsync(server);
        await meter.AskAsync($"POST /log HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\nGET {Room} HTTP/1.1\r\nHost: a\r\n\r\n");
        await meter.AskAsync($"POST /log HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\nConnection: close\r\n\r\nabcdGET {Room} HTTP/1.1\r\nHost: a\r\n\r\n");
        var recorded = await meter.StopAsync();
        Assert.All(recorded, response => Assert.Equal("/log", response.Path));
        Assert.All(server.Requests, request => Assert.StartsWith("POST /log", request, StringComparison.Ordinal));
        Assert.Equal(server.Requests.Count, recorded.Count);
    }

    private sealed class Answering : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = new ByteArrayContent(Encoding.ASCII.GetBytes(Secret)) });
    }
}
