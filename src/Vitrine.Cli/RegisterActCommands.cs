using System.CommandLine;
using System.Globalization;
using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Cli;

/// <summary><c>vitrine register entity|tie|owners-unknown|product|accreditation|regime|reply|withdraw</c>: one act each.</summary>
internal static class RegisterActCommands
{
    private static readonly Argument<string> Id = new("ID") { Description = "Its identifier: letters, digits, dots, hyphens, underscores." };
    private static readonly Argument<string> Claim = new("CLAIM") { Description = "The claim's identifier, as 'register show' prints it." };
    private static readonly Argument<string> Of = new("ENTITY") { Description = "An entity's identifier." };
    private static readonly Argument<TieKind> Kind = Inputs.WordArgument<TieKind>("KIND", "What FROM is to TO:");
    private static readonly Argument<string> From = new("FROM") { Description = "The entity that owns, holds office in, founded or pays the other." };
    private static readonly Argument<string> To = new("TO") { Description = "… this entity." };
    private static readonly Option<EntityKind> EntityWord = Inputs.Word<EntityKind>("--kind", "What it is:");
    private static readonly Option<string> Name = new("--name") { Description = "What it is called.", Required = true };
    private static readonly Option<string[]> Alias = new("--alias") { Description = "What else it is called; as often as needed.", HelpName = "NAME", DefaultValueFactory = _ => [] };
    private static readonly Option<string[]> Country = new("--country") { Description = "Seat or nationality, as DE; as often as needed.", HelpName = "CC", DefaultValueFactory = _ => [] };
    private static readonly Option<string?> ShareText = new("--share") { Description = "Percent, or a range: 25, 25-50.", HelpName = "P" };
    private static readonly Option<string?> Detail = new("--detail") { Description = "In the source's words: the office, the contract." };
    private static readonly Option<string?> ClaimId = new("--claim") { Description = "The claim's identifier (default: a new one).", HelpName = "ID" };
    private static readonly Option<DateOnly?> Since = Inputs.Day("--since", "The first day (default: unknown).");
    private static readonly Option<DateOnly?> Until = Inputs.Day("--until", "The day on which it no longer held (default: not over, or unknown).");
    private static readonly Option<string> Title = new("--source") { Description = "Which document, register or data set says so.", HelpName = "TITLE", Required = true };
    private static readonly Option<string?> Url = new("--url") { Description = "Where it is published.", HelpName = "URL" };
    private static readonly Option<DateOnly?> Retrieved = Inputs.Day("--retrieved", "The day on which it was read (default: today).");
    private static readonly Option<OwnersGap> Reason = Inputs.Word<OwnersGap>("--reason", "Why the owners are not known:");
    private static readonly Option<string> Vendor = new("--vendor") { Description = "The entity that makes it.", HelpName = "ID", Required = true };
    private static readonly Option<string> Class = new("--class") { Description = "What kind of product.", Required = true };
    private static readonly Option<string[]> Classes = new("--class") { Description = "A class of product it covers; as often as needed.", DefaultValueFactory = _ => [] };
    private static readonly Option<string> Scheme = new("--scheme") { Description = "Under which scheme, by whom.", Required = true };
    private static readonly Option<InspectionType?> Type = new("--type") { Description = "A, B or C (ISO/IEC 17020, annex A), where the scheme has types.", HelpName = "LETTER" };
    private static readonly Option<string> Scope = new("--scope") { Description = "For what.", Required = true };
    private static readonly Option<string> Authority = new("--authority") { Description = "The entity that decides.", HelpName = "ID", Required = true };
    private static readonly Option<string> Instrument = new("--instrument") { Description = "The law, order or standard.", Required = true };
    private static readonly Option<string> Trigger = new("--trigger") { Description = "What sets it off.", Required = true };
    private static readonly Option<string> By = new("--by") { Description = "The entity that replies; the claim is about it.", HelpName = "ID", Required = true };
    private static readonly Option<string> Text = new("--text") { Description = "The reply.", Required = true };
    private static readonly Option<string> Why = new("--reason") { Description = "Why, for the record.", HelpName = "TEXT", Required = true };

    /// <summary>How far a source is believed.</summary>
    public static Option<string> Grade { get; } = new("--grade") { Description = "How far the source is believed, A (completely) to F (cannot be judged) (default: C).", HelpName = "LETTER", DefaultValueFactory = _ => "C" };

    public static void AddTo(Command command)
    {
        EntityWord.DefaultValueFactory = _ => EntityKind.Organisation;
        Reason.DefaultValueFactory = _ => OwnersGap.Unknown;
        Grade.AcceptOnlyFromAmong("A", "B", "C", "D", "E", "F");
        Add(command, new Verb("entity", "Record an entity, or record it anew.", null, "vitrine register entity acme --name 'Acme SE' --alias Acme --country DE") { Id, EntityWord, Name, Alias, Country }, (parsed, _) =>
            new EntityRecorded(parsed.GetValue(Id)!, parsed.GetValue(EntityWord), parsed.GetValue(Name)!, [.. parsed.GetValue(Alias)!], [.. parsed.GetValue(Country)!], null));
        Add(command, new Verb("tie", "Record a claim that two entities are tied; prints the claim on the last line.", null, "vitrine register tie ownership acme my-laboratory --share 12.5 --since 2024-01-01 --source 'Company register' --grade A") { Kind, From, To, ShareText, Detail, Since, Until, Title, Url, Grade, Retrieved, ClaimId }, (parsed, centre) =>
            new TieClaimed(Fresh(parsed), parsed.GetValue(Kind), parsed.GetValue(From)!, parsed.GetValue(To)!, ReadShare(parsed), parsed.GetValue(Detail), parsed.GetValue(Since), parsed.GetValue(Until), ReadSource(parsed, centre)));
        Add(command, new Verb("owners-unknown", "Record that an entity's owners are not known, and why; prints the claim.", null, "vitrine register owners-unknown my-laboratory --reason nobeneficialowners --source 'Its statutes'") { Of, Reason, Since, Until, Title, Url, Grade, Retrieved, ClaimId }, (parsed, centre) =>
            new OwnersUnknown(Fresh(parsed), parsed.GetValue(Of)!, parsed.GetValue(Reason), parsed.GetValue(Since), parsed.GetValue(Until), ReadSource(parsed, centre)));
        Add(command, new Verb("product", "Record a product, or record it anew.", null, "vitrine register product guard --name 'Guard' --vendor acme --class antivirus") { Id, Name, Vendor, Class }, (parsed, _) =>
            new ProductRecorded(parsed.GetValue(Id)!, parsed.GetValue(Name)!, parsed.GetValue(Vendor)!, parsed.GetValue(Class)!));
        Add(command, new Verb("accreditation", "Record that a laboratory is accredited; prints the claim.", null, "vitrine register accreditation my-laboratory --scheme 'ISO/IEC 17020, national body' --type A --scope 'Source review' --until 2028-01-01 --source 'Its list'") { Of, Scheme, Type, Scope, Since, Until, Title, Url, Grade, Retrieved, ClaimId }, (parsed, centre) =>
            new AccreditationRecorded(Fresh(parsed), parsed.GetValue(Of)!, parsed.GetValue(Scheme)!, parsed.GetValue(Type), parsed.GetValue(Scope)!, parsed.GetValue(Since), parsed.GetValue(Until), ReadSource(parsed, centre)));
        Add(command, new Verb("regime", "Record a regime, or record it anew.", null, "vitrine register regime order-17 --authority agency --instrument 'Order 17' --class antivirus --trigger 'Before a public body buys it'") { Id, Authority, Instrument, Classes, Trigger }, (parsed, _) =>
            new RegimeRecorded(parsed.GetValue(Id)!, parsed.GetValue(Authority)!, parsed.GetValue(Instrument)!, [.. parsed.GetValue(Classes)!], parsed.GetValue(Trigger)!));
        Add(command, new Verb("reply", "Record what somebody whom a claim is about says to it.", null, "vitrine register reply t-1a2b3c4d --by my-laboratory --text 'Sold in 2025; see the register.'") { Claim, By, Text }, (parsed, _) =>
            new ClaimReplied(parsed.GetValue(Claim)!, parsed.GetValue(By)!, parsed.GetValue(Text)!));
        Add(command, new Verb("withdraw", "Take a claim back: it stays on record and counts no more.", null, "vitrine register withdraw t-1a2b3c4d --reason 'It spoke of another Acme.'") { Claim, Why }, (parsed, _) =>
            new ClaimWithdrawn(parsed.GetValue(Claim)!, parsed.GetValue(Why)!));
    }

    public static DateOnly Today(OpenCentre centre) => DateOnly.FromDateTime(centre.Time.GetUtcNow().UtcDateTime);

    private static void Add(Command command, Verb verb, Func<ParseResult, OpenCentre, Act> act)
    {
        verb.SetAction(async (parsed, cancellationToken) =>
        {
            await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
            var record = act(parsed, centre);
            await centre.RecordAsync(record, Actor.Console, cancellationToken);
            if (record is TieClaimed or OwnersUnknown or AccreditationRecorded)
            {
                Terminal.Line(record.Subject["claim:".Length..]);
            }

            return Exit.Yes;
        });
        command.Add(verb);
    }

    private static string Fresh(ParseResult parsed) => parsed.GetValue(ClaimId) ?? EntityId.New('t');

    private static Source ReadSource(ParseResult parsed, OpenCentre centre) =>
        new(parsed.GetValue(Title)!, parsed.GetValue(Url), parsed.GetValue(Retrieved) ?? Today(centre), parsed.GetValue(Grade)![0]);

    private static Share? ReadShare(ParseResult parsed)
    {
        if (parsed.GetValue(ShareText) is not { } text)
        {
            return null;
        }

        var ends = text.TrimEnd('%', ' ').Split('-');
        return ends.Length <= 2 && ends.All(end => decimal.TryParse(end, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _))
            ? new Share(decimal.Parse(ends[0], CultureInfo.InvariantCulture), decimal.Parse(ends[^1], CultureInfo.InvariantCulture))
            : throw new BadInputException($"--share takes percent or a range, such as 25 or 25-50, not '{text}'.");
    }
}
