using System.CommandLine;
using System.Text.Json;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Cli;

/// <summary><c>vitrine log monitor</c>: follows a log and keeps evidence of a fork.</summary>
internal static class LogMonitorCommand
{
    private static readonly Argument<string> Source = new("LOG") { Description = "The log's URL prefix or folder." };
    private static readonly Option<string> State = new("--state") { Description = "Where to remember what was seen; made if there is none.", HelpName = "DIR", Required = true };
    private static readonly Option<bool> Once = new("--once") { Description = "Look once." };
    private static readonly Option<int> Every = Inputs.Number("--every", "Seconds between looks", 1, 86_400, 60);
    private static readonly Option<int> Most = Inputs.Number("--most", "Entries that are taken at once", 1, int.MaxValue, (int)LogMonitor.DefaultMostEntries);
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object a look: outcome, sentence, origin, size, root, before (size, root), evidence." };

    public static Command Make()
    {
        var command = new Verb("monitor", "Follow a log: verify every entry and checkpoint, remember them, and keep evidence if it shows two faces.", "0: the log is as it should be; 1: it is not",
            "vitrine log monitor https://log.example/tlog --policy log.policy --state seen", "vitrine log monitor ./centre/log --key \"$key\" --state seen --once --json")
        {
            Source, State, LogSources.PolicyFile, LogSources.Key, Once, Every, Most, Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var log = await LogSources.OpenAsync(parsed, parsed.GetValue(Source), cancellationToken);
        using var state = MonitorState.Open(parsed.GetValue(State)!);
        var monitor = new LogMonitor(log.Of, log.Policy, state, (ulong)parsed.GetValue(Most));
        var (once, json) = (parsed.GetValue(Once), parsed.GetValue(Json));
        var every = TimeSpan.FromSeconds(parsed.GetValue(Every));
        var progress = Terminal.Progress();
        MonitorReport? last = null;
        var good = true;
        while (true)
        {
            MonitorReport report;
            try
            {
                report = await monitor.LookAsync(new Forward<ulong>(done => progress.Report($"{done:N0} entries verified")), cancellationToken);
            }
            catch (OperationCanceledException) when (!once && last is not null)
            {
                return good ? Exit.Yes : Exit.No;
            }

            Terminal.EndProgress();
            good &= report.IsGood || report.Outcome == MonitorOutcome.Unreachable;
            if (once || report.Outcome != last?.Outcome || report.Outcome == MonitorOutcome.Grew)
            {
                Say(report, json);
            }

            if (once)
            {
                return report.IsGood ? Exit.Yes : Exit.No;
            }

            last = report;
            try
            {
                await Task.Delay(every, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return good ? Exit.Yes : Exit.No;
            }
        }
    }

    private static void Say(MonitorReport report, bool json)
    {
        if (!json)
        {
            Terminal.Verdict(report.IsGood, Terminal.Safe(report.Sentence));
            if (report.Evidence is { } folder)
            {
                Terminal.Fact("evidence", folder);
                Terminal.Line("Both checkpoints and the proof are there. Send them to others who follow this log: vitrine log fork DIR --key VKEY checks them.");
            }

            return;
        }

        Terminal.Json(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("outcome", JsonNamingPolicy.KebabCaseLower.ConvertName(report.Outcome.ToString()));
            writer.WriteString("sentence", report.Sentence);
            if ((report.Now ?? report.Before) is { } checkpoint)
            {
                writer.WriteString("origin", checkpoint.Origin);
            }

            if (report.Now is { } now)
            {
                Tree(writer, now);
            }

            if (report.Before is { } before)
            {
                writer.WriteStartObject("before");
                Tree(writer, before);
                writer.WriteEndObject();
            }

            if (report.Evidence is { } evidence)
            {
                writer.WriteString("evidence", evidence);
            }

            writer.WriteEndObject();
        });
    }

    private static void Tree(Utf8JsonWriter writer, VerifiedCheckpoint checkpoint)
    {
        writer.WriteNumber("size", checkpoint.Size.Value);
        writer.WriteString("root", checkpoint.Root.ToHex());
    }
}
