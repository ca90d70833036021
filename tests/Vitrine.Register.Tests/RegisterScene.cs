using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register.Tests;

/// <summary>A real centre with the register's part, and what it is told by the floors above.</summary>
internal sealed class RegisterScene : IAsyncDisposable
{
    private bool _closed;
    private readonly string _folder = Directory.CreateTempSubdirectory("vitrine-register-").FullName;

    public static IReadOnlyList<Part> Parts { get; } = [new RegisterPart(), new EntitiesPart(), new ListsPart(), new AdvisoriesPart(), new UpperFloors()];

    public ManualTime Time { get; } = new();

    public OpenCentre Centre { get; private set; } = null!;

    public static async Task<RegisterScene> MakeAsync()
    {
        var scene = new RegisterScene();
        var centre = Path.Combine(scene._folder, "centre");
        await using (await OpenCentre.CreateAsync(centre, "Test centre", Parts, scene.Time, CancellationToken.None))
        {
        }

        scene.Centre = await OpenCentre.OpenAsync(centre, Parts, CentreUse.Serve, scene.Time, CancellationToken.None);
        return scene;
    }

    public string Folder => Path.Combine(_folder, "centre");

    /// <summary>Lets go of the centre, so that something else can open it.</summary>
    public async ValueTask CloseAsync()
    {
        if (!_closed)
        {
            _closed = true;
            await Centre.DisposeAsync();
        }
    }

    public string KeyFolder(string name) => Path.Combine(_folder, "keys", name);

    public Task<Party> RegisterAsync(string id, PartyKind kind = PartyKind.Laboratory, string? name = null, string? folder = null) =>
        Parties.RegisterAsync(Centre, id, name ?? $"The {id}", kind, folder ?? KeyFolder(id), Actor.Console, CancellationToken.None);

    public Task RecordAsync(Act act) => Centre.RecordAsync(act, Actor.Console, CancellationToken.None);

    public Task<ActRefusedException> RefusedAsync(Act act) => Assert.ThrowsAsync<ActRefusedException>(() => RecordAsync(act));

    /// <summary>A certificate whose two statements are staged, and say what the test's case needs no more of.</summary>
    public CertificateIssued Certificate(string name, string laboratory = "nordlys", int days = 300, string product = "Guard", string seal = "seal")
    {
        using var key = SigningKey.Generate();
        Digest Staged(string what) => StagedStatement.Stage(
            Centre.Paths, new ReleasePredicate(what, name, "stable", Digest.Of("seal"u8), "v", Time.Now).Of([Subject.File("f", Digest.Of("f"u8))]), key);
        return new CertificateIssued(Staged("summary"), Staged("review"), "e-1", Digest.Of(System.Text.Encoding.UTF8.GetBytes(seal)), product, "1", laboratory, true, Time.Now, Time.Now.AddDays(days));
    }

    /// <summary>Someone of a party, on record.</summary>
    public async Task<Actor> PersonAsync(string person, Role role, string party)
    {
        await RecordAsync(new PersonRegistered(person, role, party, [1]));
        return new Actor(person, role);
    }

    public Task RecordAsync(Act act, Actor by) => Centre.RecordAsync(act, by, CancellationToken.None);

    public async Task<string> RefusedAsync(Act act, Actor by) => (await Assert.ThrowsAsync<ActRefusedException>(() => RecordAsync(act, by))).Message;

    public Certificate Find(CertificateIssued issued)
    {
        using var views = Centre.Snapshot();
        return Certificates.Find(issued.Certificate, views)!;
    }

    /// <summary>What a status says, verified under the centre's key and looked up in the log.</summary>
    public async Task<StatusPredicate> ReadAsync(Digest status)
    {
        var envelope = DsseEnvelope.Parse(await File.ReadAllBytesAsync(Path.Combine(Centre.Paths.Statements, status.ToHex() + ".json")));
        Assert.True(VerifiedStatement.TryOpen(envelope, Centre.Keys.Signing.PublicKey, out var verified));
        Assert.True((await Centre.PublishedAsync(status, CancellationToken.None)).Value < Centre.LogCheckpoint().Size.Value);
        return StatusPredicate.Read(verified.Statement);
    }

    /// <summary>The views are thrown away, made again from the ledger, and equal what they were.</summary>
    public async Task AssertRebuildsAsync()
    {
        await Centre.DisposeAsync();
        var folder = Path.Combine(_folder, "centre");
        var (before, after, _) = await OpenCentre.RebuildViewsAsync(folder, Parts, Time, CancellationToken.None);
        Assert.Equal(before, after);
        Centre = await OpenCentre.OpenAsync(folder, Parts, CentreUse.Serve, Time, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>A clock that moves when told.</summary>
internal sealed class ManualTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
