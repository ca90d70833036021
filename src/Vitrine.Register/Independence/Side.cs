using System.Collections.Immutable;

namespace Vitrine.Register;

/// <summary>One side of the question: the entity, and those whom it controls or who control it, each with the way to it.</summary>
internal sealed class Side
{
    private const int MaxMembers = 500;

    private readonly Dictionary<string, ImmutableArray<PathStep>> _ways = new(StringComparer.Ordinal);

    private Side(string entity)
    {
        Entity = entity;
        _ways[entity] = [];
    }

    public string Entity { get; }

    /// <summary>The entity and those around it.</summary>
    public IReadOnlyCollection<string> Members => _ways.Keys;

    /// <summary>Whether members were left out.</summary>
    public bool Cut { get; private set; }

    /// <summary>From the entity to a member.</summary>
    public ImmutableArray<PathStep> WayTo(string member) => _ways[member];

    public bool Contains(string entity) => _ways.ContainsKey(entity);

    /// <summary>Both sides. Who is around both is on neither: what ties those two is a matter of ownership.</summary>
    public static (Side Subject, Side Against) Of(string subject, string against, TieGraph graph)
    {
        var (one, other) = (Around(subject, graph), Around(against, graph));
        foreach (var both in one.Members.Intersect(other.Members).ToList())
        {
            if (both != subject)
            {
                one._ways.Remove(both);
            }

            if (both != against)
            {
                other._ways.Remove(both);
            }
        }

        return (one, other);
    }

    private static Side Around(string entity, TieGraph graph)
    {
        var side = new Side(entity);
        side.Follow(graph, up: true);
        side.Follow(graph, up: false);
        return side;
    }

    /// <summary>Control, up or down, as far as it certainly holds.</summary>
    private void Follow(TieGraph graph, bool up)
    {
        var front = new Queue<(string Entity, int Step)>([(Entity, 0)]);
        while (front.TryDequeue(out var at))
        {
            if (at.Step >= graph.Bar.Steps)
            {
                continue;
            }

            var hops = up
                ? OwnerHop.Of(at.Entity, 0, graph)
                : graph.OutOf(at.Entity, TieKind.Ownership).Select(tie => tie.To).Distinct().SelectMany(owned => OwnerHop.Of(owned, 0, graph).Where(hop => hop.Owner == at.Entity));
            foreach (var hop in hops.Where(hop => hop.Control.Least == 1))
            {
                var next = up ? hop.Owner : hop.Owned;
                if (_ways.Count >= MaxMembers)
                {
                    Cut = true;
                }
                else if (_ways.TryAdd(next, [.. _ways[at.Entity], new PathStep(at.Entity, next, hop.Claims)]))
                {
                    front.Enqueue((next, at.Step + 1));
                }
            }
        }
    }
}
