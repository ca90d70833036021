using System.Text.Json;

namespace Vitrine.Cli.Tests;

/// <summary>How certificates stand, and registers as files, by commands.</summary>
public sealed class CertificatesTests : Scene
{
    [Fact]
    public async Task Suspend_AndReinstate_TheGateFollowsWithTheNextStatus()
    {
        var review = new Review(this);
        await review.ReleaseAsync();
        var certificate = (await RunAsync("certificates", "list")).Ends(0).Last.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2];
        (await RunAsync("certificates", "show", certificate)).Ends(0);

        (await RunAsync("certificates", "suspend", certificate, "--reason", "A finding is disputed.")).Ends(0);
        (await RunAsync("certificates", "suspend", certificate, "--reason", "Again.")).Fails(1, "suspended already");
        var shown = (await RunAsync("certificates", "show", certificate)).Ends(1);
        Assert.StartsWith("✗ Suspended since ", shown.Out, StringComparison.Ordinal);
        (await Cli.RunAsync("verify", review.Artifact, "--policy", review.Policy)).Ends(0);
        (await RunAsync("release", review.Artifact, "--seal", review.Root, "--version", "1.0")).Ends(0);
        var refused = (await Cli.RunAsync("verify", review.Artifact, "--policy", review.Policy)).Ends(1);
        Assert.Contains("Suspended: A finding is disputed.", refused.Out, StringComparison.Ordinal);

        (await RunAsync("certificates", "reinstate", certificate, "--reason", "It was no finding.")).Ends(0);
        (await RunAsync("release", review.Artifact, "--seal", review.Root, "--version", "1.0")).Ends(0);
        (await Cli.RunAsync("verify", review.Artifact, "--policy", review.Policy)).Ends(0);
        (await RunAsync("certificates", "withdraw", certificate, "--reason", "Wrong tree.")).Ends(0);
        (await RunAsync("certificates", "reinstate", certificate, "--reason", "No.")).Fails(1, "withdrawn, and stays so");
        (await RunAsync("certificates", "show", new string('4', 64))).Fails(1, "no certificate");
        (await RunAsync("certificates", "show", "4")).Fails(2, "'4' is no certificate");
    }

    [Fact]
    public async Task Export_InElevenColumns_IsImportedByAnotherAndWrongRowsRefuseAll()
    {
        var review = new Review(this);
        await review.OpenAsync();
        var certificate = await review.CertifyAsync();
        (await RunAsync("certificates", "export", "--format", "fstec", "--out", Folder["register.csv"])).Ends(0);
        (await RunAsync("certificates", "import", Folder["register.csv"], "--format", "fstec", "--register", "north", "--source", "https://example.org", "--retrieved", "2026-03-01")).Ends(0);
        var again = (await RunAsync("certificates", "export", "--format", "fstec", "--imported", "north")).Ends(0);
        Assert.Equal(await File.ReadAllTextAsync(Folder["register.csv"]), again.Out.TrimStart('\uFEFF'));
        Assert.Contains(certificate, again.Out, StringComparison.Ordinal);

        using (var json = JsonDocument.Parse((await RunAsync("certificates", "export", "--format", "json")).Ends(0).Out))
        {
            Assert.Equal(certificate, json.RootElement.GetProperty("rows")[0].GetProperty("certificate").GetString());
        }

        string[] import = ["--format", "fstec", "--register", "south", "--source", "a letter", "--retrieved", "2026-03-01"];
        var row = (await File.ReadAllTextAsync(Folder["register.csv"])).Split("\r\n")[1];
        await File.AppendAllTextAsync(Folder["register.csv"], row + "\r\n" + row.Replace(".20", ".x", StringComparison.Ordinal) + "\r\n");
        (await RunAsync(["certificates", "import", Folder["register.csv"], .. import])).Fails(2, "2 rows are wrong, and none was taken", "line 3: number", "line 4: the validity");
        (await RunAsync(["certificates", "import", Folder["none"], .. import])).Fails(2, Folder["none"]);
        (await RunAsync("certificates", "export", "--imported", "south")).Fails(1, "No register south");
        (await RunAsync("certificates", "list", "--on", "soon")).Fails(2, "2026-03-25");
    }
}
