using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Web.Tests;

/// <summary>A real centre with parties, people and a sealed tree, and the site over it on a port of this machine.</summary>
#pragma warning disable CA1001 // xunit disposes of a fixture by IAsyncLifetime.
public class SiteFixture : IAsyncLifetime
#pragma warning restore CA1001
{
    public const string Password = "correct horse battery 9";

    private readonly Dictionary<string, byte[]> _codes = [];
    private readonly Dictionary<string, string> _people = [];
    private OpenCentre? _centre;
    private SealStore? _seals;
    private RoomDesk? _rooms;
    private WebApplication? _app;

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "vitrine-web-" + Guid.NewGuid().ToString("N")[..10]);

    public OpenCentre Centre => _centre!;

    public WebApplication App => _app!;

    public RoomDesk Rooms => _rooms!;

    public SealStore Seals => _seals!;

    public ScreeningDesk Screenings => _app!.Services.GetRequiredService<ScreeningDesk>();

    public ManualTime Time { get; } = new();

    public string Address => _app!.Urls.First();

    public HttpClient Http { get; private set; } = new();

    public SealRoot Root { get; private set; }

    /// <summary>A clone's own sources: the tree that the tests seal.</summary>
    public static string Sources
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Vitrine.slnx")))
            {
                folder = Path.GetDirectoryName(folder)!;
            }

            return Path.Combine(folder, "src", "Vitrine.Log");
        }
    }

    /// <summary>What is sealed.</summary>
    protected virtual string Tree => Sources;

    public async Task InitializeAsync()
    {
        NoteVerifier log;
        await using (var made = await OpenCentre.CreateAsync(Folder, "Northern Reading Centre", SiteHost.Parts, Time, CancellationToken.None))
        {
            log = made.Keys.Log.Verifier;
            foreach (var (id, name, kind) in ((string, string, PartyKind)[])[
                ("acme", "Acme Works", PartyKind.Host), ("other-host", "Other Host", PartyKind.Host), ("lab", "Laboratory Nine", PartyKind.Laboratory),
                ("other-lab", "Other Laboratory", PartyKind.Laboratory), ("office", "The Office", PartyKind.Authority), ("other-office", "Other Office", PartyKind.Authority)])
            {
                await Parties.RegisterAsync(made, id, name, kind, made.Keys.PartyFolder(id), Actor.Console, CancellationToken.None);
            }

            foreach (var (name, role, party) in ((string, Role, string?)[])[
                ("ada", Role.Administrator, null), ("hanne", Role.Host, "acme"), ("hugo", Role.Host, "acme"), ("ruth", Role.Reviewer, "lab"), ("ronja", Role.Reviewer, "lab"), ("astrid", Role.Authority, "office"),
                ("hal", Role.Host, "other-host"), ("rob", Role.Reviewer, "other-lab"), ("abe", Role.Authority, "other-office")])
            {
                using var keys = role == Role.Reviewer ? PartyKeys.Read(made.Keys.PartyFolder(party!)) : null;
                var account = await new Accounts(made).AddAsync(name, role, party, Password, keys, Actor.Console, CancellationToken.None);
                (_codes[name], _people[name]) = (account.CodeSecret, account.Person);
            }
        }

        await PrepareAsync(log);
        _centre = await OpenCentre.OpenAsync(Folder, SiteHost.Parts, CentreUse.Serve, Time, CancellationToken.None);
        _seals = SealDesk.Store(_centre);
        using (var source = SealSource.Open(Tree, null, CancellationToken.None))
        {
            Root = (await SealDesk.MakeAsync(_centre, _seals, source, "acme", new SealOptions { Product = "Log", Version = "1.0", Accept = SealProblems.Acceptable.Values.ToHashSet() }, Actor.Console, null, CancellationToken.None)).Root;
        }

        _rooms = new RoomDesk(_centre, _seals);
        _app = SiteHost.Build(_centre, _seals, _rooms, "http://127.0.0.1:0");
        await _app.StartAsync();
        Http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(Address) };
    }

    /// <summary>The centre is made, and nobody serves it yet.</summary>
    protected virtual Task PrepareAsync(NoteVerifier log) => Task.CompletedTask;

    /// <summary>A code that was not used yet: the clock moves on by a step.</summary>
    public string Code(string name)
    {
        Time.Now = Time.Now.AddSeconds(31);
        return Totp.Code(_codes[name], Time.Now);
    }

    /// <summary>Someone who has signed in by the form; the cookies go with every request.</summary>
    public async Task<SitePerson> SignInAsync(string name)
    {
        var person = new SitePerson(Http);
        await person.GetAsync(Routes.SignIn);
        using var answer = await person.PostAsync(Routes.SignIn, ("name", name), ("password", Password), ("code", Code(name)));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        await person.GetAsync(Routes.Log);
        return person;
    }

    /// <summary>The identifier of an account's person.</summary>
    public string Person(string name) => _people[name];

    /// <summary>Hanne proposes to disclose, and Hugo confirms.</summary>
    public Task DiscloseAsync(string id, RoomRules? rules = null, EntryRules? entry = null) => Disclosures.DecideAsync(
        Centre, new DisclosureProposed(id, true, "Agreed.", "The tender.", rules ?? RoomRules.Default, entry ?? EntryRules.None, Person("hanne")), Person("hugo"), Actor.Console, CancellationToken.None);

    /// <summary>An engagement that has come as far as an open room.</summary>
    public async Task<string> OpenRoomAsync(string product = "Log", RoomRules? rules = null, EntryRules? entry = null)
    {
        var id = Engagements.NewId();
        await Centre.RecordAsync(new EngagementRequested(id, product, "1.0", "acme", "lab", "office", Tier.Full, "To see."), Actor.Console, CancellationToken.None);
        await BringAsync(id, EngagementState.Open, rules, entry);
        return id;
    }

    /// <summary>Brings an engagement just requested as far as a state.</summary>
    public async Task BringAsync(string id, EngagementState state, RoomRules? rules = null, EntryRules? entry = null)
    {
        Func<Task>[] steps =
        [
            () => DisclosureDesk.PrepareAsync(Centre, _seals!, Screenings, id, Root, Scope.Of(["**"], ["LogStore.cs"]), Actor.Console, CancellationToken.None),
            () => DiscloseAsync(id, rules, entry),
            () => Centre.RecordAsync(new RoomOpened(id), Actor.Console, CancellationToken.None),
            () => Centre.RecordAsync(new RoomClosed(id, "Over."), Actor.Console, CancellationToken.None),
            () => Centre.RecordAsync(new EngagementDecided(id, Decision.Refused, "Not this one.", null), Actor.Console, CancellationToken.None),
        ];
        foreach (var step in steps.Take((int)state))
        {
            await step();
        }
    }

    public virtual async Task DisposeAsync()
    {
        Http.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        if (_rooms is not null)
        {
            await _rooms.DisposeAsync();
        }

        _seals?.Dispose();
        if (_centre is not null)
        {
            await _centre.DisposeAsync();
        }

        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>A clock that moves when told; its timers never fire.</summary>
public sealed class ManualTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
