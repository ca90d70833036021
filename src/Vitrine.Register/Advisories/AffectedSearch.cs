using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>Goes from what changed to the products: by maker, by owner, by the laboratory that certified, and by what was identified in them.</summary>
internal sealed partial class AffectedSearch(DateOnly on, SqliteConnection views)
{
    private const int MaxEntities = 10_000;

    private readonly SortedDictionary<string, HashSet<string>> _products = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _entities = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<Product> _known = Register.Products.List(views);
    private readonly List<Component> _components = [.. Components.List(views).Where(one => one.Confidence >= Components.Enough)];

    /// <summary>What an entity is called.</summary>
    public string Name(string entity) => Entities.Find(entity, views)?.Name ?? entity;

    /// <summary>A claim of a tie as a sentence.</summary>
    public string Sentence(Tie tie) =>
        $"{Name(tie.From)} and {Name(tie.To)}: {tie.Kind.ToString().ToLowerInvariant()}{(tie.Share is { } share ? $" of {share}" : "")}{(tie.Detail is { } detail ? $" ({detail})" : "")}";

    /// <summary>A gap in what is known of owners as a sentence.</summary>
    public string Sentence(OwnersGapClaim gap) => gap.Reason == OwnersGap.NoBeneficialOwners
        ? $"Nobody owns {Name(gap.Entity)}, it is {(gap.Withdrawn ? "claimed no more" : "claimed")}"
        : $"Owners of {Name(gap.Entity)} are {(gap.Withdrawn ? "said to be unknown no more" : "not known")}";

    /// <summary>An accreditation as a sentence.</summary>
    public string Sentence(Accreditation one) =>
        $"The accreditation of {Name(one.Laboratory)} ({one.Scheme}) {(one.Withdrawn ? "is taken back" : one.Until is { } until ? $"{(until <= on ? "ran out on" : "holds until")} {UtcDay.Format(until)}" : "is on record")}";

    /// <summary>
    /// What an act claimed or took back about makers of products, laboratories that certified, and who stands above them. Asked from these and not from the claims: a document may hold a hundred
    /// thousand. Gives where a claim that counted is from; null: none did.
    /// </summary>
    public Source? Import(long position)
    {
        Source? source = null;
        foreach (var entity in Makers().Concat(Laboratories()).Distinct(StringComparer.Ordinal))
        {
            foreach (var above in Ownership.Of(entity, on, views).Entities.Append(entity).Distinct(StringComparer.Ordinal))
            {
                foreach (var tie in Ties.By(position, above, views))
                {
                    var why = tie.Kind == TieKind.Ownership ? (tie.To == above ? Said(tie) : null) : above == entity ? OnAList(tie, tie.Other(entity)) : null;
                    if (why is not null)
                    {
                        source ??= tie.Source;
                        Concern(entity, why);
                    }
                }

                foreach (var gap in Claims.OwnersGaps(above, views).Where(gap => gap.Position == position))
                {
                    source ??= gap.Source;
                    Concern(entity, Sentence(gap));
                }
            }

            foreach (var accreditation in Accreditations.Of(entity, views).Where(one => one.Position == position))
            {
                source ??= accreditation.Source;
                Concern(entity, Sentence(accreditation));
            }
        }

        foreach (var claim in Between.Select(one => one.Key).Where(claim => Ties.PositionOf(claim, views) == position))
        {
            var tie = Ties.Find(claim, views)!;
            source ??= tie.Source;
            Judged(tie, Said(tie));
        }

        return source;
    }

    /// <summary>Products of whose certificates a register of others says that they do not count, and did not say so in its version before.</summary>
    public void Rows(ImportedRegister register, DateOnly day)
    {
        var before = ImportedRegisters.Before(register, views) is { } older ? ImportedRegisters.RowsOf(older, views).ToDictionary(row => row.Number, StringComparer.Ordinal) : [];
        var byMaker = _known.SelectMany(product => Entities.Names(product.Vendor, views).Select(maker => (Maker: Entities.Fold(maker), Product: product)))
            .ToLookup(pair => pair.Maker, pair => pair.Product, StringComparer.Ordinal);
        foreach (var row in ImportedRegisters.RowsOf(register, views))
        {
            var state = row.StateOn(day);
            if (state == CertificateState.Valid || (before.TryGetValue(row.Number, out var old) && old.StateOn(day) == state))
            {
                continue;
            }

            var name = Entities.Fold(row.Name) + " ";
            foreach (var product in byMaker[Entities.Fold(row.Applicant)].Where(product => name.StartsWith(Entities.Fold(product.Name) + " ", StringComparison.Ordinal)))
            {
                Product(product.Name, $"{register.Name}: certificate {row.Number} is {state.ToString().ToLowerInvariant()}");
            }
        }
    }

    /// <summary>A product is affected, and whatever contains it.</summary>
    public void Product(string name, string why)
    {
        if (!_products.TryGetValue(name, out var reasons))
        {
            _products.Add(name, reasons = new HashSet<string>(StringComparer.Ordinal));
        }

        if (reasons.Add(why) && reasons.Count == 1)
        {
            foreach (var part in _components.Where(part => part.Name == name && part.Product != name))
            {
                Product(part.Product, $"It contains {part.Name}: {why}");
            }
        }
    }

    /// <summary>An entity is concerned, and whom it owns where that is asked: their products, what contains these, and what they certified.</summary>
    public void Entity(string id, string why, bool below)
    {
        var next = new Queue<(string Entity, string Why)>([(id, why)]);
        while (next.TryDequeue(out var one) && _entities.Count < MaxEntities)
        {
            if (!_entities.TryAdd(one.Entity, one.Why))
            {
                continue;
            }

            Concern(one.Entity, one.Why);
            foreach (var tie in below ? Ties.Holdings(one.Entity, on, views) : [])
            {
                next.Enqueue((tie.To, $"{Name(tie.From)} owns {(tie.Share is { } share ? share.ToString() : "a part")} of {Name(tie.To)}: {one.Why}"));
            }
        }
    }

    /// <summary>All that a list hits on a day and did not hit before.</summary>
    public void Screen(string list, string title, DateOnly day, DateOnly? before)
    {
        foreach (var entity in Makers().Concat(Parties.List(views).Select(party => party.Id)).Distinct(StringComparer.Ordinal))
        {
            if (New(Lists.ScreenEntity(entity, day, whole: true, views), before is { } then ? Lists.ScreenEntity(entity, then, whole: true, views) : [], list) is { } hit)
            {
                Entity(entity, $"{Name(entity)} is on {title} since {UtcDay.Format(hit.Since)}{(hit.Through.IsEmpty ? "" : $", through its owner {hit.Name}")}{(hit.Clause is null ? "" : $", under {hit.Clause}")}", below: false);
            }
        }

        foreach (var name in _known.Select(product => product.Name).Concat(_components.Select(part => part.Name)).Where(name => name.Length <= Lists.MaxName).Distinct(StringComparer.Ordinal))
        {
            if (New(Lists.Screen(name, day, whole: true, views), before is { } then ? Lists.Screen(name, then, whole: true, views) : [], list) is { } hit)
            {
                var why = $"{name} is on {title} since {UtcDay.Format(hit.Since)}{(hit.Clause is null ? "" : $", under {hit.Clause}")}";
                if (_known.Any(product => product.Name == name))
                {
                    Product(name, why);
                }

                foreach (var part in _components.Where(part => part.Name == name))
                {
                    Product(part.Product, $"It contains {name}: {why}");
                }
            }
        }
    }

    /// <summary>The products found, by name.</summary>
    public ImmutableArray<AffectedProduct> Products() =>
    [
        .. _products.Select(one =>
        {
            var known = _known.FirstOrDefault(product => product.Name == one.Key);
            var vendor = known?.Vendor ?? views.Scalar<string>("SELECT vendor FROM register_change WHERE product = $1 ORDER BY n DESC LIMIT 1", one.Key);
            return new AffectedProduct(known?.Id ?? one.Key, one.Key, vendor is null ? "an unknown vendor" : Name(vendor), [.. one.Value.Order(StringComparer.Ordinal)]);
        }),
    ];

    /// <summary>Who uses one of these, by product or by a file in which one was identified.</summary>
    public ImmutableArray<AffectedOperator> Operators(ImmutableArray<AffectedProduct> products)
    {
        var found = ImmutableArray.CreateBuilder<AffectedOperator>();
        foreach (var one in Register.Operators.List(views))
        {
            var uses = one.Uses.SelectMany(use => Uses(use, products)).Distinct(StringComparer.Ordinal).ToImmutableArray();
            if (!uses.IsEmpty)
            {
                found.Add(new AffectedOperator(one.Id, one.Name, one.Sector, uses, Addressed: true));
            }
        }

        return found.ToImmutable();
    }

    private IEnumerable<string> Makers() => _known.Select(product => product.Vendor).Concat(_components.Select(part => part.Vendor).OfType<string>())
        .Concat(views.Query("SELECT DISTINCT vendor FROM register_change", row => row.GetString(0)));

    private List<string> Laboratories() => views.Query("SELECT DISTINCT laboratory FROM register_certificate WHERE certified = 1", row => row.GetString(0));

    private static ListHit? New(IReadOnlyList<ListHit> now, IReadOnlyList<ListHit> before, string list) => now.FirstOrDefault(hit =>
        hit.List == list && IsCertain(hit) && !before.Any(old => old.List == list && old.Entry == hit.Entry && IsCertain(old)));

    private static bool IsCertain(ListHit hit) => hit.Way != HitWay.PossiblyOwned && hit.Score >= Lists.Certain;

    private IEnumerable<string> Uses(OperatorUse use, ImmutableArray<AffectedProduct> products)
    {
        if (products.FirstOrDefault(product => product.Id == use.Product) is { } used)
        {
            yield return use.Versions is { } versions ? $"{used.Name} {versions}" : used.Name;
        }

        foreach (var part in _components.Where(part => part.File is { } file && use.Files.Contains(file) && products.Any(product => product.Name == part.Name || product.Name == part.Product)))
        {
            yield return $"a file ({part.File!.Value.ToHex()[..16]}…) of {part.Product} that contains {part.Name}";
        }
    }

    private void Concern(string entity, string why)
    {
        foreach (var product in _known.Where(product => product.Vendor == entity))
        {
            Product(product.Name, why);
        }

        foreach (var part in _components.Where(part => part.Vendor == entity))
        {
            Product(part.Product, $"It contains {part.Name}: {why}");
        }

        foreach (var product in views.Query("SELECT DISTINCT product FROM register_change WHERE vendor = $1 ORDER BY product", row => row.GetString(0), entity))
        {
            Product(product, why);
        }

        foreach (var product in views.Query("SELECT DISTINCT product FROM register_certificate WHERE laboratory = $1 AND certified = 1 ORDER BY product", row => row.GetString(0), entity))
        {
            Product(product, $"{Name(entity)} certified it: {why}");
        }
    }
}
