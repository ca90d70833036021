using System.CommandLine;
using System.Globalization;
using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Cli;

/// <summary><c>vitrine register import|export|show|find</c>, and the acts of <see cref="RegisterActCommands"/>.</summary>
internal static class RegisterCommands
{
    private const int MostShown = 200;

    private static readonly Argument<string> File = new("FILE") { Description = "FollowTheMoney entities, one JSON object a line, or what 'register export' wrote." };
    private static readonly Argument<string> Id = new("ID") { Description = "An entity's identifier." };
    private static readonly Argument<string> Text = new("TEXT") { Description = "Part of a name, an alias or an identifier." };
    private static readonly Option<string> Title = new("--title") { Description = "The data set's name: a newer file under one name replaces the older.", Required = true };
    private static readonly Option<string?> Url = new("--url") { Description = "Where it is published.", HelpName = "URL" };
    private static readonly Option<string> Out = new("--out") { Description = "Write it there instead of to standard output.", HelpName = "FILE" };
    private static readonly Option<DateOnly?> Retrieved = Inputs.Day("--retrieved", "The day on which it was read (default: today).");

    public static Command Make()
    {
        var import = new Verb("import", "Bring in parties and their ties, whole or not at all.", "0: imported; 2: a line cannot be used, and its number is said", "vitrine register import entities.ftm.json --title OpenSanctions --url https://www.opensanctions.org/ --grade B") { File, Title, Url, RegisterActCommands.Grade, Retrieved };
        import.SetAction(ImportAsync);
        var export = new Verb("export", "Write everything that is in the register, one JSON object a line.", "0: written", "vitrine register export --out register.ftm.json") { Out };
        export.SetAction(ExportAsync);
        var show = new Verb("show", "Show an entity with its names and ties.", "0: shown; 1: there is none", "vitrine register show my-laboratory") { Id };
        show.SetAction(ShowAsync);
        var find = new Verb("find", "Find entities by a part of a name.", "0: found; 1: none") { Text };
        find.SetAction(FindAsync);
        var command = new Command("register", "Parties, people, products, laboratories, and what ties them.") { import, export, show, find };
        RegisterActCommands.AddTo(command);
        return command;
    }

    private static async Task<int> ImportAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var bytes = Inputs.FileToRead(parsed.GetValue(File)!, Documents.MaxBytes, "a document of parties");
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var source = new Source(parsed.GetValue(Title)!, parsed.GetValue(Url), parsed.GetValue(Retrieved) ?? RegisterActCommands.Today(centre), parsed.GetValue(RegisterActCommands.Grade)![0]);
        var report = await ImportDesk.ImportAsync(centre, bytes, source, Actor.Console, cancellationToken);
        Terminal.Fact("lines", $"{report.Counts.Lines:N0}");
        Terminal.Fact("entities", $"{report.Counts.Entities:N0}");
        Terminal.Fact("claims", $"{report.Counts.Claims:N0}");
        Terminal.Fact("others", $"{report.Counts.Others:N0}   (products, regimes, replies, withdrawals)");
        foreach (var (schema, lines) in report.Counts.Passed)
        {
            Terminal.Fact("not kept", $"{lines:N0} of schema {Terminal.Safe(schema)}");
        }

        if (report.Cleaned > 0)
        {
            Terminal.Fact("left out", $"{report.Cleaned:N0} characters that do not show, names over 500 characters, and countries without a code of two letters");
        }

        return Exit.Yes;
    }

    private static async Task<int> ExportAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = Inputs.FileToWrite(parsed.GetValue(Out));
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var views = centre.Snapshot();
        if (file is null)
        {
            // Whole lines of text, through the stream that every command speaks through.
            using var text = new MemoryStream();
            RegisterExport.Write(text, views, cancellationToken);
            Terminal.Out.Write(System.Text.Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length));
            return Exit.Yes;
        }

        var part = file + ".part";
        try
        {
            await using (var output = new FileStream(part, FileMode.Create, FileAccess.Write))
            await using (var buffered = new BufferedStream(output, 1 << 16))
            {
                Terminal.Fact("lines", $"{RegisterExport.Write(buffered, views, cancellationToken):N0}");
            }

            System.IO.File.Move(part, file, overwrite: true);
        }
        finally
        {
            System.IO.File.Delete(part);
        }

        return Exit.Yes;
    }

    private static async Task<int> ShowAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var views = centre.Snapshot();
        if (Entities.Find(parsed.GetValue(Id)!, views) is not { } entity)
        {
            throw new ActRefusedException($"The register knows no entity '{Terminal.Safe(parsed.GetValue(Id)!)}'. See: vitrine register find TEXT");
        }

        Terminal.Fact("entity", entity.Id);
        Terminal.Fact("kind", entity.Kind.ToString().ToLowerInvariant());
        foreach (var (name, i) in Entities.Names(entity.Id, views).Select((name, i) => (name, i)))
        {
            Terminal.Fact(i switch { 0 => "name", 1 => "also", _ => "" }, Terminal.Safe(name));
        }

        Terminal.Fact("countries", entity.Countries.IsEmpty ? "unknown" : string.Join(", ", entity.Countries));
        foreach (var tie in Ties.All(entity.Id, MostShown, views))
        {
            SayTie(tie, views);
        }

        foreach (var gap in Claims.OwnersGaps(entity.Id, views))
        {
            Terminal.Line($"  {gap.Claim,-20} owners: {IndependenceWords.Reason(gap.Reason)}; {Of(gap.Source)}{(gap.Withdrawn ? "; withdrawn" : "")}");
        }

        foreach (var one in Accreditations.Of(entity.Id, views))
        {
            Terminal.Line($"  {one.Claim,-20} accredited: {Terminal.Safe(one.Scheme)}{(one.Type is { } type ? $", type {type}" : "")}, for {Terminal.Safe(one.Scope)}, {Dates(one.Since, one.Until)}; {Of(one.Source)}{(one.Withdrawn ? "; withdrawn" : "")}");
        }

        return Exit.Yes;
    }

    /// <summary>One claim on a line, with its replies below.</summary>
    public static void SayTie(Tie tie, Microsoft.Data.Sqlite.SqliteConnection views)
    {
        var share = tie.Share is { } known ? $" {known}" : tie.Kind == TieKind.Ownership ? " (share unknown)" : "";
        Terminal.Line($"  {tie.Claim,-20} {tie.From} {TieWords.Verb(tie.Kind)} {tie.To}{share}{(tie.Detail is null ? "" : $", {Terminal.Safe(tie.Detail)}")}, {Dates(tie.Since, tie.Until)}; {Of(tie.Source)}{(tie.Withdrawn ? "; withdrawn" : "")}");
        foreach (var reply in Claims.Replies(tie.Claim, views))
        {
            Terminal.Line($"  {"",-20} {reply.Entity} replies: {Terminal.Safe(reply.Text)}");
        }
    }

    private static async Task<int> FindAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var views = centre.Snapshot();
        var (found, total) = Entities.Search(parsed.GetValue(Text)!, null, null, MostShown, 0, views);
        foreach (var entity in found)
        {
            Terminal.Line($"{entity.Id,-24} {entity.Kind.ToString().ToLowerInvariant(),-12} {string.Join(' ', entity.Countries),-6} {Terminal.Safe(entity.Name)}");
        }

        if (total > found.Count)
        {
            Terminal.Remark($"{total - found.Count:N0} more.");
        }

        return total > 0 ? Exit.Yes : Exit.No;
    }

    private static string Dates(DateOnly? since, DateOnly? until) => string.Create(
        CultureInfo.InvariantCulture, $"{(since is { } from ? $"since {from:yyyy-MM-dd}" : "since unknown")}{(until is { } to ? $" until {to:yyyy-MM-dd}" : "")}");

    private static string Of(Source source) => $"grade {source.Grade}, {Terminal.Safe(source.Title)}, read {source.Retrieved:yyyy-MM-dd}";
}
