using System.CommandLine;
using Vitrine.Proofs;

namespace Vitrine.Cli;

/// <summary><c>vitrine log show</c>: the newest checkpoint, and which witnesses have cosigned it.</summary>
internal static class LogShowCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object: origin, size, root, key, quorum (name, met), witnesses[]." };

    public static Command Make()
    {
        var command = new Verb("show", "Show a log's newest checkpoint, and who has cosigned it.", "0: as its policy wants it; 1: the quorum is not met, or it is not the log's",
            "vitrine log show", "vitrine log show https://log.example/tlog --policy log.policy") { LogSources.Source, LogSources.PolicyFile, LogSources.Key, Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var log = await LogSources.OpenAsync(parsed, parsed.GetValue(LogSources.Source), cancellationToken);
        var checkpoint = await log.CheckpointAsync(cancellationToken);
        var cosigned = checkpoint.Cosignatures.ToLookup(one => one.Key, one => one.Time);
        var met = log.Policy.IsMet(checkpoint);
        if (parsed.GetValue(Json))
        {
            Terminal.Json(json =>
            {
                json.WriteStartObject();
                json.WriteString("origin", checkpoint.Origin);
                json.WriteNumber("size", checkpoint.Size.Value);
                json.WriteString("root", checkpoint.Root.ToHex());
                json.WriteString("key", checkpoint.Log.ToString());
                json.WriteStartObject("quorum");
                json.WriteString("name", Terminal.Safe(log.Policy.Quorum.Name));
                json.WriteBoolean("met", met);
                json.WriteEndObject();
                json.WriteStartArray("witnesses");
                foreach (var witness in log.Policy.Witnesses)
                {
                    json.WriteStartObject();
                    json.WriteString("name", Terminal.Safe(witness.Name));
                    json.WriteString("key", witness.Key.ToString());
                    json.WriteBoolean("cosigned", cosigned.Contains(witness.Key));
                    if (cosigned[witness.Key].Max() is { } time)
                    {
                        json.WriteString("time", time);
                    }

                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            });
            return met ? Exit.Yes : Exit.No;
        }

        Terminal.Fact("origin", Terminal.Safe(checkpoint.Origin));
        Terminal.Fact("entries", $"{checkpoint.Size.Value:N0}");
        Terminal.Fact("root", checkpoint.Root);
        Terminal.Fact("key", checkpoint.Log);
        foreach (var witness in log.Policy.Witnesses)
        {
            Terminal.Fact("witness", cosigned[witness.Key].Max() is { } time
                ? $"{Terminal.Safe(witness.Name)}: cosigned {time:yyyy-MM-dd HH:mm:ss} UTC"
                : witness.Key.CanVerify ? $"{Terminal.Safe(witness.Name)}: missing" : $"{Terminal.Safe(witness.Name)}: its key ({witness.Key.Algorithm}) cannot be verified with here");
        }

        if (log.Policy.Quorum is not NoQuorum || !log.Policy.Witnesses.IsEmpty)
        {
            Terminal.Verdict(met, met ? $"The quorum \"{Terminal.Safe(log.Policy.Quorum.Name)}\" is met." : $"The quorum \"{Terminal.Safe(log.Policy.Quorum.Name)}\" is not met.");
        }

        return met ? Exit.Yes : Exit.No;
    }
}
