using System.Text;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;
using Vitrine.Seals;

namespace Vitrine.Room.Tests;

/// <summary>A real centre with parties, people, and a sealed tree; and engagements in whatever state a test needs.</summary>
internal sealed class Scene : IAsyncDisposable
{
    public const string Host = "acme";
    public const string Laboratory = "nordlys";
    public const string Authority = "ministry";
    public const string OtherHost = "rival";
    public const string OtherLaboratory = "sudlab";
    public const string MainPath = "src/main.c";
    public const string CopyPath = "extra/copy-of-main.c";
    public const string HiddenPath = "src/secret/hidden.c";
    public const int MainLines = 120;

    private readonly string _folder;
    private readonly Dictionary<string, PartyKeys> _keys = [];

    private Scene(string folder) => _folder = folder;

    public static IReadOnlyList<Part> Parts { get; } = [new SealsPart(), new RegisterPart(), new EntitiesPart(), new ListsPart(), new AdvisoriesPart(), new RoomPart()];

    public ManualTime Time { get; } = new();

    public OpenCentre Centre { get; private set; } = null!;

    public SealStore Seals { get; private set; } = null!;

    public RoomDesk Rooms { get; private set; } = null!;

    public SealRoot Root { get; private set; }

    public Actor Hanne { get; } = new("p-hanne", Role.Host);

    public Actor Holger { get; } = new("p-holger", Role.Host);

    public Actor Astrid { get; } = new("p-astrid", Role.Authority);

    public SignedIn Rasmus => SignedIn("rasmus", Laboratory);

    public SignedIn Ruth => SignedIn("ruth", Laboratory);

    public SignedIn Sven => SignedIn("sven", OtherLaboratory);

    public static async Task<Scene> MakeAsync()
    {
        var scene = new Scene(Directory.CreateTempSubdirectory("vitrine-room-").FullName);
        await using (var made = await OpenCentre.CreateAsync(Path.Combine(scene._folder, "centre"), "Test centre", Parts, scene.Time, CancellationToken.None))
        {
            foreach (var (party, kind) in ((string, PartyKind)[])[(Host, PartyKind.Host), (OtherHost, PartyKind.Host), (Laboratory, PartyKind.Laboratory), (OtherLaboratory, PartyKind.Laboratory), (Authority, PartyKind.Authority)])
            {
                await Parties.RegisterAsync(made, party, $"The {party}", kind, made.Keys.PartyFolder(party), Actor.Console, CancellationToken.None);
                scene._keys.Add(party, PartyKeys.Read(made.Keys.PartyFolder(party)));
            }

            foreach (var (person, role, party) in ((string, Role, string?)[])[("hanne", Role.Host, Host), ("holger", Role.Host, Host), ("otto", Role.Host, OtherHost), ("rasmus", Role.Reviewer, Laboratory), ("ruth", Role.Reviewer, Laboratory), ("sven", Role.Reviewer, OtherLaboratory), ("astrid", Role.Authority, Authority), ("adam", Role.Administrator, null)])
            {
                await made.RecordAsync(new PersonRegistered($"p-{person}", role, party, []), Actor.Console, CancellationToken.None);
            }
        }

        await scene.StartAsync();
        scene.Root = await scene.SealAsync(Host);
        return scene;
    }

    public PartyKeys Keys(string party) => _keys[party];

    /// <summary>Opens the centre as a server with its rooms.</summary>
    public async Task StartAsync()
    {
        Centre = await OpenCentre.OpenAsync(Path.Combine(_folder, "centre"), Parts, CentreUse.Serve, Time, CancellationToken.None);
        Seals = SealDesk.Store(Centre);
        Rooms = new RoomDesk(Centre, Seals);
        await Rooms.RecoverAsync(CancellationToken.None);
    }

    /// <summary>Ends the process' hold on the centre, as a stop does, or as a kill: then the rooms end nothing.</summary>
    public async Task StopAsync(bool killed = false)
    {
        if (!killed)
        {
            await Rooms.DisposeAsync();
        }

        Seals.Dispose();
        await Centre.DisposeAsync();
    }

    /// <summary>The same centre as a command of another process has it.</summary>
    public Task<OpenCentre> CommandAsync() => OpenCentre.OpenAsync(Centre.Paths.Folder, Parts, CentreUse.Command, Time, CancellationToken.None);

    public async Task<SealRoot> SealAsync(string vendor)
    {
        var tree = Path.Combine(_folder, "tree-" + vendor);
        Write(tree, MainPath, string.Concat(Enumerable.Range(1, MainLines).Select(i => $"int line_{i}; // findme-7731\n")));
        Write(tree, CopyPath, string.Concat(Enumerable.Range(1, MainLines).Select(i => $"int line_{i}; // findme-7731\n")));
        Write(tree, "src/other.c", "one\ntwo\nthree");
        Write(tree, "src/empty.c", "");
        Write(tree, HiddenPath, "the hidden one\n");
        using var source = SealSource.Open(tree, null, CancellationToken.None);
        return (await SealDesk.MakeAsync(Centre, Seals, source, vendor, new SealOptions { Product = "Example Guard", Version = "1.4.2" }, Actor.Console, null, CancellationToken.None)).Root;
    }

    /// <summary>The host's next release: one file moved as it was, one changed, one gone, one new, and another one hidden.</summary>
    public async Task<SealRoot> SealNextAsync()
    {
        var tree = Path.Combine(_folder, "tree-next");
        Write(tree, "lib/main.c", string.Concat(Enumerable.Range(1, MainLines).Select(i => $"int line_{i}; // findme-7731\n")));
        Write(tree, "src/other.c", "one\n2\nthree");
        Write(tree, "src/update.c", "int fetch;\n");
        Write(tree, "src/empty.c", "");
        Write(tree, HiddenPath, "the hidden one, changed\n");
        using var source = SealSource.Open(tree, null, CancellationToken.None);
        return (await SealDesk.MakeAsync(Centre, Seals, source, Host, new SealOptions { Product = "Example Guard", Version = "1.5.0" }, Actor.Console, null, CancellationToken.None)).Root;
    }

    /// <summary>An engagement about the next release, brought as far as an open room.</summary>
    public async Task<string> OpenNextAsync(SealRoot next, string? comparesWith = null, string product = "Example Guard")
    {
        Time.Now = Time.Now.AddMinutes(1);
        var id = Engagements.NewId();
        await RecordAsync(new EngagementRequested(id, product, "1.5.0", Host, Laboratory, Authority, Tier.Full, "Whether it still is safe."), Astrid);
        await RecordAsync(new DisclosurePrepared(id, next.Value, ["**/*.c"], ["src/secret/**"], new ScopeCounts(4, 5, 1000, 125), new ScreeningCounts(0, 0, 0)));
        await DecideAsync(Proposed(id, RoomRules.Default with { ComparesWith = comparesWith }));
        await RecordAsync(new RoomOpened(id));
        return id;
    }

    public Task RecordAsync(Act act, Actor? by = null) => Centre.RecordAsync(act, by ?? Actor.Console, CancellationToken.None);

    /// <summary>Refused, with nothing recorded; gives the reason.</summary>
    public async Task<string> RefusedAsync(Act act, Actor? by = null)
    {
        var before = Centre.LedgerCheckpoint().Size;
        var refusal = await Assert.ThrowsAsync<ActRefusedException>(() => RecordAsync(act, by));
        Assert.Equal(before, Centre.LedgerCheckpoint().Size);
        return refusal.Message;
    }

    /// <summary>A new engagement, brought as far as <paramref name="state"/>.</summary>
    public async Task<string> EngagementAsync(EngagementState state, RoomRules? rules = null, EntryRules? entry = null, Tier tier = Tier.Full)
    {
        var id = Engagements.NewId();
        await RecordAsync(new EngagementRequested(id, "Example Guard", "1.4.2", Host, Laboratory, Authority, tier, "Whether it is safe."), Astrid);
        Act[] steps = [Prepared(id), Proposed(id, rules, entry), new RoomOpened(id), new RoomClosed(id, "Reading is over."), new EngagementDecided(id, Decision.Refused, "Not good enough.", null)];
        foreach (var step in steps.Take((int)state))
        {
            if (step is DisclosureProposed proposed)
            {
                await DecideAsync(proposed);
            }
            else
            {
                await RecordAsync(step);
            }
        }

        Assert.Equal(state, Find(id).State);
        return id;
    }

    public DisclosurePrepared Prepared(string id) =>
        new(id, Root.Value, ["**/*.c"], ["src/secret/**"], new ScopeCounts(4, 5, 1000, 243), new ScreeningCounts(0, 0, 0));

    /// <summary>What Hanne proposes.</summary>
    public static DisclosureProposed Proposed(string id, RoomRules? rules = null, EntryRules? entry = null) =>
        new(id, true, "We gain by it.", "The tender.", rules ?? RoomRules.Default, entry ?? EntryRules.None, "p-hanne");

    /// <summary>The newest proposal, confirmed by Holger.</summary>
    public DisclosureDecided Confirmed(string id, string person = "p-holger")
    {
        using var views = Centre.Snapshot();
        return new DisclosureDecided(id, Disclosures.Proposal(id, views)?.Position.Value ?? 0, person);
    }

    /// <summary>Hanne proposes, and Holger confirms.</summary>
    public async Task DecideAsync(DisclosureProposed proposed)
    {
        await RecordAsync(proposed, Hanne);
        await RecordAsync(Confirmed(proposed.Engagement), Holger);
    }

    public Engagement Find(string id)
    {
        using var views = Centre.Snapshot();
        return Engagements.Find(id, views)!;
    }

    public Session FindSession(string id)
    {
        using var views = Centre.Snapshot();
        return Sessions.Find(id, views)!;
    }

    public Task<RoomSession> EnterAsync(string engagement, SignedIn? reviewer = null) => Rooms.EnterAsync(reviewer ?? Rasmus, engagement, "10.0.0.7", CancellationToken.None);

    /// <summary>Shows lines of a file, as a page would.</summary>
    public static Task<LogIndex> ShowAsync(RoomSession session, string path, int from, int to)
    {
        var file = session.Tree.File(path);
        var content = new FrameContent(FrameKind.Text, $"file={path}\nq=findme-7731", [new LineRange(path, file.Digest, from, to)]);
        return session.ShowAsync(content, session.Mark, Encoding.UTF8.GetBytes($"frame {path} {from} {to}"), Digest.Of(Encoding.UTF8.GetBytes($"page of {path} {from} {to}")), CancellationToken.None);
    }

    /// <summary>Nothing can be read of a tree, once who still makes its index has noticed that it is closed.</summary>
    public static async Task AssertClosedAsync(ScopedSeal tree)
    {
        var limit = DateTime.UtcNow.AddSeconds(20);
        while (Record.Exception(() => tree.Read(MainPath)) is not ObjectDisposedException)
        {
            Assert.True(DateTime.UtcNow < limit, "The tree is open still.");
            await Task.Delay(5);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        foreach (var keys in _keys.Values)
        {
            keys.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private SignedIn SignedIn(string name, string party) => new(name, $"p-{name}", Role.Reviewer, party, _keys[party]);

    private static void Write(string tree, string path, string content)
    {
        var file = Path.Combine(tree, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }
}
