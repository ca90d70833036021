namespace Vitrine.Cli.Tests;

/// <summary>A centre with nothing in it, and a small git repository beside it.</summary>
public class Scene : IAsyncLifetime
{
    public TempFolder Folder { get; } = new();

    public string Centre => Folder["centre"];

    public string Repository => Folder["product"];

    public string Commit { get; private set; } = "";

    public virtual async Task InitializeAsync()
    {
        Folder.Write("product/src/main.c", "#include <string.h>\n\nint main(void)\n{\n    /* TODO: bounds */\n    memcpy(to, from, n);\treturn 0; // memcpy(\n}\n");
        Folder.Write("product/src/größe.c", "int größe = 1; /* überall */ int größe2;\n");
        Folder.Write("product/lib/Tool.cs", "class Tool\n{\n    @Override // todo\n    int Memcpy() => 0;\n}\n");
        Folder.Write("product/README.md", "# Product\n\nA small product.\n");
        Folder.Write("product/data.bin", [0, 1, 2, 255, (byte)'\n', 0xc3, 0x28, (byte)'m', (byte)'e', (byte)'m']);
        Folder.Write("product/build", "cat src/main.c > out\n");
        Commit = Git.Commit(Repository);
        (await RunAsync("init", "--name", "Scene")).Ends(0);
    }

    public virtual Task DisposeAsync()
    {
        Folder.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>A command on this centre.</summary>
    public Task<Answer> RunAsync(params string[] words) => Cli.RunAsync(["--centre", Centre, .. words]);

    public Task<Answer> AnswerAsync(string input, params string[] words) => Cli.RunAsync(input, ["--centre", Centre, .. words]);

    /// <summary>Seals the repository.</summary>
    public async Task<string> SealAsync(params string[] more) => (await RunAsync(["seal", "make", Repository, "--product", "Product", "--version", "1.0", .. more])).Ends(0).Last;

    /// <summary>Runs a command that must fail, and holds the whole folder to be as it was before.</summary>
    public async Task<Answer> LeavesNothingAsync(params string[] words)
    {
        var before = Folder.Look();
        var answer = await RunAsync(words);
        Assert.Equal(before, Folder.Look());
        return answer;
    }
}

/// <summary>A scene in which the repository is sealed.</summary>
public sealed class SealedScene : Scene
{
    public string Root { get; private set; } = "";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Root = await SealAsync();
    }
}
