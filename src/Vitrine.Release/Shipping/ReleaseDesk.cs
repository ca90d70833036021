using System.Security.Cryptography;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;
using Vitrine.Seals;

namespace Vitrine.Release;

/// <summary>A release just made: its statement, and the bundle written beside each file.</summary>
/// <param name="Statement">The digest of the release statement's payload.</param>
/// <param name="Index">Its place in the public log.</param>
/// <param name="Bundles">Paths of the bundles.</param>
/// <param name="Missing">What a gate will miss in them, as sentences; empty when nothing.</param>
public sealed record MadeRelease(Digest Statement, LogIndex Index, IReadOnlyList<string> Bundles, IReadOnlyList<string> Missing);

/// <summary>Releases files: signs, logs, and writes beside each file the bundle that proves all of it.</summary>
public static class ReleaseDesk
{
    /// <summary>Files in one release, at most.</summary>
    public const int MaxFiles = 256;

    /// <summary>Signs the release with the vendor's key, logs it, and writes <c>FILE.sigstore.jsonl</c> beside each file.</summary>
    /// <remarks>What is missing (a certificate, a rebuild) is said and left out: the gate decides, by the customer's policy.</remarks>
    /// <exception cref="ActRefusedException">The seal is not this centre's, or the key is not its vendor's.</exception>
    /// <exception cref="IOException">A file cannot be read, or a bundle not written.</exception>
    public static async Task<MadeRelease> MakeAsync(
        OpenCentre centre,
        IReadOnlyList<string> files,
        Digest seal,
        string version,
        string? product,
        string channel,
        SigningKey vendorKey,
        Actor by,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(files.Count, MaxFiles);
        SealRecord record;
        using (var views = centre.Snapshot())
        {
            record = SealsPart.Find(seal, views) ?? throw new ActRefusedException($"This centre holds no seal {seal}.");
            var vendor = Parties.Find(record.Vendor, views) ?? throw new ActRefusedException($"The seal's vendor '{record.Vendor}' is not registered. Register it with: vitrine party add {record.Vendor} --kind host");
            if (!PublicKey.FromSpki(vendor.SigningKey).Equals(vendorKey.PublicKey))
            {
                throw new ActRefusedException($"The key is not the one that {vendor.Name} registered.");
            }
        }

        var shipped = new List<ShippedFile>();
        foreach (var file in files)
        {
            await using var stream = File.OpenRead(file);
            shipped.Add(new ShippedFile(Path.GetFileName(file), Digest.FromBytes(await SHA256.HashDataAsync(stream, cancellationToken))));
        }

        if (shipped.GroupBy(file => file.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ActRefusedException($"Two of the files are named {twice.Key}. A release names each of its files once.");
        }

        var name = product ?? record.Product;
        var predicate = new ReleasePredicate(name, version, channel, seal, record.Vendor, UtcTime.Whole(centre.Time.GetUtcNow()));
        var statement = StagedStatement.Stage(centre.Paths, predicate.Of(shipped.Select(file => Subject.File(file.Name, file.Digest))), vendorKey);
        await centre.RecordAsync(new Released(seal, statement, name, version, record.Vendor, shipped), by, cancellationToken);
        var index = await centre.PublishedAsync(statement, cancellationToken);
        var (bundles, missing) = await WriteAsync(centre, files, shipped, seal, statement, cancellationToken);
        return new MadeRelease(statement, index, bundles, missing);
    }

    private static async Task<(List<string> Bundles, List<string> Missing)> WriteAsync(
        OpenCentre centre, IReadOnlyList<string> files, List<ShippedFile> shipped, Digest seal, Digest release, CancellationToken cancellationToken)
    {
        var status = await StatusDesk.IssueAsync(centre, StatusDesk.DefaultValidity, Actor.Console, cancellationToken);
        var checkpoint = centre.LogCheckpoint();
        var missing = new List<string>();
        var written = new List<string>();
        using var snapshot = centre.Snapshot();
        var certificates = Certificates.OfSeal(seal, snapshot).Where(certificate => certificate.RevokedFor is null).SelectMany(certificate => (Digest[])[certificate.Review, certificate.Digest]).Take(32).ToList();
        if (certificates.Count == 0)
        {
            missing.Add("No laboratory has certified this seal.");
        }

        for (var i = 0; i < files.Count; i++)
        {
            var rebuilds = ReleasePart.RebuildsOf(seal, shipped[i].Digest, snapshot).Take(8).Select(rebuild => rebuild.Statement).ToList();
            if (rebuilds.Count == 0)
            {
                missing.Add($"No rebuild of this seal was compared with {shipped[i].Name}.");
            }

            var path = files[i] + BundleFile.Extension;
            var lines = ((Digest[])[release, .. certificates, .. rebuilds, status]).Select(digest => LoggedBundles.Of(centre, digest, checkpoint));
            DurableFile.Write(Path.GetFullPath(path), BundleFile.Encode(lines));
            written.Add(path);
        }

        return (written, missing);
    }
}
