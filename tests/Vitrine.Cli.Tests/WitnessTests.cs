using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Vitrine.Cli.Tests;

/// <summary>A centre and its witnesses as processes of their own; readers that know only a file and a key.</summary>
public sealed class WitnessTests : Scene
{
    private readonly List<Process> _running = [];

    public override async Task DisposeAsync()
    {
        // A test that fails leaves no witness behind.
        foreach (var witness in _running)
        {
            if (!witness.HasExited)
            {
                witness.Kill();
                await witness.WaitForExitAsync();
            }

            witness.Dispose();
        }

        await base.DisposeAsync();
    }

    [Fact]
    public async Task Witnesses_ThreeServedOneKilledOneDown_CosignWhatReadersSee()
    {
        var key = await KeyAsync();
        var policy = $"log {key}\n";
        for (var i = 1; i <= 3; i++)
        {
            var name = (await Cli.RunAsync("witness", "init", $"witness.example/{i}", "--dir", Folder[$"w{i}"])).Ends(0).Last;
            Folder.Write($"w{i}/logs", $"log {key}\nquorum none\n");
            policy += $"witness w{i} {name} {await ServeAsync(i)}\n";
        }

        policy += $"witness w4 {(await Cli.RunAsync("witness", "init", "witness.example/4", "--dir", Folder["w4"])).Ends(0).Last} {Nowhere()}\ngroup some 2 w1 w2 w3 w4\nquorum some\n";
        Folder.Write("policy", policy);
        (await RunAsync("log", "show")).Ends(0);
        (await RunAsync("log", "witnesses", "--set", Folder["policy"])).Ends(0);
        (await RunAsync("log", "show")).Ends(1);
        (await RunAsync("status", "issue", "--out", Folder["status"])).Ends(0);

        // On a busy machine one may be later than its time limit; the next statement asks it again.
        var shown = (await RunAsync("log", "show", "--json")).Ends(0).Out;
        for (var round = 0; round < 5 && Cosigned(shown).Count() < 3; round++)
        {
            (await RunAsync("status", "issue")).Ends(0);
            shown = (await RunAsync("log", "show", "--json")).Ends(0).Out;
        }

        Assert.Equal(["w1", "w2", "w3"], Cosigned(shown));
        Assert.Contains("w4: missing", (await RunAsync("log", "show")).Ends(0).Out, StringComparison.Ordinal);
        (await RunAsync("log", "verify")).Ends(0);

        // Gates ask for what readers see.
        (await RunAsync("party", "add", "vendor", "--kind", "host")).Ends(0);
        (await RunAsync("party", "add", "laboratory", "--kind", "laboratory")).Ends(0);
        var asked = (await RunAsync("policy", "Example Guard")).Ends(0).Out;
        Assert.Contains("witness w1 witness.example/1+", asked, StringComparison.Ordinal);
        Assert.Contains("\nquorum some\n", asked, StringComparison.Ordinal);

        // A witness that was killed knows what it cosigned, and the others are enough meanwhile.
        Child.Signal(_running[0], "KILL");
        await Child.EndAsync(_running[0]);
        (await RunAsync("status", "issue")).Ends(0);
        Assert.Equal(["w2", "w3"], Cosigned((await RunAsync("log", "show", "--json")).Ends(0).Out));
        using var before = JsonDocument.Parse((await Cli.RunAsync("witness", "show", "--dir", Folder["w1"], "--json")).Ends(0).Out);
        Assert.True(before.RootElement.GetProperty("logs")[0].GetProperty("size").GetUInt64() > 0);

        // Whoever has the folder and the policy checks it all, and carries one entry away.
        string[] trust = ["--policy", Folder["policy"]];
        (await Cli.RunAsync(["log", "monitor", Path.Combine(Centre, "log"), .. trust, "--state", Folder["seen"], "--once"])).Ends(0);
        (await Cli.RunAsync(["log", "prove", "0", Path.Combine(Centre, "log"), .. trust, "--tlog-proof", Folder["proof"], "--entry", Folder["entry"]])).Ends(0);
        (await Cli.RunAsync(["log", "verify", Folder["proof"], Folder["entry"], .. trust])).Ends(0);
        (await Cli.RunAsync(["log", "verify", Folder["proof"], Folder["policy"], .. trust])).Ends(1);
        (await Cli.RunAsync("log", "verify", Folder["proof"], Folder["entry"], "--key", key[..^4] + "AAA=")).Fails(2, "no log's key");
        _running.Skip(1).ToList().ForEach(witness => Child.Signal(witness, "INT"));
        foreach (var witness in _running.Skip(1))
        {
            (await Child.EndAsync(witness)).Ends(0);
        }

        // With none left a statement is recorded once, and its anchor; nobody sees either, and that is said.
        var statements = Directory.GetFiles(Path.Combine(Centre, "log", "statement")).Length;
        (await RunAsync("status", "issue")).Fails(1, "not enough witnesses have cosigned it: ", "It is recorded");
        Assert.Equal(statements + 2, Directory.GetFiles(Path.Combine(Centre, "log", "statement")).Length);
    }

    [Fact]
    public async Task Rotate_AWitnessThatIsAsked_IsCountedThroughoutAndItsOldKeySignsNoMore()
    {
        var log = await KeyAsync();
        var old = (await Cli.RunAsync("witness", "init", "witness.example/1", "--dir", Folder["w1"])).Ends(0).Last;
        Folder.Write("w1/logs", $"log {log}\nquorum none\n");
        (await Cli.RunAsync("witness", "rotate", "--dir", Folder["w1"], "--end")).Fails(2, "cosigns with one key", "vitrine witness rotate --dir");
        var url = await ServeAsync(1);
        await SetAsync($"witness w1 {old} {url}\nquorum w1\n");
        (await RunAsync("status", "issue")).Ends(0);
        (await Cli.RunAsync("witness", "rotate", "--dir", Folder["w1"])).Fails(2, "Another process serves the witness");

        // Both keys sign; the policy takes the new one up beside the old, at the same address.
        await StopAsync();
        var next = (await Cli.RunAsync("witness", "rotate", "--dir", Folder["w1"])).Ends(0).Last;
        Assert.NotEqual(old, next);
        (await Cli.RunAsync("witness", "rotate", "--dir", Folder["w1"])).Fails(2, "two keys already", old);
        url = await ServeAsync(1);
        await SetAsync($"witness w1 {old} {url}\nquorum w1\n");
        (await RunAsync("status", "issue")).Ends(0);
        await SetAsync($"witness w1 {next} {url}\nwitness w1-old {old} {url}\ngroup both all w1 w1-old\nquorum both\n");
        (await RunAsync("status", "issue")).Ends(0);
        Assert.Equal(["w1", "w1-old"], Cosigned((await RunAsync("log", "show", "--json")).Ends(0).Out));

        // The old key ends: only the new one's line comes, and readers with the new line go on.
        await StopAsync();
        Assert.Contains(old, (await Cli.RunAsync("witness", "rotate", "--dir", Folder["w1"], "--end")).Ends(0).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", string.Join('\n', File.ReadLines(Path.Combine(Folder["w1"], "key")).Skip(1)), StringComparison.Ordinal);
        url = await ServeAsync(1);
        await SetAsync($"witness w1 {next} {url}\nwitness w1-old {old} {url}\ngroup both any w1 w1-old\nquorum both\n");
        (await RunAsync("status", "issue")).Ends(0);
        Assert.Equal(["w1"], Cosigned((await RunAsync("log", "show", "--json")).Ends(0).Out));
        using var shown = JsonDocument.Parse((await Cli.RunAsync("witness", "show", "--dir", Folder["w1"], "--json")).Ends(0).Out);
        Assert.Equal((next, old), (shown.RootElement.GetProperty("key").GetString(), shown.RootElement.GetProperty("before")[0].GetString()));
        Assert.Contains(old, (await Cli.RunAsync("witness", "show", "--dir", Folder["w1"])).Ends(0).Out, StringComparison.Ordinal);

        async Task SetAsync(string policy) => (await RunAsync("log", "witnesses", "--set", Folder.Write("policy", $"log {log}\n{policy}"))).Ends(0);

        async Task StopAsync()
        {
            Child.Signal(_running[^1], "INT");
            (await Child.EndAsync(_running[^1])).Ends(0);
        }
    }

    [Fact]
    public async Task Monitor_TwoCentresBehindOneKey_AreCaughtByComparingAndByFollowing()
    {
        // A copy of the centre goes on by itself: the same keys, two histories.
        var key = await KeyAsync();
        var copy = Folder["copy"];
        using (var cp = Process.Start("cp", ["-a", Centre, copy]))
        {
            await cp.WaitForExitAsync();
        }

        (await RunAsync("status", "issue")).Ends(0);
        (await Cli.RunAsync("--centre", copy, "status", "issue", "--days", "2")).Ends(0);
        (await Cli.RunAsync("--centre", copy, "status", "issue", "--days", "3")).Ends(0);
        (await LookAsync(Centre, "here")).Ends(0);
        (await LookAsync(copy, "there")).Ends(0);

        var compared = await Cli.RunAsync("log", "compare", Folder["here"], Folder["there"], "--key", key, "--evidence", Folder["evidence"]);
        Assert.Contains("differ from entry", compared.Ends(1).Out, StringComparison.Ordinal);
        (await Cli.RunAsync("log", "fork", Folder["evidence"], "--key", key)).Ends(0);
        using var followed = JsonDocument.Parse((await LookAsync(copy, "here", "--json")).Ends(1).Out);
        Assert.Equal("forked", followed.RootElement.GetProperty("outcome").GetString());
        (await Cli.RunAsync("log", "fork", followed.RootElement.GetProperty("evidence").GetString()!, "--key", key)).Ends(0);
        (await LookAsync(Centre, "here")).Ends(0);
        (await Cli.RunAsync("log", "compare", Folder["here"], Folder["here"], "--key", key)).Ends(0);

        Task<Answer> LookAsync(string centre, string state, params string[] more) =>
            Cli.RunAsync(["log", "monitor", Path.Combine(centre, "log"), "--key", key, "--state", Folder[state], "--once", .. more]);
    }

    [Fact]
    public async Task Witness_BadInput_SaysWhatToDo()
    {
        (await Cli.RunAsync("witness", "init", "two words", "--dir", Folder["w"])).Fails(2, "name");
        (await Cli.RunAsync("witness", "show", "--dir", Folder["none"])).Fails(2, "witness init");
        (await Cli.RunAsync("witness", "init", "witness.example/w", "--dir", Folder["w"])).Ends(0);
        (await Cli.RunAsync("witness", "init", "witness.example/w", "--dir", Folder["w"])).Fails(2, "already");
        Folder.Write("w/logs", "log nonsense\nquorum none\n");
        (await Cli.RunAsync("witness", "show", "--dir", Folder["w"])).Fails(2, "line 1, column 5");
        Folder.Write("policy", "quorum w\n");
        (await RunAsync("log", "witnesses", "--set", Folder["policy"])).Fails(2, "line 1, column 8");
        Folder.Write("policy", $"witness w {(await Cli.RunAsync("witness", "init", "witness.example/v", "--dir", Folder["v"])).Ends(0).Last}\nquorum w\n");
        (await RunAsync("log", "witnesses", "--set", Folder["policy"])).Fails(2, "can never be met");
        (await Cli.RunAsync("log", "monitor", Folder["nothing"], "--key", await KeyAsync(), "--state", Folder["s"], "--once")).Fails(2, "no folder");
        (await Cli.RunAsync("log", "monitor", Centre, "--state", Folder["s"], "--once")).Fails(2, "--policy");
        (await Cli.RunAsync("log", "show", "ftp://x/", "--key", await KeyAsync())).Fails(2, "no http or https prefix");
    }

    private async Task<string> KeyAsync()
    {
        using var shown = JsonDocument.Parse((await RunAsync("log", "show", "--json")).Ends(0).Out);
        return shown.RootElement.GetProperty("key").GetString()!;
    }

    private static IEnumerable<string> Cosigned(string json)
    {
        using var shown = JsonDocument.Parse(json);
        return [.. shown.RootElement.GetProperty("witnesses").EnumerateArray().Where(witness => witness.GetProperty("cosigned").GetBoolean()).Select(witness => witness.GetProperty("name").GetString()!)];
    }

    private async Task<string> ServeAsync(int number)
    {
        var witness = Child.Start([.. Child.Vitrine, "witness", "serve", "--dir", Folder[$"w{number}"], "--urls", "http://127.0.0.1:0"], []);
        _running.Add(witness);
        var first = await witness.StandardOutput.ReadLineAsync();
        Assert.StartsWith($"Witnessing 1 logs as witness.example/{number} at http://127.0.0.1:", first, StringComparison.Ordinal);
        return first!.Split(' ')[^1];
    }

    private static string Nowhere()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://{listener.LocalEndpoint}/";
    }
}
