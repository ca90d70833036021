using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Room;

namespace Vitrine.Cli;

/// <summary><c>vitrine ledger open SESSION</c>: the two dispute parties open a session together.</summary>
internal static class LedgerOpenCommand
{
    private static readonly Argument<string> Session = new("SESSION") { Description = "The session, as s-0123456789." };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object: session, acts[] (position, at, person, frame or null, written or null)." };

    /// <summary>A copy of the ledger instead of the centre.</summary>
    public static Option<string> Ledger { get; } = new("--ledger") { Description = "A copy of the ledger's folder, to open it without the centre. What both sign then is written first, for the centre's record.", HelpName = "FOLDER" };

    /// <summary>Where the signed opening goes.</summary>
    public static Option<string> Record { get; } = new("--record") { Description = "With --ledger: the folder for the signed opening (default: the current one).", HelpName = "FOLDER" };

    public static Command Make()
    {
        var command = new Verb(
            "open",
            "Open a session's sealed parts with the keys of host and authority, who can do it only together.",
            "0: opened; 1: there is no such session, or a key is another's",
            "vitrine ledger open s-0123456789 --host /media/a/host --authority /media/b/authority --reason 'A photograph was leaked'")
        {
            Session, DisputeKeys.HostFolder, DisputeKeys.AuthorityFolder, DisputeKeys.Reason, Ledger, Record, Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    /// <summary>Opens a session: at the centre as an act, or from a copy of its ledger.</summary>
    /// <exception cref="ActRefusedException">There is no such session, or a key is another party's.</exception>
    public static async Task<IReadOnlyList<OpenedAct>> OpenAsync(ParseResult parsed, string session, DisputeKeys keys, CancellationToken cancellationToken)
    {
        try
        {
            if (parsed.GetValue(Ledger) is { } folder)
            {
                return OpenCopy(parsed, LedgerCopy.Open(folder, CentreOption.Parts, cancellationToken), session, keys);
            }

            await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
            return await DisputeDesk.OpenAsync(centre, session, keys.Host.Opening, keys.Authority.Opening, parsed.GetValue(DisputeKeys.Reason)!, Actor.Console, cancellationToken);
        }
        catch (CryptographicException)
        {
            throw new ActRefusedException($"The session {Terminal.Safe(session)} does not open: one of the keys is not that of its host or its authority, or the two are exchanged. Nothing was opened, and nothing is on record of it.");
        }
    }

    /// <summary>The keys are tried first; then what both sign is written; only then anything is given.</summary>
    private static IReadOnlyList<OpenedAct> OpenCopy(ParseResult parsed, LedgerCopy copy, string session, DisputeKeys keys)
    {
        var began = copy.ReadActs().Select(recorded => recorded.Act).OfType<SessionOpened>().FirstOrDefault(opened => opened.Session == session)
            ?? throw new ActRefusedException($"There is no session {Terminal.Safe(session)}.");
        var acts = OpenedSessions.Read(copy.ReadActs(), session, keys.Host.Opening, keys.Authority.Opening);
        var now = UtcTime.Whole(TimeProvider.System.GetUtcNow());
        var head = new TreeHead(copy.Checkpoint.Origin, copy.Checkpoint.Size, copy.Checkpoint.Root);
        var opening = new OpeningPredicate(session, began.Engagement, parsed.GetValue(DisputeKeys.Reason)!, head, now);
        var file = Inputs.FileToWrite(Path.Combine(parsed.GetValue(Record) ?? ".", $"{session}-{now:yyyyMMdd'T'HHmmss'Z'}{SignedOpening.Extension}"))!;
        DurableFile.Write(file, SignedOpening.Sign(opening, keys.Host.Signing, keys.Authority.Signing));
        Terminal.Remark($"Opened from a copy of {copy.Checkpoint.Size} acts. Both have signed that: bring {file} to the centre (vitrine ledger record FILE).");
        return acts;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var keys = DisputeKeys.Read(parsed) ?? throw new BadInputException("A session opens with both keys only: name --host and --authority.");
        var session = parsed.GetValue(Session)!;
        var acts = await OpenAsync(parsed, session, keys, cancellationToken);
        if (parsed.GetValue(Json))
        {
            Terminal.Json(json => Write(json, session, acts));
            return Exit.Yes;
        }

        Terminal.Fact("session", session);
        foreach (var act in acts)
        {
            Terminal.Line($"{act.Position.Value,8} {UtcTime.Format(act.At)} {Describe(act)}");
        }

        return Exit.Yes;
    }

    private static string Describe(OpenedAct act) => act switch
    {
        { Frame: { } frame } => $"{frame.Kind.ToString().ToLowerInvariant(),-8} {Terminal.Safe(frame.Request.Replace('\n', ' '))} {string.Join(", ", frame.Lines.Select(range => Terminal.Safe($"{range.Path} {range.From}-{range.To}")))}",
        { Written.Note: { } note } => $"note     {Terminal.Safe($"{note.Path} {note.Line}: {note.Text}")}",
        { Written.Finding: { } finding } => $"finding  {Terminal.Safe($"{finding.Path} {finding.Line}: {finding.Severity} {finding.Title}{(finding.Withdrawn ? " (withdrawn)" : "")}")}",
        { Written.Proposed: { } proposed } => $"tell     proposed to tell of {Terminal.Safe(proposed)}",
        _ => "known    who came to know of findings",
    };

    private static void Write(Utf8JsonWriter json, string session, IReadOnlyList<OpenedAct> acts)
    {
        json.WriteStartObject();
        json.WriteString("session", session);
        json.WriteStartArray("acts");
        foreach (var act in acts)
        {
            json.WriteStartObject();
            json.WriteNumber("position", act.Position.Value);
            json.WriteString("at", UtcTime.Format(act.At));
            json.WriteString("person", act.Person);
            json.WritePropertyName("frame");
            JsonSerializer.Serialize(json, act.Frame, ActJson.Options);
            json.WritePropertyName("written");
            JsonSerializer.Serialize(json, act.Written, ActJson.Options);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
