using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Web;

/// <summary>How parties and claims are put into words and rows.</summary>
public static class EntityModel
{
    private const int MostTies = 500;

    public static string Kind(EntityKind kind) => kind switch
    {
        EntityKind.Person => "Person",
        EntityKind.PublicBody => "Public body",
        _ => "Organisation",
    };

    public static string Countries(Entity entity) => entity.Countries.IsEmpty ? "not known" : string.Join(", ", entity.Countries);

    public static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd") ?? "not known";

    public static string Name(string id, Visit visit) => Entities.Find(id, visit.Views)?.Name ?? id;

    public static EntityRow Row(Entity entity, Visit visit) =>
        new(entity.Id, entity.Name, Entities.Names(entity.Id, visit.Views) is [_, var also, ..] ? also : null, Kind(entity.Kind), Countries(entity));

    public static EntityView View(Entity entity, Shell shell, Visit visit)
    {
        var ties = Ties.All(entity.Id, MostTies, visit.Views);
        var more = ties.Count < MostTies ? 0 : visit.Views.Scalar<long>("SELECT count(*) FROM register_tie WHERE source = $1 OR target = $1", entity.Id) - MostTies;
        return new EntityView(
            shell,
            entity,
            [.. Entities.Names(entity.Id, visit.Views).Skip(1)],
            Parties.Find(entity.Id, visit.Views)?.Kind.ToString(),
            [.. ties.Select(tie => Row(tie, entity.Id, visit))],
            more,
            [.. Claims.OwnersGaps(entity.Id, visit.Views).Select(gap => Row(gap, visit))],
            [.. Accreditations.Of(entity.Id, visit.Views).Select(one => Row(one, visit))],
            [.. Products.OfVendor(entity.Id, visit.Views)],
            [.. Regimes.Of(entity.Id, visit.Views)],
            Permissions.Allows(visit.Identity?.Role, Operation.RecordClaims));
    }

    public static ClaimRow Row(Tie tie, string from, Visit visit)
    {
        var other = tie.Other(from);
        var amount = string.Join(", ", ((string?[])[(tie.Share is { } share ? Words.Tied($"{share}") : null) ?? (tie.Kind == TieKind.Ownership ? "share not known" : null), tie.Detail]).Where(part => part is not null));
        var (tone, state) = State(tie.Withdrawn, tie.Since, tie.Until, visit);
        return new ClaimRow(tie.Claim, TieWords.From(from, tie), other, Name(other, visit), amount.Length == 0 ? null : amount, tie.Since, tie.Until, tie.Source, tone, state, Replies(tie.Claim, visit));
    }

    public static ClaimRow Row(OwnersGapClaim gap, Visit visit)
    {
        var (tone, state) = State(gap.Withdrawn, gap.Since, gap.Until, visit);
        return new ClaimRow(gap.Claim, "owners", null, "", IndependenceWords.Reason(gap.Reason), gap.Since, gap.Until, gap.Source, tone, state, Replies(gap.Claim, visit));
    }

    public static AccreditationRow Row(Accreditation one, Visit visit)
    {
        var (tone, state) = State(one.Withdrawn, one.Since, one.Until, visit);
        return new AccreditationRow(one, Name(one.Laboratory, visit), tone, state);
    }

    /// <summary>The laboratories, by name: parties of this centre, and those of whom an accreditation is on record.</summary>
    public static IEnumerable<LaboratoryEntry> Laboratories(Visit visit)
    {
        var accreditations = Accreditations.List(visit.Views).ToLookup(one => one.Laboratory);
        return Readers(PartyKind.Laboratory, accreditations.Select(group => group.Key), visit)
            .Select(one => new LaboratoryEntry(one.Entity.Id, one.Entity.Name, Countries(one.Entity), one.Here, [.. accreditations[one.Entity.Id].Select(accreditation => Row(accreditation, visit))]));
    }

    /// <summary>The authorities, by name: parties of this centre, and those of whom a regime is on record.</summary>
    public static ImmutableArray<AuthorityEntry> Authorities(Visit visit)
    {
        var regimes = Regimes.List(visit.Views).ToLookup(regime => regime.Authority);
        return [.. Readers(PartyKind.Authority, regimes.Select(group => group.Key), visit).Select(one => new AuthorityEntry(one.Entity.Id, one.Entity.Name, Countries(one.Entity), one.Here, [.. regimes[one.Entity.Id]]))];
    }

    private static IEnumerable<(Entity Entity, bool Here)> Readers(PartyKind kind, IEnumerable<string> others, Visit visit)
    {
        var here = Parties.List(visit.Views).Where(party => party.Kind == kind).Select(party => party.Id).ToHashSet(StringComparer.Ordinal);
        return here.Concat(others).Distinct(StringComparer.Ordinal).Select(id => Entities.Find(id, visit.Views)).OfType<Entity>()
            .OrderBy(entity => entity.Name, StringComparer.OrdinalIgnoreCase).Select(entity => (entity, here.Contains(entity.Id)));
    }

    private static ImmutableArray<ReplyRow> Replies(string claim, Visit visit) =>
        [.. Claims.Replies(claim, visit.Views).Select(reply => new ReplyRow(Name(reply.Entity, visit), reply.Text, reply.At))];

    private static (Tone Tone, string State) State(bool withdrawn, DateOnly? since, DateOnly? until, Visit visit)
    {
        var today = DateOnly.FromDateTime(visit.Now.UtcDateTime);
        return withdrawn ? (Tone.No, "Withdrawn") : since > today ? (Tone.Open, "To come") : until <= today ? (Tone.Open, "Over") : since is null && until is null ? (Tone.Wait, "Undated") : (Tone.Yes, "Holds");
    }
}
