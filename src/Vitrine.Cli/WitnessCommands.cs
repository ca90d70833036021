using System.CommandLine;
using System.Text.Json;
using Vitrine.Centre;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Cli;

/// <summary><c>vitrine witness init|serve|show|rotate</c>.</summary>
internal static class WitnessCommands
{
    private const string DefaultUrl = "http://127.0.0.1:8730";

    private static readonly Argument<string> Name = new("NAME") { Description = "The witness's name, a URL without its scheme: witness.example/one." };
    private static readonly Option<string> Folder = new("--dir") { Description = "The witness's folder (default: ./witness).", HelpName = "DIR", DefaultValueFactory = _ => "witness" };
    private static readonly Option<string> Urls = new("--urls") { Description = "Where to listen.", HelpName = "U", DefaultValueFactory = _ => DefaultUrl };
    private static readonly Option<bool> End = new("--end") { Description = "Let the older of two keys cosign no more; its secret is deleted." };
    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON and nothing else." };

    public static Command Make()
    {
        var init = new Verb("init", "Make a witness with a new key; prints its public key.", "0: made", "vitrine witness init witness.example/one") { Name, Folder };
        init.SetAction(Init);
        var serve = new Verb("serve", "Cosign the checkpoints of other logs, each only as a continuation of what was cosigned before.", "0: served until it was stopped", "vitrine witness serve --urls http://127.0.0.1:8730") { Folder, Urls };
        serve.SetAction(Serve);
        var show = new Verb("show", "Show a witness's key, the logs it takes checkpoints of, and what it cosigned last.") { Folder, Json };
        show.SetAction(Show);
        var rotate = new Verb("rotate", "Change a witness's key: first a new one beside it, then an end of the old one.", "0: changed", "vitrine witness rotate --end") { Folder, End };
        rotate.SetAction(Rotate);
        return new Command("witness", "A witness of other logs.") { init, serve, show, rotate };
    }

    private static int Init(ParseResult parsed)
    {
        var folder = Path.GetFullPath(parsed.GetValue(Folder)!);
        try
        {
            Terminal.Line(new WitnessFolder(folder).Make(parsed.GetValue(Name)!).ToString());
        }
        catch (ArgumentException name)
        {
            throw new BadInputException(name.Message);
        }

        Terminal.Remark($"Name the logs it takes checkpoints of in {new WitnessFolder(folder).LogsPath}, then: vitrine witness serve --dir {folder}");
        return Exit.Yes;
    }

    private static int Serve(ParseResult parsed)
    {
        Companion.Become(["witness", "--dir", Path.GetFullPath(parsed.GetValue(Folder)!), "--urls", parsed.GetValue(Urls)!]);
        return Exit.Fault;
    }

    private static int Rotate(ParseResult parsed)
    {
        var folder = new WitnessFolder(Path.GetFullPath(parsed.GetValue(Folder)!));
        if (parsed.GetValue(End))
        {
            var ended = folder.EndRotation(TimeProvider.System);
            Terminal.Fact("ended", ended);
            Terminal.Remark("It signs nothing more; what it signed stays good. Policies take its line out once no checkpoint that it alone cosigned matters.");
            return Exit.Yes;
        }

        Terminal.Line(folder.BeginRotation(TimeProvider.System).ToString());
        Terminal.Remark($"From its next start the witness cosigns with both keys. Give the new one to those who name the old one in a policy; when all have it: vitrine witness rotate --end --dir {folder.Folder}");
        return Exit.Yes;
    }

    private static int Show(ParseResult parsed)
    {
        var folder = new WitnessFolder(Path.GetFullPath(parsed.GetValue(Folder)!));
        var keys = folder.Keys();
        var cosigned = Witness.Read(folder.Folder, keys.All).ToDictionary(one => one.Checkpoint.Origin, StringComparer.Ordinal);
        var origins = folder.Logs().Logs.Select(log => log.Key.Name).Union(cosigned.Keys, StringComparer.Ordinal).ToList();
        if (parsed.GetValue(Json))
        {
            Terminal.Json(json =>
            {
                json.WriteStartObject();
                json.WriteString("key", keys.Verifiers[0].ToString());
                WriteKeys(json, "also", keys.Verifiers[1..]);
                WriteKeys(json, "before", keys.Retired);
                json.WriteStartArray("logs");
                foreach (var origin in origins)
                {
                    json.WriteStartObject();
                    json.WriteString("origin", origin);
                    if (cosigned.TryGetValue(origin, out var one))
                    {
                        json.WriteNumber("size", one.Checkpoint.Size.Value);
                        json.WriteString("root", one.Checkpoint.Root.ToHex());
                        json.WriteString("time", one.Time);
                    }

                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            });
            return Exit.Yes;
        }

        Terminal.Fact("key", keys.Verifiers[0]);
        foreach (var also in keys.Verifiers[1..])
        {
            Terminal.Fact("and still", also);
        }

        foreach (var before in keys.Retired)
        {
            Terminal.Fact("before", before);
        }

        foreach (var origin in origins)
        {
            Terminal.Fact("log", cosigned.TryGetValue(origin, out var one)
                ? $"{Terminal.Safe(origin)}: {one.Checkpoint.Size.Value:N0} entries, cosigned {one.Time:yyyy-MM-dd HH:mm:ss} UTC"
                : $"{Terminal.Safe(origin)}: nothing cosigned yet");
        }

        if (origins.Count == 0)
        {
            Terminal.Line($"No log is named in {folder.LogsPath}.");
        }

        return Exit.Yes;
    }

    private static void WriteKeys(Utf8JsonWriter json, string name, IEnumerable<NoteVerifier> keys)
    {
        json.WriteStartArray(name);
        foreach (var key in keys)
        {
            json.WriteStringValue(key.ToString());
        }

        json.WriteEndArray();
    }
}
