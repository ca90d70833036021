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
/// <param name="Summaries">Paths of the certificates as plain files, one a file and laboratory.</param>
/// <param name="Missing">What a gate will miss in the bundles, as sentences; empty when nothing.</param>
public sealed record MadeRelease(Digest Statement, LogIndex Index, IReadOnlyList<string> Bundles, IReadOnlyList<string> Summaries, IReadOnlyList<string> Missing);

/// <summary>Releases files: signs, logs, and writes beside each file the bundle that proves all of it, and the certificates as others read them.</summary>
public static class ReleaseDesk
{
    /// <summary>Files in one release, at most.</summary>
    public const int MaxFiles = 256;

    // With the release and the status these are well below BundleFile.MaxLines.
    private const int MaxCertificates = 16;
    private const int MaxRebuilds = 8;

    /// <summary>
    /// Signs the release with the vendor's key, logs it, and writes beside each file <c>FILE.sigstore.jsonl</c>, and of every laboratory whose
    /// certificate of the seal counts, <c>FILE.LABORATORY.vsa.dsse.json</c>.
    /// </summary>
    /// <remarks>
    /// What is missing (a certificate, a rebuild) is said and left out: the gate decides, by the customer's policy. The release is on record before
    /// its bundles are written; where writing fails, the same command makes a new release.
    /// </remarks>
    /// <exception cref="ActRefusedException">The seal is not this centre's, the key is not its vendor's, or a name or version is none.</exception>
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
        if (files.Count is < 1 or > MaxFiles)
        {
            throw new ActRefusedException($"One release has 1 to {MaxFiles} files; there are {files.Count}.");
        }

        var record = Sealed(centre, seal, vendorKey);
        var shipped = new List<ShippedFile>();
        foreach (var file in files)
        {
            await using var stream = File.OpenRead(file);
            shipped.Add(new ShippedFile(Path.GetFileName(file), Digest.FromBytes(await SHA256.HashDataAsync(stream, cancellationToken))));
        }

        var name = product ?? record.Product;
        var release = Sign(centre, new ReleasePredicate(name, version, channel, seal, record.Vendor, UtcTime.Whole(centre.Time.GetUtcNow())), shipped, vendorKey);
        if (!IsReleased(centre, release))
        {
            await centre.RecordAsync(new Released(seal, release, name, version, record.Vendor, shipped), by, cancellationToken);
        }

        var index = await centre.PublishedAsync(release, cancellationToken);
        var (bundles, summaries, missing) = await WriteAsync(centre, files, shipped, seal, release, cancellationToken);
        return new MadeRelease(release, index, bundles, summaries, missing);
    }

    /// <summary>Whether this very statement is on record: the same files, version and second. Its bundles are written anew, with the newest status.</summary>
    private static bool IsReleased(OpenCentre centre, Digest release)
    {
        using var views = centre.Snapshot();
        return ReleasePart.IsReleased(release, views);
    }

    private static SealRecord Sealed(OpenCentre centre, Digest seal, SigningKey vendorKey)
    {
        using var views = centre.Snapshot();
        var record = SealsPart.Find(seal, views) ?? throw new ActRefusedException($"This centre holds no seal {seal}.");
        var vendor = Parties.Find(record.Vendor, views)
            ?? throw new ActRefusedException($"The seal's vendor '{record.Vendor}' is not registered. Register it with: vitrine party add {record.Vendor} --kind host");
        return PublicKey.FromSpki(vendor.SigningKey).Equals(vendorKey.PublicKey) ? record : throw new ActRefusedException($"The key is not the one that {vendor.Name} registered.");
    }

    private static Digest Sign(OpenCentre centre, ReleasePredicate release, List<ShippedFile> shipped, SigningKey key)
    {
        try
        {
            return StagedStatement.Stage(centre.Paths, release.Of(shipped.Select(file => Subject.File(file.Name, file.Digest))), key);
        }
        catch (StatementFormatException error)
        {
            throw new ActRefusedException($"The release cannot be stated: {error.Message}");
        }
    }

    private static async Task<(List<string> Bundles, List<string> Summaries, List<string> Missing)> WriteAsync(
        OpenCentre centre, IReadOnlyList<string> files, List<ShippedFile> shipped, Digest seal, Digest release, CancellationToken cancellationToken)
    {
        var status = await StatusDesk.IssueAsync(centre, StatusDesk.DefaultValidity, Actor.Console, cancellationToken);
        var (certificates, rebuilds, missing) = Evidence(centre, seal, shipped);
        List<Digest> certified = [.. certificates.SelectMany(certificate => (Digest[])[certificate.Review, certificate.Digest])];
        foreach (var statement in certified.Concat(rebuilds.SelectMany(statements => statements)))
        {
            // An act may name it and the log not hold it yet.
            await centre.PublishedAsync(statement, cancellationToken);
        }

        // One checkpoint, over everything: a bundle's proofs all end in it.
        var checkpoint = centre.LogCheckpoint();
        var written = new List<string>();
        for (var i = 0; i < files.Count; i++)
        {
            var path = files[i] + BundleFile.Extension;
            var lines = ((Digest[])[release, .. certified, .. rebuilds[i], status]).Select(digest => LoggedBundles.Of(centre, digest, checkpoint)).ToList();
            DurableFile.Write(Path.GetFullPath(path), Encode(lines, shipped[i].Name));
            written.Add(path);
        }

        return (written, [.. files.SelectMany(file => WriteSummaries(centre, file, certificates))], missing);
    }

    /// <summary>The newest certificate of each laboratory that counts, as the plain envelope that readers of SLSA's summaries take.</summary>
    private static IEnumerable<string> WriteSummaries(OpenCentre centre, string file, List<Certificate> certificates)
    {
        var now = centre.Time.GetUtcNow();
        foreach (var certificate in certificates.Where(one => one.StateAt(now) is CertificateState.Valid or CertificateState.Stale).DistinctBy(one => one.Laboratory))
        {
            var path = $"{file}.{certificate.Laboratory}{VsaPredicate.Extension}";
            DurableFile.Write(Path.GetFullPath(path), LoggedBundles.Envelope(centre, certificate.Digest).ToJson());
            yield return path;
        }
    }

    private static byte[] Encode(List<SigstoreBundle> lines, string name)
    {
        try
        {
            return BundleFile.Encode(lines);
        }
        catch (ArgumentException)
        {
            throw new ActRefusedException($"The bundle of {name} would be larger than a gate reads ({BundleFile.MaxBytes:N0} bytes). Release fewer files at once, and rebuild them so.");
        }
    }

    /// <summary>
    /// The certificates that count, then those that did, newest first, each with its review, and for each file the newest rebuilds; as many as a
    /// bundle may hold. And what a gate will miss.
    /// </summary>
    private static (List<Certificate> Certificates, List<List<Digest>> Rebuilds, List<string> Missing) Evidence(OpenCentre centre, Digest seal, List<ShippedFile> shipped)
    {
        using var views = centre.Snapshot();
        var now = centre.Time.GetUtcNow();
        var all = Certificates.OfSeal(seal, views).ToLookup(certificate => certificate.StateAt(now));

        var counting = ((CertificateState[])[CertificateState.Valid, CertificateState.Stale, CertificateState.Superseded, CertificateState.Expired]).SelectMany(state => all[state]).ToList();

        // Where none counts or did, a suspended one goes along: gates refuse it until a status says that it was reinstated.
        var certificates = (counting.Count > 0 ? counting : all[CertificateState.Suspended]).Take(MaxCertificates).ToList();
        var rebuilds = shipped.ConvertAll(file => ReleasePart.RebuildsOf(seal, file.Digest, views).Take(MaxRebuilds).Select(rebuild => rebuild.Statement).ToList());
        var missing = shipped.Where((_, i) => rebuilds[i].Count == 0).Select(file => $"No rebuild of this seal was compared with {file.Name}.");
        return (
            certificates,
            rebuilds,
            certificates is [] ? ["No laboratory has certified this seal.", .. missing]
            : certificates[0].StateAt(now) switch
            {
                CertificateState.Expired => ["The certificate of this seal has expired.", .. missing],
                CertificateState.Suspended => ["The certificate of this seal is suspended.", .. missing],
                _ => [.. missing],
            });
    }
}
