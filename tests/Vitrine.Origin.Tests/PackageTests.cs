namespace Vitrine.Origin.Tests;

/// <summary>
/// NuGet and npm packages with native binaries, which the product and its tests refer to. Checked by hand: SourceGear.sqlite3 is built from SQLite's amalgamation; the node
/// that Playwright brings answers <c>node -p process.versions</c> with openssl, uv, zlib, zstd, nghttp2, brotli and sqlite; the .NET runtime's notices
/// name Brotli and zlib-ng for its compression library.
/// </summary>
public sealed class PackageTests
{
    public static TheoryData<string> SqliteBuilds => ["linux-x64/native/libe_sqlite3.so", "linux-musl-x64/native/libe_sqlite3.so", "linux-arm64/native/libe_sqlite3.so", "linux-x86/native/libe_sqlite3.so", "win-x64/native/e_sqlite3.dll", "win-x86/native/e_sqlite3.dll", "win-arm64/native/e_sqlite3.dll"];

    [Theory]
    [MemberData(nameof(SqliteBuilds))]
    public void Identify_SqliteOfANuGetPackage_IsSqliteOnEveryProcessor(string build)
    {
        var found = Scene.Trixie.Identify(Scene.Read(Path.Combine(Scene.Package("sourcegear.sqlite3"), "runtimes", build)), CancellationToken.None);
        Assert.Equal("sqlite3", Assert.Single(found.Matches).Product);
    }

    [Fact]
    public void Identify_NodeOfPlaywright_IsEveryLibraryLinkedIntoIt()
    {
        var node = Path.Combine(Scene.Package("microsoft.playwright"), ".playwright", "node", "linux-x64", "node");
        var found = Scene.Trixie.Identify(Scene.Read(node), CancellationToken.None);
        var products = found.Matches.Select(match => match.Product).ToList();
        Assert.Superset(new HashSet<string> { "openssl", "libuv", "zlib", "zstd", "nghttp2", "brotli" }, products.ToHashSet());
        Assert.Subset(new HashSet<string> { "openssl", "libuv", "zlib", "zstd", "nghttp2", "brotli", "sqlite3" }, products.ToHashSet());
        Assert.Equal(1, found.Matches.Sum(match => match.Share), 3);
    }

    [Fact]
    public void Identify_CompressionOfTheDotNetRuntime_IsBrotli()
    {
        var folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var found = Scene.Trixie.Identify(Scene.Read(Path.Combine(folder, "libSystem.IO.Compression.Native.so")), CancellationToken.None);
        Assert.Contains("brotli", found.Matches.Select(match => match.Product));
        Assert.Subset(new HashSet<string> { "brotli", "zlib", "zstd" }, found.Matches.Select(match => match.Product).ToHashSet());
    }

    [Fact]
    public void Identify_PartsOfTheRuntimeThatAreItsOwn_AreUnknown()
    {
        var folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        foreach (var name in new[] { "libSystem.Native.so", "libSystem.Net.Security.Native.so", "System.Text.Json.dll" })
        {
            Assert.Equal(IdentificationStatus.Unknown, Scene.Trixie.Identify(Scene.Read(Path.Combine(folder, name)), CancellationToken.None).Status);
        }
    }
}
