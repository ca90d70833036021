using System.Collections.Immutable;

namespace Vitrine.Seals;

/// <summary>What happened to the functions of a file.</summary>
/// <param name="Changed">Functions of which a line differs.</param>
/// <param name="Added">Functions that the older file has not.</param>
/// <param name="Removed">Functions that the newer file has not.</param>
/// <param name="Gained">Calls that functions make now and did not before, where somebody should look at them.</param>
public sealed record FunctionChanges(ImmutableArray<string> Changed, ImmutableArray<string> Added, ImmutableArray<string> Removed, ImmutableArray<GainedCall> Gained)
{
    /// <summary>Nothing is known, or nothing changed.</summary>
    public static FunctionChanges None { get; } = new([], [], [], []);

    /// <summary>Compares two outlines of a file.</summary>
    /// <param name="older">The older text with its definitions.</param>
    /// <param name="newer">The newer one.</param>
    /// <param name="changes">What differs between them.</param>
    /// <param name="language">Their language.</param>
    internal static FunctionChanges Of(
        (SealText Text, IReadOnlyList<Symbol> Symbols) older, (SealText Text, IReadOnlyList<Symbol> Symbols) newer, IReadOnlyList<LineChange> changes, Language? language)
    {
        var (before, now) = (Functions(older.Symbols), Functions(newer.Symbols));
        var (changed, added, calls) = (ImmutableArray.CreateBuilder<string>(), ImmutableArray.CreateBuilder<string>(), ImmutableArray.CreateBuilder<GainedCall>());
        foreach (var (name, function) in now)
        {
            if (!before.TryGetValue(name, out var old))
            {
                added.Add(name);
            }
            else if (changes.Any(change => Touches(change.OldLine, change.OldCount, old) || Touches(change.NewLine, change.NewCount, function)))
            {
                changed.Add(name);
            }
            else
            {
                continue;
            }

            var made = Calls.Of(newer.Text, language, function.Line, function.End);
            made.ExceptWith(old is null ? [] : Calls.Of(older.Text, language, old.Line, old.End));
            calls.AddRange(made.Order(StringComparer.Ordinal).Select(call => TelltaleCalls.Why(call) is { } why ? new GainedCall(name, call, why) : null).OfType<GainedCall>());
        }

        return new FunctionChanges(changed.ToImmutable(), added.ToImmutable(), [.. before.Keys.Where(name => !now.ContainsKey(name))], calls.ToImmutable());
    }

    /// <summary>All functions of one text as new ones.</summary>
    internal static FunctionChanges OfNew((SealText Text, IReadOnlyList<Symbol> Symbols) newer, Language? language) => Of((new SealText(default), []), newer, [], language);

    private static bool Touches(int line, int count, Symbol function) => count > 0 && line <= function.End && line + count > function.Line;

    /// <summary>By name; those of one name by their parameters, and then by their order.</summary>
    private static SortedDictionary<string, Symbol> Functions(IReadOnlyList<Symbol> symbols)
    {
        var functions = new SortedDictionary<string, Symbol>(StringComparer.Ordinal);
        foreach (var group in symbols.Where(symbol => symbol.IsFunction).GroupBy(symbol => symbol.FullName))
        {
            var isAlone = group.Skip(1).FirstOrDefault() is null;
            foreach (var same in group.GroupBy(symbol => isAlone ? symbol.Name : $"{group.Key}{symbol.Signature}"))
            {
                var number = 1;
                foreach (var symbol in same)
                {
                    functions.TryAdd($"{(isAlone ? group.Key : same.Key)}{(number > 1 ? $" #{number}" : "")}", symbol);
                    number++;
                }
            }
        }

        return functions;
    }
}

/// <summary>A function calls what it did not call before.</summary>
/// <param name="Function">The function.</param>
/// <param name="Call">What it calls.</param>
/// <param name="Why">Why somebody should look: <c>runs programs</c>.</param>
public sealed record GainedCall(string Function, string Call, string Why);
