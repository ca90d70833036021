namespace Vitrine.Release.Tests;

public sealed class ToolResolverTests
{
    [Fact]
    public void Resolve_NoTools_ShowsShellTarAndTheirLibrariesAlone()
    {
        var root = ToolResolver.Resolve(Scene.Script(), Scene.Options);

        var names = root.Mounts.Select(mount => Path.GetFileName(mount.Path).Split(".so")[0]).ToList();
        Assert.Contains("tar", names);
        Assert.Contains("libc", names);
        Assert.InRange(names.Count, 4, 12);
        Assert.All(root.Mounts, mount => Assert.Matches("^/usr/|^/lib64/", mount.Path));
    }

    [Fact]
    public void Resolve_Dotnet_StandsAtAFixedPlace()
    {
        var root = ToolResolver.Resolve(Scene.Script(["dotnet"]), Scene.Options);

        Assert.Contains(root.Mounts, mount => mount.Path == "/tools/dotnet");
        Assert.Contains(root.Mounts, mount => Path.GetFileName(mount.Path).StartsWith("libssl.so", StringComparison.Ordinal));
        Assert.Equal("/tools/dotnet", root.SearchPath[0]);
        Assert.DoesNotContain(root.Mounts, mount => mount.Path.StartsWith("/tools/dotnet/", StringComparison.Ordinal) || mount.Path.Contains("libcoreclr", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/etc")]
    [InlineData("/root")]
    [InlineData("/proc/self")]
    [InlineData("/home")]
    [InlineData("/usr")]
    [InlineData("/bin/../etc/passwd")]
    public void Resolve_PathOutsideOfTools_IsRefused(string path)
    {
        if (path.Contains("..", StringComparison.Ordinal))
        {
            Assert.Throws<RecipeFormatException>(() => Scene.Script([path]));
            return;
        }

        var fault = Assert.Throws<SandboxException>(() => ToolResolver.Resolve(Scene.Script([path]), Scene.Options));
        Assert.Equal(SandboxFault.ToolMissing, fault.Fault);
    }

    [Fact]
    public void Resolve_LinkThatLeavesTheTools_IsRefused()
    {
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(Path.Combine(folder.Path, "innocent"), "/etc/shadow");

        var fault = Assert.Throws<SandboxException>(() =>
            ToolResolver.Resolve(Scene.Script(["innocent"]), Scene.Options with { ProgramFolders = [folder.Path, .. Scene.Options.ProgramFolders] }));

        Assert.Contains("/etc/shadow", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_ProgramThatIsAbsent_NamesIt()
    {
        var fault = Assert.Throws<SandboxException>(() => ToolResolver.Resolve(Scene.Script(["no-such-program"]), Scene.Options));

        Assert.Equal(SandboxFault.ToolMissing, fault.Fault);
        Assert.Contains("\"no-such-program\"", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_NoSdkAnywhere_SaysSo()
    {
        var fault = Assert.Throws<SandboxException>(() => ToolResolver.Resolve(Scene.Script(["dotnet"]), Scene.Options with { DotnetFolders = ["/usr/bin/nowhere"] }));

        Assert.Contains(".NET 10 SDK", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_PackageThatIsAbsent_SaysHowToGetIt()
    {
        var recipe = Scene.Parse(new
        {
            name = "p",
            steps = new[] { new[] { "sh" } },
            packages = new[] { "pkg:nuget/No.Such.Package@1.0.0" },
            outputs = new[] { new { path = "a", name = "a" } },
            sourceDateEpoch = 0,
        });

        var fault = Assert.Throws<SandboxException>(() => ToolResolver.Resolve(recipe, Scene.Options));

        Assert.Equal(SandboxFault.PackageMissing, fault.Fault);
        Assert.Contains("dotnet restore", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resolve_ProgramBehindLinks_RunsByItsName()
    {
        // awk is a chain of links through /etc/alternatives.
        Assert.Equal("3\n", await Scene.OutputAsync("awk 'BEGIN { print 1 + 2 }' > out", "awk"));
    }
}
