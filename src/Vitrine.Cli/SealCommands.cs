using System.CommandLine;
using System.Text.Json;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;
using Vitrine.Release;
using Vitrine.Seals;

namespace Vitrine.Cli;

/// <summary><c>vitrine seal make|list|show|verify|prove|classify|destroy</c>.</summary>
internal static class SealCommands
{
    private static readonly Argument<string> Source = new("SOURCE") { Description = "A git repository, a directory, or an archive: zip, tar, tar.gz, tar.xz." };
    private static readonly Option<string> Ref = new("--ref") { Description = "For a repository: the revision (default: HEAD)." };
    private static readonly Option<bool> AsItStands = new("--folder") { Description = "Seal a repository's folder as it stands, not what is committed." };
    private static readonly Option<string> Product = new("--product") { Description = "The product's name (default: the source's)." };
    private static readonly Option<string> Version = new("--version") { Description = "The product's version (default: unversioned)." };
    private static readonly Option<string> Vendor = new("--vendor") { Description = "Whose tree it is; its key salts the leaves (default: the only host, else 'vendor').", HelpName = "ID" };
    private static readonly Option<string[]> Accept = new("--accept") { Description = $"Seal in spite of a kind of problem: {string.Join(", ", SealProblems.Acceptable.Keys)}.", HelpName = "KIND" };
    private static readonly Argument<string> Root = new("ROOT") { Description = "The seal's root." };
    private static readonly Argument<string> RootOrProof = new("ROOT") { Description = "The seal's root; or the file of a proof." };
    private static readonly Argument<string?> Disclosed = new("FILE") { Description = "With a proof: the file that it is about.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> AgainstRoot = new("--root") { Description = "With a proof: the root, got elsewhere.", HelpName = "R" };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object: seals[] with root, product, version, vendor, source, files, bytes, made, destroyed." };
    private static readonly Option<bool> OneJson = new("--json") { Description = "One JSON object: root, product, version, vendor, source, files, bytes, made, destroyed, certificates[] (digest, state, until)." };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why, for the record.", Required = true };

    public static Command Make()
    {
        var make = new Verb(
            "make",
            "Seal a source tree; prints its root on the last line. The same tree of the same vendor has the same root.",
            "0: sealed, or sealed before; 1: refused, with every problem named",
            "vitrine seal make . --product 'My product' --version 1.0",
            "vitrine seal make ../product --ref v1.0 --accept submodule",
            "vitrine seal make product-1.0.tar.xz --key-file /media/host/seal.key")
        { Source, Ref, AsItStands, Product, Version, Vendor, Accept, SealKeyOptions.KeyFile, SealKeyOptions.NewPassphrase };
        make.SetAction(MakeAsync);
        var list = new Verb("list", "Show the seals.", "0: shown", "vitrine seal list --json") { Json };
        list.SetAction(ListAsync);
        var show = new Verb("show", "Show one seal.", "0: shown; 1: there is no such seal", "vitrine seal show $root --json") { Root, OneJson };
        show.SetAction(ShowAsync);
        var verify = new Verb(
            "verify",
            "Read a seal again and recompute its root; or check one disclosed file against a root, without the rest.",
            "0: it holds; 1: it does not, or is not here",
            "vitrine seal verify ROOT",
            "vitrine seal verify main.c.proof main.c --root ROOT")
        { RootOrProof, Disclosed, AgainstRoot, SealKeyOptions.KeyFile, SealKeyOptions.GivenPassphrase };
        verify.SetAction(VerifyAsync);
        var destroy = new Verb("destroy", "Drop a seal's key, so that its content cannot be read again from this centre.") { Root, Reason, SealKeyOptions.KeyFile, SealKeyOptions.GivenPassphrase };
        destroy.SetAction(DestroyAsync);
        return new Command("seal", "Sealed source trees.") { make, list, show, verify, SealProofCommands.Prove(), SealClassifyCommand.Make(), destroy };
    }

    private static async Task<int> MakeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var accept = parsed.GetValue(Accept) ?? [];
        if (accept.FirstOrDefault(word => !SealProblems.Acceptable.ContainsKey(word)) is { } unknown)
        {
            throw new BadInputException($"--accept does not know '{Terminal.Safe(unknown)}'. It knows: {string.Join(", ", SealProblems.Acceptable.Keys)}");
        }

        var path = parsed.GetValue(Source)!;
        var revision = parsed.GetValue(Ref);
        if (revision is not null && parsed.GetValue(AsItStands))
        {
            throw new BadInputException("--ref seals what is committed, --folder what stands there: give one of them.");
        }

        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var vendor = KnownVendor(centre, parsed.GetValue(Vendor));
        using var source = parsed.GetValue(AsItStands) ? FolderSource.Open(path, cancellationToken) : SealSource.Open(path, revision, cancellationToken);
        if (source is FolderSource folder && folder.Touches(centre.Paths.Folder))
        {
            throw new BadInputException($"The centre {centre.Paths.Folder} and the folder to be sealed lie in each other: its keys would be sealed and shown. Keep them apart.");
        }

        using var key = SealKeyOptions.ToLock(parsed, cancellationToken);
        using var store = SealDesk.Store(centre, key is null ? [] : [key]);
        var options = new SealOptions
        {
            Lock = key,
            Accept = accept.Select(word => SealProblems.Acceptable[word]).ToHashSet(),
            Product = parsed.GetValue(Product) ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))),
            Version = parsed.GetValue(Version) ?? "unversioned",
        };
        var progress = Terminal.Progress();
        var made = await SealDesk.MakeAsync(
            centre, store, source, vendor, options, Actor.Console,
            new Forward<SealProgress>(at => progress.Report($"Sealing {at.Files:N0} of {at.FilesTotal:N0} files, {at.Bytes:N0} bytes")), cancellationToken);
        Terminal.EndProgress();
        foreach (var note in made.About.Notes)
        {
            Terminal.Fact("note", $"{Terminal.Safe(note.Path)}: {note.What}");
        }

        if (made.WasThere)
        {
            using var views = centre.Snapshot();
            var before = SealsPart.Find(made.Root.Value, views)!;
            Terminal.Fact("sealed before", $"{UtcTime.Format(before.Made)}, as {Terminal.Safe(before.Product)} {Terminal.Safe(before.Version)}");
        }

        if (made.WasHealed)
        {
            Terminal.Fact("healed", "it was damaged here; what could not be read was written again");
        }

        Terminal.Fact("source", made.About.Source.Commit is { } commit ? $"git commit {commit}" : made.About.Source.Kind);
        Terminal.Fact("files", $"{made.About.Files:N0}, {made.About.Bytes:N0} bytes, {made.About.Lines:N0} lines");
        if (key is not null)
        {
            Terminal.Fact("locked", "by the host's key too: without it nobody opens this seal, and nobody can replace it");
        }

        Terminal.Fact("written", $"{made.BytesWritten:N0} bytes encrypted; {made.BytesShared:N0} bytes were there already");
        Terminal.Line(made.Root.ToString());
        return Exit.Yes;
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var views = centre.Snapshot();
        var seals = SealsPart.List(views);
        if (parsed.GetValue(Json))
        {
            Terminal.Json(json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("seals");
                foreach (var seal in seals)
                {
                    json.WriteStartObject();
                    Write(json, seal);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            });
            return Exit.Yes;
        }

        foreach (var seal in seals)
        {
            Terminal.Line($"{seal.Root}  {UtcTime.Format(seal.Made)}  {seal.Files,9:N0} files  {(seal.Destroyed is null ? "" : "destroyed  ")}{Terminal.Safe(seal.Product)} {Terminal.Safe(seal.Version)}");
        }

        return Exit.Yes;
    }

    private static async Task<int> ShowAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var root = Roots.Seal(parsed.GetValue(Root)!);
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var views = centre.Snapshot();
        var seal = SealsPart.Find(root.Value, views) ?? throw new SealStoreException(SealStoreFault.NotFound, $"This centre holds no seal {root}. See: vitrine seal list");
        var certificates = Certificates.OfSeal(root.Value, views);
        if (parsed.GetValue(OneJson))
        {
            Terminal.Json(json =>
            {
                json.WriteStartObject();
                Write(json, seal);
                json.WriteStartArray("certificates");
                foreach (var certificate in certificates)
                {
                    json.WriteStartObject();
                    json.WriteString("digest", certificate.Digest.ToHex());
                    json.WriteString("state", StateOf(certificate, centre));
                    json.WriteString("until", UtcTime.Format(certificate.ValidUntil));
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            });
            return Exit.Yes;
        }

        Terminal.Fact("root", seal.Root);
        Terminal.Fact("product", $"{Terminal.Safe(seal.Product)} {Terminal.Safe(seal.Version)}");
        Terminal.Fact("vendor", seal.Vendor);
        Terminal.Fact("source", Terminal.Safe(seal.Source));
        Terminal.Fact("files", $"{seal.Files:N0}, {seal.Bytes:N0} bytes");
        Terminal.Fact("sealed", UtcTime.Format(seal.Made));
        if (seal.Destroyed is { } gone)
        {
            Terminal.Fact("destroyed", UtcTime.Format(gone));
        }
        else
        {
            TellLock(centre, root);
        }

        foreach (var certificate in certificates)
        {
            Terminal.Fact("certificate", $"{certificate.Digest}  {StateOf(certificate, centre)}, until {UtcTime.Format(certificate.ValidUntil)}");
        }

        return Exit.Yes;
    }

    private static string StateOf(Certificate certificate, OpenCentre centre) => certificate.StateAt(centre.Time.GetUtcNow()).ToString().ToLowerInvariant();

    private static void Write(Utf8JsonWriter json, SealRecord seal)
    {
        json.WriteString("root", seal.Root.ToHex());
        json.WriteString("product", seal.Product);
        json.WriteString("version", seal.Version);
        json.WriteString("vendor", seal.Vendor);
        json.WriteString("source", seal.Source);
        json.WriteNumber("files", seal.Files);
        json.WriteNumber("bytes", seal.Bytes);
        json.WriteString("made", UtcTime.Format(seal.Made));
        json.WriteString("destroyed", seal.Destroyed is { } gone ? UtcTime.Format(gone) : null);
    }

    private static void TellLock(OpenCentre centre, SealRoot root)
    {
        using var store = SealDesk.Store(centre);
        try
        {
            if (store.Missing(root) is not SealLock.None and var how)
            {
                Terminal.Fact("locked", how == SealLock.KeyFile ? "by its host's key file" : "by its host's passphrase");
            }
        }
        catch (SealStoreException lost)
        {
            // On record it stands all the same.
            Terminal.Fact("unreadable", lost.Message);
        }
    }

    private static async Task<int> VerifyAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(Disclosed) is { } file)
        {
            return SealProofCommands.Verify(
                parsed.GetValue(RootOrProof)!, file, Roots.Seal(parsed.GetValue(AgainstRoot) ?? throw new BadInputException("Give the root with --root: a proof shows nothing without one that was got elsewhere.")));
        }

        if (parsed.GetValue(AgainstRoot) is not null)
        {
            throw new BadInputException("--root goes with a proof and its file: vitrine seal verify PROOF FILE --root R");
        }

        var root = Roots.Seal(parsed.GetValue(RootOrProof)!);
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var progress = Terminal.Progress();
        SealVerification found;
        try
        {
            using var seals = ClosedSeals.Of(parsed, centre, cancellationToken, root);
            found = await seals.Store.VerifyAsync(root, new Forward<SealProgress>(at => progress.Report($"Reading {at.Files:N0} of {at.FilesTotal:N0} files")), cancellationToken);
        }
        catch (SealStoreException damaged) when (damaged.Fault is SealStoreFault.Damaged or SealStoreFault.WrongKey)
        {
            Terminal.EndProgress();
            Terminal.Verdict(false, damaged.Message);
            return Exit.No;
        }

        Terminal.EndProgress();
        Terminal.Verdict(found.IsGood, found.IsGood ? $"The seal holds: {found.Files:N0} files, {found.Bytes:N0} bytes." : $"{found.Damaged.Count:N0} of {found.Files:N0} files are damaged; the others can be read.");
        foreach (var path in found.Damaged)
        {
            Terminal.Line($"  {Terminal.Safe(path)}");
        }

        return found.IsGood ? Exit.Yes : Exit.No;
    }

    private static async Task<int> DestroyAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var root = Roots.Seal(parsed.GetValue(Root)!);
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);

        // The seal itself needs no key to be destroyed; what is given opens others that share its contents.
        using var seals = ClosedSeals.Of(parsed, centre, cancellationToken);
        var gone = await SealDesk.DestroyAsync(centre, seals.Store, root.Value, parsed.GetValue(Reason)!, Actor.Console, cancellationToken);
        Terminal.Verdict(true, "The seal's key is gone; this centre cannot read its content again.");
        Terminal.Fact("erased", $"{gone.BytesErased:N0} bytes");
        if (gone.SharedWith.Count > 0)
        {
            Terminal.Fact("shared", $"{gone.BytesShared:N0} bytes stay, because {(gone.SharedWith.Count == 1 ? "another seal holds" : $"{gone.SharedWith.Count:N0} other seals hold")} the same content");
        }

        foreach (var beyond in gone.Unreachable)
        {
            Terminal.Fact("beyond reach", beyond);
        }

        return Exit.Yes;
    }

    /// <summary>The vendor named, or the only one; a mistyped name must not begin a key domain of its own.</summary>
    private static string KnownVendor(OpenCentre centre, string? named)
    {
        using var views = centre.Snapshot();
        var hosts = Parties.List(views).Where(party => party.Kind == PartyKind.Host).Select(party => party.Id).ToList();
        return (named, hosts) switch
        {
            (null, []) or (SealDesk.DefaultVendor, _) => SealDesk.DefaultVendor,
            (null, [var only]) => only,
            (null, _) => throw new BadInputException($"Name the vendor with --vendor, one of: {string.Join(", ", hosts)}"),
            ({ } known, _) when hosts.Contains(known) => known,
            _ => throw new BadInputException($"There is no host '{named}'{NearestName.Hint(named!, [.. hosts])}. Register it with: vitrine party add ID --kind host"),
        };
    }
}
