using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Release;
using Vitrine.Seals;

namespace Vitrine.Cli;

/// <summary><c>vitrine release ARTIFACT… --seal ROOT --version V</c>: writes <c>ARTIFACT.sigstore.jsonl</c> and <c>ARTIFACT.LABORATORY.vsa.dsse.json</c> beside each.</summary>
internal static class ReleaseCommand
{
    private static readonly Argument<string[]> Artifacts = new("ARTIFACT") { Description = "The files that ship.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> Seal = new("--seal") { Description = "The root they were built from.", HelpName = "ROOT", Required = true };
    private static readonly Option<string> Version = new("--version") { Description = "The release's version.", Required = true };
    private static readonly Option<string> Product = new("--product") { Description = "The product's name (default: the seal's)." };
    private static readonly Option<string> Channel = new("--channel") { Description = "The channel.", DefaultValueFactory = _ => "stable" };
    private static readonly Option<string> Keys = new("--keys") { Description = "The vendor's keys (default: inside the centre).", HelpName = "DIR" };

    public static Command Make()
    {
        var command = new Verb("release", "Sign and log a release, and write beside each file the bundle that proves it, and its certificates as SLSA summaries.", "0: released; 1: refused", "vitrine release app.dll --seal $root --version 1.2.0") { Artifacts, Seal, Version, Product, Channel, Keys };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var root = Roots.Seal(parsed.GetValue(Seal)!).Value;
        var files = parsed.GetValue(Artifacts)!;
        if (files.FirstOrDefault(file => !File.Exists(file)) is { } missing)
        {
            throw new BadInputException($"There is no file {Terminal.Safe(missing)}.");
        }

        if (files.Length > ReleaseDesk.MaxFiles)
        {
            throw new BadInputException($"One release has at most {ReleaseDesk.MaxFiles} files; there are {files.Length}.");
        }

        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        string vendor;
        using (var views = centre.Snapshot())
        {
            vendor = SealsPart.Find(root, views)?.Vendor ?? throw new SealStoreException(SealStoreFault.NotFound, $"This centre holds no seal {root}. See: vitrine seal list");
        }

        var folder = parsed.GetValue(Keys) ?? centre.Keys.PartyFolder(vendor);
        if (!Directory.Exists(folder))
        {
            throw new BadInputException($"There are no keys of {vendor} at {folder}. Register the vendor with: vitrine party add {vendor} --kind host, or name the folder with --keys.");
        }

        using var keys = PartyKeys.Read(folder);
        var made = await ReleaseDesk.MakeAsync(
            centre, files, root, parsed.GetValue(Version)!, parsed.GetValue(Product), parsed.GetValue(Channel)!, keys.Signing, Actor.Console, cancellationToken);
        Terminal.Fact("release", made.Statement);
        Terminal.Fact("log index", made.Index);
        foreach (var bundle in made.Bundles)
        {
            Terminal.Fact("bundle", bundle);
        }

        foreach (var summary in made.Summaries)
        {
            Terminal.Fact("summary", summary);
        }

        foreach (var gap in made.Missing)
        {
            Terminal.Fact("missing", gap);
        }

        return Exit.Yes;
    }
}
