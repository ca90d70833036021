using System.Security.Cryptography;

namespace Vitrine.Cli.Tests;

/// <summary>Verifiers that are not Vitrine's: npm packages that <c>./test</c> installs, and programs under others/ written from documents alone.</summary>
internal static class Others
{
    private static readonly string Programs = Path.Combine(Repository.Root, "tests", "Vitrine.Cli.Tests", "others");

    /// <summary>What npm's <c>@sigstore/verify</c> says of each line of a bundle.</summary>
    public static Task<string[]> SigstoreAsync(string policy, string bundle) => LinesAsync(Node, Program("sigstore.mjs"), Modules, policy, bundle);

    /// <summary>What a Go program written from docs/formats says of each line of a bundle.</summary>
    public static Task<string[]> GoAsync(string policy, string bundle) => LinesAsync(
        "env", "GO111MODULE=off", "GOPATH=/usr/share/gocode", "GOFLAGS=", $"GOCACHE={Path.Combine(AppContext.BaseDirectory, "go-cache")}", "go", "run", Program("bundle.go"), policy, bundle);

    /// <summary>What a script written from SLSA's text says of a plain envelope with a summary.</summary>
    public static async Task<string> SummaryAsync(string file, string key, string verifier, string subject, string resource, string level) =>
        (await LinesAsync(Node, Program("vsa.mjs"), file, key, verifier, subject, resource, level)).Single();

    /// <summary>Where the packages lie that package-lock.json pins; scripts/common.sh puts them there.</summary>
    private static string Modules
    {
        get
        {
            var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } named ? named : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            var locked = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Program("package-lock.json"))));
            var folder = Path.Combine(cache, "vitrine", "npm", locked[..16]);
            Assert.True(File.Exists(Path.Combine(folder, ".whole")), $"This test needs the npm packages of {Program("package-lock.json")} in {folder}. ./test installs them.");
            return folder;
        }
    }

    private static string Node => Directory.EnumerateDirectories(Path.Combine(Modules, "node_modules"), "node-linux-*").Select(folder => Path.Combine(folder, "bin", "node")).Single();

    private static string Program(string name) => Path.Combine(Programs, name);

    private static async Task<string[]> LinesAsync(params string[] words)
    {
        var answer = (await Child.RunAsync(words)).Ends(0);
        return answer.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
