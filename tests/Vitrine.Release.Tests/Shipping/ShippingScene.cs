using System.Text;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;
using Vitrine.Seals;

namespace Vitrine.Release.Tests;

/// <summary>A real centre with a vendor, a laboratory and a sealed tree, and two files that ship.</summary>
internal sealed class ShippingScene : IAsyncDisposable
{
    public const string Vendor = "acme";
    public const string Laboratory = "nordlys";
    public const string Product = "Example Guard";

    private readonly TemporaryFolder _folder = new();

    public static IReadOnlyList<Part> Parts { get; } = [new SealsPart(), new RegisterPart(), new EntitiesPart(), new ListsPart(), new AdvisoriesPart(), new ReleasePart()];

    public ManualTime Time { get; } = new();

    public OpenCentre Centre { get; private set; } = null!;

    public PartyKeys VendorKeys { get; private set; } = null!;

    public PartyKeys LaboratoryKeys { get; private set; } = null!;

    public Digest Seal { get; private set; }

    /// <summary>What ships.</summary>
    public string[] Files { get; private set; } = [];

    public static async Task<ShippingScene> MakeAsync()
    {
        var scene = new ShippingScene();
        var centre = Path.Combine(scene._folder.Path, "centre");
        await using (await OpenCentre.CreateAsync(centre, "Test centre", Parts, scene.Time, CancellationToken.None))
        {
        }

        scene.Centre = await OpenCentre.OpenAsync(centre, Parts, CentreUse.Serve, scene.Time, CancellationToken.None);
        scene.VendorKeys = await scene.PartyAsync(Vendor, PartyKind.Host);
        scene.LaboratoryKeys = await scene.PartyAsync(Laboratory, PartyKind.Laboratory);
        scene.Seal = await scene.SealAsync(Vendor);
        scene.Files = [scene._folder.File("ship/guard.bin", "the guard"), scene._folder.File("ship/guard.dat", "its data")];
        return scene;
    }

    public async Task<PartyKeys> PartyAsync(string id, PartyKind kind)
    {
        var folder = Path.Combine(_folder.Path, "keys", id);
        await Parties.RegisterAsync(Centre, id, $"The {id}", kind, folder, Actor.Console, CancellationToken.None);
        return PartyKeys.Read(folder);
    }

    public async Task<Digest> SealAsync(string vendor)
    {
        _folder.File($"{vendor}/main.c", "int main(void) { return 0; }\n");
        using var store = SealDesk.Store(Centre);
        using var source = SealSource.Open(Path.Combine(_folder.Path, vendor), null, CancellationToken.None);
        return (await SealDesk.MakeAsync(Centre, store, source, vendor, new SealOptions { Product = Product, Version = "1.4.2" }, Actor.Console, null, CancellationToken.None)).Root.Value;
    }

    /// <summary>The laboratory certifies the seal.</summary>
    public async Task<Digest> CertifyAsync(int days = 300)
    {
        var now = Time.Now;
        var review = new ReviewPredicate(
            "e-1",
            Product,
            "1.4.2",
            ReviewTier.Full,
            new ReviewScope(["**"], [], 1, 1, 29),
            new ReviewCoverage(1, 1, 1),
            new Laboratory(Laboratory, "The nordlys"),
            new ReviewFindings(0, 0, 0, 0, 0),
            ReviewConclusion.Certified,
            now,
            now.AddDays(days),
            new TreeHead("ledger.example", new TreeSize(1), Digest.Of("ledger"u8)));
        var reviewed = StagedStatement.Stage(Centre.Paths, review.Of(Seal), LaboratoryKeys.Signing);
        var summary = StagedStatement.Stage(Centre.Paths, VsaPredicate.For(review, Seal, reviewed, "vitrine:party:nordlys", "https://vitrine.example/policy/review/v1").Of(Seal), LaboratoryKeys.Signing);
        await RecordAsync(new CertificateIssued(summary, reviewed, "e-1", Seal, Product, "1.4.2", Laboratory, true, now, now.AddDays(days)));
        return summary;
    }

    /// <summary>Somebody repeats the build of both files, with this result.</summary>
    public async Task RebuildAsync(RebuildVerdict verdict = RebuildVerdict.Identical)
    {
        var files = Files.Select(file => (Name: Path.GetFileName(file), Digest: Digest.Of(File.ReadAllBytes(file)))).ToList();
        var rebuilt = files.ConvertAll(file => verdict == RebuildVerdict.Identical ? file.Digest : Digest.Of(Encoding.UTF8.GetBytes($"rebuilt {file.Name}")));
        var predicate = new RebuildPredicate(
            Seal,
            CanonicalJson.Parse("{}"u8),
            Digest.Of("recipe"u8),
            CanonicalJson.Parse("{}"u8),
            Digest.Of("closure"u8),
            "https://rebuilder.example",
            "run-1",
            Time.Now,
            Time.Now,
            [.. files.Zip(rebuilt).Select(pair => new RebuildComparison(pair.First.Name, pair.First.Digest, pair.Second, verdict, []))]);
        var statement = StagedStatement.Stage(Centre.Paths, predicate.Of(files.Zip(rebuilt).Select(pair => Subject.File(pair.First.Name, pair.Second))), Centre.Keys.Signing);
        await RecordAsync(new RebuildAttested(Seal, statement, [.. files.Select(file => new ShippedFile(file.Name, file.Digest))], verdict));
    }

    public Task<MadeRelease> ReleaseAsync(string version = "1.4.2", IReadOnlyList<string>? files = null, Digest? seal = null, SigningKey? key = null, string? product = null) =>
        ReleaseDesk.MakeAsync(Centre, files ?? Files, seal ?? Seal, version, product, "stable", key ?? VendorKeys.Signing, Actor.Console, CancellationToken.None);

    public Task RecordAsync(Act act) => Centre.RecordAsync(act, Actor.Console, CancellationToken.None);

    /// <summary>What a gate with the centre's keys says of a file and the bundle that lies beside it.</summary>
    public Verdict Decide(string file, GateState? state = null, string rules = "") => GateDecision.Decide(
        new GateArtifact(Path.GetFileName(file), Digest.Of(File.ReadAllBytes(file))), File.ReadAllBytes(file + BundleFile.Extension), PolicyWith(rules), state ?? GateState.Empty, Time.Now);

    public Policy Policy => PolicyWith("");

    public Policy PolicyWith(string rules) => Policy.Parse(Encoding.UTF8.GetBytes($"""
        product      {Product}
        log          {Centre.Keys.Log.Verifier}
        quorum       none
        vendor       {VendorKeys.Signing.PublicKey.ToBase64()}
        laboratory   {LaboratoryKeys.Signing.PublicKey.ToBase64()}
        rebuilder    {Centre.Keys.Signing.PublicKey.ToBase64()}
        status       {Centre.Keys.Signing.PublicKey.ToBase64()}
        certificate  tier full  max-age 400d
        coverage     0.25
        rebuild      equivalent
        status-age   7d
        {rules}
        """));

    public async ValueTask DisposeAsync()
    {
        VendorKeys.Dispose();
        LaboratoryKeys.Dispose();
        await Centre.DisposeAsync();
        _folder.Dispose();
    }
}

/// <summary>A clock that moves when told.</summary>
internal sealed class ManualTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
