using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>Entities, the claims that tie them, products, accreditations and regimes.</summary>
public sealed class EntitiesPart : Part
{
    /// <inheritdoc/>
    public override IReadOnlyList<ActKind> Acts { get; } =
    [
        ActKind.Of<EntityRecorded>("register.entityRecorded"),
        ActKind.Of<TieClaimed>("register.tieClaimed"),
        ActKind.Of<ClaimReplied>("register.claimReplied"),
        ActKind.Of<ClaimWithdrawn>("register.claimWithdrawn"),
        ActKind.Of<OwnersUnknown>("register.ownersUnknown"),
        ActKind.Of<ProductRecorded>("register.productRecorded"),
        ActKind.Of<AccreditationRecorded>("register.accreditationRecorded"),
        ActKind.Of<RegimeRecorded>("register.regimeRecorded"),
        ActKind.Of<RegisterImported>("register.imported"),
    ];

    /// <inheritdoc/>
    public override string Schema => """
        -- n of a claim: the act that claimed, changed or took it back; of an import that says it again, the first.
        CREATE TABLE register_entity (id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, countries TEXT NOT NULL, dataset TEXT) WITHOUT ROWID;
        CREATE TABLE register_entity_name (entity TEXT NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL, PRIMARY KEY (entity, place)) WITHOUT ROWID;
        CREATE INDEX register_entity_name_folded ON register_entity_name (folded);
        CREATE TABLE register_claim (
          id TEXT PRIMARY KEY, kind TEXT NOT NULL, since TEXT, until TEXT, title TEXT NOT NULL, url TEXT, retrieved TEXT NOT NULL, grade TEXT NOT NULL,
          withdrawn INTEGER NOT NULL, dataset TEXT, n INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX register_claim_dataset ON register_claim (dataset) WHERE dataset IS NOT NULL;
        CREATE TABLE register_tie (
          claim TEXT PRIMARY KEY, kind TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL, least INTEGER, most INTEGER, detail TEXT) WITHOUT ROWID;
        CREATE INDEX register_tie_source ON register_tie (source, kind);
        CREATE INDEX register_tie_target ON register_tie (target, kind);
        CREATE INDEX register_tie_pair ON register_tie (source, target);
        CREATE TABLE register_owners_unknown (claim TEXT PRIMARY KEY, entity TEXT NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX register_owners_unknown_entity ON register_owners_unknown (entity);
        CREATE TABLE register_accreditation (claim TEXT PRIMARY KEY, laboratory TEXT NOT NULL, scheme TEXT NOT NULL, type TEXT, scope TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX register_accreditation_laboratory ON register_accreditation (laboratory);
        CREATE TABLE register_reply (n INTEGER PRIMARY KEY, claim TEXT NOT NULL, entity TEXT NOT NULL, text TEXT NOT NULL, at TEXT NOT NULL);
        CREATE INDEX register_reply_claim ON register_reply (claim);
        CREATE TABLE register_withdrawal (claim TEXT PRIMARY KEY, reason TEXT NOT NULL, at TEXT NOT NULL, dataset TEXT);
        CREATE TABLE register_product (id TEXT PRIMARY KEY, name TEXT NOT NULL, vendor TEXT NOT NULL, class TEXT NOT NULL);
        CREATE INDEX register_product_vendor ON register_product (vendor);
        CREATE TABLE register_regime (id TEXT PRIMARY KEY, authority TEXT NOT NULL, instrument TEXT NOT NULL, classes TEXT NOT NULL, trigger TEXT NOT NULL);
        """;

    /// <inheritdoc/>
    public override void Check(Act act, Actor by, DateTimeOffset at, SqliteConnection views)
    {
        CheckActor(act, by, views);
        switch (act)
        {
            case EntityRecorded entity:
                EntityRules.Check(RegisterRecords.Of(entity), entity.Aliases);
                if (entity.Source is { } source)
                {
                    EntityRules.Check(source);
                }

                break;
            case TieClaimed tie:
                EntityRules.Check(RegisterRecords.Of(tie));
                CheckFresh(tie.Claim, views);
                EntityRules.Known(tie.From, views);
                EntityRules.Known(tie.To, views);
                break;
            case OwnersUnknown gap:
                EntityRules.Check(RegisterRecords.Of(gap));
                CheckFresh(gap.Claim, views);
                EntityRules.Known(gap.Entity, views);
                break;
            case AccreditationRecorded accreditation:
                EntityRules.Check(RegisterRecords.Of(accreditation));
                CheckFresh(accreditation.Claim, views);
                EntityRules.Known(accreditation.Laboratory, views);
                break;
            case ClaimReplied reply:
                CheckReply(reply, views);
                break;
            case ClaimWithdrawn withdrawn:
                CheckWithdrawal(withdrawn, views);
                break;
            case ProductRecorded product:
                EntityRules.Check(RegisterRecords.Of(product));
                EntityRules.Known(product.Vendor, views);
                break;
            case RegimeRecorded regime:
                EntityRules.Check(RegisterRecords.Of(regime));
                EntityRules.Known(regime.Authority, views);
                break;
            case RegisterImported imported:
                EntityRules.Check(imported.Source);
                break;
        }
    }

    /// <inheritdoc/>
    public override void Project(RecordedAct recorded, SqliteConnection views, Documents documents)
    {
        using var rows = new RegisterRows(views);
        var position = checked((long)recorded.Position.Value);
        switch (recorded.Act)
        {
            case PartyRegistered party:
                ProjectParty(party, rows, views);
                break;
            case EntityRecorded entity:
                rows.Put(RegisterRecords.Of(entity), entity.Aliases, null);
                break;
            case TieClaimed tie:
                rows.Put(RegisterRecords.Of(tie), null, position);
                break;
            case OwnersUnknown gap:
                rows.Put(RegisterRecords.Of(gap), null, position);
                break;
            case AccreditationRecorded accreditation:
                rows.Put(RegisterRecords.Of(accreditation), null, position);
                break;
            case ClaimReplied reply:
                rows.Put(new ClaimReply(reply.Claim, reply.Entity, reply.Text, recorded.At));
                break;
            case ClaimWithdrawn withdrawn:
                rows.Put(new ClaimWithdrawal(withdrawn.Claim, withdrawn.Reason, recorded.At), null);
                break;
            case ProductRecorded product:
                rows.Put(RegisterRecords.Of(product));
                break;
            case RegimeRecorded regime:
                rows.Put(RegisterRecords.Of(regime));
                break;
            case RegisterImported imported:
                RegisterImport.Project(imported, documents.Read(imported.Document), recorded.At, position, views);
                break;
        }
    }

    /// <summary>A party of the centre is the entity of the same identifier. One that was recorded before keeps its name, and has the party's as an alias.</summary>
    private static void ProjectParty(PartyRegistered party, RegisterRows rows, SqliteConnection views)
    {
        if (Entities.Find(party.Party, views) is { } known)
        {
            rows.Merge(known, [party.Name], []);
        }
        else
        {
            rows.Put(new Entity(party.Party, party.Kind == PartyKind.Authority ? EntityKind.PublicBody : EntityKind.Organisation, party.Name, []), [], null);
        }
    }

    /// <summary>Administrators record; one of a party that a claim is about replies to it.</summary>
    private static void CheckActor(Act act, Actor by, SqliteConnection views)
    {
        if (act is ClaimReplied reply && by.Role != Role.Administrator)
        {
            if (People.PartyOf(by.Person, views) != reply.Entity)
            {
                throw new ActRefusedException("A reply is given for one's own party.");
            }
        }
        else if (act is EntityRecorded or TieClaimed or OwnersUnknown or AccreditationRecorded or ProductRecorded or RegimeRecorded or RegisterImported or ClaimWithdrawn && by.Role != Role.Administrator)
        {
            throw new ActRefusedException("What stands in the register is recorded by administrators.");
        }
    }

    private static void CheckFresh(string claim, SqliteConnection views)
    {
        if (Claims.KindOf(claim, views) is not null)
        {
            throw new ActRefusedException($"There is a claim {claim} already. Withdraw it, and make another under a name of its own.");
        }
    }

    private static void CheckReply(ClaimReplied reply, SqliteConnection views)
    {
        RequireClaim(reply.Claim, views);
        if (!Subjects(reply.Claim, views).Contains(reply.Entity))
        {
            throw new ActRefusedException($"The claim {reply.Claim} is not about '{EntityRules.Shown(reply.Entity)}': those reply whom it names.");
        }

        EntityRules.CheckReply(reply.Text);
    }

    private static void CheckWithdrawal(ClaimWithdrawn withdrawn, SqliteConnection views)
    {
        RequireClaim(withdrawn.Claim, views);
        EntityRules.CheckReason(withdrawn.Reason);
        if (Claims.Withdrawal(withdrawn.Claim, views) is { } before)
        {
            throw new ActRefusedException($"The claim {withdrawn.Claim} was withdrawn before, on {before.At:yyyy-MM-dd}.");
        }
    }

    private static void RequireClaim(string claim, SqliteConnection views)
    {
        if (Claims.KindOf(claim, views) is null)
        {
            throw new ActRefusedException($"The register has no claim '{EntityRules.Shown(claim)}'.");
        }
    }

    /// <summary>The entities that a claim is about.</summary>
    private static List<string> Subjects(string claim, SqliteConnection views) => views.Query(
        """
        SELECT source FROM register_tie WHERE claim = $1 UNION SELECT target FROM register_tie WHERE claim = $1
        UNION SELECT entity FROM register_owners_unknown WHERE claim = $1 UNION SELECT laboratory FROM register_accreditation WHERE claim = $1
        """,
        row => row.GetString(0),
        claim);
}
