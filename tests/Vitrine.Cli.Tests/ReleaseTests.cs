using System.Text.Json;

namespace Vitrine.Cli.Tests;

/// <summary>From a rebuild to what the gate says, by commands.</summary>
public sealed class ReleaseTests : Scene
{
    private static readonly string[] Members = ["accepted", "assumptions", "certificate", "certificates", "lists", "log", "reasons", "rebuild", "release", "status"];

    [Fact]
    public async Task Verify_ReleaseWithEverything_IsAcceptedUntilItIsRevoked()
    {
        var review = new Review(this);
        var statement = await review.ReleaseAsync();
        var state = Folder["state"];

        var told = (await Cli.RunAsync("verify", review.Artifact, "--policy", review.Policy)).Ends(0);
        Assert.StartsWith("accepted   out\n", told.Out, StringComparison.Ordinal);
        Assert.Contains("\nassuming   ", told.Out, StringComparison.Ordinal);
        var answer = (await Cli.RunAsync("verify", review.Artifact, "--policy", review.Policy, "--state", state, "--json")).Ends(0);
        Assert.Equal("", answer.Error);
        using (var json = JsonDocument.Parse(answer.Out))
        {
            Assert.Equal(Members, json.RootElement.EnumerateObject().Select(member => member.Name));
            Assert.True(json.RootElement.GetProperty("accepted").GetBoolean());
            Assert.Equal(0, json.RootElement.GetProperty("reasons").GetArrayLength());
            Assert.NotEqual(0, json.RootElement.GetProperty("assumptions").GetArrayLength());
            Assert.Equal("identical", json.RootElement.GetProperty("rebuild").GetProperty("verdict").GetString());
            Assert.Equal(review.Root, json.RootElement.GetProperty("release").GetProperty("seal").GetString());
        }

        (await RunAsync("status", "revoke", "release", statement, "--reason", "A fault")).Ends(0);
        (await LeavesNothingAsync("status", "revoke", "release", statement, "--reason", "A fault")).Fails(1, "revoked already");
        (await RunAsync("status", "issue", "--days", "3", "--out", Folder["status"])).Ends(0);
        (await RunAsync("release", review.Artifact, "--seal", review.Root, "--version", "1.0.1")).Ends(0);
        File.Move(review.Artifact + ".sigstore.jsonl", Folder["newer"]);
        Assert.Equal(["accepted"], await ReasonsAsync(0, review.Artifact, "--policy", review.Policy, "--state", state, "--bundle", Folder["newer"]));
    }

    [Fact]
    public async Task Verify_ChangedFile_IsRefusedAndSaysWhy()
    {
        var review = new Review(this);
        await review.ReleaseAsync();
        await File.AppendAllTextAsync(review.Artifact, "!");

        var told = (await Cli.RunAsync("verify", review.Artifact, "--policy", review.Policy)).Ends(1);

        Assert.StartsWith("refused    out\nbecause    artifact-tampered\n", told.Out, StringComparison.Ordinal);
        Assert.Equal(["artifact-tampered"], await ReasonsAsync(1, review.Artifact, "--policy", review.Policy));
    }

    [Fact]
    public async Task Verify_BadInput_IsToldWithItsPlace()
    {
        var review = new Review(this);
        await review.ReleaseAsync();
        var bundle = review.Artifact + ".sigstore.jsonl";
        var whole = await File.ReadAllBytesAsync(bundle);
        string[] verify = ["verify", review.Artifact, "--policy", review.Policy];

        Folder.Write("broken", whole[..(whole.Length / 2)]);
        Assert.Equal(["bundle-malformed"], await ReasonsAsync(1, [.. verify[1..], "--bundle", Folder["broken"]]));
        (await LeavesNothingAsync([.. verify, "--bundle", Folder["none"]])).Fails(2, Folder["none"]);
        (await LeavesNothingAsync("verify", Folder["none"], "--policy", review.Policy, "--json")).Fails(2, Folder["none"]);
        var text = await File.ReadAllTextAsync(review.Policy);
        Folder.Write("mistyped", text.Replace("\nvendor  ", "\nvendro  ", StringComparison.Ordinal));
        var line = text[..text.IndexOf("\nvendor  ", StringComparison.Ordinal)].Split('\n').Length + 1;
        (await LeavesNothingAsync("verify", review.Artifact, "--policy", Folder["mistyped"])).Fails(2, Folder["mistyped"], $"line {line}, column 1", "Did you mean \"vendor\"?");
        (await LeavesNothingAsync("verify", review.Artifact, "--policy", Folder["none"])).Fails(2, Folder["none"]);
        Folder.Write("state/state.json", "{");
        Folder.Write("state/lock", "");
        (await LeavesNothingAsync([.. verify, "--state", Folder["state"]])).Fails(2, Folder["state"]);
    }

    [Fact]
    public async Task Rebuild_OtherFileShipped_IsDifferent()
    {
        var review = new Review(this);
        await review.PartiesAsync();
        var root = await SealAsync();
        var recipe = review.Recipe();
        Folder.Write("shipped/out", "something else\n");

        var answer = (await RunAsync("rebuild", root, "--recipe", recipe, "--against", review.Artifact)).Ends(1);

        Assert.StartsWith("✗ out: different", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rebuild_BadInput_IsToldWithItsPlace()
    {
        var review = new Review(this);
        var root = await SealAsync();
        var recipe = review.Recipe();
        var text = await File.ReadAllTextAsync(recipe);

        Folder.Write("mistyped", text.Replace("\"tools\"", "\"tols\"", StringComparison.Ordinal));
        (await LeavesNothingAsync("rebuild", root, "--recipe", Folder["mistyped"], "--against", review.Artifact)).Fails(2, "line 4", "did you mean \"tools\"?");
        Folder.Write("cut", text[..40]);
        (await LeavesNothingAsync("rebuild", root, "--recipe", Folder["cut"], "--against", review.Artifact)).Fails(2, "Recipe, line 3: is not JSON");
        (await LeavesNothingAsync("rebuild", root, "--recipe", Folder["none"], "--against", review.Artifact)).Fails(2, Folder["none"]);
        (await LeavesNothingAsync("rebuild", root, "--recipe", recipe, "--against", Folder["none"])).Fails(2, Folder["none"]);
        (await LeavesNothingAsync("rebuild", root, "--recipe", recipe, "--against", recipe)).Fails(2, "The recipe makes no recipe.json; it makes out.");
        (await LeavesNothingAsync("rebuild", new string('3', 64), "--recipe", recipe, "--against", review.Artifact)).Fails(1, new string('3', 64));
        Folder.Write("tool", text.Replace("\"cat\"", "\"no-such-tool\"", StringComparison.Ordinal));
        (await RunAsync("rebuild", root, "--recipe", Folder["tool"], "--against", review.Artifact)).Fails(2, "no-such-tool");
        Folder.Write("failing", text.Replace("./build", "./none", StringComparison.Ordinal));
        Assert.StartsWith("✗ The build failed", (await RunAsync("rebuild", root, "--recipe", Folder["failing"], "--against", review.Artifact)).Ends(1).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Release_BadInput_IsToldAndNothingIsLogged()
    {
        var review = new Review(this);
        await review.PartiesAsync();
        var root = await SealAsync();
        review.Recipe();
        string[] more = ["--seal", root, "--version", "1.0"];

        (await LeavesNothingAsync(["release", Folder["none"], .. more])).Fails(2, Folder["none"]);
        (await LeavesNothingAsync("release", review.Artifact, "--seal", new string('4', 64), "--version", "1.0")).Fails(1, new string('4', 64));
        (await LeavesNothingAsync("release", review.Artifact, "--seal", "4", "--version", "1.0")).Fails(2, "'4' is no root");
        (await LeavesNothingAsync(["release", review.Artifact, .. more, "--keys", Folder["none"]])).Fails(2, Folder["none"]);
        (await RunAsync("party", "add", "bolt", "--kind", "host", "--keys", Folder["bolt"])).Ends(0);
        (await RunAsync(["release", review.Artifact, .. more, "--keys", Folder["bolt"]])).Fails(1, "not the one that Acme registered");
        Folder.Write("again/out", "x");
        (await LeavesNothingAsync(["release", review.Artifact, Folder["again/out"], .. more])).Fails(1, "The release cannot be stated");
        var made = (await RunAsync(["release", review.Artifact, .. more])).Ends(0);
        Assert.Contains("No laboratory has certified this seal.", made.Out, StringComparison.Ordinal);
        Assert.True(File.Exists(review.Artifact + ".sigstore.jsonl"));
    }

    [Fact]
    public async Task Policy_WithoutOut_IsOnStandardOutputAlone()
    {
        (await LeavesNothingAsync("policy", "Product")).Fails(2, "There is no host yet", "vitrine party add ID --kind host");
        await new Review(this).PartiesAsync();

        var policy = (await RunAsync("policy", "Product")).Ends(0);

        Assert.Equal("", policy.Error);
        Assert.Contains("\nproduct      Product\n", policy.Out, StringComparison.Ordinal);
        (await LeavesNothingAsync("policy", "Product", "--out", Folder["none/policy"])).Fails(2, Folder["none"]);
        (await LeavesNothingAsync("policy", "two\nlines")).Fails(2);
        (await LeavesNothingAsync("status", "issue", "--out", Folder["none/status"])).Fails(2, Folder["none"]);
    }

    private static async Task<string[]> ReasonsAsync(int code, params string[] words)
    {
        var answer = (await Cli.RunAsync(["verify", .. words, "--json"])).Ends(code);
        using var json = JsonDocument.Parse(answer.Out);
        Assert.Equal(Members, json.RootElement.EnumerateObject().Select(member => member.Name));
        return code == 0 ? ["accepted"] : [.. json.RootElement.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("code").GetString()!)];
    }
}
