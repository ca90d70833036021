using System.Net;
using Microsoft.AspNetCore.Builder;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Room;

namespace Vitrine.Web.Tests;

/// <summary>The log's page beside witnesses that are really asked: all there, one away, too few.</summary>
public sealed class LogWitnessTests(LogWitnessTests.WitnessedSite site, BrowserFixture browsers) : IClassFixture<LogWitnessTests.WitnessedSite>, IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task Log_WithWitnesses_SaysLiveWhoHasCosignedAndWhoIsMissing()
    {
        var id = await site.OpenRoomAsync();
        var ruth = await site.SignInAsync("ruth");
        using (await ruth.PostAsync(Routes.Enter(id)))
        {
            await ruth.GetAsync(Routes.Reading(id) + "?file=TileLog.cs");
        }

        var session = site.Rooms.Find(site.Person("ruth"), id)!.Id;
        await UntilAsync("All have answered");
        await SeeAsync("log-witnesses-all");

        await site.StopAsync(2);
        await GrowAsync();
        var page = await UntilAsync("Missing, and not needed: third.");
        Assert.Contains("cannot be reached", page, StringComparison.Ordinal);
        await SeeAsync("log-witnesses-one-missing");
        var shown = site.Centre.LogCheckpoint().Size;

        await site.StopAsync(1);
        await GrowAsync();
        page = await UntilAsync("Missing: second, third.");
        Assert.Contains("The quorum is not met", page, StringComparison.Ordinal);
        Assert.Contains("to be shown", page, StringComparison.Ordinal);
        Assert.Equal(shown, site.Centre.LogCheckpoint().Size);
        await SeeAsync("log-witnesses-quorum-not-met");

        await site.StopAsync(0);
        await GrowAsync();
        await UntilAsync("Missing: first, second, third.");
        await SeeAsync("log-witnesses-none");

        // What needs the log's word is recorded, and the page says that it waits, and for whom.
        var (status, waits) = await ruth.GetAsync(Routes.Receipt(session));
        Assert.Equal(HttpStatusCode.Accepted, status);
        waits = WebUtility.HtmlDecode(waits);
        Assert.Contains("It is recorded, and waits for witnesses.", waits, StringComparison.Ordinal);
        Assert.Contains("not enough witnesses have cosigned it: first (", waits, StringComparison.Ordinal);
        Assert.Contains("Do not do it again", waits, StringComparison.Ordinal);
    }

    private async Task SeeAsync(string name)
    {
        var problems = new List<string>();
        await using var people = new PageTests.People(browsers.Chromium, site);
        await PageTests.SeeAsync(people, [new PageTests.Scene(name, "", Routes.Log)], problems);
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    private async Task GrowAsync()
    {
        await site.Centre.RecordAsync(new EngagementRequested(Engagements.NewId(), "Log", "1.0", "acme", "lab", "office", Tier.Full, "To see."), Actor.Console, CancellationToken.None);
        await site.Centre.AnchorAsync(CancellationToken.None);
    }

    // Witnesses are asked in rounds, a second apart.
    private async Task<string> UntilAsync(string words)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var page = ""; ; await timer.WaitForNextTickAsync(limit.Token))
        {
            page = WebUtility.HtmlDecode(await site.Http.GetStringAsync(new Uri(Routes.Log, UriKind.Relative), limit.Token));
            if (page.Contains(words, StringComparison.Ordinal))
            {
                return page;
            }
        }
    }

    /// <summary>A site whose log three witnesses on loopback cosign; two are enough.</summary>
    public sealed class WitnessedSite : SiteFixture
    {
        private static readonly string[] Names = ["first", "second", "third"];
        private readonly List<(WebApplication App, Vitrine.Log.Witness Witness)> _witnesses = [];

        /// <summary>Ends a witness; nobody is at its address any more.</summary>
        public async Task StopAsync(int number)
        {
            var (app, witness) = _witnesses[number];
            await app.StopAsync();
            await app.DisposeAsync();
            witness.Dispose();
        }

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            foreach (var (app, witness) in _witnesses)
            {
                await app.DisposeAsync();
                witness.Dispose();
            }
        }

        protected override async Task PrepareAsync(NoteVerifier log)
        {
            var paths = new CentrePaths(Folder);
            var policy = "";
            foreach (var name in Names)
            {
                var folder = new WitnessFolder(Path.Combine(Folder, "scratch", name));
                folder.Make($"witness.example/{name}");
                await File.WriteAllTextAsync(folder.LogsPath, $"log {log}\nquorum none\n");
                var witness = folder.Open(Time);
                var app = WitnessHost.Build(witness, "http://127.0.0.1:0");
                await app.StartAsync();
                _witnesses.Add((app, witness));
                policy += $"witness {name} {witness.Keys[0]} {app.Urls.First()}/\n";
            }

            await File.WriteAllTextAsync(paths.Witnesses, policy + "group two 2 first second third\nquorum two\n");
        }
    }
}
