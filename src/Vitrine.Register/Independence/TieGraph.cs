using Microsoft.Data.Sqlite;

namespace Vitrine.Register;

/// <summary>The ties that one question looks at: read once, as they are needed, within bounds.</summary>
internal sealed class TieGraph : IDisposable
{
    /// <summary>The most ties of one kind that are read of one entity and direction.</summary>
    public const int MaxFan = 2_000;

    /// <summary>The most ties that are read for one question.</summary>
    public const int MaxTies = 60_000;

    private readonly SqliteConnection _views;
    private readonly Dictionary<(string Entity, TieKind Kind, bool Into), IReadOnlyList<Tie>> _read = [];
    private readonly Dictionary<string, Entity> _entities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OwnersGap[]> _gaps = new(StringComparer.Ordinal);
    private readonly SqliteCommand _into;
    private readonly SqliteCommand _outOf;
    private readonly SqliteCommand _pair;
    private int _ties;

    public TieGraph(SqliteConnection views, Bar bar, DateOnly on)
    {
        (_views, Bar, On) = (views, bar, on);
        _into = Command($"{Ties.Select} WHERE t.target = $1 AND t.kind = $2 ORDER BY t.most DESC, c.id LIMIT {MaxFan + 1}");
        _outOf = Command($"{Ties.Select} WHERE t.source = $1 AND t.kind = $2 ORDER BY t.most DESC, c.id LIMIT {MaxFan + 1}");
        _pair = Command($"{Ties.Select} WHERE t.source = $1 AND t.target = $2 ORDER BY c.id LIMIT {MaxFan + 1}");
    }

    public Bar Bar { get; }

    public DateOnly On { get; }

    /// <summary>An entity of which not all ties were read; null where all were.</summary>
    public string? CutAt { get; private set; }

    /// <summary>Who owns, holds office in, founded, … an entity, whenever.</summary>
    public IReadOnlyList<Tie> Into(string entity, TieKind kind) => Read(entity, kind, into: true);

    /// <summary>What an entity owns, holds office in, founded, …, whenever.</summary>
    public IReadOnlyList<Tie> OutOf(string entity, TieKind kind) => Read(entity, kind, into: false);

    /// <summary>The ties of one to another, in this direction, of every kind.</summary>
    public IReadOnlyList<Tie> Between(string from, string to) => Run(_pair, from, to, from);

    public Entity Entity(string id)
    {
        if (!_entities.TryGetValue(id, out var entity))
        {
            _entities[id] = entity = EntityRules.Known(id, _views);
        }

        return entity;
    }

    /// <summary>The coded reasons on record for which an entity's owners are not known, on the day.</summary>
    public OwnersGap[] Gaps(string entity)
    {
        if (!_gaps.TryGetValue(entity, out var gaps))
        {
            _gaps[entity] = gaps = [.. Claims.OwnersGaps(entity, _views).Where(gap => gap.HoldsOn(On) && gap.Source.Grade <= Bar.Grade).Select(gap => gap.Reason).Distinct()];
        }

        return gaps;
    }

    /// <summary>Whether nobody owns it any further: a person, a public body, or one of whom it is on record that nobody does.</summary>
    public bool IsEnd(string entity) => Entity(entity).Kind is EntityKind.Person or EntityKind.PublicBody || Gaps(entity).Contains(OwnersGap.NoBeneficialOwners);

    /// <summary>Whether a claim counts under a rule, counts if it is true, or counts for nothing; null.</summary>
    /// <returns>True: it counts. False: it may count. Null: it does not.</returns>
    public bool? Counts(Tie tie, int lookback)
    {
        // Family does not end, and what was founded stays founded.
        var lasting = tie.Kind is TieKind.Family or TieKind.Founding;
        if (tie.Since > On || (!lasting && tie.Until <= On.AddDays(-lookback)) || (tie.Withdrawn && !Bar.WithdrawnUnknown))
        {
            return null;
        }

        var undated = !lasting && tie.Since is null && tie.Until is null && !Bar.UndatedCounts;
        return !(tie.Withdrawn || undated || tie.Source.Grade > Bar.Grade);
    }

    public void Dispose()
    {
        _into.Dispose();
        _outOf.Dispose();
        _pair.Dispose();
    }

    private IReadOnlyList<Tie> Read(string entity, TieKind kind, bool into)
    {
        if (!_read.TryGetValue((entity, kind, into), out var ties))
        {
            _read[(entity, kind, into)] = ties = Run(into ? _into : _outOf, entity, RegisterRows.Word(kind), entity);
        }

        return ties;
    }

    private List<Tie> Run(SqliteCommand command, string first, string second, string entity)
    {
        if (_ties >= MaxTies)
        {
            CutAt ??= entity;
            return [];
        }

        command.Parameters[0].Value = first;
        command.Parameters[1].Value = second;
        using var rows = command.ExecuteReader();
        var ties = new List<Tie>();
        while (ties.Count < MaxFan && rows.Read())
        {
            ties.Add(Ties.Read(rows));
        }

        if (ties.Count == MaxFan && rows.Read())
        {
            CutAt ??= entity;
        }

        _ties += ties.Count;
        return ties;
    }

    private SqliteCommand Command(string sql)
    {
        var command = _views.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$1", "");
        command.Parameters.AddWithValue("$2", "");
        return command;
    }
}
