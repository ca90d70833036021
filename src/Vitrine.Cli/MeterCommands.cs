using System.CommandLine;
using System.Security.Cryptography;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Room;

namespace Vitrine.Cli;

/// <summary><c>vitrine meter run|compare</c>.</summary>
internal static class MeterCommands
{
    private const int Shown = 20;

    private static readonly Option<string> Record = new("--record") { Description = "The meter's folder: its keys and its record.", HelpName = "DIR", Required = true };
    private static readonly Option<string> Upstream = new("--upstream") { Description = "The server behind it, as https://server:8710; http for this machine alone.", HelpName = "URL", Required = true };
    private static readonly Option<string> Pin = new("--pin") { Description = "SHA-256 of the server's certificate: the meter knows the server by it alone.", HelpName = "HEX" };
    private static readonly Option<string> Urls = new("--urls") { Description = "Where terminals connect (default: https://127.0.0.1:8720).", HelpName = "U" };
    private static readonly Option<string> Certificate = new("--certificate") { Description = "The meter's own certificate, PEM (default: it makes one).", HelpName = "FILE" };
    private static readonly Option<string> TlsKey = new("--tls-key") { Description = "The certificate's key, PEM.", HelpName = "FILE" };
    private static readonly Argument<string> Folder = new("RECORD") { Description = "The meter's folder, or a copy of its record." };
    private static readonly Argument<string> Id = new("ENGAGEMENT") { Description = "The engagement's identifier, as e-1a2b3c4d." };
    private static readonly Option<string> Key = new("--key") { Description = "The meter's key, as meter run prints it.", HelpName = "VKEY", Required = true };
    private static readonly Option<string> Keys = new("--keys") { Description = "The laboratory's keys (default: inside the centre).", HelpName = "DIR" };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object: equal, matched, withoutAct[], withoutResponse[], others (responses, bytes)." };

    public static Command Make()
    {
        var run = new Verb(
            "run",
            "Stand between terminals and a server, and record a digest of every response.",
            "0: metered until it was stopped",
            "vitrine meter run --record ./meter --upstream http://127.0.0.1:8710",
            "vitrine meter run --record ./meter --upstream https://room.example:8710 --pin \"$sha256\" --urls https://10.0.0.2:8720")
        {
            Record, Upstream, Pin, Urls, Certificate, TlsKey,
        };
        run.SetAction(Run);
        var compare = new Verb(
            "compare",
            "Hold a meter's record against the ledger, frame by frame; the laboratory opens the ledger, or both dispute parties do.",
            "0: every frame stands on both sides; 1: not",
            "vitrine meter compare ./meter e-1a2b3c4d --key \"$meter\"",
            "vitrine meter compare ./meter e-1a2b3c4d --key \"$meter\" --ledger ./ledger --host /media/a/host --authority /media/b/authority --reason 'The yearly check'")
        {
            Folder, Id, Key, Keys, DisputeKeys.HostFolder, DisputeKeys.AuthorityFolder, DisputeKeys.Reason, LedgerOpenCommand.Ledger, Json,
        };
        compare.SetAction(CompareAsync);
        return new Command("meter", "What really passed between a room and its terminals.") { run, compare };
    }

    private static int Run(ParseResult parsed)
    {
        List<string> words = ["meter"];
        foreach (var (name, option) in ((string, Option<string>)[])[("--record", Record), ("--upstream", Upstream), ("--pin", Pin), ("--urls", Urls), ("--certificate", Certificate), ("--key", TlsKey)])
        {
            if (parsed.GetValue(option) is { } value)
            {
                words.AddRange([name, value]);
            }
        }

        Companion.Become(words);
        return Exit.Fault;
    }

    private static async Task<int> CompareAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var text = parsed.GetValue(Key)!;
        var key = NoteVerifier.TryParse(text, out var verifier) ? verifier : throw new BadInputException($"'{text}' is no key of a meter: name+id+base64, as meter run prints it.");
        var engagement = parsed.GetValue(Id)!;
        var responses = MeterRecord.Read(parsed.GetValue(Folder)!, key);
        var frames = await FramesAsync(parsed, engagement, cancellationToken);
        var comparison = MeterComparison.Of(responses, frames, response => MeterComparison.EngagementOf(response) is not { } other || other == engagement);
        if (parsed.GetValue(Json))
        {
            Terminal.Json(json => Write(json, comparison));
        }
        else
        {
            Show(comparison);
        }

        return comparison.IsEqual ? Exit.Yes : Exit.No;
    }

    /// <summary>The engagement's frames: opened by the laboratory, or session by session by both dispute parties.</summary>
    private static async Task<IReadOnlyList<RecordedFrame>> FramesAsync(ParseResult parsed, string engagement, CancellationToken cancellationToken)
    {
        using var dispute = DisputeKeys.Read(parsed);
        if (dispute is not null)
        {
            var frames = new List<RecordedFrame>();
            foreach (var session in await SessionsAsync(parsed, engagement, cancellationToken))
            {
                frames.AddRange(Frames(await LedgerOpenCommand.OpenAsync(parsed, session, dispute, cancellationToken)));
            }

            return [.. frames.OrderBy(frame => frame.Position)];
        }

        try
        {
            if (parsed.GetValue(LedgerOpenCommand.Ledger) is { } folder)
            {
                using var keys = PartyKeys.Read(parsed.GetValue(Keys) ?? throw new BadInputException("Without the centre the laboratory's keys must be named: --keys DIR"));
                return Frames(OpenedSessions.Read(LedgerCopy.Open(folder, CentreOption.Parts, cancellationToken).ReadActs(), engagement, keys.Opening));
            }

            await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
            using var own = PartyKeys.Read(parsed.GetValue(Keys) ?? centre.Keys.PartyFolder(Find(centre, engagement).Laboratory));
            return Frames(OpenedSessions.Read(centre.ReadActs(new LogIndex(0), centre.LedgerCheckpoint().Size), engagement, own.Opening));
        }
        catch (CryptographicException)
        {
            throw new ActRefusedException("The sessions do not open: these are not the keys of the engagement's laboratory.");
        }
    }

    private static async Task<IReadOnlyList<string>> SessionsAsync(ParseResult parsed, string engagement, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(LedgerOpenCommand.Ledger) is { } folder)
        {
            return [.. LedgerCopy.Open(folder, CentreOption.Parts, cancellationToken).ReadActs().Select(recorded => recorded.Act).OfType<SessionOpened>().Where(opened => opened.Engagement == engagement).Select(opened => opened.Session)];
        }

        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        Find(centre, engagement);
        using var views = centre.Snapshot();
        return [.. Sessions.OfEngagement(engagement, views).Select(session => session.Id)];
    }

    private static Engagement Find(OpenCentre centre, string id)
    {
        using var views = centre.Snapshot();
        return Engagements.Find(id, views) ?? throw new ActRefusedException($"There is no engagement {Terminal.Safe(id)}. See: vitrine engagement list");
    }

    private static IReadOnlyList<RecordedFrame> Frames(IEnumerable<OpenedAct> acts) =>
        [.. acts.Where(act => act.Frame is not null).Select(act => new RecordedFrame(act.Position, act.At, act.Session, act.Frame!.Response))];

    private static void Show(MeterComparison comparison)
    {
        Terminal.Verdict(comparison.IsEqual, comparison.IsEqual
            ? $"Meter and ledger agree: {comparison.Matched.Count:N0} frames, each on both sides."
            : $"Meter and ledger do not agree: {comparison.WithoutAct.Count:N0} frames without an act, {comparison.WithoutResponse.Count:N0} acts without a frame.");
        foreach (var response in comparison.WithoutAct.Take(Shown))
        {
            Terminal.Line($"  no act:      {response}");
        }

        foreach (var frame in comparison.WithoutResponse.Take(Shown))
        {
            Terminal.Line($"  not metered: {UtcTime.Format(frame.At)} act {frame.Position} of {frame.Session}{(frame.Response is { } digest ? $", response {digest}" : ", which names no response")}");
        }

        var hidden = Math.Max(0, comparison.WithoutAct.Count - Shown) + Math.Max(0, comparison.WithoutResponse.Count - Shown);
        if (hidden > 0)
        {
            Terminal.Line($"  and {hidden:N0} more; --json has them all");
        }

        Terminal.Fact("matched", $"{comparison.Matched.Count:N0} frames, {comparison.Matched.Sum(pair => (long)pair.Response.Bytes):N0} bytes");
        Terminal.Fact("other answers", $"{comparison.Others.Count:N0}, {comparison.Others.Sum(response => (long)response.Bytes):N0} bytes: pages and files of which no act speaks");
        foreach (var group in comparison.Others.GroupBy(response => response.Path).OrderByDescending(group => group.Sum(response => (long)response.Bytes)).Take(5))
        {
            Terminal.Line($"  {group.Sum(response => (long)response.Bytes),12:N0} bytes in {group.Count():N0} of {Terminal.Safe(group.Key)}");
        }
    }

    private static void Write(System.Text.Json.Utf8JsonWriter json, MeterComparison comparison)
    {
        json.WriteStartObject();
        json.WriteBoolean("equal", comparison.IsEqual);
        json.WriteNumber("matched", comparison.Matched.Count);
        json.WriteStartArray("withoutAct");
        foreach (var response in comparison.WithoutAct)
        {
            json.WriteRawValue(response.Encode());
        }

        json.WriteEndArray();
        json.WriteStartArray("withoutResponse");
        foreach (var frame in comparison.WithoutResponse)
        {
            json.WriteStartObject();
            json.WriteNumber("act", frame.Position.Value);
            json.WriteString("at", UtcTime.Format(frame.At));
            json.WriteString("session", frame.Session);
            json.WriteString("response", frame.Response?.ToHex());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("others");
        json.WriteNumber("responses", comparison.Others.Count);
        json.WriteNumber("bytes", comparison.Others.Sum(response => (long)response.Bytes));
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
