using System.Diagnostics;
using System.Formats.Tar;
using Vitrine.Release;

namespace Vitrine.Cli;

/// <summary>The vendor's own working tree: a commit of the repository laid out and built by its recipe, outside any sandbox.</summary>
internal sealed class VendorTree
{
    private VendorTree(string folder, Recipe recipe)
    {
        Folder = folder;
        Recipe = recipe;
    }

    public string Folder { get; }

    public Recipe Recipe { get; }

    public static async Task<VendorTree> LayOutAsync(string repository, string commit, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var git = new ProcessStartInfo("git", ["-C", repository, "archive", "--format=tar", commit]) { RedirectStandardOutput = true };
        using (var process = Process.Start(git)!)
        {
            await TarFile.ExtractToDirectoryAsync(process.StandardOutput.BaseStream, folder, overwriteFiles: false, cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"git archive ended with {process.ExitCode}.");
            }
        }

        return new VendorTree(folder, RecipeReader.ReadFile(Path.Combine(folder, "recipes", "vitrine-proofs.json")));
    }

    /// <summary>Builds as the recipe says, and gives the path of its one output.</summary>
    public async Task<string> BuildAsync(CancellationToken cancellationToken)
    {
        foreach (var step in Recipe.Steps)
        {
            var start = new ProcessStartInfo(step[0] == "dotnet" ? Companion.Host() : step[0], step.Skip(1)) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var (name, value) in Recipe.Environment)
            {
                start.Environment[name] = value;
            }

            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"The vendor's build failed: {(await output).Trim()} {(await error).Trim()}");
            }
        }

        return Path.Combine(Folder, Recipe.Outputs[0].Path);
    }
}
