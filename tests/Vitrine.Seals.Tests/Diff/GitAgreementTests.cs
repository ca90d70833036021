using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Vitrine.Seals.Tests;

/// <summary>Two trees as git compares them: the same files added, removed and changed, and the same exact renames.</summary>
public sealed class GitAgreementTests
{
    private static readonly Gen<(int Kind, int File)[]> Steps = Gen.Choose(0, 5).Zip(Gen.Choose(0, 11), (kind, file) => (kind, file)).ListOf().Select(steps => steps.ToArray());

    [Fact]
    public void Of_AnyTwoTrees_AgreesWithGit() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(12),
        Prop.ForAll(Arb.From(Steps), steps =>
        {
            using var folder = new TempFolder();
            for (var i = 0; i < 12; i++)
            {
                folder.Write($"repo/{(i % 3 == 0 ? "" : $"d{i % 3}/")}f{i}.c", Content(i));
            }

            Git.Commit(folder["repo"]);
            foreach (var ((kind, file), number) in steps.Select((step, number) => (step, number)))
            {
                var path = folder[$"repo/{(file % 3 == 0 ? "" : $"d{file % 3}/")}f{file}.c"];
                switch (kind)
                {
                    case 0:
                        folder.Write($"repo/new/n{number}.c", Content(100 + number));
                        break;
                    case 1 when File.Exists(path):
                        File.Delete(path);
                        break;
                    case 2 when File.Exists(path):
                        File.AppendAllText(path, $"int more_{number};\n");
                        break;
                    case 3 when File.Exists(path):
                        Directory.CreateDirectory(folder["repo/moved"]);
                        File.Move(path, folder[$"repo/moved/m{number}.c"]);
                        break;
                    case 4 when File.Exists(path):
                        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
                        break;
                    case 5 when File.Exists(path):
                        folder.Link($"repo/link{number}", Path.GetFileName(path));
                        break;
                }
            }

            folder.Write("repo/always.c", "int always;\n");
            Git.Commit(folder["repo"]);
            AgreesAsync(folder["repo"], "HEAD~1", "HEAD", isExact: true).GetAwaiter().GetResult();
        }));

    [Fact]
    public async Task Of_AFileThatHoldsALinksTarget_IsNoCopyOfTheLink()
    {
        using var folder = new TempFolder();
        folder.Write("repo/a.c", "int a;\n").Link("repo/link", "target-of-it");
        Git.Commit(folder["repo"]);
        File.Delete(folder["repo/link"]);
        folder.Write("repo/text", "target-of-it");
        Git.Commit(folder["repo"]);
        await AgreesAsync(folder["repo"], "HEAD~1", "HEAD", isExact: true);
    }

    [Fact]
    public async Task Of_ThisRepositorysOwnHistory_AgreesWithGitAndLeadsFromOneTextToTheOther()
    {
        // As far back as this clone goes, in two strides.
        var commits = Git.Run(Repository.Root, "rev-list", "--first-parent", "-n", "60", "HEAD").Split('\n');
        foreach (var (older, newer) in new[] { (commits[^1], commits[commits.Length / 2]), (commits[commits.Length / 2], commits[0]) }.Where(pair => pair.Item1 != pair.Item2))
        {
            await AgreesAsync(Repository.Root, older, newer, isExact: false);
        }
    }

    private static async Task AgreesAsync(string repository, string older, string newer, bool isExact)
    {
        using var folder = new TempFolder();
        using var store = TestKeys.Store(folder["store"]);
        using var before = store.Open((await store.MakeAsync(Sealing.Git(repository, older), Sealing.AcceptingAll)).Root);
        using var now = store.Open((await store.MakeAsync(Sealing.Git(repository, newer), Sealing.AcceptingAll)).Root);
        var changes = TreeDiff.Of(before.Whole, now.Whole, null, CancellationToken.None);

        var theirs = Pairs(Git.Run(repository, "diff", "--name-status", "--no-renames", "-z", older, newer)).ToDictionary(pair => pair.Path, pair => pair.Letter == 'T' ? 'M' : pair.Letter);
        var ours = new Dictionary<string, char>();
        foreach (var file in changes.Files)
        {
            ours.Add(file.Path, file.Kind switch { FileChangeKind.Changed => 'M', FileChangeKind.Removed => 'D', _ => 'A' });
            if (file is { Kind: FileChangeKind.Moved, From: { } from })
            {
                ours.Add(from, 'D');
            }
        }

        Assert.Equal(theirs.OrderBy(pair => pair.Key, StringComparer.Ordinal), ours.OrderBy(pair => pair.Key, StringComparer.Ordinal));

        // Where two files that went held the same, git and we may each take the other one; the number is the same.
        var renames = Git.Run(repository, "diff", "--name-status", "-M100%", "-z", "--diff-filter=R", "-l0", older, newer).Split('\0', StringSplitOptions.RemoveEmptyEntries).Chunk(3).Select(three => (three[1], three[2])).ToList();
        var moves = changes.Files.Where(file => file is { Kind: FileChangeKind.Moved, IsSameContent: true }).Select(file => (file.From!, file.Path)).ToList();
        Assert.Equal(renames.Count, moves.Count);
        if (isExact)
        {
            Assert.Equal(renames.Order(), moves.Order());
        }

        foreach (var file in changes.Files.Where(file => file is { Kind: FileChangeKind.Changed, Old.Text: not TextKind.Binary, New.Text: not TextKind.Binary, IsSameContent: false }))
        {
            var diff = FileDiff.Of(before.Whole.Text(file.Old!.Path), now.Whole.Text(file.Path));
            Assert.Equal(Encoding.UTF8.GetString(diff.Newer.Bytes.Span), Applied(diff));
        }
    }

    /// <summary>The newer text from the older and what is shown.</summary>
    private static string Applied(FileDiff diff)
    {
        var (text, at) = (new StringBuilder(), 1);
        void Take(SealText from, int line, int count) => text.Append(Encoding.UTF8.GetString(from.Bytes.Span[from.LineStart(line)..from.LineStart(line + count)]));
        foreach (var run in diff.Runs)
        {
            if (run.OldLine > 0)
            {
                Take(diff.Older, at, run.OldLine - at);
                at = run.OldLine + (run.Mark == DiffMark.Same ? 0 : run.Count);
            }

            if (run.Mark is DiffMark.Come or DiffMark.MovedHere)
            {
                Take(diff.Newer, run.NewLine, run.Count);
            }
            else if (run.Mark == DiffMark.Same)
            {
                Take(diff.Older, run.OldLine, run.Count);
                at += run.Count;
            }
        }

        Take(diff.Older, at, diff.Older.LineCount + 1 - at);
        return text.ToString();
    }

    private static IEnumerable<(char Letter, string Path)> Pairs(string status) => status.Split('\0', StringSplitOptions.RemoveEmptyEntries).Chunk(2).Select(two => (two[0][0], two[1]));

    private static string Content(int number) => string.Concat(Enumerable.Range(0, 30).Select(line => $"int file_{number}_{line};\n"));
}
