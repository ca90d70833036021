using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>What may be done to a certificate when, and by whom. The console may do what the certificate's own people may.</summary>
/// <remarks>A suspension is lifted by the party that made it: a laboratory does not take back what the authority decided, nor the other way round.</remarks>
internal static class CertificateRules
{
    /// <summary>Characters of a reason, at most: it stands in every status while the certificate is held.</summary>
    public const int MaxReason = 500;

    public static void Check(CertificateAct act, Actor by, DateTimeOffset at, SqliteConnection views)
    {
        ActText.Require(act.Reason, "reason", MaxReason);
        var certificate = Certificates.Find(act.Certificate, views) ?? throw new ActRefusedException($"This centre has issued no certificate {act.Certificate}.");
        CheckPerson(certificate, by, views);
        CheckNotOver(certificate);
        switch (act)
        {
            case CertificateSuspended:
                RequireCertified(certificate, "suspended");
                if (certificate.SuspendedBy(DateTimeOffset.MaxValue).Contains(PartyOf(by, views)))
                {
                    throw new ActRefusedException("The certificate is suspended already. Reinstate it, or withdraw it.");
                }

                RequireSayable(StandingWord.Suspended, act, at, views);
                break;
            case CertificateReinstated:
                CheckReinstated(certificate, PartyOf(by, views), views);
                break;
            case CertificateWithdrawn:
                RequireSayable(StandingWord.Withdrawn, act, at, views);
                break;
            case CertificateSuperseded superseded:
                RequireCertified(certificate, "superseded");
                CheckSuccessor(superseded, certificate, views);
                break;
        }
    }

    public static void Project(CertificateAct act, RecordedAct recorded, SqliteConnection views)
    {
        var (word, successor) = act switch
        {
            CertificateSuspended => (StandingWord.Suspended, (Digest?)null),
            CertificateReinstated => (StandingWord.Reinstated, null),
            CertificateWithdrawn => (StandingWord.Withdrawn, null),
            CertificateSuperseded superseded => (StandingWord.Superseded, superseded.By),
            _ => throw new ArgumentException($"Unknown act {act.GetType().Name}.", nameof(act)),
        };
        views.Execute(
            "INSERT INTO register_certificate_step VALUES ($1, $2, $3, $4, $5, $6, $7)",
            recorded.Position, act.Certificate, word, PartyOf(recorded.By, views), act.Reason, recorded.At, successor);
    }

    /// <summary>How a status says it of a certificate that is held.</summary>
    public static Revocation Revocation(Certificate certificate)
    {
        var standing = certificate.StandingAt(DateTimeOffset.MaxValue);
        var word = standing.State == CertificateState.Suspended ? StandingWord.Suspended : StandingWord.Withdrawn;
        return new Revocation(RevokedKind.Certificate, certificate.Digest, Said(word, standing.Reason!), standing.Since!.Value);
    }

    private static string Said(StandingWord word, string reason) => $"{word}: {reason}";

    /// <summary>The party in whose name somebody acts; empty for the console.</summary>
    private static string PartyOf(Actor by, SqliteConnection views) =>
        by == Actor.Console ? "" : views.Scalar<string>("SELECT party FROM centre_person WHERE id = $1", by.Person) ?? "";

    private static void CheckPerson(Certificate certificate, Actor by, SqliteConnection views)
    {
        var own = by.Role switch
        {
            Role.Reviewer => certificate.Laboratory,
            Role.Authority => certificate.Authority,
            _ => null,
        };
        if (by != Actor.Console && (own is null || !Permissions.Allows(by.Role, Operation.ChangeCertificate) || People.PartyOf(by.Person, views) != own))
        {
            throw new ActRefusedException("This is for the people of the laboratory that issued the certificate, and of the authority that asked for it.");
        }
    }

    private static void CheckNotOver(Certificate certificate)
    {
        if (certificate.StateAt(DateTimeOffset.MaxValue) is var state and (CertificateState.Revoked or CertificateState.Withdrawn))
        {
            throw new ActRefusedException($"The certificate is {state.ToString().ToLowerInvariant()}, and stays so. Issue a new one.");
        }
    }

    private static void RequireCertified(Certificate certificate, string word)
    {
        if (!certificate.Certified)
        {
            throw new ActRefusedException($"The laboratory concluded against the product; that cannot be {word}. It can be withdrawn.");
        }
    }

    private static void CheckReinstated(Certificate certificate, string party, SqliteConnection views)
    {
        var holders = certificate.SuspendedBy(DateTimeOffset.MaxValue);
        if (holders.Count == 0)
        {
            throw new ActRefusedException("The certificate is not suspended.");
        }

        if (party.Length > 0 && !holders.Contains(party))
        {
            var names = string.Join(" and ", holders.Order(StringComparer.Ordinal).Select(holder => holder.Length == 0 ? "the centre" : Parties.Find(holder, views)?.Name ?? holder));
            throw new ActRefusedException($"It was suspended by {names}, who alone can reinstate it.");
        }
    }

    private static void CheckSuccessor(CertificateSuperseded act, Certificate certificate, SqliteConnection views)
    {
        if (certificate.Steps.Any(step => step.What == StandingWord.Superseded))
        {
            throw new ActRefusedException("The certificate is superseded already.");
        }

        // Later in the ledger, so that no chain of successors comes back to where it began.
        if (Certificates.Find(act.By, views) is not { Certified: true, RevokedFor: null, IsHeld: false } successor
            || successor.Position.Value <= certificate.Position.Value
            || successor.Product != certificate.Product
            || successor.Vendor != certificate.Vendor)
        {
            throw new ActRefusedException("A certificate is superseded by one that was issued later, on the same vendor's product, and that is neither suspended, withdrawn nor revoked.");
        }
    }

    /// <summary>What no status could carry would stop every status after it.</summary>
    private static void RequireSayable(StandingWord word, CertificateAct act, DateTimeOffset at, SqliteConnection views)
    {
        if (!StatusDesk.CanSay([.. StatusDesk.Revocations(views).Where(one => one.Digest != act.Certificate), new Revocation(RevokedKind.Certificate, act.Certificate, Said(word, act.Reason), at)]))
        {
            throw new ActRefusedException("One status can carry no more than what it names already. Retire the key that signed what is not good, and its policies with it.");
        }
    }
}
