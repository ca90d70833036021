namespace Vitrine.Origin.Tests;

/// <summary>
/// NuGet packages with native binaries, which the product and its tests bring with them. Checked by hand: SourceGear.sqlite3 is built from SQLite's amalgamation; the node
/// that Playwright brings answers <c>node -p process.versions</c> with openssl, uv, zlib, zstd, nghttp2, brotli and sqlite; the .NET runtime's notices
/// name Brotli and zlib-ng for its compression library.
/// </summary>
public sealed class PackageTests
{
    public static TheoryData<string> SqliteBuilds => ["linux-x64/native/libe_sqlite3.so", "linux-musl-x64/native/libe_sqlite3.so", "linux-arm64/native/libe_sqlite3.so", "linux-x86/native/libe_sqlite3.so", "win-x64/native/e_sqlite3.dll", "win-x86/native/e_sqlite3.dll", "win-arm64/native/e_sqlite3.dll"];

    /// <summary>
    /// Whole packages, as NuGet serves them: the package, and for each member with native code what must come out of it; '*' is every other member, of which nothing may.
    /// By hand: the source ids in both SQLite packages are those of SQLite 3.50.4 (2025-07-30) and 3.35.5 (2021-04-19). <c>protoc --version</c> of Grpc.Tools says libprotoc 35.1; the
    /// C# plugin beside it is linked from the same compiler; neither needs a library but the C runtime's, nor holds a string of zlib's or OpenSSL's. Of the .NET runtime's
    /// libraries only the one for compression holds Brotli's dictionary and inflate's messages, and its notices name Brotli and zlib-ng; the one for cryptography calls OpenSSL and
    /// does not hold it. What begins with '?' may stay unknown, as nothing else may be named: Mach-O images and archives for iOS are read as bytes; and the corpus knows Debian's protobuf
    /// 3.21, four years before this protoc, of which builds for other processors and systems share little but texts.
    /// </summary>
    public static TheoryData<string, string, string> WholePackages => new()
    {
        { "sourcegear.sqlite3", "3.50.4.5", "e_sqlite3.dll=sqlite3 libe_sqlite3.so=sqlite3 libe_sqlite3.dylib=?sqlite3 e_sqlite3.a=?sqlite3" },
        { "sqlitepclraw.lib.e_sqlite3", "2.0.6", "e_sqlite3.dll=sqlite3 libe_sqlite3.so=sqlite3 libe_sqlite3.dylib=?sqlite3" },
        { "grpc.tools", "2.85.0", "linux_x64/protoc=protobuf protoc=?protobuf protoc.exe=?protobuf grpc_csharp_plugin=?protobuf grpc_csharp_plugin.exe=?protobuf" },
        { "microsoft.netcore.app.runtime.linux-x64", "10.0.12", "libSystem.IO.Compression.Native.so=brotli+zlib" },
    };

    [Theory]
    [MemberData(nameof(WholePackages))]
    public void Identify_APackageAsItIsServed_NamesWhatItsMembersAreAndNothingElse(string package, string version, string members)
    {
        var expected = members.Split(' ').Select(pair => pair.Split('=')).ToList();
        var seen = new HashSet<string>();
        OriginFiles.Read(
            [Path.Combine(Scene.Packages, package, version, $"{package}.{version}.nupkg")],
            file => Scene.Trixie.Identify(file, CancellationToken.None),
            read =>
            {
                Assert.Empty(read.Faults);
                foreach (var found in read.Read)
                {
                    var said = string.Join('+', found.Matches.Select(match => match.Product).Order());
                    var wanted = expected.FirstOrDefault(pair => found.Path.EndsWith('/' + pair[0], StringComparison.Ordinal));
                    seen.Add(wanted is null ? "*" : wanted[0]);
                    Assert.True(
                        wanted is null ? said.Length == 0 : wanted[1][0] == '?' ? said.Length == 0 || said == wanted[1][1..] : said == wanted[1],
                        $"{found.Path}: '{said}' where {(wanted is null ? "nothing" : wanted[1])} is right; nearest {found.Nearest?.Product} {found.Nearest?.Confidence:0.00}");
                }
            },
            CancellationToken.None);
        Assert.Superset(expected.Select(pair => pair[0]).ToHashSet(), seen);
    }

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
