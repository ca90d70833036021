using System.Collections.Immutable;
using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Origin;
using Vitrine.Register;

namespace Vitrine.Cli;

/// <summary><c>vitrine origin learn|identify|list</c>.</summary>
internal static class OriginCommands
{
    private static readonly Argument<string[]> Paths = new("PATH") { Description = "Files, or folders with files.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> Vendor = new("--vendor") { Description = "Whose product it is.", HelpName = "V", Required = true };
    private static readonly Option<string> Product = new("--product") { Description = "The product's name.", HelpName = "P", Required = true };
    private static readonly Option<string> Version = new("--version") { Description = "The product's version.", HelpName = "X", Required = true };
    private static readonly Option<string> Record = new("--record") { Description = "Put what is identified on record as what this product contains, so that advisories find it.", HelpName = "PRODUCT" };
    private static readonly Option<string> RecordVersion = new("--version") { Description = "Which version of that product the files are of.", HelpName = "X" };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object a line for each file: path, status, matches[]." };

    public static Command Make()
    {
        var learn = new Verb(
            "learn",
            "Learn by what a version of a product is recognised; its files are not kept.",
            "0: learned; 1: nothing to be recognised by, or learned before",
            "vitrine origin learn /usr/lib/x86_64-linux-gnu/libz.so.1 --vendor 'zlib authors' --product zlib --version 1.2.13")
        {
            Paths, Vendor, Product, Version,
        };
        learn.SetAction(LearnAsync);
        var identify = new Verb(
            "identify",
            "Say whose software a file is, whatever name it goes by.",
            "0: something was identified; 1: nothing was (unknown, or packed), or not recorded",
            "vitrine origin identify agent.dll",
            "vitrine origin identify --json /opt/product > origins.jsonl",
            "vitrine origin identify /opt/guard --record Guard --version 1.4")
        {
            Paths, Record, RecordVersion, Json,
        };
        identify.SetAction(IdentifyAsync);
        var list = new Verb("list", "Show what the corpus knows.");
        list.SetAction(ListAsync);
        return new Command("origin", "Whose software a binary really is.") { learn, identify, list };
    }

    private static async Task<int> LearnAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var paths = OriginFiles.Of(parsed.GetValue(Paths)!);
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var progress = Terminal.Progress();
        var (files, seen) = (ImmutableArray.CreateBuilder<LearnedFile>(), 0);
        OriginFiles.Read(
            paths,
            LearnedFile.Of,
            read =>
            {
                progress.Report($"Reading {Terminal.Safe(read.Path)}");
                SayFaults(read.Faults);
                seen += read.Read.Count;
                files.AddRange(read.Read.OfType<LearnedFile>());
            },
            cancellationToken);
        var act = await OriginDesk.LearnAsync(centre, new CorpusEntry(parsed.GetValue(Vendor)!, parsed.GetValue(Product)!, parsed.GetValue(Version)!, files.ToImmutable()), Actor.Console, cancellationToken);
        Terminal.EndProgress();
        Terminal.Fact("learned", $"{Terminal.Safe(act.Vendor)} {Terminal.Safe(act.Product)} {Terminal.Safe(act.Version)}");
        Terminal.Fact("files", $"{act.Files:N0} of {seen:N0}");
        Terminal.Fact("features", $"{act.Features:N0}");
        Terminal.Fact("document", act.Document);
        return Exit.Yes;
    }

    private static async Task<int> IdentifyAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (product, version) = (parsed.GetValue(Record), parsed.GetValue(RecordVersion));
        if (version is not null && product is null)
        {
            throw new BadInputException("--version says of which version the files of --record PRODUCT are. Name the product too.");
        }

        var paths = OriginFiles.Of(parsed.GetValue(Paths)!);
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var corpus = OriginDesk.Load(centre);
        var (any, identified) = (false, new List<Identification>());
        using var views = centre.Snapshot();
        var today = DateOnly.FromDateTime(centre.Time.GetUtcNow().UtcDateTime);
        OriginFiles.Read(
            paths,
            file => corpus.Identify(file, cancellationToken),
            read =>
            {
                SayFaults(read.Faults);
                foreach (var found in read.Read.Where(one => one.Path == read.Path || one.Status != IdentificationStatus.Unknown || one.Format != "text"))
                {
                    any |= found.Status == IdentificationStatus.Identified;
                    if (product is not null)
                    {
                        identified.Add(found with { Matches = [.. found.Matches.Select(match => match with { Evidence = [] })] });
                    }

                    Say(found, match => OriginLists.Of(match, today, views), parsed.GetValue(Json));
                }
            },
            cancellationToken);
        if (product is not null)
        {
            SayRecorded(product, await OriginDesk.RecordAsync(centre, product, version, identified, Actor.Console, cancellationToken));
        }

        return any ? Exit.Yes : Exit.No;
    }

    private static void SayRecorded(string product, ImmutableArray<ComponentIdentified> recorded)
    {
        Terminal.Remark($"Recorded of {Terminal.Safe(product)}: {(recorded.IsEmpty ? "nothing that was not on record" : recorded.Length == 1 ? "one component" : $"{recorded.Length:N0} components")}.");
        foreach (var one in recorded.Where(one => one.Vendor is null).Select(one => one.Name).Distinct().Order(StringComparer.Ordinal))
        {
            Terminal.Remark($"  Whose {Terminal.Safe(one)} is, the register does not know by one name: add the party, and advisories about it find this product.");
        }

        if (recorded.Count(one => one.Confidence < Components.Enough) is > 0 and var unsure)
        {
            Terminal.Remark($"  {unsure:N0} of these {(unsure == 1 ? "is" : "are")} below {Components.Enough} %: on record, but no advisory goes by {(unsure == 1 ? "it" : "them")}.");
        }

        if (!recorded.IsEmpty)
        {
            Terminal.Remark("See: vitrine advisory list --waiting");
        }
    }

    private static void SayFaults(IReadOnlyList<string> faults)
    {
        foreach (var fault in faults)
        {
            Terminal.Error(Terminal.Safe(fault));
        }
    }

    private static void Say(Identification found, Func<OriginMatch, IReadOnlyList<ListHit>> lists, bool asJson)
    {
        if (asJson)
        {
            Terminal.Json(json => IdentificationJson.Write(json, found, lists));
            return;
        }

        Terminal.Verdict(found.Status == IdentificationStatus.Identified, $"{Terminal.Safe(found.Path)}: {(found.Status == IdentificationStatus.Identified ? Count(found.Matches.Length) : found.Reason)}");
        foreach (var match in found.Matches)
        {
            Terminal.Line($"  {match.Confidence,4:P0}  {Terminal.Safe(match.Vendor)} · {Terminal.Safe(match.Product)} ({(match.Named.IsEmpty ? "nearest of what was learned: " : "")}{Terminal.Safe(string.Join(" or ", match.Named.IsEmpty ? match.Versions : match.Named))}){(match.Independent is [var alone] ? $", by {alone.ToWord()} alone" : "")}");
            foreach (var hit in lists(match))
            {
                Terminal.Line(Terminal.Strong($"        on the list {Terminal.Safe(hit.List)} since {hit.Since:yyyy-MM-dd}: {Terminal.Safe(hit.Name)} ({hit.Score:P0}{(hit.Clause is null ? "" : $"; {Terminal.Safe(hit.Clause)}")})"));
            }

            foreach (var one in match.Evidence.Take(5))
            {
                Terminal.Line(Terminal.Quiet($"        {(one.Offset < 0 ? "" : $"0x{one.Offset:x}"),10} {one.Kind.ToWord(),-8} {Terminal.Safe(one.Seen)}"));
            }
        }
    }

    private static string Count(int origins) => origins == 1 ? "one origin" : $"{origins} origins";

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var views = centre.Snapshot();
        foreach (var one in OriginDesk.List(views))
        {
            Terminal.Line($"{Terminal.Safe(one.Vendor),-28} {Terminal.Safe(one.Product),-24} {Terminal.Safe(one.Version),-20} {one.Files,6:N0} files {one.Features,9:N0} features");
        }

        return Exit.Yes;
    }
}
