using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Vitrine.Cli.Tests;

/// <summary>The site as the command starts it, and what keeps it from starting.</summary>
public sealed class ServeTests : Scene
{
    [Fact]
    public async Task Serve_Running_KeepsOthersOutLetsCommandsInAndEndsClean()
    {
        var before = TempFolder.Look(Centre).Where(line => line.StartsWith("socket", StringComparison.Ordinal) || line.StartsWith("keys", StringComparison.Ordinal)).ToList();
        using var site = Start("http://127.0.0.1:0");
        var first = await site.StandardOutput.ReadLineAsync();
        Assert.StartsWith("Serving Scene at http://127.0.0.1:", first, StringComparison.Ordinal);

        var second = await EndAsync(Start("http://127.0.0.1:0"));
        second.Fails(2, Centre, "stop it first");
        (await RunAsync("party", "add", "acme", "--kind", "host")).Ends(0);
        (await RunAsync("party", "add", "acme", "--kind", "host")).Fails(1, "acme already");
        var root = await SealAsync();
        (await RunAsync("search", root, "memcpy")).Ends(0);
        (await RunAsync("views", "rebuild")).Fails(2, "Stop it before");

        Child.Signal(site, "INT");
        (await Child.EndAsync(site)).Ends(0);
        (await RunAsync("ledger", "verify")).Ends(0);
        Assert.False(Path.Exists(Path.Combine(Centre, "socket")));
        Assert.Equal(before, TempFolder.Look(Centre).Where(line => before.Contains(line)));
    }

    // As an installed program is: by its name, without dotnet before it.
    [Fact]
    public async Task Serve_ByTheProgramsOwnName_Serves()
    {
        using var site = Child.Start([Path.ChangeExtension(Child.Vitrine[1], null), "serve", "--centre", Centre, "--urls", "http://127.0.0.1:0"], []);
        Assert.StartsWith("Serving Scene at http://127.0.0.1:", await site.StandardOutput.ReadLineAsync(), StringComparison.Ordinal);
        Child.Signal(site, "INT");
        (await Child.EndAsync(site)).Ends(0);
    }

    [Fact]
    public async Task Serve_PortInUse_SaysSoAndLeavesNothing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://{listener.LocalEndpoint}";
        var before = Folder.Look();

        (await EndAsync(Start(url))).Fails(2, url, "--urls");

        Assert.Equal(before, Folder.Look());
    }

    [Theory]
    [InlineData("http://0.0.0.0:0", "in the clear")]
    [InlineData("nonsense", "--urls takes one address")]
    [InlineData("http://127.0.0.1:99999", "--urls takes one address")]
    [InlineData("https://127.0.0.1:0", "certificate")]
    public async Task Serve_AddressThatCannotBe_IsBadInput(string url, string what)
    {
        var before = Folder.Look();
        (await EndAsync(Start(url))).Fails(2, url, what);
        Assert.Equal(before, Folder.Look());
    }

    private Process Start(string url) => Child.Start([.. Child.Vitrine, "serve", "--centre", Centre, "--urls", url], []);

    private static async Task<Answer> EndAsync(Process process)
    {
        using (process)
        {
            return await Child.EndAsync(process);
        }
    }
}
