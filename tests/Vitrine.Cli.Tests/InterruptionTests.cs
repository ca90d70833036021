namespace Vitrine.Cli.Tests;

/// <summary>^C in the middle of the work.</summary>
public sealed class InterruptionTests : Scene
{
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task SealMake_Stopped_LeavesTheCentreAsItWas(string signal)
    {
        // A hole of 64 GiB: longer than anybody waits, and the disk holds nothing of it.
        Directory.CreateDirectory(Folder["large"]);
        await using (var file = File.Create(Folder["large/hole"]))
        {
            file.SetLength(64L << 30);
        }

        var before = TempFolder.Look(Centre);
        var started = new TaskCompletionSource();
        using var watch = new FileSystemWatcher(Path.Combine(Centre, "seals", "temp")) { IncludeSubdirectories = true };
        watch.Created += (_, _) => started.TrySetResult();
        watch.Changed += (_, _) => started.TrySetResult();
        watch.EnableRaisingEvents = true;
        using var process = Child.Start([.. Child.Vitrine, "seal", "make", Folder["large"], "--centre", Centre], []);
        await Task.WhenAny(started.Task, process.WaitForExitAsync());

        Child.Signal(process, signal);

        (await Child.EndAsync(process)).Fails(130, "Stopped before it was done");
        Assert.Equal(before, TempFolder.Look(Centre));
        await SealAsync();
    }

    [Fact]
    public async Task SealMake_GitStoppedByTheSameSignal_IsTheSameStop()
    {
        // A git that answers nothing and dies of the signal that a terminal sends to it and to the command alike.
        var git = Folder.Write("bin/git", $"#!/bin/sh\ntouch '{Folder["asked"]}'\nexec sleep 600\n");
        File.SetUnixFileMode(git, (UnixFileMode)0x1ed);
        var before = TempFolder.Look(Centre);
        var started = new TaskCompletionSource();
        using var watch = new FileSystemWatcher(Folder.Path, "asked");
        watch.Created += (_, _) => started.TrySetResult();
        watch.EnableRaisingEvents = true;
        using var process = Child.Start(
            ["setsid", .. Child.Vitrine, "seal", "make", Repository, "--centre", Centre], new() { ["PATH"] = $"{Folder["bin"]}:{Environment.GetEnvironmentVariable("PATH")}" });
        await Task.WhenAny(started.Task, process.WaitForExitAsync());

        Child.SignalGroup(process, "INT");

        (await Child.EndAsync(process)).Fails(130, "Stopped before it was done");
        Assert.Equal(before, TempFolder.Look(Centre));
    }
}
