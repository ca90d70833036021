using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Centre;
using Vitrine.Room;

namespace Vitrine.Web.Tests;

/// <summary>Every endpoint for every role, against a table written here by hand: a new endpoint is a failure until it stands in it.</summary>
public sealed class AccessTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Everyone = "stranger ada hanne ruth astrid";

    /// <summary>Who is let in, by the accounts of one engagement's parties; everybody else is denied.</summary>
    private static readonly Dictionary<string, string> Allowed = new(StringComparer.Ordinal)
    {
        ["GET /sign-in"] = Everyone,
        ["POST /sign-in"] = Everyone,
        ["POST /sign-out"] = Everyone,
        ["GET /"] = Everyone,
        ["GET /engagements"] = "ada hanne ruth astrid",
        ["GET /engagements/new"] = "astrid",
        ["POST /engagements/new"] = "astrid",
        ["GET /engagements/{id}"] = "ada hanne ruth astrid",
        ["POST /engagements/{id}/open"] = "hanne",
        ["POST /engagements/{id}/close"] = "hanne",
        ["GET /engagements/{id}/prepare"] = "hanne",
        ["POST /engagements/{id}/prepare"] = "hanne",
        ["GET /engagements/{id}/disclosure"] = "hanne",
        ["POST /engagements/{id}/disclosure"] = "hanne",
        ["POST /engagements/{id}/disclosure/confirm"] = "hanne",
        ["GET /engagements/{id}/disclosure/waive/{anchor}"] = "hanne",
        ["POST /engagements/{id}/disclosure/waive/{anchor}"] = "hanne",
        ["GET /engagements/{id}/publication"] = "ada hanne ruth astrid",
        ["POST /engagements/{id}/publication"] = "hanne astrid",
        ["GET /engagements/{id}/gates"] = "ada hanne ruth astrid",
        ["POST /engagements/{id}/gates"] = "hanne astrid",
        ["POST /engagements/{id}/gates/confirm"] = "hanne astrid",
        ["POST /engagements/{id}/gates/end"] = "hanne astrid",
        ["GET /house-rules"] = "hanne",
        ["POST /house-rules"] = "hanne",
        ["GET /seals/{root}/export"] = "hanne",
        ["POST /seals/{root}/export"] = "hanne",
        ["GET /sites"] = "ada hanne",
        ["POST /sites"] = "ada hanne",
        ["GET /people"] = "ada",
        ["GET /people/{person}"] = "ada",
        ["POST /people/{person}"] = "ada",
        ["GET /engagements/{id}/sessions"] = "hanne",
        ["POST /engagements/{id}/enter"] = "ruth",
        ["GET /engagements/{id}/read"] = "ruth",
        ["GET /engagements/{id}/search"] = "ruth",
        ["GET /engagements/{id}/outline"] = "ruth",
        ["GET /engagements/{id}/changes"] = "ruth",
        ["GET /engagements/{id}/changes.json"] = "ruth",
        ["GET /engagements/{id}/findings"] = "ruth",
        ["POST /engagements/{id}/findings"] = "ruth",
        ["POST /engagements/{id}/notes"] = "ruth",
        ["POST /engagements/{id}/leave"] = "ruth",
        ["GET /sessions/{session}/mark.svg"] = "ruth",
        ["GET /sessions/{session}/receipt"] = "ruth",
        ["GET /engagements/{id}/certify"] = "ruth",
        ["POST /engagements/{id}/certify"] = "ruth",
        ["GET /engagements/{id}/decide"] = "astrid",
        ["POST /engagements/{id}/decide"] = "astrid",
        ["GET /certificates"] = Everyone,
        ["GET /certificates/{digest}"] = Everyone,
        ["GET /advisories"] = Everyone,
        ["GET /advisories/{advisory}"] = Everyone,
        ["GET /advisories/{advisory}/document"] = Everyone,
        ["GET /advisories/draft"] = "astrid",
        ["POST /advisories/draft"] = "astrid",
        ["POST /advisories/{advisory}/approve"] = "astrid",
        ["POST /advisories/{advisory}/drop"] = "astrid",
        ["POST /advisories/{advisory}/issue"] = "astrid",
        ["GET /certificates.csv"] = Everyone,
        ["GET /certificates.json"] = Everyone,
        ["GET /certificates/{digest}.json"] = Everyone,
        ["GET /certificates/{digest}/change"] = "ruth astrid",
        ["POST /certificates/{digest}/change"] = "ruth astrid",
        ["GET /register"] = Everyone,
        ["GET /register/engagements"] = Everyone,
        ["GET /register/engagements.csv"] = Everyone,
        ["GET /register/engagements.json"] = Everyone,
        ["GET /register/laboratories"] = Everyone,
        ["GET /register/laboratories.csv"] = Everyone,
        ["GET /register/laboratories.json"] = Everyone,
        ["GET /register/product"] = Everyone,
        ["GET /register/product.csv"] = Everyone,
        ["GET /register/product.json"] = Everyone,
        ["GET /register/imported"] = Everyone,
        ["GET /register/imported.csv"] = Everyone,
        ["GET /register/imported.json"] = Everyone,
        ["GET /transparency"] = Everyone,
        ["GET /transparency.csv"] = Everyone,
        ["GET /transparency.json"] = Everyone,
        ["GET /parties"] = Everyone,
        ["GET /parties/{party}"] = Everyone,
        ["GET /parties/{party}/tie"] = "ada",
        ["POST /parties/{party}/tie"] = "ada",
        ["GET /claims/{claim}"] = Everyone,
        ["POST /claims/{claim}/reply"] = "ada hanne ruth astrid",
        ["POST /claims/{claim}/withdraw"] = "ada",
        ["GET /laboratories"] = Everyone,
        ["GET /products"] = Everyone,
        ["GET /products.csv"] = Everyone,
        ["GET /products.json"] = Everyone,
        ["GET /laboratories.csv"] = Everyone,
        ["GET /laboratories.json"] = Everyone,
        ["GET /independence"] = Everyone,
        ["GET /seals"] = "hanne",
        ["GET /lists"] = "ada hanne ruth astrid",
        ["POST /lists"] = "ada",
        ["GET /lists/screen"] = "ada hanne ruth astrid",
        ["GET /lists/{name}"] = "ada hanne ruth astrid",
        ["GET /log"] = Everyone,
        ["GET /log/{index:long}"] = Everyone,
        ["GET /log/consistency"] = Everyone,
        ["GET /log/entries/{index:long}"] = Everyone,
        ["GET /log/entries/{index:long}/bundle.json"] = Everyone,
        ["GET /log/entries/{index:long}/proof.txt"] = Everyone,
        ["GET /log/entries/{index:long}/statement.json"] = Everyone,
        ["GET /log/statement/{name}"] = Everyone,
        ["GET /tlog/checkpoint"] = Everyone,
        ["GET /tlog/tile/{**path}"] = Everyone,
        ["GET /look"] = Everyone,
    };

    // A meter holds these against acts; an address that it does not know would be a way for content to pass unseen. What the laboratory wrote of findings is no content.
    [Fact]
    public void Endpoints_ThatReadARoom_AreReadingPathsOfTheMeter() => Assert.Equal(
        ["/engagements/{id}/enter", "/engagements/{id}/findings", "/engagements/{id}/findings", "/engagements/{id}/leave", "/sessions/{session}/mark.svg"],
        site.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<NeedsOperation>()?.Operation == Operation.ReadRoom)
            .Select(endpoint => endpoint.RoutePattern.RawText!)
            .Where(path => !MeteredPath.IsReading(path.Replace("{id}", "e-1", StringComparison.Ordinal))).Order(StringComparer.Ordinal));

    [Fact]
    public void Endpoints_All_StandInTheTable() =>
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), Endpoints().Select(endpoint => endpoint.Name).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("stranger")]
    [InlineData("ada")]
    [InlineData("hanne")]
    [InlineData("ruth")]
    [InlineData("astrid")]
    public async Task Request_ByARole_IsAllowedAsTheTableSays(string who)
    {
        var id = await site.OpenRoomAsync();
        var person = who == "stranger" ? new SitePerson(site.Http) : await site.SignInAsync(who);
        await person.GetAsync(Routes.Log);
        foreach (var (name, method, pattern) in Endpoints().Where(endpoint => endpoint.Name != "POST /sign-out"))
        {
            var path = Fill(pattern, id);
            HttpStatusCode status;
            if (method == "GET")
            {
                (status, _) = await person.GetAsync(path);
            }
            else
            {
                // Without its fields a form that is let in is refused as incomplete or acts; one that is not let in is denied before.
                using var answer = await person.PostAsync(path);
                status = answer.StatusCode;
            }

            var denied = who == "stranger" && method == "GET" ? status == HttpStatusCode.Redirect : status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized;
            var signInPage = name is "GET /sign-in" or "POST /sign-in";
            Assert.True(signInPage || denied != Allowed[name].Split(' ').Contains(who), $"{name} answered {who} with {(int)status}.");
        }
    }

    [Fact]
    public async Task Request_InEveryStateOfTheEngagement_IsAllowedAsTheTableSays()
    {
        foreach (var who in (string[])["ada", "hanne", "ruth", "astrid"])
        {
            var person = await site.SignInAsync(who);
            foreach (var state in Enum.GetValues<EngagementState>())
            {
                var id = Engagements.NewId();
                await site.Centre.RecordAsync(new EngagementRequested(id, "Log", "1.0", "acme", "lab", "office", Tier.Full, "To see."), Actor.Console, CancellationToken.None);
                await site.BringAsync(id, state);
                foreach (var (name, method, pattern) in Endpoints().Where(endpoint => endpoint.Pattern.Contains("{id}", StringComparison.Ordinal)))
                {
                    using var answer = method == "GET" ? null : await person.PostAsync(Fill(pattern, id));
                    var status = answer?.StatusCode ?? (await person.GetAsync(Fill(pattern, id))).Status;
                    var denied = status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized;
                    Assert.True(denied != Allowed[name].Split(' ').Contains(who) && (int)status < 500, $"{name} answered {who} with {(int)status}, {state}.");
                }
            }
        }
    }

    [Theory]
    [InlineData("hal")]
    [InlineData("rob")]
    [InlineData("abe")]
    public async Task Request_BySomeoneOfAnotherParty_FindsNothing(string who)
    {
        var id = await site.OpenRoomAsync();
        var person = await site.SignInAsync(who);
        foreach (var (_, method, pattern) in Endpoints().Where(endpoint => endpoint.Pattern.Contains("{id}", StringComparison.Ordinal)))
        {
            using var answer = method == "GET" ? null : await person.PostAsync(Fill(pattern, id));
            var status = answer?.StatusCode ?? (await person.GetAsync(Fill(pattern, id))).Status;
            Assert.True(status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden, $"{method} {pattern} answered {who} with {(int)status}.");
        }
    }

    [Fact]
    public async Task Post_WithoutTheFormsToken_IsRefusedEverywhere()
    {
        var id = await site.OpenRoomAsync();
        foreach (var who in (string[])["hanne", "ruth", "astrid"])
        {
            var person = await site.SignInAsync(who);
            foreach (var (name, _, pattern) in Endpoints().Where(endpoint => endpoint.Method == "POST" && Allowed[endpoint.Name].Split(' ').Contains(who)))
            {
                using var answer = await person.PostWithoutTokenAsync(Fill(pattern, id));
                Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{name} took a form without its token from {who}.");
            }
        }
    }

    [Fact]
    public async Task Answers_All_CarryThePolicyAndAreNotStored()
    {
        foreach (var path in (string[])["/", "/sign-in", "/none", "/engagements", "/tlog/checkpoint"])
        {
            using var answer = await site.Http.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(SecurityHeaders.ContentSecurityPolicy, Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.True(answer.Headers.CacheControl!.NoStore, path);
        }
    }

    [Fact]
    public async Task Cookies_All_AreSecureStrictAndOutOfReachOfScripts()
    {
        var person = await site.SignInAsync("hanne");

        Assert.NotEmpty(person.SetCookies);
        Assert.All(person.SetCookies, cookie =>
        {
            Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task SignIn_WithAnAddressElsewhere_LeadsHome()
    {
        var person = new SitePerson(site.Http);
        await person.GetAsync(Routes.SignIn);
        using var answer = await person.PostAsync(Routes.SignIn, ("name", "hanne"), ("password", SiteFixture.Password), ("code", site.Code("hanne")), ("return", "//elsewhere.example/"));

        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    private static string Fill(string pattern, string id) => pattern
        .Replace("{id}", id, StringComparison.Ordinal)
        .Replace("{session}", "s-none", StringComparison.Ordinal)
        .Replace("{root}", new string('0', 64), StringComparison.Ordinal)
        .Replace("{advisory}", "adv-2026-0001", StringComparison.Ordinal)
        .Replace("{party}", "none", StringComparison.Ordinal)
        .Replace("{claim}", "none", StringComparison.Ordinal)
        .Replace("{person}", "p-none", StringComparison.Ordinal)
        .Replace("{anchor}", new string('0', 64), StringComparison.Ordinal)
        .Replace("{digest}", new string('0', 64), StringComparison.Ordinal)
        .Replace("{index:long}", "0", StringComparison.Ordinal)
        .Replace("{name}", "none.json", StringComparison.Ordinal)
        .Replace("{**path}", "0/000", StringComparison.Ordinal);

    private List<(string Name, string Method, string Pattern)> Endpoints() =>
    [
        .. from endpoint in site.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           where endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
           from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
           let pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
           select ($"{method} {pattern}", method, pattern),
    ];
}
