using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Room;

namespace Vitrine.Web.Tests;

/// <summary>The meter between a terminal and the real site, and between a terminal and servers that misbehave.</summary>
public sealed class MeterTests(SiteFixture site) : IClassFixture<SiteFixture>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vitrine-meter-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Session_ReadThroughTheMeter_ComparesEqualFrameByFrame()
    {
        var id = await site.OpenRoomAsync();
        NoteVerifier key;
        await using (var meter = await StartAsync(new Uri(site.Address), null))
        {
            key = meter.Record.Key;
            var ruth = new SitePerson(meter.Http);
            await ruth.GetAsync(Routes.SignIn);
            using (var signed = await ruth.PostAsync(Routes.SignIn, ("name", "ruth"), ("password", SiteFixture.Password), ("code", site.Code("ruth"))))
            {
                Assert.Equal(HttpStatusCode.Redirect, signed.StatusCode);
            }

            await ReadAsync(ruth, id);
            using var stranger = await new SitePerson(meter.Http).PostWithoutTokenAsync(Routes.Notes(id));
            Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        }

        var responses = MeterRecord.Read(_folder, key);
        var frames = Frames(id);
        MeterComparison Compare(IReadOnlyList<MeteredResponse> seen, IReadOnlyList<RecordedFrame> acts) => MeterComparison.Of(seen, acts, id, new HashSet<string> { id });
        var comparison = Compare(responses, frames);

        Assert.Equal(8, frames.Count);
        Assert.True(comparison.IsEqual, string.Join('\n', comparison.WithoutAct));
        Assert.Equal(8, comparison.Matched.Count);
        Assert.Contains(comparison.Others, response => response.Path == "/sign-in" && response.Status == 302);
        Assert.Contains(comparison.Others, response => response.Path.EndsWith("/receipt", StringComparison.Ordinal) && response.Type == "application/jsonl");
        Assert.All(responses, response => Assert.True(response is { IsWhole: true, Delivered: true }));
        Assert.Equal(MeterAmount.Of(responses), comparison.Record);

        // What the site sends where it says no, and how large its heads are: far from what is called unusual.
        Assert.Equal([400, 404, 404, 409, 403, 400, 401], comparison.Refusals.Select(response => response.Status));
        Assert.All(comparison.Refusals, response => Assert.InRange(response.Body.Bytes, 1UL, MeterComparison.UsualRefusal * 3 / 4));
        Assert.All(responses, response => Assert.InRange(response.Head.Bytes, 100UL, MeterComparison.UsualHead * 3 / 4));
        Assert.Empty(comparison.Oddities);
        Assert.DoesNotContain("TileLog", Encoding.Latin1.GetString([.. Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).SelectMany(File.ReadAllBytes)]), StringComparison.Ordinal);

        // A frame that was served and not recorded, and one that was recorded and not served.
        var unrecorded = Compare(responses, [.. frames.Where((_, i) => i != 2)]);
        Assert.Equal(comparison.Matched[2].Response, Assert.Single(unrecorded.WithoutAct));
        Assert.Empty(unrecorded.WithoutResponse);
        var unserved = Compare([.. responses.Where(response => response != comparison.Matched[3].Response)], frames);
        Assert.Equal(frames[3], Assert.Single(unserved.WithoutResponse));
        Assert.Empty(unserved.WithoutAct);
        var changed = Compare([.. responses.Select(response => response == comparison.Matched[0].Response ? response with { Body = MeteredPart.Of("another page"u8) } : response)], frames);
        Assert.Equal((1, 1), (changed.WithoutAct.Count, changed.WithoutResponse.Count));
    }

    [Fact]
    public async Task Response_OfEveryShape_PassesUnchangedAndIsRecordedBeforeItsEnd()
    {
        var large = Enumerable.Range(0, 3_000_000).Select(i => (byte)(i % 251)).ToArray();
        await using var upstream = await ServeAsync(async context =>
        {
            switch (context.Request.Path.Value)
            {
                case "/large":
                    await context.Response.Body.WriteAsync(large);
                    break;
                case "/echo":
                    context.Response.Headers.Append("Set-Cookie", new(["a=1; Path=/", "b=2; Path=/"]));
                    context.Response.Headers.Connection = "X-Hop";
                    context.Response.Headers["X-Hop"] = "stays";
                    context.Response.Headers["X-Seen"] = string.Join(' ', context.Request.Headers.Select(header => header.Key).Order(StringComparer.Ordinal));
                    await context.Request.Body.CopyToAsync(context.Response.Body);
                    break;
                case "/gone":
                    context.Response.StatusCode = 204;
                    break;
                case "/cut":
                    context.Response.ContentLength = 100_000;
                    await context.Response.Body.WriteAsync(new byte[70_000]);
                    await context.Response.Body.FlushAsync();
                    context.Abort();
                    break;
                default:
                    await context.Response.WriteAsync(context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget);
                    break;
            }
        });
        NoteVerifier key;
        await using (var meter = await StartAsync(upstream.Address, upstream.Pin))
        {
            key = meter.Record.Key;
            Assert.Equal(large, await meter.Http.GetByteArrayAsync("/large"));
            using var echo = new HttpRequestMessage(HttpMethod.Post, "/echo?secret=word") { Content = new StringContent("what was posted") };
            echo.Headers.TryAddWithoutValidation("Connection", "X-Mine");
            echo.Headers.TryAddWithoutValidation("X-Mine", "one hop");
            echo.Headers.TryAddWithoutValidation("X-End", "end to end");
            echo.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
            using (var answer = await meter.Http.SendAsync(echo))
            {
                Assert.Equal("what was posted", await answer.Content.ReadAsStringAsync());
                Assert.Equal(["a=1; Path=/", "b=2; Path=/"], answer.Headers.GetValues("Set-Cookie"));
                Assert.False(answer.Headers.Contains("X-Hop"));
                Assert.Equal("Content-Length Content-Type Host X-End", answer.Headers.GetValues("X-Seen").Single());
            }

            using (var gone = await meter.Http.GetAsync("/gone"))
            {
                Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
            }

            Assert.Equal("/a%2Fb/c?d=%20e", await meter.Http.GetStringAsync("/a%2Fb/c?d=%20e"));
            await Assert.ThrowsAsync<HttpRequestException>(() => meter.Http.GetByteArrayAsync("/cut"));
            using var upgrade = new HttpRequestMessage(HttpMethod.Get, "/large");
            upgrade.Headers.TryAddWithoutValidation("Upgrade", "websocket");
            using var refused = await meter.Http.SendAsync(upgrade);
            Assert.Equal(HttpStatusCode.NotImplemented, refused.StatusCode);
        }

        var responses = MeterRecord.Read(_folder, key);
        Assert.Equal(["/large", "/echo", "/gone", "/a%2Fb/c", "/cut"], responses.Select(response => response.Path));
        Assert.Equal(MeteredPart.Of(large), responses[0].Body);
        Assert.Equal(MeteredPart.Of("what was posted"u8), responses[1].Body);
        Assert.Equal([true, true, true, true, false], responses.Select(response => response.IsWhole && response.Delivered));
    }

    [Fact]
    public async Task Server_OfAnotherCertificateOrGone_IsNotTalkedToAndNothingIsRecorded()
    {
        await using var upstream = await ServeAsync(context => context.Response.WriteAsync("never seen"));
        NoteVerifier key;
        await using (var meter = await StartAsync(upstream.Address, Digest.Of("another certificate"u8)))
        {
            key = meter.Record.Key;
            using var answer = await meter.Http.GetAsync("/");
            Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
            Assert.DoesNotContain("never seen", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Empty(MeterRecord.Read(_folder, key));
    }

    [Theory]
    [InlineData("in the clear", "--record", "x", "--upstream", "http://192.0.2.1:80")]
    [InlineData("--pin", "--record", "x", "--upstream", "https://192.0.2.1")]
    [InlineData("--pin", "--record", "x", "--upstream", "http://127.0.0.1:1", "--pin", "00")]
    [InlineData("in the clear", "--record", "x", "--upstream", "http://127.0.0.1:1", "--urls", "http://0.0.0.0:1")]
    [InlineData("go together", "--record", "x", "--upstream", "http://127.0.0.1:1", "--key", "a.pem")]
    [InlineData("--record", "--upstream", "http://127.0.0.1:1")]
    [InlineData("--upstream", "--record", "x")]
    [InlineData("--what", "--what", "x")]
    [InlineData("--record", "--record", "x", "--record", "y")]
    public void Parse_WordsThatCannotBe_SaysWhich(string what, params string[] words) =>
        Assert.Contains(what, Assert.Throws<ArgumentException>(() => MeterOptions.Parse(words)).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_KeyThatOthersOfTheMachineCanRead_IsRefused()
    {
        var made = new MeterOptions(_folder, new Uri("http://127.0.0.1:1"), null, new Uri("https://127.0.0.1"), null, null);
        MeterCertificate.Load(made, TimeProvider.System).Dispose();
        var (certificate, key) = (Path.Combine(_folder, "tls.pem"), Path.Combine(_folder, "tls.key"));
        MeterCertificate.Load(made with { Certificate = certificate, Key = key }, TimeProvider.System).Dispose();

        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var refusal = Assert.Throws<KeyFileException>(() => MeterCertificate.Load(made with { Certificate = certificate, Key = key }, TimeProvider.System));
        Assert.Contains("open to others of this machine", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task ReadAsync(SitePerson ruth, string id)
    {
        await ruth.GetAsync(Routes.Engagement(id));
        using (var entered = await ruth.PostAsync(Routes.Enter(id)))
        {
            Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        }

        foreach (var query in (string[])["", "?file=TileLog.cs", "?file=Journal.cs&from=20", "?q=Merkle", "?file=TileLog.cs"])
        {
            Assert.Equal(HttpStatusCode.OK, (await ruth.GetAsync(Routes.Reading(id) + query)).Status);
        }

        foreach (var (path, status) in ((string, HttpStatusCode)[])[("search?q=Merkle", HttpStatusCode.OK), ("outline?file=TileLog.cs", HttpStatusCode.OK), ("search", HttpStatusCode.BadRequest)])
        {
            Assert.Equal(status, (await ruth.GetAsync($"{Routes.Engagement(id)}/{path}")).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await ruth.GetAsync(Routes.Reading(id) + "?file=LogStore.cs")).Status);
        using (var wrong = await ruth.PostAsync(Routes.Notes(id), ("file", "TileLog.cs"), ("from", "1"), ("text", ""), ("severity", "")))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        }

        var (_, page) = await ruth.GetAsync(Routes.Engagement(id));
        var session = page[(page.IndexOf("/sessions/s-", StringComparison.Ordinal) + "/sessions/".Length)..][.."s-0123456789".Length];
        Assert.Equal(HttpStatusCode.OK, (await ruth.GetAsync(Routes.Receipt(session))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ruth.GetAsync(Routes.Reading("e-00000000"))).Status);
        using var left = await ruth.PostAsync(Routes.Leave(id));
        Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await ruth.GetAsync(Routes.Reading(id))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await ruth.GetAsync(Routes.Notes(id))).Status);
        using var forged = await ruth.PostWithoutTokenAsync(Routes.Notes(id));
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
    }

    private List<RecordedFrame> Frames(string engagement)
    {
        using var laboratory = PartyKeys.Read(site.Centre.Keys.PartyFolder("lab"));
        var acts = site.Centre.ReadActs(new LogIndex(0), site.Centre.LedgerCheckpoint().Size);
        return [.. OpenedSessions.Read(acts, engagement, laboratory.Opening).Where(act => act.Frame is not null).Select(act => new RecordedFrame(act.Position, act.At, act.Session, act.Frame!.Response))];
    }

    private async Task<Metered> StartAsync(Uri upstream, Digest? pin)
    {
        var options = new MeterOptions(_folder, upstream, pin, new Uri(pin is null ? "http://127.0.0.1:0" : "https://127.0.0.1:0"), null, null);
        var record = await MeterRecord.OpenAsync(_folder, TimeProvider.System, CancellationToken.None);
        var app = MeterHost.Build(options, record, MeterBounds.Default, TimeProvider.System);
        await app.StartAsync();
        return new Metered(app, record, Path.Combine(_folder, "tls.pem"));
    }

    private async Task<Upstream> ServeAsync(RequestDelegate serve)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "upstream")).FullName;
        var certificate = MeterCertificate.Load(new MeterOptions(folder, new Uri("https://127.0.0.1"), null, new Uri("https://127.0.0.1"), null, null), TimeProvider.System);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().UseUrls("https://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate));
        var app = builder.Build();
        app.Run(serve);
        await app.StartAsync();
        return new Upstream(app, MeterCertificate.Fingerprint(certificate));
    }

    /// <summary>A running meter, and a terminal that knows it by its own certificate.</summary>
    private sealed class Metered(WebApplication app, MeterRecord record, string certificate) : IAsyncDisposable
    {
        public MeterRecord Record => record;

        public HttpClient Http { get; } = new(Handler(certificate)) { BaseAddress = new Uri(app.Urls.First()) };

        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            await app.StopAsync();
            await app.DisposeAsync();
            await record.DisposeAsync();
        }

        private static SocketsHttpHandler Handler(string certificate) => new()
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, seen, _, _) => seen is not null && MeterCertificate.Fingerprint(seen) == MeterCertificate.Fingerprint(X509CertificateLoader.LoadCertificateFromFile(certificate)) },
        };
    }

    private sealed class Upstream(WebApplication app, Digest pin) : IAsyncDisposable
    {
        public Uri Address => new(app.Urls.First());

        public Digest Pin => pin;

        public async ValueTask DisposeAsync()
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }
}
