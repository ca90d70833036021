using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>What a status says of whose a key is: seat and owners, as the register has them on a day.</summary>
/// <remarks>
/// Owners are all that stand above a party, up to the last: who shares one of them shares it. They count as known where claims of ownership cover more
/// than 75 %, so that nobody unknown holds a quarter (the threshold of beneficial ownership), or where the register knows that there are none.
/// </remarks>
internal static class StatedParties
{
    /// <summary>The entity that runs this centre, and so its key for statuses and rebuilds.</summary>
    public const string CentreEntity = "centre";

    private const decimal Covered = 75;
    private const int MaxName = 255;

    /// <summary>The keys of this centre's parties, and its own where the register knows who runs it.</summary>
    public static ImmutableArray<(Digest Key, string Entity)> Keys(PublicKey centre, SqliteConnection views)
    {
        var keys = Parties.List(views).Select(party => (PublicKey.FromSpki(party.SigningKey).KeyId, party.Id)).ToList();
        keys.AddRange(PartyKeyRotation.PastKeys(views).Select(past => (past.Key.KeyId, past.Party)));
        if (Entities.Find(CentreEntity, views) is not null)
        {
            keys.AddRange(SigningKeys.All(views).Select(key => key.KeyId).Append(centre.KeyId).Distinct().Where(own => keys.TrueForAll(key => key.KeyId != own)).Select(own => (own, CentreEntity)).ToList());
        }

        return [.. keys.OrderBy(key => key.Item2, StringComparer.Ordinal)];
    }

    /// <summary>What is known of each.</summary>
    public static ImmutableArray<StatedParty> Of(ImmutableArray<(Digest Key, string Entity)> keys, DateOnly on, SqliteConnection views)
    {
        var parties = ImmutableArray.CreateBuilder<StatedParty>(keys.Length);
        foreach (var (key, id) in keys)
        {
            if (Entities.Find(id, views) is { } entity)
            {
                var (owners, unknown) = OwnersOf(entity, on, views);
                parties.Add(new StatedParty(key, id, Clip(entity.Name), [.. entity.Countries.Take(16)], owners, unknown));
            }
        }

        return parties.ToImmutable();
    }

    /// <summary>A name as a status may hold it.</summary>
    public static string Clip(string name) => name.Length <= MaxName ? name : string.Concat(name.AsSpan(0, char.IsHighSurrogate(name[MaxName - 2]) ? MaxName - 2 : MaxName - 1), "…");

    private static (ImmutableArray<StatedOwner> Owners, string? Unknown) OwnersOf(Entity party, DateOnly on, SqliteConnection views)
    {
        var owners = ImmutableArray.CreateBuilder<StatedOwner>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { party.Id };
        var next = new Queue<Entity>([party]);
        string? unknown = null;
        while (next.TryDequeue(out var entity))
        {
            // Nobody owns a person or a public body.
            if (entity.Kind != EntityKind.Organisation)
            {
                continue;
            }

            var ties = Ties.Owners(entity.Id, on, views).Where(tie => tie.From != entity.Id).ToList();
            unknown ??= Gap(entity, ties, on, views);
            foreach (var owner in ties.Select(tie => tie.From).Where(seen.Add))
            {
                if (owners.Count == StatedParty.MaxOwners)
                {
                    return (owners.ToImmutable(), $"more than {StatedParty.MaxOwners} owners stand above it");
                }

                var known = Entities.Find(owner, views) ?? new Entity(owner, EntityKind.Organisation, owner, []);
                owners.Add(new StatedOwner(owner, Clip(known.Name)));
                next.Enqueue(known);
            }
        }

        return (owners.ToImmutable(), unknown is null ? null : Clip(unknown));
    }

    private static string? Gap(Entity entity, List<Tie> ties, DateOnly on, SqliteConnection views)
    {
        var covered = Math.Min(100, ties.GroupBy(tie => tie.From, StringComparer.Ordinal).Sum(claims => claims.Min(tie => tie.Share?.Least ?? 0)));
        if (covered > Covered)
        {
            return null;
        }

        var gaps = Claims.OwnersGaps(entity.Id, views).Where(gap => gap.HoldsOn(on)).ToList();
        return gaps.Exists(gap => gap.Reason == OwnersGap.NoBeneficialOwners)
            ? null
            : $"of {entity.Name} {(covered == 0 ? "no owner" : $"owners of only {covered:0.####} %")} can be named{(gaps is [var gap, ..] ? $": {Words(gap.Reason)}" : "")}";
    }

    private static string Words(OwnersGap reason) => reason switch
    {
        OwnersGap.SubjectUnableToConfirmOrIdentifyBeneficialOwner => "it could not say who they are",
        OwnersGap.InterestedPartyHasNotProvidedInformation => "an owner has told nothing",
        OwnersGap.SubjectExemptFromDisclosure => "it need not say who they are",
        OwnersGap.InterestedPartyExemptFromDisclosure => "an owner need not be named",
        _ => "nobody said why",
    };
}
