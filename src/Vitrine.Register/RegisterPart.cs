using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>Parties, certificates and what was revoked.</summary>
public sealed class RegisterPart : Part
{
    /// <inheritdoc/>
    public override IReadOnlyList<ActKind> Acts { get; } =
    [
        ActKind.Of<PartyRegistered>("register.partyRegistered"),
        ActKind.Of<CertificateIssued>("register.certificateIssued"),
        ActKind.Of<Revoked>("register.revoked"),
        ActKind.Of<StatusIssued>("register.statusIssued"),
    ];

    /// <inheritdoc/>
    public override string Schema => """
        CREATE TABLE register_party (id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, signing_key BLOB NOT NULL, opening_key BLOB NOT NULL);
        CREATE TABLE register_certificate (
          digest TEXT PRIMARY KEY, review TEXT NOT NULL, engagement TEXT NOT NULL, seal TEXT NOT NULL, product TEXT NOT NULL, version TEXT NOT NULL,
          laboratory TEXT NOT NULL, certified INTEGER NOT NULL, issued TEXT NOT NULL, valid_until TEXT NOT NULL, n INTEGER NOT NULL);
        CREATE INDEX register_certificate_seal ON register_certificate (seal);
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
            case CertificateIssued certificate:
                if (Parties.Find(certificate.Laboratory, views) is not { Kind: PartyKind.Laboratory })
                {
                    throw new ActRefusedException($"{certificate.Laboratory} is not a laboratory of this centre.");
                }

                if (certificate.ValidUntil <= certificate.Issued)
                {
                    throw new ActRefusedException("A certificate must be valid for some time after it is issued.");
                }

                break;
            case Revoked revoked:
                CheckRevocation(revoked, views);
                break;
            case StatusIssued status when status.Number != StatusDesk.NextNumber(views):
                throw new ActRefusedException($"The next status is number {StatusDesk.NextNumber(views)}; another was issued meanwhile. Issue it again.");
        }
    }

    /// <inheritdoc/>
    public override void Project(RecordedAct recorded, SqliteConnection views)
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
            case CertificateIssued c:
                views.Execute(
                    "INSERT INTO register_certificate VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
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
            case StatusIssued status:
                views.Execute("INSERT INTO register_status VALUES ($1, $2, $3, $4)", (long)status.Number, status.Statement, recorded.At, status.Expires);
                break;
        }
    }

    private static void CheckParty(PartyRegistered party, SqliteConnection views)
    {
        if (party.Party.Length is < 1 or > 64 || !party.Party.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            throw new ActRefusedException("A party's identifier has 1 to 64 lower-case letters, digits and hyphens.");
        }

        if (string.IsNullOrWhiteSpace(party.Name) || party.Name.Length > 120 || party.Name.Any(char.IsControl))
        {
            throw new ActRefusedException("A party's name has 1 to 120 characters and no control characters.");
        }

        if (Parties.Find(party.Party, views) is not null)
        {
            throw new ActRefusedException($"There is a party {party.Party} already.");
        }
    }

    private static void CheckRevocation(Revoked revoked, SqliteConnection views)
    {
        if (string.IsNullOrWhiteSpace(revoked.Reason))
        {
            throw new ActRefusedException("A revocation states its reason.");
        }

        if (views.Scalar<long>("SELECT count(*) FROM register_revocation WHERE kind = $1 AND digest = $2", revoked.Kind, revoked.Digest) > 0)
        {
            throw new ActRefusedException($"{revoked.Digest} is revoked already.");
        }

        if (revoked.Kind == RevokedKind.Certificate && views.Scalar<long>("SELECT count(*) FROM register_certificate WHERE digest = $1", revoked.Digest) == 0)
        {
            throw new ActRefusedException($"This centre has issued no certificate {revoked.Digest}.");
        }
    }
}
