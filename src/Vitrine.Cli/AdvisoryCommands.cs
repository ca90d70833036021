using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;

namespace Vitrine.Cli;

/// <summary><c>vitrine advisory operator|event|assess|component|draft|approve|drop|issue|list|show|export</c>.</summary>
internal static class AdvisoryCommands
{
    private static readonly Argument<string> Id = new("ADVISORY") { Description = "The advisory's identifier, as adv-2026-0001." };
    private static readonly Argument<string> Cause = new("CAUSE") { Description = "What it is about: list:ID, claim:ID, import:N, certificate:DIGEST, release:DIGEST, component:ID, finding:ID, event:ID or assessment:ID." };
    private static readonly Argument<string> Entity = new("ENTITY") { Description = "The operator's identifier in the register." };
    private static readonly Argument<string> Name = new("ID") { Description = "An identifier of your own: lower-case letters, digits, hyphens." };
    private static readonly Option<string> Sector = new("--sector") { Description = "The operator's sector, as energy.", Required = true };
    private static readonly Option<string[]> Attributes = Many("--attribute", "What else decides whom an advisory is for; may be repeated.", "WORD");
    private static readonly Option<string[]> Uses = Many("--uses", "A product in use and, where they are told, its versions; may be repeated.", "PRODUCT[=VERSIONS]");
    private static readonly Option<string[]> Files = Many("--file", "A file in use, by its SHA-256; may be repeated.", "PRODUCT=DIGEST");
    private static readonly Option<EventKind> Kind = Inputs.Word<EventKind>("--kind", "What kind of event:");
    private static readonly Option<AssessmentKind> Conclusion = Inputs.Word<AssessmentKind>("--conclusion", "What it comes to:");
    private static readonly Option<string> By = new("--by") { Description = "The entity that assessed.", HelpName = "ENTITY", Required = true };
    private static readonly Option<string> Title = new("--title") { Description = "One line.", Required = true };
    private static readonly Option<string> OwnTitle = new("--title") { Description = "One line (default: what the record says)." };
    private static readonly Option<string> Text = new("--text") { Description = "What happened, or what was assessed.", Required = true };
    private static readonly Option<string> Advice = new("--text") { Description = "What it means and what can be done." };
    private static readonly Option<string> On = new("--on") { Description = "The day (default: today).", HelpName = "DATE" };
    private static readonly Option<string> Cve = new("--cve") { Description = "A vulnerability's CVE number.", HelpName = "CVE" };
    private static readonly Option<string[]> Products = Many("--product", "A product that it concerns; may be repeated.", "ID");
    private static readonly Option<string[]> Entities = Many("--entity", "A party that it concerns; may be repeated.", "ID");
    private static readonly Option<string> SourceTitle = new("--source") { Description = "Where it is from." };
    private static readonly Option<string> Url = new("--url") { Description = "Where that can be read.", HelpName = "URL" };
    private static readonly Option<string> Product = new("--product") { Description = "The product's name, as its releases say it.", Required = true };
    private static readonly Option<string> Contains = new("--contains") { Description = "What it contains: a product's name.", Required = true };
    private static readonly Option<string> Vendor = new("--vendor") { Description = "Whose that is, by identifier.", HelpName = "ENTITY" };
    private static readonly Option<string> File = new("--file") { Description = "The file it was seen in, by its SHA-256.", HelpName = "DIGEST" };
    private static readonly Option<int> Confidence = Inputs.Number("--confidence", "How sure that is, in percent", 1, 100, 95);
    private static readonly Option<string> Evidence = new("--evidence") { Description = "How it was recognised.", Required = true };
    private static readonly Option<string> Tlp = new("--tlp") { Description = "With whom it may be shared (TLP 2.0): clear, green, amber, amber+strict or red.", HelpName = "LABEL", Required = true };
    private static readonly Option<string[]> Sectors = Many("--for-sector", "For operators of this sector; may be repeated (default: all).", "SECTOR");
    private static readonly Option<string[]> For = Many("--for", "For operators with this attribute; may be repeated (default: all).", "WORD");
    private static readonly Option<string[]> References = Many("--reference", "Where more can be read; may be repeated.", "URL");
    private static readonly Option<string> Again = new("--again") { Description = "Draft this advisory anew, in place of its last draft; one that was issued is revised.", HelpName = "ADVISORY" };
    private static readonly Option<string> Changed = new("--changed") { Description = "What a revision changes, one sentence (default: what the record says)." };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why nobody needs to be warned; it stays on record.", Required = true };
    private static readonly Option<bool> Waiting = new("--waiting") { Description = "What changed and has no advisory, with why." };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON array on standard output." };
    private static readonly Option<string> Out = new("--out") { Description = "The folder to write to (default: the current one).", HelpName = "DIR", DefaultValueFactory = _ => "." };

    public static Command Make()
    {
        var operators = new Verb("operator", "Record who uses what. Never public.", "0: recorded; 1: refused", "vitrine advisory operator grid-north --sector energy --attribute critical --uses guard=1.4") { Entity, Sector, Attributes, Uses, Files };
        operators.SetAction((parsed, token) => RecordAsync(parsed, _ => new OperatorRecorded(parsed.GetValue(Entity)!, parsed.GetValue(Sector)!, [.. parsed.GetValue(Attributes)!], AdvisoryInputs.Uses(parsed.GetValue(Uses)!, parsed.GetValue(Files)!)), token));
        var happened = new Verb("event", "Record that something happened.", "0: recorded; 1: refused", "vitrine advisory event outage-7 --kind incident --title 'Outage of the update service' --text '…' --product guard") { Name, Kind, Title, Text, On, Cve, Products, Entities, SourceTitle, Url };
        happened.SetAction((parsed, token) => RecordAsync(
            parsed,
            centre => new EventRecorded(parsed.GetValue(Name)!, parsed.GetValue(Kind), parsed.GetValue(Title)!, parsed.GetValue(Text)!, Day(parsed, centre), parsed.GetValue(Cve), [.. parsed.GetValue(Products)!], [.. parsed.GetValue(Entities)!], AdvisoryInputs.Source(parsed.GetValue(SourceTitle), parsed.GetValue(Url), centre)),
            token));
        var assess = new Verb("assess", "Record an assessment, also that there is no new evidence.", "0: recorded; 1: refused", "vitrine advisory assess q3 --by office --conclusion nonewevidence --title 'Third quarter' --text '…' --product guard") { Name, By, Conclusion, Title, Text, On, Products, Entities, SourceTitle, Url };
        assess.SetAction((parsed, token) => RecordAsync(
            parsed,
            centre => new AssessmentRecorded(parsed.GetValue(Name)!, parsed.GetValue(By)!, parsed.GetValue(Conclusion), parsed.GetValue(Title)!, parsed.GetValue(Text)!, Day(parsed, centre), [.. parsed.GetValue(Products)!], [.. parsed.GetValue(Entities)!], AdvisoryInputs.Source(parsed.GetValue(SourceTitle), parsed.GetValue(Url), centre)),
            token));
        var component = new Verb("component", "Record what a product was seen to contain (vitrine origin identify).", "0: recorded; 1: refused", "vitrine advisory component c-1 --product Guard --contains Engine --vendor acme --evidence '412 rare strings, 37 functions'") { Name, Product, Contains, Vendor, File, Confidence, Evidence };
        component.SetAction((parsed, token) => RecordAsync(
            parsed,
            _ => new ComponentIdentified(parsed.GetValue(Name)!, parsed.GetValue(Product)!, null, parsed.GetValue(File) is { } file ? Roots.Digest(file, "file's digest") : null, parsed.GetValue(Contains)!, parsed.GetValue(Vendor), parsed.GetValue(Confidence), parsed.GetValue(Evidence)!),
            token));
        var draft = new Verb("draft", "Draft an advisory about what happened; prints its identifier on the last line.", "0: drafted; 1: refused", "vitrine advisory draft list:fcc-covered-list --tlp amber --for-sector energy --text 'Plan to replace it.'") { Cause, Tlp, Sectors, For, OwnTitle, Advice, References, Again, Changed, AdvisoryInputs.As };
        draft.SetAction(DraftAsync);
        var approve = new Verb("approve", "Approve a draft; its author cannot.", "0: approved; 1: refused", "vitrine advisory approve adv-2026-0001 --as ada") { Id, AdvisoryInputs.As };
        approve.SetAction(ApproveAsync);
        var drop = new Verb("drop", "Decide that a draft is not issued; it stays on record, with the reason.", "0: dropped; 1: refused", "vitrine advisory drop adv-2026-0002 --reason 'The office ended before the review.' --as ada") { Id, Reason, AdvisoryInputs.AsPerson };
        drop.SetAction(DropAsync);
        var issue = new Verb("issue", "Issue an approved advisory as CSAF 2.0, and log it: a restricted one as a commitment alone.", "0: issued; 1: refused", "vitrine advisory issue adv-2026-0001") { Id, AdvisoryInputs.As };
        issue.SetAction(IssueAsync);
        var list = new Verb("list", "Show the advisories.", "0: shown", "vitrine advisory list --waiting") { Waiting, Json };
        list.SetAction(ListAsync);
        var show = new Verb("show", "Show what an advisory says, and whom it affects.") { Id };
        show.SetAction(ShowAsync);
        var export = new Verb("export", "Write an issued advisory with its proof, to be handed over.", "0: written; 1: refused", "vitrine advisory export adv-2026-0001 --out handover") { Id, Out };
        export.SetAction(ExportAsync);
        return new Command("advisory", "Warn who is affected when the facts change.") { operators, happened, assess, component, draft, approve, drop, issue, list, show, export };
    }

    private static Option<string[]> Many(string name, string description, string value) => new(name) { Description = description, HelpName = value, DefaultValueFactory = _ => [] };

    private static DateOnly Day(ParseResult parsed, OpenCentre centre) => parsed.GetValue(On) is { } given ? AdvisoryInputs.Day(given) : DateOnly.FromDateTime(centre.Time.GetUtcNow().UtcDateTime);

    private static async Task<int> RecordAsync(ParseResult parsed, Func<OpenCentre, Act> act, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var recorded = act(centre);
        await centre.RecordAsync(recorded, Actor.Console, cancellationToken);
        Terminal.Fact("recorded", recorded.Subject);
        return Exit.Yes;
    }

    private static async Task<int> DraftAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var label = AdvisoryInputs.Label(parsed.GetValue(Tlp)!);
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var words = new AdvisoryWords(
            parsed.GetValue(OwnTitle),
            parsed.GetValue(Advice),
            label,
            new Audience([.. parsed.GetValue(Sectors)!], [.. parsed.GetValue(For)!]),
            [.. parsed.GetValue(References)!.Select(url => new AdvisoryReference("More about it", url))],
            parsed.GetValue(Changed));
        var draft = await AdvisoryDesk.DraftAsync(centre, parsed.GetValue(Cause)!, parsed.GetValue(Again), words, AdvisoryInputs.Who(parsed, centre), cancellationToken);
        Say(draft);
        Terminal.Line(draft.Advisory);
        return Exit.Yes;
    }

    private static async Task<int> ApproveAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        await AdvisoryDesk.ApproveAsync(centre, parsed.GetValue(Id)!, AdvisoryInputs.Who(parsed, centre), cancellationToken);
        Terminal.Line($"Approved. Issue it with: vitrine advisory issue {parsed.GetValue(Id)}");
        return Exit.Yes;
    }

    private static async Task<int> DropAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        await AdvisoryDesk.DropAsync(centre, parsed.GetValue(Id)!, parsed.GetValue(Reason)!, AdvisoryInputs.Person(parsed, centre), cancellationToken);
        Terminal.Line("Dropped. It stays on record; what it is about waits again when that changes again.");
        return Exit.Yes;
    }

    private static async Task<int> IssueAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var issued = await AdvisoryDesk.IssueAsync(centre, parsed.GetValue(Id)!, AdvisoryInputs.Who(parsed, centre), cancellationToken);
        var newest = issued.Newest!;
        Terminal.Fact("issued", $"{issued.Id}, {newest.Tlp.Label()}{(newest.Number > 1 ? $", revision {newest.Number}" : "")}");
        Terminal.Fact("statement", newest.Statement);
        Terminal.Fact("document", newest.Csaf);
        return Exit.Yes;
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);

        // The first look after a change: where no server does it, the drafts are made now.
        await AdvisoryDesk.FollowAsync(centre, cancellationToken);
        using var views = centre.Snapshot();
        if (parsed.GetValue(Waiting))
        {
            foreach (var cause in Causes.Open(int.MaxValue, views))
            {
                Terminal.Line($"{UtcTime.Format(cause.At)}  {Terminal.Safe(cause.Cause)}  {Terminal.Safe(cause.What)}: {(cause.Looked ? Terminal.Safe(cause.Trouble ?? "affects nobody") : "not looked at yet")}");
            }

            return Exit.Yes;
        }

        var advisories = Advisories.List(views);
        if (parsed.GetValue(Json))
        {
            Terminal.Json(json =>
            {
                json.WriteStartArray();
                foreach (var one in advisories)
                {
                    json.WriteStartObject();
                    json.WriteString("id", one.Id);
                    json.WriteString("cause", one.Cause);
                    json.WriteString("title", one.Title);
                    json.WriteString("tlp", one.Tlp.Label());
                    json.WriteString("state", one.State.ToString().ToLowerInvariant());
                    json.WriteBoolean("byTheCentre", one.IsOfTheCentre);
                    json.WriteNumber("revision", one.Newest?.Number ?? 0);
                    json.WriteString("issued", one.Newest is { } issue ? UtcTime.Format(issue.Issued) : null);
                    json.WriteString("statement", one.Newest?.Statement.ToHex());
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
            return Exit.Yes;
        }

        foreach (var one in advisories)
        {
            Terminal.Line($"{one.Id}  {one.State.ToString().ToLowerInvariant(),-9} {one.Tlp.Label(),-16} {Terminal.Safe(one.Title)}");
        }

        return Exit.Yes;
    }

    private static async Task<int> ShowAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var one = Known(parsed, centre);
        Terminal.Fact("state", $"{one.State.ToString().ToLowerInvariant()}{(one.IsOfTheCentre ? ", written by the centre" : "")}");
        if (one.DroppedFor is { } reason)
        {
            Terminal.Fact("because", Terminal.Safe(reason));
        }

        foreach (var issue in one.Issues)
        {
            Terminal.Fact(issue.Number == 1 ? "issued" : $"revision {issue.Number}", Terminal.Safe($"{UtcTime.Format(issue.Issued)}, {issue.Tlp.Label()}{(issue.Changed is { } changed ? $": {changed}" : "")}"));
        }

        Say(AdvisoryDesk.Read(centre, one));
        return Exit.Yes;
    }

    private static async Task<int> ExportAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(parsed.GetValue(Out)!);
        if (!Directory.Exists(folder))
        {
            throw new BadInputException($"There is no folder {Terminal.Safe(folder)}.");
        }

        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var one = Known(parsed, centre);
        if (one.Newest is not { } issue)
        {
            throw new ActRefusedException($"{one.Id} is not issued yet.");
        }

        var name = CsafDocument.FileName(one.Id);
        void Write(string file, byte[] bytes)
        {
            DurableFile.Write(Path.Combine(folder, file), bytes);
            Terminal.Fact("written", Path.Combine(folder, file));
        }

        Write(name, centre.Documents.Read(issue.Csaf));
        Write(name + BundleFile.Extension, BundleFile.Encode([LoggedBundles.Of(centre, issue.Statement, centre.LogCheckpoint())]));
        if (issue.Salt.Length > 0)
        {
            Write($"{one.Id}.salt.txt", AdvisoryDesk.Receipt(issue, name));
            foreach (var reader in AdvisoryDesk.Read(centre, issue.Draft).Operators.Where(reader => reader.Addressed))
            {
                Terminal.Fact("hand it to", $"{Terminal.Safe(reader.Name)} ({reader.Id})");
            }
        }

        return Exit.Yes;
    }

    private static Advisory Known(ParseResult parsed, OpenCentre centre)
    {
        using var views = centre.Snapshot();
        return Advisories.Find(parsed.GetValue(Id)!, views) ?? throw new ActRefusedException($"There is no advisory {Terminal.Safe(parsed.GetValue(Id)!)}. See: vitrine advisory list");
    }

    private static void Say(AdvisoryDraft draft)
    {
        Terminal.Fact("title", Terminal.Safe(draft.Title));
        Terminal.Fact("label", $"{draft.Tlp.Label()}, for {Terminal.Safe(draft.Audience.ToString())}");
        Terminal.Fact("about", Terminal.Safe(draft.Cause));
        if (draft.Changed is { } changed)
        {
            Terminal.Fact("revises", Terminal.Safe(changed));
        }

        if (draft.NoNewEvidence)
        {
            Terminal.Fact("evidence", "none that is new");
        }

        foreach (var product in draft.Products)
        {
            Terminal.Fact("product", Terminal.Safe($"{product.Name} ({product.Vendor}): {string.Join("; ", product.Why)}"));
        }

        foreach (var one in draft.Operators)
        {
            Terminal.Fact("operator", Terminal.Safe($"{one.Name} ({one.Sector}): {string.Join("; ", one.Uses)}{(one.Addressed ? "" : " (not of the audience)")}"));
        }
    }
}
