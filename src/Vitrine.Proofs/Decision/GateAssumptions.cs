using System.Collections.Immutable;

namespace Vitrine.Proofs;

/// <summary>What an acceptance rests on beyond what was shown, in words that claim no more than was shown.</summary>
internal static class GateAssumptions
{
    internal static ImmutableArray<string> Of(
        GateArtifact artifact,
        Policy policy,
        GateState before,
        GateTime now,
        LogFacts log,
        ReleaseFacts release,
        ImmutableArray<CertificateFacts> certificates,
        RebuildFacts rebuild,
        StatusFacts status,
        StatedFacts facts,
        int unusedStatuses)
    {
        var assumptions = ImmutableArray.CreateBuilder<string>();
        foreach (var certificate in certificates)
        {
            assumptions.Add(Review(certificate.Said));
            if (Findings(certificate.Said) is { } findings)
            {
                assumptions.Add(findings);
            }
        }

        assumptions.Add(Rebuilt(rebuild));
        assumptions.Add(Operator(policy, log));
        if (before.Logs.TryGetValue(log.Origin, out var seen) && seen.Checkpoint.Size != log.Size)
        {
            assumptions.Add(
                $"the log of {Words.Count(log.Size.Value)} entries in this bundle and the one of {Words.Count(seen.Checkpoint.Size.Value)} seen here before are one log (no proof of that is carried)");
        }

        assumptions.Add($"nothing was revoked after status {status.Number} of {UtcTime.Format(status.Issued)}");
        if (!facts.Lists.IsEmpty)
        {
            assumptions.Add($"the status's signer left out no entry that concerns this product or its signers ({string.Join(", ", facts.Lists.Select(static l => $"{l.Name} of {UtcDay.Format(l.Date)}"))})");
        }

        if (string.Join("; ", facts.Used) is { Length: > 0 } parties)
        {
            assumptions.Add($"the status's signer is right about the parties: {parties}");
        }

        if (unusedStatuses > 0)
        {
            assumptions.Add($"the {Words.Plural(unusedStatuses, "status", "statuses")} held here that this policy does not accept would change nothing");
        }

        assumptions.Add(Clock(now));
        if (!before.Products.ContainsKey(policy.Product))
        {
            assumptions.Add("no later release was installed here before (this gate remembers none of this product)");
        }

        if (release.Name is { } name && name != artifact.Name)
        {
            assumptions.Add($"the file {Words.Shown(artifact.Name)} is meant to be what the release ships as {name}");
        }

        if (SharedKey(release.Key, certificates, rebuild.Key) is { } shared)
        {
            assumptions.Add(shared);
        }

        return assumptions.ToImmutable();
    }

    internal static string Clock(GateTime now) => now.ClockIsBehind
        ? $"it is not later than {UtcTime.Format(now.Time)}, the newest signed time (the clock of this machine says {UtcTime.Format(now.Clock)} and is behind)"
        : $"the clock of this machine is right ({UtcTime.Format(now.Clock)})";

    private static string Review(ReviewPredicate said)
    {
        var coverage = said.Coverage;
        var people = coverage.People == 1 ? "1 person" : $"{Words.Count(coverage.People)} people";
        return $"laboratory {said.Laboratory.Name} read what it says ({Words.Count(coverage.LinesDelivered)} of {Words.Count(coverage.LinesInScope)} lines in scope delivered to {people}{Carried(coverage)}; {Words.Count(said.Scope.Files)} of {Words.Count(said.Scope.FilesTotal)} files in scope)";
    }

    /// <summary>What was not delivered in this review, and counts for no policy.</summary>
    private static string Carried(ReviewCoverage coverage) =>
        coverage.LinesCarried == 0 ? "" : $", and {Words.Count(coverage.LinesCarried)} more carried over from the review of {string.Join(" and ", coverage.Carried.Where(static one => one.Lines > 0).Select(static one => one.Version).Distinct(StringComparer.Ordinal))}, where they were delivered and are unchanged since";

    private static string? Findings(ReviewPredicate said)
    {
        var findings = said.Findings;
        var open = new[] { (findings.Critical, "critical"), (findings.High, "high"), (findings.Medium, "medium"), (findings.Low, "low") }
            .Where(static f => f.Item1 > 0)
            .Select(static f => $"{Words.Count(f.Item1)} {f.Item2}")
            .ToList();
        return open.Count == 0 ? null : $"the findings of laboratory {said.Laboratory.Name} can be lived with ({string.Join(", ", open)})";
    }

    private static string Rebuilt(RebuildFacts rebuild)
    {
        var explained = rebuild.Comparison.Normalisers.Length switch
        {
            0 => "",
            1 => "; 1 difference explained",
            var many => $"; {many} differences explained",
        };
        return $"the build tools of {rebuild.Builder} are honest (rebuilt: {rebuild.Comparison.Verdict.Word()}{explained})";
    }

    private static string Operator(Policy policy, LogFacts log) => policy.Log.Quorum is NoQuorum
        ? "the log's operator shows everyone the same log (no witness is required by this policy)"
        : $"enough of the witnesses {string.Join(", ", log.Witnesses)} are honest, so that everyone is shown the same log";

    private static string? SharedKey(Digest vendor, ImmutableArray<CertificateFacts> laboratories, Digest rebuilder)
    {
        if (laboratories.Any(l => l.Key == vendor))
        {
            return "the vendor may be its own laboratory (both sign with one key)";
        }

        return vendor == rebuilder ? "the vendor may be its own rebuilder (both sign with one key)" : null;
    }
}
