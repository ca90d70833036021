using System.Diagnostics;

namespace Vitrine.Cli.Tests;

/// <summary>The repository's own commands, over a copy whose dotnet only notes what it is asked.</summary>
public sealed class ScriptTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public ScriptTests()
    {
        foreach (var script in (string[])["vitrine", "vitrine-gate", "test", "lab", "scripts/common.sh"])
        {
            _folder.Write("clone/" + script, File.ReadAllBytes(Path.Combine(Repository.Root, script)));
            File.SetUnixFileMode(_folder["clone/" + script], (UnixFileMode)0x1ed);
        }

        foreach (var pins in (string[])["Vitrine.Cli.Tests/others/package.json", "Vitrine.Cli.Tests/others/package-lock.json", "Vitrine.Seals.Tests/Symbols/packages/package.json", "Vitrine.Seals.Tests/Symbols/packages/package-lock.json"])
        {
            var name = "tests/" + pins;
            _folder.Write("clone/" + name, File.ReadAllBytes(Path.Combine(Repository.Root, name)));
        }

        _folder.Write("clone/src/a.cs", "");
        _folder.Write("clone/global.json", "{}");
        _folder.Write("clone/.editorconfig", "");
        _folder.Write("clone/Directory.Build.props", "");
        Dotnet("exit 0", "echo 'Passed!  - Failed:     0, Passed:    17, Skipped:     0, Total:    17'");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Vitrine_FromAnyFolderAndThroughALink_RunsWithItsArguments()
    {
        File.CreateSymbolicLink(_folder["link"], _folder["clone/vitrine"]);

        Assert.Equal($"ran {_folder["clone/artifacts/bin/Vitrine.Cli/release/vitrine.dll"]} <a> <b c>\n", (await RunAsync("clone/vitrine", "a", "b c")).Ends(0).Out);
        Assert.Equal($"ran {_folder["clone/artifacts/bin/Vitrine.Cli/release/vitrine.dll"]} <x>\n", (await RunAsync("link", "x")).Ends(0).Out);
        Assert.Equal($"ran {_folder["clone/artifacts/bin/Vitrine.Gate/release/vitrine-gate.dll"]}\n", (await RunAsync("clone/vitrine-gate")).Ends(0).Out);
        Assert.Equal(1, Builds);
    }

    [Fact]
    public async Task Vitrine_SourceChanged_BuildsOnceMore()
    {
        (await RunAsync("clone/vitrine")).Ends(0);
        File.SetLastWriteTimeUtc(_folder["clone/src/a.cs"], DateTime.UtcNow.AddMinutes(1));
        (await RunAsync("clone/vitrine")).Ends(0);
        File.SetLastWriteTimeUtc(_folder["clone/src/a.cs"], DateTime.UtcNow.AddMinutes(-1));
        (await RunAsync("clone/vitrine")).Ends(0);
        Assert.Equal(2, Builds);
    }

    [Fact]
    public async Task Vitrine_SeveralFirstCalls_BuildOnce()
    {
        // The first to build waits until all of them have come as far as its turn.
        Dotnet($"while [ \"$(pgrep -f -c '{_folder["clone/vitrine"]}')\" -lt 4 ]; do :; done", "");

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RunAsync("clone/vitrine", "x")));

        Assert.All(answers, answer => answer.Ends(0));
        Assert.Equal(1, Builds);
    }

    [Fact]
    public async Task Vitrine_BuildFails_ShowsWhyAndBuildsAgainNextTime()
    {
        Dotnet("echo 'a.cs(1,1): error CS1002'; exit 1", "");
        var failed = await RunAsync("clone/vitrine");
        failed.Ends(3);
        Assert.Contains("a.cs(1,1): error CS1002", failed.Error, StringComparison.Ordinal);
        Assert.Equal("", failed.Out);
        Dotnet("exit 0", "");
        (await RunAsync("clone/vitrine")).Ends(0);
        Assert.Equal(2, Builds);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Vitrine_NoSdk_SaysWhatToInstall(bool runtimeAlone)
    {
        File.Delete(_folder["bin/dotnet"]);
        if (runtimeAlone)
        {
            Write("dotnet", "echo 'No .NET SDKs were found.'; exit 1");
        }

        foreach (var tool in (string[])["bash", "env", "dirname", "readlink", "find", "git", "bwrap", "ctags", "mkdir", "touch", "id", "flock", "mktemp", "rm", "cat", "mv"])
        {
            File.CreateSymbolicLink(_folder["bin/" + tool], Which(tool));
        }

        var answer = (await RunAsync("clone/vitrine", _folder["bin"])).Ends(2);

        Assert.Contains("Vitrine needs the .NET 10 SDK", answer.Error, StringComparison.Ordinal);
        Assert.Contains("dotnet-sdk-10.0", answer.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["clone/artifacts/.built"]));
    }

    [Theory]
    [InlineData("exit 0", "echo 'Passed!  - Failed:     0, Passed:    17, Skipped:     0, Total:    17'", 0, "17 passed, 0 failed")]
    [InlineData("exit 0", "echo 'Passed!  - Failed:     0, Passed:    4, Skipped:     1, Total:    5'; echo 'Passed!  - Failed:     0, Passed:    3, Skipped:     0, Total:    3'", 0, "7 passed, 0 failed, 1 skipped")]
    [InlineData("exit 0", "echo 'Failed!  - Failed:     2, Passed:    15, Skipped:     0, Total:    17'; exit 1", 1, "15 passed, 2 failed")]
    [InlineData("exit 0", "echo 'Passed!  - Failed:     0, Passed:    15, Skipped:     0, Total:    15'; echo 'The active test run was aborted.'; exit 1", 1, "15 passed, 1 failed")]
    [InlineData("exit 0", "echo 'Failed!  - Failed:     2, Passed:    15, Skipped:     0, Total:    17'; echo 'The active test run was aborted.'; exit 1", 1, "15 passed, 3 failed")]
    [InlineData("exit 0", "exit 0", 1, "0 passed, 1 failed")]
    [InlineData("echo error; exit 1", "", 3, "0 passed, 1 failed")]
    public async Task Test_WhateverHappens_EndsWithTheTotals(string build, string test, int code, string totals)
    {
        Dotnet(build, $"[[ $2 == *Vitrine.One.Tests.dll ]] || exit 0; {test}");
        Directory.CreateDirectory(_folder["clone/tests/Vitrine.One.Tests"]);
        Assert.Equal(totals, (await RunAsync("clone/test")).Ends(code).Last);
    }

    [Fact]
    public async Task Test_Projects_AreEachRunOnce()
    {
        Dotnet("exit 0", $"echo \"$2\" >> '{_folder["ran"]}'; echo 'Passed!  - Failed:     0, Passed:    5, Skipped:     0, Total:    5'; [[ $2 != *Web* ]]");
        Directory.CreateDirectory(_folder["clone/tests/Vitrine.Web.Tests"]);
        Directory.CreateDirectory(_folder["clone/tests/Vitrine.One.Tests"]);
        var projects = Directory.GetDirectories(_folder["clone/tests"], "*.Tests").Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray();

        Assert.Equal($"{5 * projects.Length} passed, 1 failed", (await RunAsync("clone/test")).Ends(1).Last);
        Assert.Equal(projects, File.ReadAllLines(_folder["ran"]).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Test_NoSdk_EndsWithTheTotals()
    {
        Write("dotnet", "exit 1");
        Assert.Equal("0 passed, 1 failed", (await RunAsync("clone/test")).Ends(2).Last);
    }

    [Fact]
    public async Task Lab_NoOrUnknownName_ListsThoseThereAre()
    {
        Directory.CreateDirectory(_folder["clone/labs/append"]);
        Directory.CreateDirectory(_folder["clone/labs/search"]);
        Assert.EndsWith("Names:\nappend\nsearch\n", (await RunAsync("clone/lab")).Ends(2).Error, StringComparison.Ordinal);
        Assert.StartsWith("There is no benchmark 'nothing'.", (await RunAsync("clone/lab", "nothing")).Ends(2).Error, StringComparison.Ordinal);
    }

    private int Builds => File.Exists(_folder["builds"]) ? File.ReadAllLines(_folder["builds"]).Length : 0;

    private void Dotnet(string build, string test) => Write(
        "dotnet",
        $"case $1 in --version) echo 10.0.100;; build) echo built >> '{_folder["builds"]}'; {build};; test) {test};; *) printf 'ran %s' \"$1\"; shift; [ $# -eq 0 ] || printf ' <%s>' \"$@\"; echo;; esac");

    private void Write(string name, string script)
    {
        _folder.Write("bin/" + name, $"#!/bin/bash\n{script}\n");
        File.SetUnixFileMode(_folder["bin/" + name], (UnixFileMode)0x1ed);
    }

    private Task<Answer> RunAsync(string script, params string[] words)
    {
        var only = words is [var path] && path == _folder["bin"];
        return Child.RunAsync([_folder[script], .. only ? [] : words], new() { ["PATH"] = only ? _folder["bin"] : $"{_folder["bin"]}:{Environment.GetEnvironmentVariable("PATH")}" });
    }

    private static string Which(string tool)
    {
        using var process = Process.Start(new ProcessStartInfo("which", [tool]) { RedirectStandardOutput = true })!;
        return process.StandardOutput.ReadToEnd().Trim();
    }
}
