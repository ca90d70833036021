using Vitrine.Artifacts;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;
using Vitrine.Release;
using Vitrine.Seals;

namespace Vitrine.Cli;

/// <summary>The vendor builds and ships its own <c>Vitrine.Proofs.dll</c>; the customer's gate accepts it, and refuses what is not it.</summary>
internal sealed class DemoShipping(DemoFolder folder, DemoReport report, OpenCentre centre, SealStore seals, DemoGate gate, string repository, string commit, string product, string vendor)
{
    /// <summary>Ships, and tries the gate; gives the release that it accepts in the end.</summary>
    public async Task<(string File, MadeRelease Release)> RunAsync(SealRoot root, CancellationToken cancellationToken)
    {
        var progress = Terminal.Progress();
        progress.Report("The vendor builds …");
        var tree = await VendorTree.LayOutAsync(repository, commit, folder.In("vendor", "1.0.0"), cancellationToken);
        var built = await tree.BuildAsync(cancellationToken);
        var first = Ship(built, "1.0.0");
        await RebuildAsync(root, tree.Recipe, first, "rebuild", cancellationToken);
        await ReleaseAsync(root, first, "1.0.0", cancellationToken);
        await File.WriteAllTextAsync(gate.Policy, PolicyCommand.Write(centre, product), cancellationToken);
        report.Step("release", File.Exists(first + BundleFile.Extension), $"{Path.GetFileName(first)} 1.0.0 and its bundle: release, review, certificate, rebuild, status, under one checkpoint");

        var verdict = await gate.VerifyAsync(first, gate.Policy, cancellationToken);
        report.Step("gate", verdict.Accepted, $"accepted, offline, {verdict.Assumptions.Count} assumptions named");
        foreach (var assumption in verdict.Assumptions)
        {
            Terminal.Line(Terminal.Quiet($"            {assumption}"));
        }

        await TamperAsync(first, cancellationToken);
        await UpdateWithoutCertificateAsync(cancellationToken);
        var second = Ship(built, "1.0.1");
        var release = await ReleaseAsync(root, second, "1.0.1", cancellationToken);
        var newer = await gate.VerifyAsync(second, gate.Policy, cancellationToken);
        report.Step("update", newer.Accepted, "1.0.1 of the same reviewed source accepted");
        await gate.RefuseAsync("rollback", first, gate.Policy, "rollback", "1.0.0 offered again after 1.0.1", cancellationToken);
        return (second, release);
    }

    /// <summary>The vendor revokes what it released.</summary>
    public async Task RevokeAsync(string shipped, MadeRelease release, CancellationToken cancellationToken)
    {
        await centre.RecordAsync(new Revoked(RevokedKind.Release, release.Statement, "A fault was found after it shipped."), Actor.Console, cancellationToken);
        report.Step("status", await gate.RenewStatusAsync(cancellationToken), "a renewed status reached the gate");
        await gate.RefuseAsync("revoked", shipped, gate.Policy, "revoked", "1.0.1 after the vendor revoked it", cancellationToken);
    }

    private string Ship(string built, string version)
    {
        var target = folder.In("customer", version, Path.GetFileName(built));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(built, target);
        return target;
    }

    private async Task RebuildAsync(SealRoot root, Recipe recipe, string shipped, string label, CancellationToken cancellationToken)
    {
        Terminal.Progress().Report("Rebuilding from the seal, without a network …");
        var artifact = new ShippedArtifact(Path.GetFileName(shipped), await File.ReadAllBytesAsync(shipped, cancellationToken));
        var (result, statement) = await RebuildDesk.RunAsync(centre, seals, root, recipe, [artifact], false, Actor.Console, null, cancellationToken);
        report.Step(
            label,
            statement is not null && result.Worst is { } worst && worst.IsSame(),
            statement is null ? $"the build failed: {result.Failure}" : $"{artifact.Name} built again from the seal in a sandbox without a network: {result.Worst!.Value.ToWord()}");
    }

    private async Task<MadeRelease> ReleaseAsync(SealRoot root, string file, string version, CancellationToken cancellationToken)
    {
        using var keys = PartyKeys.Read(centre.Keys.PartyFolder(vendor));
        return await ReleaseDesk.MakeAsync(centre, [file], root.Value, version, product, "stable", keys.Signing, Actor.Console, cancellationToken);
    }

    private async Task TamperAsync(string shipped, CancellationToken cancellationToken)
    {
        var copy = folder.In("customer", "tampered", Path.GetFileName(shipped));
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        var bytes = await File.ReadAllBytesAsync(shipped, cancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(copy, bytes, cancellationToken);
        File.Copy(shipped + BundleFile.Extension, copy + BundleFile.Extension);
        await gate.RefuseAsync("tampered", copy, gate.Policy, "artifact-tampered", "one bit changed in the middle", cancellationToken);
    }

    /// <summary>An update from source that no laboratory has read: sealed, built, rebuilt and released as it should be.</summary>
    private async Task UpdateWithoutCertificateAsync(CancellationToken cancellationToken)
    {
        var tree = await VendorTree.LayOutAsync(repository, commit, folder.In("vendor", "1.1.0"), cancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(tree.Folder, "src", "Vitrine.Proofs", "Update.cs"),
            "namespace Vitrine.Proofs;\n\n/// <summary>What the update adds, unseen.</summary>\npublic static class Update\n{\n    /// <summary>Nobody has read this line.</summary>\n    public const string Note = \"unseen\";\n}\n",
            cancellationToken);
        MadeSeal made;
        using (var source = SealSource.Open(tree.Folder, null, cancellationToken))
        {
            made = await SealDesk.MakeAsync(centre, seals, source, vendor, new SealOptions { Product = product, Version = "1.1.0" }, Actor.Console, null, cancellationToken);
        }

        Terminal.Progress().Report("The vendor builds an update …");
        var update = Ship(await tree.BuildAsync(cancellationToken), "1.1.0");
        await RebuildAsync(made.Root, tree.Recipe, update, "rebuild", cancellationToken);
        await ReleaseAsync(made.Root, update, "1.1.0", cancellationToken);
        await gate.RefuseAsync("unread", update, gate.Policy, "no-certificate", "an update from source that no laboratory has read", cancellationToken);
    }
}
