using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Cli;

/// <summary>Which log a command reads, and whom it trusts about it: the centre's own, or any by URL or folder.</summary>
internal sealed class LogSources(ILogSource source, LogPolicy policy) : IDisposable
{
    public static readonly Argument<string?> Source = new("LOG")
    {
        Description = "A log's URL prefix or folder (default: the centre's own).",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static readonly Option<string> PolicyFile = new("--policy") { Description = "The log's policy, C2SP tlog-policy: its key, witnesses and quorum.", HelpName = "FILE" };
    public static readonly Option<string> Key = new("--key") { Description = "The log's key instead, if no witness is asked for.", HelpName = "VKEY" };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public ILogSource Of => source;

    public LogPolicy Policy => policy;

    /// <summary>The log that was named, else the centre's.</summary>
    public static async Task<LogSources> OpenAsync(ParseResult parsed, string? log, CancellationToken cancellationToken)
    {
        if (log is not null)
        {
            var trusted = Trusted(parsed);
            return new LogSources(Find(log), trusted);
        }

        if (parsed.GetValue(PolicyFile) is not null || parsed.GetValue(Key) is not null)
        {
            throw new BadInputException("Name the log that --policy or --key is for: its URL or folder.");
        }

        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        return new LogSources(new FolderLogSource(centre.Log), centre.WitnessPolicy());
    }

    /// <summary>The policy that was named.</summary>
    public static LogPolicy Trusted(ParseResult parsed) => (parsed.GetValue(PolicyFile), parsed.GetValue(Key)) switch
    {
        ({ } file, null) => LogPolicyFile.Read(file) is { Logs.IsEmpty: false } policy ? policy : throw new BadInputException($"{file} names no log: log NAME+KEYID+KEY"),
        (null, { } key) => NoteVerifier.TryParse(key, out var log) && log.Algorithm == NoteAlgorithm.Ed25519
            ? LogPolicy.Of(log)
            : throw new BadInputException($"'{key}' is no log's key: name+keyid+key of type 01 is wanted, as the log publishes it."),
        (null, null) => throw new BadInputException("Say whom to trust about this log: --policy FILE, or --key VKEY."),
        _ => throw new BadInputException("--policy and --key say the same; give one."),
    };

    /// <summary>The newest checkpoint, verified under the policy.</summary>
    /// <exception cref="NoteFormatException">It is none that the policy trusts.</exception>
    public async Task<VerifiedCheckpoint> CheckpointAsync(CancellationToken cancellationToken)
    {
        var note = await source.CheckpointAsync(cancellationToken);
        var verdict = policy.TryOpen(note, out var checkpoint);
        return verdict == NoteVerdict.Verified ? checkpoint! : throw new ActRefusedException($"{source.ToString()!.TrimEnd('/')}/checkpoint: {LogMonitor.Sentence(verdict)}");
    }

    public void Dispose() => (source as IDisposable)?.Dispose();

    private static ILogSource Find(string log)
    {
        if (log.Contains("://", StringComparison.Ordinal))
        {
            try
            {
                return new HttpLogSource(log, Patience, TimeProvider.System);
            }
            catch (ArgumentException error)
            {
                throw new BadInputException(error.Message.Split(" (Parameter")[0]);
            }
        }

        return Directory.Exists(log) ? new FolderLogSource(Path.GetFullPath(log)) : throw new BadInputException($"There is no folder {log}. Name a log's folder, or its URL: https://log.example/tlog");
    }
}
