namespace Vitrine.Proofs;

/// <summary>Is this file what the vendor ships of this product, and not older than what was accepted before?</summary>
internal static class ReleaseJudge
{
    internal static ReleaseFacts? Judge(
        GateArtifact artifact, Evidence evidence, Policy policy, GateState state, StatusJudge status, StatedFacts facts, Refusals refusals)
    {
        if (evidence.Releases.IsEmpty)
        {
            refusals.Add(GateReason.NoRelease, "The bundle holds no release.", "Fetch the bundle that the vendor ships with this file.");
            return null;
        }

        var (line, said) = evidence.Releases[0];
        if (said.Product != policy.Product)
        {
            refusals.Add(
                GateReason.OtherProduct,
                $"The bundle is of the product \"{said.Product}\"; the policy is for \"{policy.Product}\".",
                "Use the policy for this product, or the bundle that belongs to this file.");
        }

        if (!policy.Vendors.Contains(line.Key))
        {
            refusals.Add(
                GateReason.WrongKey,
                $"The release is signed by key {line.Key}, which the policy does not name for a vendor.",
                "Fetch the bundle from the vendor; if the vendor has a new key, name it in the policy.");
            return null;
        }

        string? name = null;
        if (said.Product == policy.Product)
        {
            // Of another product it is of no interest whether it ships the file, or what came before.
            name = FileName(artifact, line.Statement, said, refusals);
            RefuseOlder(line, said, policy, state, refusals);
        }

        RefuseRevoked(line, said, status, refusals);
        facts.RefuseListedProduct(said.Product, refusals);
        facts.RefuseSigner(SignerRole.Vendor, line.Key.KeyId, said.Vendor, refusals);
        return new ReleaseFacts(said, line.Payload, line.Key.KeyId, line.Logged.Index, name);
    }

    private static string? FileName(GateArtifact artifact, Statement statement, ReleasePredicate said, Refusals refusals)
    {
        // Two shipped files may be equal: then the file's own name decides which one it is.
        var shipped = statement.Subjects.Where(s => s.Digest == artifact.Digest).OrderByDescending(s => s.Name == artifact.Name).FirstOrDefault();
        var named = statement.Subjects.FirstOrDefault(s => s.Name == artifact.Name);
        if (shipped is null)
        {
            refusals.Add(
                GateReason.ArtifactTampered,
                $"The file {Words.Shown(artifact.Name)} (SHA-256 {artifact.Digest}) is none of the {statement.Subjects.Length} that version {said.Version} ships{(named is null ? "." : $"; there it has SHA-256 {named.Digest}.")}",
                "Fetch the file again from the vendor, and do not install this copy.");
            return null;
        }

        if (named is not null && named.Digest != artifact.Digest)
        {
            refusals.Add(
                GateReason.ArtifactTampered,
                $"The file is named {Words.Shown(artifact.Name)}, but it holds what version {said.Version} ships as {shipped.Name}.",
                "Fetch the file again from the vendor, and do not install this copy.");
        }

        return shipped.Name;
    }

    private static void RefuseRevoked(EvidenceLine line, ReleasePredicate said, StatusJudge status, Refusals refusals)
    {
        if (status.Find(RevokedKind.Release, line.Payload) is { } release)
        {
            refusals.Add(
                GateReason.Revoked,
                $"Version {said.Version} of {said.Product} was revoked since {UtcTime.Format(release.Since)}: {release.Reason}",
                "Install a release that is not revoked.");
        }

        if (status.Find(RevokedKind.Key, line.Key.KeyId) is { } key)
        {
            refusals.Add(
                GateReason.Revoked,
                $"The vendor's key {line.Key} was revoked since {UtcTime.Format(key.Since)}: {key.Reason}",
                "Install a release that is signed with the vendor's new key.");
        }
    }

    private static void RefuseOlder(EvidenceLine line, ReleasePredicate said, Policy policy, GateState state, Refusals refusals)
    {
        if (!state.Products.TryGetValue(policy.Product, out var accepted))
        {
            return;
        }

        var origin = line.Logged.Checkpoint.Origin;
        if (accepted.Origin != origin)
        {
            refusals.Add(
                GateReason.Rollback,
                $"Version {accepted.Version} was accepted from the log {accepted.Origin}; this release is in {origin}, so which is newer cannot be shown.",
                "If the vendor has changed logs, begin with a fresh state folder.");
        }
        else if (line.Logged.Index.Value < accepted.Index.Value)
        {
            refusals.Add(
                GateReason.Rollback,
                $"Version {said.Version} is entry {line.Logged.Index} of the log; version {accepted.Version}, entry {accepted.Index}, was accepted here before.",
                $"Install version {accepted.Version} or a later one.");
        }
        else if (said.Released < accepted.Released)
        {
            // Anyone whom the log lets append can log an old release once more, but only the vendor can give it a new time.
            refusals.Add(
                GateReason.Rollback,
                $"Version {said.Version} was released at {UtcTime.Format(said.Released)}; version {accepted.Version} of {UtcTime.Format(accepted.Released)} was accepted here before.",
                $"Install version {accepted.Version} or a later one.");
        }
        else if (line.Logged.Index == accepted.Index && line.Payload != accepted.Statement)
        {
            refusals.Add(
                GateReason.Fork,
                $"Entry {line.Logged.Index} of {origin} is another release than the one that was accepted here before.",
                "Keep the bundle and the gate's state as evidence and ask the log's operator; install nothing on this log's word until then.");
        }
    }
}
