using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>Parties, certificates and how they stand, and what was revoked.</summary>
public sealed class RegisterPart : Part
{
    /// <inheritdoc/>
    public override IReadOnlyList<ActKind> Acts { get; } =
    [
        ActKind.Of<PartyRegistered>("register.partyRegistered"),
        ActKind.Of<PartyKeyRotated>("register.partyKeyRotated"),
        ActKind.Of<PartyOpeningKeyRotated>("register.partyOpeningKeyRotated"),
        ActKind.Of<CertificateIssued>("register.certificateIssued"),
        ActKind.Of<Revoked>("register.revoked"),
        ActKind.Of<StatusIssued>("register.statusIssued"),
        ActKind.Of<CertificateSuspended>("register.certificateSuspended"),
        ActKind.Of<CertificateReinstated>("register.certificateReinstated"),
        ActKind.Of<CertificateWithdrawn>("register.certificateWithdrawn"),
        ActKind.Of<CertificateSuperseded>("register.certificateSuperseded"),
    ];

    /// <inheritdoc/>
    public override string Schema => """
        CREATE TABLE register_party (id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, signing_key BLOB NOT NULL, opening_key BLOB NOT NULL);
        CREATE TABLE register_past_key (n INTEGER PRIMARY KEY, party TEXT NOT NULL, signing_key BLOB NOT NULL UNIQUE, rotation TEXT NOT NULL);
        CREATE TABLE register_past_opening_key (n INTEGER PRIMARY KEY, party TEXT NOT NULL, opening_key BLOB NOT NULL UNIQUE, rotation TEXT NOT NULL);
        CREATE TABLE register_certificate (
          digest TEXT PRIMARY KEY, review TEXT NOT NULL, engagement TEXT NOT NULL, seal TEXT NOT NULL, product TEXT NOT NULL, version TEXT NOT NULL,
          laboratory TEXT NOT NULL, certified INTEGER NOT NULL, issued TEXT NOT NULL, valid_until TEXT NOT NULL, n INTEGER NOT NULL,
          vendor TEXT, authority TEXT, tier TEXT, sealed INTEGER);
        CREATE INDEX register_certificate_seal ON register_certificate (seal);
        CREATE INDEX register_certificate_product ON register_certificate (vendor, product);
        CREATE TABLE register_certificate_step (
          n INTEGER PRIMARY KEY, certificate TEXT NOT NULL, what TEXT NOT NULL, party TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL, successor TEXT);
        CREATE INDEX register_certificate_step_certificate ON register_certificate_step (certificate);
        CREATE TABLE register_change (
          release TEXT PRIMARY KEY, vendor TEXT NOT NULL, product TEXT NOT NULL, version TEXT NOT NULL, seal TEXT NOT NULL, at TEXT NOT NULL, n INTEGER NOT NULL);
        CREATE INDEX register_change_product ON register_change (vendor, product);
        CREATE TABLE register_revocation (kind TEXT NOT NULL, digest TEXT NOT NULL, reason TEXT NOT NULL, since TEXT NOT NULL, PRIMARY KEY (kind, digest));
        CREATE TABLE register_status (number INTEGER PRIMARY KEY, statement TEXT NOT NULL, issued TEXT NOT NULL, expires TEXT NOT NULL);
        """;

    /// <inheritdoc/>
    public override void Check(Act act, Actor by, DateTimeOffset at, SqliteConnection views)
    {
        switch (act)
        {
            case PartyRegistered party:
                CheckParty(party, views);
                break;
            case PartyKeyRotated rotated:
                PartyKeyRotation.Check(rotated, by, views);
                break;
            case PartyOpeningKeyRotated rotated:
                OpeningKeyRotation.Check(rotated, by, views);
                break;
            case CertificateIssued certificate:
                CheckCertificate(certificate, views);
                break;
            case Revoked revoked:
                CheckRevocation(revoked, by, at, views);
                break;
            case CertificateAct step:
                CertificateRules.Check(step, by, at, views);
                break;
            case StatusIssued status when status.Number != StatusDesk.NextNumber(views):
                throw new ActRefusedException($"The next status is number {StatusDesk.NextNumber(views)}; another was issued meanwhile. Issue it again.");
            case StatusIssued status when status.Expires <= at:
                throw new ActRefusedException("A status counts for some time after it is issued.");
        }
    }

    /// <inheritdoc/>
    public override void CheckSigner(PublicKey signer, SqliteConnection views) => PartyKeyRotation.RequireInUse(signer, views);

    /// <inheritdoc/>
    public override void Project(RecordedAct recorded, SqliteConnection views, Documents documents)
    {
        switch (recorded.Act)
        {
            case PartyRegistered party:
                views.Execute(
                    "INSERT INTO register_party (id, name, kind, signing_key, opening_key) VALUES ($1, $2, $3, $4, $5)",
                    party.Party,
                    party.Name,
                    party.Kind,
                    party.SigningKey,
                    party.OpeningKey);
                break;
            case PartyKeyRotated rotated:
                PartyKeyRotation.Project(rotated, recorded, views);
                break;
            case PartyOpeningKeyRotated rotated:
                OpeningKeyRotation.Project(rotated, recorded, views);
                break;
            case CertificateIssued c:
                views.Execute(
                    "INSERT INTO register_certificate VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, NULL, NULL, NULL, NULL)",
                    c.Certificate,
                    c.Review,
                    c.Engagement,
                    c.Seal,
                    c.Product,
                    c.Version,
                    c.Laboratory,
                    c.Certified,
                    c.Issued,
                    c.ValidUntil,
                    recorded.Position);
                break;
            case Revoked revoked:
                views.Execute("INSERT INTO register_revocation VALUES ($1, $2, $3, $4)", revoked.Kind, revoked.Digest, revoked.Reason, recorded.At);
                break;
            case CertificateAct step:
                CertificateRules.Project(step, recorded, views);
                break;
            case StatusIssued status:
                views.Execute("INSERT INTO register_status VALUES ($1, $2, $3, $4)", (long)status.Number, status.Statement, recorded.At, status.Expires);
                break;
        }
    }

    private static void CheckParty(PartyRegistered party, SqliteConnection views)
    {
        ActText.RequireId(party.Party, "party's identifier");
        ActText.Require(party.Name, "party's name", 120);
        if (Parties.Find(party.Party, views) is not null)
        {
            throw new ActRefusedException($"There is a party {party.Party} already.");
        }

        if (!PublicKey.TryFromSpki(party.SigningKey, out _) || !OpeningKey.IsPublicKey(party.OpeningKey))
        {
            throw new ActRefusedException("A party's keys are public keys on P-256 (SubjectPublicKeyInfo, DER).");
        }

        // Two parties under one key would be one party: a laboratory and its vendor, for example.
        if ((PartyKeyRotation.OwnerOf(party.SigningKey, views) ?? PartyKeyRotation.OwnerOf(party.OpeningKey, views)) is { } other)
        {
            throw new ActRefusedException($"A key of {other} is among these. Each party has keys of its own.");
        }
    }

    private static void CheckCertificate(CertificateIssued certificate, SqliteConnection views)
    {
        if (Parties.Find(certificate.Laboratory, views) is not { Kind: PartyKind.Laboratory })
        {
            throw new ActRefusedException($"'{certificate.Laboratory}' is not a laboratory of this centre.");
        }

        if (certificate.ValidUntil <= certificate.Issued)
        {
            throw new ActRefusedException("A certificate must be valid for some time after it is issued.");
        }
    }

    private static void CheckRevocation(Revoked revoked, Actor by, DateTimeOffset at, SqliteConnection views)
    {
        // It is the centre's word, in its status: a laboratory or an authority withdraws its certificate, a vendor asks.
        if (by != Actor.Console && by.Role != Role.Administrator)
        {
            throw new ActRefusedException("The centre revokes. Those of a laboratory or an authority suspend or withdraw its certificate.");
        }

        ActText.Require(revoked.Reason, "reason", CertificateRules.MaxReason);
        if (views.Scalar<long>("SELECT count(*) FROM register_revocation WHERE kind = $1 AND digest = $2", revoked.Kind, revoked.Digest) > 0)
        {
            throw new ActRefusedException($"{revoked.Digest} is revoked already.");
        }

        if (revoked.Kind == RevokedKind.Certificate && Certificates.Find(revoked.Digest, views) is null)
        {
            throw new ActRefusedException($"This centre has issued no certificate {revoked.Digest}.");
        }

        // What no status could carry would stop every status after it.
        if (!StatusDesk.CanSay([.. StatusDesk.Revocations(views).Where(one => one.Digest != revoked.Digest), new Revocation(revoked.Kind, revoked.Digest, revoked.Reason, at)]))
        {
            throw new ActRefusedException("One status can carry no more than what is revoked already. Retire the key that signed what is to be revoked, and its policies with it.");
        }
    }
}
