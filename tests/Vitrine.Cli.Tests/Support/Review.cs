namespace Vitrine.Cli.Tests;

/// <summary>The steps of a review and a release over a scene, by commands.</summary>
internal sealed class Review(Scene scene)
{
    public string Root { get; private set; } = "";

    public string Id { get; private set; } = "";

    public string Artifact => scene.Folder["shipped/out"];

    public string Policy => scene.Folder["policy"];

    /// <summary>The certificate as a plain SLSA summary.</summary>
    public string Summary => scene.Folder["certificate.vsa.dsse.json"];

    public async Task PartiesAsync()
    {
        (await scene.RunAsync("party", "add", "acme", "--kind", "host", "--name", "Acme")).Ends(0);
        (await scene.RunAsync("party", "add", "lab", "--kind", "laboratory")).Ends(0);
        (await scene.RunAsync("party", "add", "office", "--kind", "authority")).Ends(0);
        (await scene.RunAsync("user", "add", "hanna", "--role", "host", "--party", "acme")).Ends(0);
        (await scene.RunAsync("user", "add", "henrik", "--role", "host", "--party", "acme")).Ends(0);
    }

    public async Task<string> RequestAsync() =>
        Id = (await scene.RunAsync("engagement", "request", "--product", "Product", "--version", "1.0", "--purpose", "To know")).Ends(0).Last;

    /// <summary>Everything up to an open room.</summary>
    public async Task<string> OpenAsync()
    {
        await PartiesAsync();
        Root = await scene.SealAsync();
        await RequestAsync();
        (await scene.RunAsync("engagement", "prepare", Id, "--seal", Root, "--exclude", "*.bin", "--exclude", "README.md")).Ends(0);
        (await scene.RunAsync("engagement", "disclose", Id, "--proposed-by", "hanna", "--confirmed-by", "henrik", "--gain", "The tender", "--reason", "Agreed")).Ends(0);
        (await scene.RunAsync("engagement", "open", Id)).Ends(0);
        return Id;
    }

    /// <summary>Closes the room, certifies and decides; gives the certificate.</summary>
    public async Task<string> CertifyAsync()
    {
        (await scene.RunAsync("engagement", "close", Id, "--reason", "Read")).Ends(0);
        var certificate = (await scene.RunAsync("certify", Id, "--out", Summary)).Ends(0).Last;
        (await scene.RunAsync("engagement", "decide", Id, "--decision", "certified", "--reason", "On the certificate")).Ends(0);
        return certificate;
    }

    /// <summary>A recipe of one shell script, and the file that it makes.</summary>
    public string Recipe()
    {
        scene.Folder.Write("shipped/out", File.ReadAllBytes(Path.Combine(scene.Repository, "src", "main.c")));
        return scene.Folder.Write(
            "recipe.json",
            """
            {
              "name": "product",
              "steps": [["sh", "./build"]],
              "tools": ["cat"],
              "outputs": [{ "path": "out", "name": "out" }],
              "sourceDateEpoch": 1767225600
            }

            """);
    }

    /// <summary>Everything up to a release that a gate accepts.</summary>
    public async Task<string> ReleaseAsync()
    {
        await OpenAsync();
        await CertifyAsync();
        (await scene.RunAsync("rebuild", Root, "--recipe", Recipe(), "--against", Artifact)).Ends(0);
        var released = (await scene.RunAsync("release", Artifact, "--seal", Root, "--version", "1.0")).Ends(0);
        (await scene.RunAsync("policy", "Product", "--out", Policy)).Ends(0);
        return released.Out.Split('\n').Single(line => line.StartsWith("release ", StringComparison.Ordinal)).Split(' ')[^1];
    }
}
