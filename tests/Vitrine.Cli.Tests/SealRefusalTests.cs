using System.Diagnostics;

namespace Vitrine.Cli.Tests;

/// <summary>Sources that cannot be sealed: each is told with its place and its remedy, and the centre stays as it was.</summary>
public sealed class SealRefusalTests : Scene
{
    [Fact]
    public async Task Make_PathThatDoesNotExist_IsBadInput()
    {
        (await LeavesNothingAsync("seal", "make", Folder["nowhere"])).Fails(2, Folder["nowhere"]);
    }

    [Fact]
    public async Task Make_File_IsBadInput()
    {
        (await LeavesNothingAsync("seal", "make", Path.Combine(Repository, "README.md"))).Fails(2, "README.md");
    }

    [Fact]
    public async Task Make_EmptyFolder_IsBadInput()
    {
        Directory.CreateDirectory(Folder["empty/within"]);
        (await LeavesNothingAsync("seal", "make", Folder["empty"])).Fails(2, Folder["empty"], "nothing to seal");
    }

    [Fact]
    public async Task Make_RepositoryWithoutACommit_IsBadInput()
    {
        Directory.CreateDirectory(Folder["new"]);
        Git.Run(Folder["new"], "init", "-q");
        (await LeavesNothingAsync("seal", "make", Folder["new"])).Fails(2, Folder["new"], "commit");
    }

    [Fact]
    public async Task Make_CommitOfAnEmptyTree_IsBadInput()
    {
        Directory.CreateDirectory(Folder["new"]);
        Git.Run(Folder["new"], "init", "-q");
        Git.Run(Folder["new"], "commit", "-q", "--allow-empty", "-m", "nothing");
        (await LeavesNothingAsync("seal", "make", Folder["new"])).Fails(2, Folder["new"]);
    }

    [Fact]
    public async Task Make_RefOfAFolderThatIsNoRepository_IsBadInput()
    {
        Folder.Write("plain/a", "a");
        (await LeavesNothingAsync("seal", "make", Folder["plain"], "--ref", "HEAD")).Fails(2, "not a git repository");
    }

    [Fact]
    public async Task Make_SeveralProblems_AreAllNamedWithTheirKindsAndTheirRemedy()
    {
        Folder.Write("odd/bell\a.c", "x");
        Folder.Write("odd/\u202Eexe.c", "x");
        Folder.Write("odd/aux.h", "x");
        Folder.Write("odd/fine.c", "x");
        File.CreateSymbolicLink(Folder["odd/out"], "../../etc/passwd");
        File.CreateSymbolicLink(Folder["odd/root"], "/etc");

        var refused = (await LeavesNothingAsync("seal", "make", Folder["odd"])).Fails(1, "The tree was not sealed: 5 problems.");

        Assert.Contains("\n  link-leaves-tree  out: ", refused.Error, StringComparison.Ordinal);
        Assert.Contains("\n  link-leaves-tree  root: ", refused.Error, StringComparison.Ordinal);
        Assert.Contains("\n  reserved-name     aux.h: ", refused.Error, StringComparison.Ordinal);
        Assert.Contains("\n  deceptive-name    bell", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--accept link-leaves-tree --accept reserved-name --accept deceptive-name", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\a', refused.Error);
        Assert.DoesNotContain('\u202E', refused.Error);
        (await LeavesNothingAsync("seal", "make", Folder["odd"], "--accept", "link-leaves-tree")).Fails(1, "3 problems");
        var made = (await RunAsync("seal", "make", Folder["odd"], "--accept", "link-leaves-tree", "--accept", "reserved-name", "--accept", "deceptive-name")).Ends(0);
        Assert.Matches("^[0-9a-f]{64}$", made.Last);
    }

    [Fact]
    public async Task Make_NamesWithControlCharactersInGit_AreRefused()
    {
        Folder.Write("odd/line\nfeed.c", "x");
        Git.Commit(Folder["odd"]);
        (await LeavesNothingAsync("seal", "make", Folder["odd"])).Fails(1, "deceptive-name", "--accept deceptive-name");
    }

    [Fact]
    public async Task Make_PipeAmongTheFiles_CannotBeAccepted()
    {
        Folder.Write("odd/a", "x");
        using (var make = Process.Start("mkfifo", [Folder["odd/pipe"]]))
        {
            await make.WaitForExitAsync();
        }

        var before = TempFolder.Look(Centre);
        var refused = (await RunAsync("seal", "make", Folder["odd"])).Fails(1, "special-file  pipe: ", "Never accepted, so mend the tree: special-file");
        Assert.DoesNotContain("--accept", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, TempFolder.Look(Centre));
    }

    [Fact]
    public async Task Make_FolderThatHoldsTheCentre_IsRefusedForItsKeys()
    {
        (await LeavesNothingAsync("seal", "make", Folder.Path)).Fails(2, Centre, "its keys would be sealed");
        (await LeavesNothingAsync("seal", "make", Centre)).Fails(2, Centre, "its keys would be sealed");
    }

    [Fact]
    public async Task Make_SourceWhosePathIsNotUtf8_IsToldFromOneThatIsNotThere()
    {
        var shell = $"d=$(printf 'caf\\351'); mkdir \"$d\" && echo x > \"$d/a\" && tar -cf \"$d.tar\" \"$d\" && ln -s \"$d\" link && {Vitrine} \"$d\"; {Vitrine} \"$d.tar\"; cd \"$d\" && {Vitrine} .; rm -r \"../$d\" \"../$d.tar\"";

        var answer = await Child.RunAsync(["sh", "-c", shell], new() { ["VITRINE_CENTRE"] = Centre }, Folder.Path);

        Assert.Equal(3, answer.Error.Split("has a name that is not UTF-8").Length - 1);
        Assert.Contains("ln -s \"$(realpath SOURCE)\" /tmp/source", answer.Error, StringComparison.Ordinal);
        (await RunAsync("seal", "make", Folder["nowhere"])).Fails(2, "does not exist");
    }

    [Fact]
    public async Task Make_UnknownVendor_DoesNotBeginAKeyDomain()
    {
        (await RunAsync("party", "add", "acme", "--kind", "host")).Ends(0);
        (await LeavesNothingAsync("seal", "make", Repository, "--vendor", "acne")).Fails(2, "There is no host 'acne'; did you mean \"acme\"?", "vitrine party add");
        (await RunAsync("seal", "make", Repository, "--vendor", "acme")).Ends(0);
    }

    [Fact]
    public async Task Make_TwoVendors_AsksWhose()
    {
        (await RunAsync("party", "add", "acme", "--kind", "host")).Ends(0);
        (await RunAsync("party", "add", "bolt", "--kind", "host")).Ends(0);
        (await LeavesNothingAsync("seal", "make", Repository)).Fails(2, "--vendor", "acme, bolt");
    }

    private static string Vitrine => $"{string.Join(' ', Child.Vitrine)} seal make";
}
