using System.Collections.Immutable;
using Vitrine.Proofs;
using Vitrine.Register;

namespace Vitrine.Web;

/// <summary>What happened to a certificate, oldest first, each with what proves it in public.</summary>
public static class CertificateHistory
{
    // The first status after an act says it; a few more are looked at, since one may have been in the making.
    private const int StatusesLookedAt = 4;

    /// <summary>All until a moment.</summary>
    public static ImmutableArray<TimelineEntry> Of(Certificate certificate, DateTimeOffset at, Visit visit)
    {
        var entries = new List<TimelineEntry> { Issued(certificate, visit) };
        entries.AddRange(certificate.Steps.Select(step => Step(certificate, step, visit)));
        entries.AddRange(certificate.Changes.Where(change => change.Seal == certificate.Seal || change.Position.Value > (certificate.SealedAt ?? certificate.Position).Value)
            .SelectMany(change => Release(certificate, change, visit)));
        if (certificate.RevokedFor is { } reason && certificate.RevokedSince is { } since)
        {
            var (proof, href) = ByStatus(certificate.Digest, since, named: true, visit);
            entries.Add(new TimelineEntry(since, "The centre", null, "Revoked it.", proof, href, reason, Tone.No));
        }

        if (at >= certificate.ValidUntil)
        {
            entries.Add(new TimelineEntry(certificate.ValidUntil, visit.PartyName(certificate.Laboratory), "laboratory", "The time that it was signed for was over.", "As signed", Routes.Statement(certificate.Digest.ToHex()), null, Tone.Wait));
        }

        return [.. entries.Where(entry => entry.At <= at).OrderBy(entry => entry.At)];
    }

    private static TimelineEntry Issued(Certificate certificate, Visit visit)
    {
        var (proof, href) = visit.InLog(certificate.Digest);
        return new TimelineEntry(
            certificate.Issued,
            visit.PartyName(certificate.Laboratory),
            "laboratory",
            certificate.Certified ? "Signed its conclusion: certified." : "Signed its conclusion: refused.",
            proof,
            href,
            null,
            certificate.Certified ? Tone.Yes : Tone.No);
    }

    private static TimelineEntry Step(Certificate certificate, StandingStep step, Visit visit)
    {
        var (what, tone) = step.What switch
        {
            StandingWord.Suspended => ("Suspended it.", Tone.No),
            StandingWord.Reinstated => ("Reinstated it.", Tone.Yes),
            StandingWord.Withdrawn => ("Withdrew it.", Tone.No),
            _ => ("Put a later certificate in its place.", Tone.Wait),
        };
        var (proof, href) = step.What == StandingWord.Superseded
            ? ("The later certificate", Routes.Certificate(step.Successor!.Value.ToHex()))
            : ByStatus(certificate.Digest, step.At, step.What != StandingWord.Reinstated, visit);
        var (who, role) = Who(certificate, step, visit);
        return new TimelineEntry(step.At, who, role, what, proof, href, step.Reason, tone);
    }

    private static IEnumerable<TimelineEntry> Release(Certificate certificate, ProductChange change, Visit visit)
    {
        var own = change.Seal == certificate.Seal;
        var vendor = visit.PartyName(certificate.Vendor!);
        var (proof, href) = visit.InLog(change.Release);
        yield return new TimelineEntry(
            change.At, vendor, "vendor", own ? $"Released version {change.Version} from this tree." : $"Released version {change.Version} from another tree.", proof, href, null, own ? Tone.Yes : Tone.Wait);
        if (change.RevokedSince is { } since)
        {
            var (said, at) = ByStatus(change.Release, since, named: true, visit);
            yield return new TimelineEntry(since, "The centre", null, $"Revoked the release of version {change.Version}.", said, at, null, Tone.No);
        }
    }

    /// <summary>The public sees whose people acted; their own party sees who it was.</summary>
    private static (string Who, string? Role) Who(Certificate certificate, StandingStep step, Visit visit)
    {
        if (step.Party.Length == 0)
        {
            return ("The centre’s console", null);
        }

        var role = step.Party == certificate.Laboratory ? "laboratory" : "authority";
        return visit.Identity?.Party == step.Party && visit.PersonAt(step.Position) is { } person
            ? ($"{visit.PersonName(person)}, {visit.PartyName(step.Party)}", role)
            : (visit.PartyName(step.Party), role);
    }

    /// <summary>The first status after an act that names what it concerns, or names it no more.</summary>
    private static (string Proof, string? Href) ByStatus(Digest digest, DateTimeOffset since, bool named, Visit visit)
    {
        foreach (var status in StatusDesk.Since(since, StatusesLookedAt, visit.Views))
        {
            if (StatusPredicate.Read(PublishedStatements.Read(visit.Centre, status.Statement)).Revoked.Any(one => one.Digest == digest) == named)
            {
                return ($"Status {Words.Number((long)status.Number)}", visit.InLog(status.Statement).Href);
            }
        }

        return ("No status since", null);
    }
}
