namespace Vitrine.Proofs;

/// <summary>Did a rebuilder that the policy names get this file from the release's seal?</summary>
/// <remarks>All such rebuilds of this file must be good enough: one that is not refuses, whatever the others say.</remarks>
internal static class RebuildJudge
{
    internal static RebuildFacts? Judge(
        GateArtifact artifact, Evidence evidence, ReleaseFacts release, Policy policy, StatusJudge status, StatedFacts facts, Refusals refusals)
    {
        var known = evidence.Rebuilds.Where(r => policy.Rebuilders.Contains(r.Line.Key)).ToList();
        var speaking = known
            .SelectMany(r => r.Predicate.Comparisons.Where(c => c.Shipped == artifact.Digest).Select(c => (Rebuild: r, Comparison: c)))
            .OrderByDescending(static f => f.Comparison.Verdict)
            .ThenByDescending(static f => f.Rebuild.Line.Logged.Index)
            .ToList();
        if (speaking.Count == 0)
        {
            // Of a file that the release does not ship nobody can expect a rebuild; that it is none of them is said already.
            if (release.Name is not null)
            {
                refusals.Add(Missing(evidence, known.Count));
            }

            return null;
        }

        foreach (var (rebuild, comparison) in speaking)
        {
            RefuseOne(rebuild, comparison, release, policy, status, refusals);
            facts.RefuseSigner(SignerRole.Rebuilder, rebuild.Line.Key.KeyId, rebuild.Predicate.Builder, refusals);
        }

        var (worst, worstComparison) = speaking[0];
        return new RebuildFacts(worst.Predicate.Builder, worstComparison, worst.Line.Payload, worst.Line.Key.KeyId, worst.Line.Logged.Index);
    }

    private static GateRefusal Missing(Evidence evidence, int known) =>
        known == 0 && !evidence.Rebuilds.IsEmpty
            ? new GateRefusal(
                GateReason.WrongKey,
                $"The rebuild is signed by key {evidence.Rebuilds[0].Line.Key}, which the policy does not name for a rebuilder.",
                "Ask the vendor for a rebuild by someone whom the policy names, or name this key if you trust it.")
            : new GateRefusal(
                GateReason.NoRebuild,
                known == 0 ? "The bundle holds no rebuild." : "The rebuild does not speak of this file.",
                "Ask the vendor for a bundle with a rebuild of this file from the seal.");

    private static void RefuseOne(
        Said<RebuildPredicate> rebuild, RebuildComparison comparison, ReleaseFacts release, Policy policy, StatusJudge status, Refusals refusals)
    {
        if (rebuild.Predicate.Seal != release.Said.Seal)
        {
            refusals.Add(
                GateReason.OtherRoot,
                $"The rebuild is from the seal {rebuild.Predicate.Seal}; the release was built from {release.Said.Seal}.",
                "Ask the vendor for a rebuild from the seal that this release was built from.");
        }

        if (comparison.Verdict > policy.Rebuild)
        {
            refusals.Add(
                GateReason.RebuildDiffers,
                $"{rebuild.Predicate.Builder} rebuilt this file with the verdict \"{comparison.Verdict.Word()}\"; the policy asks for \"{policy.Rebuild.Word()}\" or better.",
                "Ask the vendor for a release that can be rebuilt, or for the reason why this one differs.");
        }

        if (status.Find(RevokedKind.Key, rebuild.Line.Key.KeyId) is { } key)
        {
            refusals.Add(
                GateReason.Revoked,
                $"The rebuilder's key {rebuild.Line.Key} was revoked since {UtcTime.Format(key.Since)}: {key.Reason}",
                "Ask the vendor for a rebuild under a key that stands.");
        }
    }
}
