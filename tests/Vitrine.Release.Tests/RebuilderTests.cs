using System.Diagnostics;
using System.Text;
using Vitrine.Artifacts;
using Vitrine.Proofs;
using Vitrine.Seals;

namespace Vitrine.Release.Tests;

public sealed class RebuilderTests : IDisposable
{
    private static readonly Digest Seal = Digest.Of("a seal"u8);

    private readonly TemporaryFolder _folder = new();
    private readonly Rebuilder _rebuilder;

    public RebuilderTests() => _rebuilder = Rebuilder.Open(Scene.Options with { CacheFolder = Path.Combine(_folder.Path, "cache") }, TimeProvider.System);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RunAsync_OwnProofsFromASeal_AreIdenticalToAnOrdinaryBuildElsewhere()
    {
        var tree = Path.Combine(_folder.Path, "some where", "else");
        CopyOwnSource(tree);
        using var store = new SealStore(Path.Combine(_folder.Path, "store"), new NoWrap(), TimeProvider.System);
        using var source = SealSource.Open(tree, null, CancellationToken.None);
        using var domain = DomainKey.FromBytes(new byte[DomainKey.Size]);
        var made = await store.MakeAsync(source, domain, new SealOptions(), null, CancellationToken.None);
        using var seal = store.Open(made.Root);
        var recipe = RecipeReader.Parse(seal.Whole.Read("recipes/vitrine-proofs.json").Span);
        Build(tree, recipe);

        var result = await _rebuilder.RunAsync(
            new RebuildRequest
            {
                Source = BuildSource.OfSeal(seal),
                Recipe = recipe,
                Shipped = [new ShippedArtifact("Vitrine.Proofs.dll", await File.ReadAllBytesAsync(Path.Combine(tree, recipe.Outputs[0].Path)))],
                Twice = true,
            },
            null,
            CancellationToken.None);

        Assert.True(result.Failure is null, $"{result.Failure}\n{result.Runs[^1].Log.Text}");
        var file = Assert.Single(result.Files);
        Assert.True(file.Comparison.Verdict == ComparisonVerdict.Identical, file.Comparison.ToText());
        Assert.Equal(ComparisonVerdict.Identical, file.Noise!.Verdict);
        Assert.StartsWith("10.", result.Runs[0].Versions["dotnet"], StringComparison.Ordinal);
        var predicate = RebuildPredicate.Parse(result.ToPredicate(made.Root.Value, "https://rebuilder.example/", "7").ToJson());
        Assert.Equal((made.Root.Value, recipe.Digest, result.Closure.Digest), (predicate.Seal, predicate.RecipeDigest, predicate.Closure));
        Assert.Equal(RebuildVerdict.Identical, Assert.Single(predicate.Comparisons).Verdict);
    }

    [Fact]
    public async Task RunAsync_OtherBytesShipped_AreDifferent()
    {
        var result = await RunAsync("echo built > out", "shipped\n");

        Assert.Null(result.Failure);
        Assert.Equal(ComparisonVerdict.Different, result.Worst);
        var predicate = result.ToPredicate(Seal, "https://rebuilder.example/", "1");
        var statement = RebuildPredicate.Read(predicate.Of(result.ToSubjects()));
        var comparison = Assert.Single(statement.Comparisons);
        Assert.Equal(
            (RebuildVerdict.Different, Digest.Of("shipped\n"u8), Digest.Of("built\n"u8)), (comparison.Verdict, comparison.Shipped, comparison.Rebuilt));
    }

    [Fact]
    public async Task RunAsync_BuildThatVariesItself_ShowsItsNoise()
    {
        var result = await RunAsync("read -r x < /proc/sys/kernel/random/uuid; echo $x > out", "x", twice: true);

        Assert.Equal(ComparisonVerdict.Different, Assert.Single(result.Files).Noise!.Verdict);
        Assert.Equal("different", result.ToPredicate(Seal, "https://rebuilder.example/", "1").Sandbox.GetProperty("runsAgree").GetString());
    }

    [Fact]
    public async Task RunAsync_BuildThatFails_TellsItsStepCodeAndLog()
    {
        var result = await RunAsync("echo 'a.c:1: error'; exit 4", "x", twice: true);

        Assert.Equal("Step 1 (sh) ended with exit code 4.", result.Failure);
        Assert.Equal("a.c:1: error", Assert.Single(result.Runs).Log.Tail(1));
        Assert.Null(result.Worst);
        Assert.Throws<InvalidOperationException>(() => result.ToPredicate(Seal, "https://rebuilder.example/", "1"));
    }

    [Fact]
    public async Task RunAsync_Always_ReportsEachStageInOrder()
    {
        var seen = new Seen();

        await RunAsync("echo x > out", "x", twice: true, progress: seen);

        Assert.Equal(
            [
                new(RebuildStage.Closure, 1, 0),
                new(RebuildStage.Unpacking, 1, 0), new(RebuildStage.Step, 1, 0), new(RebuildStage.Packing, 1, 1),
                new(RebuildStage.Unpacking, 2, 0), new(RebuildStage.Step, 2, 0), new(RebuildStage.Packing, 2, 1),
                new(RebuildStage.Comparing, 2, 0),
            ],
            seen.Values);
    }

    [Fact]
    public async Task RunAsync_ToolsChangeMeanwhile_IsNoResult()
    {
        var file = _folder.File("packages/a/1.0.0/lib/a.dll", "one");
        var options = Scene.Options with { NuGetPackages = Path.Combine(_folder.Path, "packages") };
        var recipe = Scene.Parse(new
        {
            name = "p",
            steps = new[] { new[] { "sh", "-c", "read -r x < $NUGET_FALLBACK_PACKAGES/a/1.0.0/lib/a.dll; echo $x > out" } },
            packages = new[] { "pkg:nuget/A@1.0.0" },
            outputs = new[] { new { path = "out", name = "out" } },
            sourceDateEpoch = 0,
        });
        var request = new RebuildRequest { Source = Scene.Source(("x", "")), Recipe = recipe, Shipped = [new ShippedArtifact("out", "one\n"u8.ToArray())] };
        var rebuilder = Rebuilder.Open(options, TimeProvider.System);

        Assert.Equal(ComparisonVerdict.Identical, (await rebuilder.RunAsync(request, null, CancellationToken.None)).Worst);
        var fault = await Assert.ThrowsAsync<SandboxException>(() =>
            rebuilder.RunAsync(request, new Seen { At = RebuildStage.Packing, Do = () => File.WriteAllText(file, "two") }, CancellationToken.None));

        Assert.Equal(SandboxFault.ClosureChanged, fault.Fault);
    }

    [Fact]
    public async Task RunAsync_ShippedFileThatTheRecipeDoesNotMake_IsRefusedAtOnce()
    {
        var request = new RebuildRequest { Source = Scene.Source(), Recipe = Scene.Script(), Shipped = [new ShippedArtifact("setup.exe", default)] };

        var fault = await Assert.ThrowsAsync<ArgumentException>(() => _rebuilder.RunAsync(request, null, CancellationToken.None));

        Assert.Contains("\"setup.exe\"; it makes out", fault.Message, StringComparison.Ordinal);
    }

    private Task<RebuildResult> RunAsync(string script, string shipped, bool twice = false, IProgress<RebuildProgress>? progress = null) => _rebuilder.RunAsync(
        new RebuildRequest
        {
            Source = Scene.Source(("build", script)),
            Recipe = Scene.Script(),
            Shipped = [new ShippedArtifact("out", Encoding.UTF8.GetBytes(shipped))],
            Twice = twice,
        },
        progress,
        CancellationToken.None);

    // What `vitrine seal` of a clean clone has, and the build of Proofs needs.
    private static void CopyOwnSource(string target)
    {
        var files = Directory.EnumerateFiles(Scene.Repository)
            .Concat(Directory.EnumerateFiles(Path.Combine(Scene.Repository, "recipes")))
            .Concat(Directory.EnumerateFiles(Path.Combine(Scene.Repository, "src", "Vitrine.Proofs"), "*", SearchOption.AllDirectories))
            .Where(file => Path.GetFileName(file) != ".git");
        foreach (var file in files)
        {
            var copy = Path.Combine(target, Path.GetRelativePath(Scene.Repository, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static void Build(string tree, Recipe recipe)
    {
        var start = new ProcessStartInfo(recipe.Steps[0][0], recipe.Steps[0].Skip(1)) { WorkingDirectory = tree, RedirectStandardOutput = true };
        start.Environment["CI"] = "true";
        using var build = Process.Start(start)!;
        var log = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        Assert.True(build.ExitCode == 0, log);
    }

    private sealed class Seen : IProgress<RebuildProgress>
    {
        public List<RebuildProgress> Values { get; } = [];

        public RebuildStage? At { get; init; }

        public Action? Do { get; init; }

        public void Report(RebuildProgress value)
        {
            Values.Add(value);
            if (value.Stage == At)
            {
                Do?.Invoke();
            }
        }
    }

    private sealed class NoWrap : KeyWrap
    {
        public override byte[] Wrap(ReadOnlySpan<byte> key, string purpose) => key.ToArray();

        public override byte[] Unwrap(ReadOnlySpan<byte> wrapped, string purpose) => wrapped.ToArray();
    }
}
