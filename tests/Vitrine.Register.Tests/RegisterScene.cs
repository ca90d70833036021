using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register.Tests;

/// <summary>A real centre with the register's part alone.</summary>
internal sealed class RegisterScene : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vitrine-register-").FullName;

    public static IReadOnlyList<Part> Parts { get; } = [new RegisterPart(), new EntitiesPart(), new ListsPart()];

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

    public string KeyFolder(string name) => Path.Combine(_folder, "keys", name);

    public Task<Party> RegisterAsync(string id, PartyKind kind = PartyKind.Laboratory, string? name = null, string? folder = null) =>
        Parties.RegisterAsync(Centre, id, name ?? $"The {id}", kind, folder ?? KeyFolder(id), Actor.Console, CancellationToken.None);

    public Task RecordAsync(Act act) => Centre.RecordAsync(act, Actor.Console, CancellationToken.None);

    public Task<ActRefusedException> RefusedAsync(Act act) => Assert.ThrowsAsync<ActRefusedException>(() => RecordAsync(act));

    /// <summary>A certificate whose two statements are staged, and say what the test's case needs no more of.</summary>
    public CertificateIssued Certificate(string name, string laboratory = "nordlys", int days = 300)
    {
        using var key = SigningKey.Generate();
        Digest Staged(string what) => StagedStatement.Stage(
            Centre.Paths, new ReleasePredicate(what, name, "stable", Digest.Of("seal"u8), "v", Time.Now).Of([Subject.File("f", Digest.Of("f"u8))]), key);
        return new CertificateIssued(Staged("summary"), Staged("review"), "e-1", Digest.Of("seal"u8), "Guard", "1", laboratory, true, Time.Now, Time.Now.AddDays(days));
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
        await Centre.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>A clock that moves when told.</summary>
internal sealed class ManualTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
