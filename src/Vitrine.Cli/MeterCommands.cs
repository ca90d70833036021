using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
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
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object: equal; matched, otherEngagements, others, reading, record (each responses, bytes, headBytes); withoutAct[], withoutResponse[], unfinished[], refusals[], oddities[]." };

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
            Folder, Id, Key, Keys, DisputeKeys.HostFolder, DisputeKeys.AuthorityFolder, DisputeKeys.Reason, LedgerOpenCommand.Ledger, LedgerOpenCommand.Record, Json,
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
        var known = await KnownAsync(parsed, cancellationToken);
        if (!known.Contains(engagement))
        {
            throw Unknown(engagement);
        }

        var comparison = MeterComparison.Of(responses, await FramesAsync(parsed, engagement, cancellationToken), engagement, known);
        if (parsed.GetValue(Json))
        {
            Terminal.Json(json => Write(json, comparison));
        }
        else
        {
            Show(comparison);
            if (comparison.WithoutAct.Count > 0 && parsed.GetValue(LedgerOpenCommand.Ledger) is not null)
            {
                Terminal.Remark("What was served after this copy of the ledger was taken cannot be in it: compare with a copy that is newer than the record.");
            }
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

    /// <summary>Every engagement of the ledger.</summary>
    private static async Task<HashSet<string>> KnownAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(LedgerOpenCommand.Ledger) is { } folder)
        {
            return [.. LedgerCopy.Open(folder, CentreOption.Parts, cancellationToken).ReadActs().Select(recorded => recorded.Act).OfType<EngagementRequested>().Select(requested => requested.Engagement)];
        }

        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var views = centre.Snapshot();
        return [.. Engagements.List(views).Select(engagement => engagement.Id)];
    }

    private static Engagement Find(OpenCentre centre, string id)
    {
        using var views = centre.Snapshot();
        return Engagements.Find(id, views) ?? throw Unknown(id);
    }

    private static ActRefusedException Unknown(string id) => new($"There is no engagement {Terminal.Safe(id)}. See: vitrine engagement list");

    private static IReadOnlyList<RecordedFrame> Frames(IEnumerable<OpenedAct> acts) =>
        [.. acts.Where(act => act.Frame is not null).Select(act => new RecordedFrame(act.Position, act.At, act.Session, act.Frame!.Response))];

    private static void Show(MeterComparison comparison)
    {
        Terminal.Verdict(comparison.IsEqual, comparison.IsEqual
            ? $"Meter and ledger agree: {comparison.Matched.Count:N0} frames, each on both sides."
            : $"Meter and ledger do not agree: {comparison.WithoutAct.Count:N0} frames without an act, {comparison.WithoutResponse.Count:N0} acts without a frame.");
        Each(comparison.WithoutAct, response => $"  no act:      {response}");
        Each(comparison.WithoutResponse, frame => $"  not metered: {Describe(frame)}");
        Each(comparison.Unfinished, pair => $"  not whole:   {pair.Response}{(pair.Frame is { } frame ? $"; stands for {Describe(frame)}" : "")}");
        Each([.. comparison.Oddities], odd => odd.Oddity switch
        {
            MeterOddity.LargeHead => $"  look at:     a head of {odd.Response.Head.Bytes:N0} bytes, where the site sends less than {MeterComparison.UsualHead:N0}: {odd.Response}",
            _ => $"  look at:     a refusal of {odd.Response.Body.Bytes:N0} bytes, where the site sends less than {MeterComparison.UsualRefusal:N0}: {odd.Response}",
        });

        Terminal.Fact("matched", Describe(MeterAmount.Of(comparison.Matched.Select(pair => pair.Response))));
        Terminal.Fact("no act", Describe(MeterAmount.Of(comparison.WithoutAct)));
        Terminal.Fact("not whole", $"{Describe(MeterAmount.Of(comparison.Unfinished.Select(pair => pair.Response)))}: at reading addresses; nothing of it went on");
        Terminal.Fact("refusals", $"{Describe(MeterAmount.Of(comparison.Refusals))}: pages that say no, at reading addresses");
        foreach (var group in comparison.Refusals.GroupBy(response => response.Status).OrderBy(group => group.Key))
        {
            Terminal.Line($"  {group.Sum(response => (long)response.Body.Bytes),12:N0} bytes in {group.Count():N0} of status {group.Key}");
        }

        Terminal.Fact("elsewhere", $"{Describe(MeterAmount.Of(comparison.OtherEngagements))}: other engagements; compare each");
        Terminal.Fact("others", $"{Describe(MeterAmount.Of(comparison.Others))}: pages and files of which no act speaks");
        foreach (var group in comparison.Others.GroupBy(response => response.Path).OrderByDescending(group => group.Sum(response => (long)response.Body.Bytes)).Take(5))
        {
            Terminal.Line($"  {group.Sum(response => (long)response.Body.Bytes),12:N0} bytes in {group.Count():N0} of {Terminal.Safe(group.Key)}");
        }

        Terminal.Fact("record", $"{Describe(comparison.Record)}: all of the above");
        Terminal.Fact("heads", $"{comparison.Reading.HeadBytes:N0} bytes in {comparison.Reading.Responses:N0} heads at reading addresses: the most that could hide in them");
    }

    private static void Each<T>(IReadOnlyList<T> items, Func<T, string> line)
    {
        foreach (var item in items.Take(Shown))
        {
            Terminal.Line(line(item));
        }

        if (items.Count > Shown)
        {
            Terminal.Line($"  and {items.Count - Shown:N0} more; --json has them all");
        }
    }

    private static string Describe(MeterAmount amount) => $"{amount.Responses:N0}, {amount.BodyBytes:N0} bytes, heads {amount.HeadBytes:N0}";

    private static string Describe(RecordedFrame frame) =>
        $"{UtcTime.Format(frame.At)} act {frame.Position} of {frame.Session}{(frame.Response is { } digest ? $", response {digest}" : ", which names no response")}";

    private static void Write(Utf8JsonWriter json, MeterComparison comparison)
    {
        json.WriteStartObject();
        json.WriteBoolean("equal", comparison.IsEqual);
        foreach (var (name, amount) in ((string, MeterAmount)[])[
            ("matched", MeterAmount.Of(comparison.Matched.Select(pair => pair.Response))), ("otherEngagements", MeterAmount.Of(comparison.OtherEngagements)),
            ("others", MeterAmount.Of(comparison.Others)), ("reading", comparison.Reading), ("record", comparison.Record)])
        {
            json.WriteStartObject(name);
            json.WriteNumber("responses", amount.Responses);
            json.WriteNumber("bytes", amount.BodyBytes);
            json.WriteNumber("headBytes", amount.HeadBytes);
            json.WriteEndObject();
        }

        List(json, "withoutAct", comparison.WithoutAct, response => json.WriteRawValue(response.Encode()));
        List(json, "withoutResponse", comparison.WithoutResponse, frame => Write(json, frame));
        List(json, "unfinished", comparison.Unfinished, pair => WithResponse(json, pair.Response, "act", () => Write(json, pair.Frame)));
        List(json, "refusals", comparison.Refusals, response => json.WriteRawValue(response.Encode()));
        List(json, "oddities", comparison.Oddities, odd => WithResponse(json, odd.Response, "oddity", () => json.WriteStringValue(odd.Oddity == MeterOddity.LargeHead ? "largeHead" : "largeRefusal")));
        json.WriteEndObject();
    }

    private static void List<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            write(item);
        }

        json.WriteEndArray();
    }

    private static void WithResponse(Utf8JsonWriter json, MeteredResponse response, string name, Action write)
    {
        json.WriteStartObject();
        json.WritePropertyName("response");
        json.WriteRawValue(response.Encode());
        json.WritePropertyName(name);
        write();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RecordedFrame? frame)
    {
        if (frame is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteNumber("act", frame.Position.Value);
        json.WriteString("at", UtcTime.Format(frame.At));
        json.WriteString("session", frame.Session);
        json.WriteString("response", frame.Response?.ToHex());
        json.WriteEndObject();
    }
}
