using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Cli;

/// <summary><c>vitrine backup FILE</c> and <c>vitrine restore [FILE]</c>.</summary>
internal static class BackupCommands
{
    private static readonly Argument<string> File = new("FILE") { Description = "The backup's file; it must not exist." };
    private static readonly Argument<string?> From = new("FILE") { Description = "The backup's file; none where the centre was restored already.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string> PassphraseFile = new("--passphrase-file") { Description = "The file whose first line is the passphrase (default: standard input).", HelpName = "FILE" };
    private static readonly Option<string[]> Newest = new("--newest") { Description = "The newest checkpoint that is out there: a file (checkpoint, bundle, receipt), a log's folder, or the URL of served tiles.", HelpName = "WHERE" };

    public static Command Backup()
    {
        var command = new Verb("backup", "Write the whole centre into one file, also while it is served, encrypted under a passphrase.", "0: written", "vitrine backup centre.backup --passphrase-file ./passphrase") { File, PassphraseFile };
        command.SetAction(BackupAsync);
        return command;
    }

    public static Command Restore()
    {
        var command = new Verb(
            "restore",
            "Make a centre again from a backup. It opens once it has shown that its log is not older than what was published.",
            "0: restored, or shown; 2: an older state, which is not opened",
            "vitrine restore centre.backup --centre ./again --newest https://centre.example/tlog",
            "vitrine restore --centre ./again --newest s-0123456789.receipt.jsonl")
        {
            From, PassphraseFile, Newest,
        };
        command.SetAction(RestoreAsync);
        return command;
    }

    private static async Task<int> BackupAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = Inputs.FileToWrite(parsed.GetValue(File))!;
        if (System.IO.File.Exists(file))
        {
            throw new BadInputException($"{file} exists already. Name a new file.");
        }

        var passphrase = Passphrase(parsed, cancellationToken);
        if (Passwords.Weakness(passphrase, "") is { } weakness)
        {
            throw new BadInputException($"The passphrase is too weak. {weakness}");
        }

        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var (ledger, log) = await Centre.Backup.WriteAsync(centre, file, passphrase, cancellationToken);
        Terminal.Fact("written", file);
        Terminal.Fact("ledger", $"{ledger.Size} acts, root {ledger.Root}");
        Terminal.Fact("log", $"{log.Size} entries, root {log.Root}");
        if (centre.LogStorage.Objects is { } objects)
        {
            Terminal.Remark($"The log lives in {objects}. The backup holds all its entries; a centre restored from it keeps them in its folder, and goes on from there.");
        }

        return Exit.Yes;
    }

    private static async Task<int> RestoreAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var folder = CentreOption.Folder(parsed);
        var paths = new CentrePaths(folder);
        var newest = new List<(string Where, byte[] Note)>();
        foreach (var one in parsed.GetValue(Newest) ?? [])
        {
            if (!LogPlace.IsUrl(one) && IsUnder(one, folder))
            {
                throw new BadInputException($"{one} is the restored centre's own. Show it a checkpoint that others keep.");
            }

            newest.AddRange((await NotesAsync(one, cancellationToken)).Select(note => (one, note)));
        }

        if (parsed.GetValue(From) is { } file)
        {
            if (!System.IO.File.Exists(file))
            {
                throw new BadInputException($"There is no file {file}.");
            }

            foreach (var left in Centre.Restore.Leftovers(folder))
            {
                Terminal.Remark($"{left} is of a restore that was cut off, or still runs. It may hold the centre's keys in the clear: delete it when none runs.");
            }

            var made = await Centre.Restore.ReadAsync(file, folder, Passphrase(parsed, cancellationToken), cancellationToken);
            Terminal.Fact("centre", folder);
            Terminal.Fact("ledger", $"{made.Ledger.Size} acts, root {made.Ledger.Root}");
            Terminal.Fact("log", $"{made.Log.Size} entries, root {made.Log.Root}");
        }

        if (RestoredMarker.Read(paths) is not { } restored)
        {
            throw new BadInputException($"The centre at {folder} waits for no proof. Name a backup to restore, and with --centre a new folder.");
        }

        if (newest.Count == 0)
        {
            Terminal.Remark("It opens when it has shown that its log is not older than what was published: vitrine restore --newest FILE|FOLDER|URL");
            return Exit.Yes;
        }

        var shown = await RestoredMarker.ProveAsync(paths, newest, CentreOption.Parts, TimeProvider.System, cancellationToken);
        Terminal.Verdict(true, $"The restored log of {restored.Log.Size} entries is the one of the checkpoint that was shown (root {shown.Root}). The centre can be served.");
        if (!newest.Any(one => LogPlace.IsUrl(one.Where)))
        {
            Terminal.Remark("Nobody was asked now, and how new a file is, this command cannot know. If the log went on after this backup, serving the centre forks it: ask the served log, a mirror or a monitor first.");
        }

        return Exit.Yes;
    }

    /// <summary>Whether a path is a folder or lies in it, through whatever links.</summary>
    private static bool IsUnder(string path, string folder) => (Real(path) + "/").StartsWith(Real(folder) + "/", StringComparison.Ordinal);

    private static string Real(string path) => Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate("/", (real, part) =>
    {
        var next = Path.Combine(real, part);
        return Path.Exists(next) ? new FileInfo(next).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? next : next;
    });

    /// <summary>The signed checkpoints in what somebody brought; none is verified here.</summary>
    private static async Task<IReadOnlyList<byte[]>> NotesAsync(string where, CancellationToken cancellationToken)
    {
        if (LogPlace.IsUrl(where) || Directory.Exists(where))
        {
            using var place = LogPlace.Open(where);
            return [await place.Source.CheckpointAsync(cancellationToken)];
        }

        var bytes = Inputs.FileToRead(where, BundleFile.MaxBytes, "a checkpoint, bundle or receipt");
        if (Note.TryParse(bytes, out _))
        {
            return [bytes];
        }

        if (where.EndsWith(Receipt.Extension, StringComparison.Ordinal))
        {
            return [[.. Receipt.Parse(bytes).Anchor.Checkpoint]];
        }

        return [.. BundleFile.Parse(bytes).Select(bundle => bundle.Checkpoint.ToArray())];
    }

    private static string Passphrase(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(PassphraseFile) is { } file)
        {
            using var reader = new StreamReader(new MemoryStream(Inputs.FileToRead(file, 64 * 1024, "a passphrase")));
            return reader.ReadLine() ?? throw new BadInputException($"{file} is empty.");
        }

        return Terminal.ReadSecret("Passphrase: ", cancellationToken) is { Length: > 0 } given ? given : throw new BadInputException("Give the passphrase on standard input, or in a file with --passphrase-file.");
    }
}
