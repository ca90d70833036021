using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Cli;

/// <summary><c>vitrine engagement request|list|show|prepare|disclose|gates|override|publish|open|close|decide</c>.</summary>
internal static class EngagementCommands
{
    internal static readonly Argument<string> Id = new("ENGAGEMENT") { Description = "The engagement's identifier, as e-1a2b3c4d." };
    private static readonly Option<string> Product = new("--product") { Description = "The product's name.", Required = true };
    private static readonly Option<string> Version = new("--version") { Description = "The product's version.", Required = true };
    private static readonly Option<string> Host = new("--host") { Description = "The vendor (default: the only one).", HelpName = "ID" };
    private static readonly Option<string> Laboratory = new("--laboratory") { Description = "The laboratory (default: the only one).", HelpName = "ID" };
    private static readonly Option<string> Authority = new("--authority") { Description = "The authority that asks (default: the only one).", HelpName = "ID" };
    private static readonly Option<Tier> Depth = Inputs.Word<Tier>("--tier", "How deep (default: full):");
    private static readonly Option<PublicationTime> When = PublishCommand.When();
    private static readonly Option<string> On = PublishCommand.On();
    private static readonly Option<string> Purpose = new("--purpose") { Description = "What the review is for.", Required = true };
    private static readonly Option<string> Seal = new("--seal") { Description = "The root to be disclosed.", HelpName = "ROOT", Required = true };
    private static readonly Option<string[]> Include = new("--include") { Description = "Globs that are in scope (default: all).", HelpName = "GLOB", DefaultValueFactory = _ => ["**"] };
    private static readonly Option<string[]> Exclude = new("--exclude") { Description = "Globs that are out of scope.", HelpName = "GLOB", DefaultValueFactory = _ => [] };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why, for the record.", Required = true };
    private static readonly Option<Decision> Verdict = Inputs.Word<Decision>("--decision", "What is decided:");
    private static readonly Option<string> Certificate = new("--certificate") { Description = "The certificate it rests on (default: the newest of the engagement).", HelpName = "DIGEST" };

    public static Command Make()
    {
        Depth.DefaultValueFactory = _ => Tier.Full;
        Verdict.Required = true;
        var request = new Verb("request", "Ask for a review; prints the engagement on the last line.", "0: asked for; 1: refused", "vitrine engagement request --product 'My product' --version 1.0 --purpose 'Tender 17/2026'") { Product, Version, Host, Laboratory, Authority, Depth, Purpose, When, On };
        request.SetAction(RequestAsync);
        var list = new Verb("list", "Show the engagements.");
        list.SetAction(ListAsync);
        var show = new Verb("show", "Show one engagement and its timeline.") { Id };
        show.SetAction(ShowAsync);
        var prepare = new Verb("prepare", "Name seal and scope, and screen what would be disclosed.", "0: prepared; 1: refused", "vitrine engagement prepare e-1a2b3c4d --seal $root --include 'src/**' --exclude 'src/vendor/**'") { Id, Seal, Include, Exclude, SealKeyOptions.KeyFile, SealKeyOptions.GivenPassphrase };
        prepare.SetAction(PrepareAsync);
        var open = new Verb("open", "Open the room.") { Id };
        open.SetAction((parsed, token) => StepAsync(parsed, new RoomOpened(parsed.GetValue(Id)!), token));
        var close = new Verb("close", "Close the room.") { Id, Reason };
        close.SetAction((parsed, token) => StepAsync(parsed, new RoomClosed(parsed.GetValue(Id)!, parsed.GetValue(Reason)!), token));
        var decide = new Verb("decide", "Decide the engagement.", "0: decided; 1: refused", "vitrine engagement decide e-1a2b3c4d --decision certified --reason 'The certificate of 3 November'") { Id, Verdict, Reason, Certificate };
        decide.SetAction(DecideAsync);
        return new Command("engagement", "Reviews, from request to decision.") 
        {
            request, list, show, prepare, DiscloseCommand.Make(), GatesCommand.Make(), OverrideCommand.Make(), PublishCommand.Make(), open, close, decide,
        };
    }

    private static async Task<int> RequestAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var id = Engagements.NewId();
        var request = new EngagementRequested(
            id,
            parsed.GetValue(Product)!,
            parsed.GetValue(Version)!,
            Only(centre, parsed.GetValue(Host), PartyKind.Host),
            Only(centre, parsed.GetValue(Laboratory), PartyKind.Laboratory),
            Only(centre, parsed.GetValue(Authority), PartyKind.Authority),
            parsed.GetValue(Depth),
            parsed.GetValue(Purpose)!);
        await RequestDesk.AskAsync(centre, request, parsed.GetValue(When), PublishCommand.Day(parsed.GetValue(On)), Publications.Everything, Actor.Console, cancellationToken);
        Terminal.Line(id);
        return Exit.Yes;
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var views = centre.Snapshot();
        foreach (var one in Engagements.List(views))
        {
            Terminal.Line($"{one.Id}  {one.State.ToString().ToLowerInvariant(),-10} {UtcTime.Format(one.Since)}  {Terminal.Safe(one.Product)} {Terminal.Safe(one.Version)}, {one.Laboratory}");
        }

        return Exit.Yes;
    }

    private static async Task<int> ShowAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var views = centre.Snapshot();
        var one = Known(parsed, views);
        Terminal.Fact("product", $"{Terminal.Safe(one.Product)} {Terminal.Safe(one.Version)}");
        Terminal.Fact("state", $"{one.State.ToString().ToLowerInvariant()}{(one.Decision is { } decision ? $": {decision.ToString().ToLowerInvariant()}" : "")}, since {UtcTime.Format(one.Since)}");
        Terminal.Fact("parties", $"host {one.Host}, laboratory {one.Laboratory}, authority {one.Authority}");
        Terminal.Fact("tier", one.Tier.ToString().ToLowerInvariant());
        if (one.Seal is { } seal)
        {
            Terminal.Fact("seal", seal);
            Terminal.Fact("scope", $"{one.Counts!.Files:N0} of {one.Counts.FilesTotal:N0} files, {one.Counts.Lines:N0} lines; screening: {one.Screening!.High} high, {one.Screening.Medium} medium, {one.Screening.Low} low");
        }

        if (Disclosures.Proposal(one.Id, views) is { } proposal && one.State == EngagementState.Screened)
        {
            Terminal.Fact("proposed", $"{(proposal.Act.Disclosed ? "to disclose" : "not to disclose")}, by {Accounts.NameOf(proposal.Act.Person, centre)}; somebody else of {one.Host} confirms");
        }

        Terminal.Fact("public", PublishCommand.Sentence(Publications.Find(one.Id, views)));
        foreach (var entry in Engagements.Timeline(one.Id, views))
        {
            Terminal.Line($"  {UtcTime.Format(entry.At)}  act {entry.Position,-6} {entry.Kind,-28} {Accounts.NameOf(entry.Person, centre)}");
        }

        return Exit.Yes;
    }

    private static async Task<int> PrepareAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var root = Roots.Seal(parsed.GetValue(Seal)!);
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var seals = ClosedSeals.Of(parsed, centre, cancellationToken, root);
        using var screenings = new ScreeningDesk(seals.Store, centre.Time);
        var prepared = await DisclosureDesk.PrepareAsync(
            centre, seals.Store, screenings, parsed.GetValue(Id)!, root, Scope.Of(parsed.GetValue(Include)!, parsed.GetValue(Exclude)!), Actor.Console, cancellationToken);
        Terminal.Fact("scope", $"{prepared.Counts.Files:N0} of {prepared.Counts.FilesTotal:N0} files, {prepared.Counts.Lines:N0} lines");
        Terminal.Fact("screening", $"{prepared.Screening.High} high, {prepared.Screening.Medium} medium, {prepared.Screening.Low} low   (details: vitrine screen {root})");
        return Exit.Yes;
    }

    private static async Task<int> DecideAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        Digest? certificate = parsed.GetValue(Certificate) is { } given ? Roots.Digest(given, "certificate") : null;
        if (certificate is null && parsed.GetValue(Verdict) == Decision.Certified)
        {
            using var views = centre.Snapshot();
            certificate = Certificates.OfEngagement(Known(parsed, views).Id, views).FirstOrDefault(one => one.Certified)?.Digest;
        }

        await centre.RecordAsync(new EngagementDecided(parsed.GetValue(Id)!, parsed.GetValue(Verdict), parsed.GetValue(Reason)!, certificate), Actor.Console, cancellationToken);
        return Exit.Yes;
    }

    private static async Task<int> StepAsync(ParseResult parsed, Act step, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        await centre.RecordAsync(step, Actor.Console, cancellationToken);
        return Exit.Yes;
    }

    internal static Engagement Known(ParseResult parsed, Microsoft.Data.Sqlite.SqliteConnection views) =>
        Engagements.Find(parsed.GetValue(Id)!, views) ?? throw new ActRefusedException($"There is no engagement {Terminal.Safe(parsed.GetValue(Id)!)}. See: vitrine engagement list");

    private static string Only(OpenCentre centre, string? named, PartyKind kind)
    {
        if (named is not null)
        {
            return named;
        }

        using var views = centre.Snapshot();
        var known = Parties.List(views).Where(party => party.Kind == kind).Select(party => party.Id).ToList();
        var word = kind.ToString().ToLowerInvariant();
        return known.Count == 1
            ? known[0]
            : throw new BadInputException(known.Count == 0 ? $"There is no {word} yet. Register one with: vitrine party add ID --kind {word}" : $"Name the {word} with --{word}, one of: {string.Join(", ", known)}");
    }
}
