using System.Collections.Immutable;

namespace Vitrine.Seals;

/// <summary>
/// What trigrams a text must have for a pattern to match in it. A trigram is three bytes that follow each other, folded by <see cref="Fold"/>, the first highest: <c>a &lt;&lt; 16 | b &lt;&lt; 8 | c</c>.
/// Case is always ignored for ASCII, so one index serves both kinds of query.
/// </summary>
/// <param name="Size">How many trigrams stand in it.</param>
internal abstract record TrigramQuery(int Size)
{
    /// <summary>More trigrams are not kept: fewer ask for less, and lose nothing.</summary>
    public const int MaxSize = 5000;

    /// <summary>Every text may match.</summary>
    public static TrigramQuery All { get; } = new And([]);

    /// <summary>The trigrams of a pattern.</summary>
    public static TrigramQuery Of(SyntaxNode pattern) => TrigramFacts.Of(pattern).Whole();

    /// <summary>A byte as it is in trigrams: letters of ASCII are small.</summary>
    public static byte Fold(byte value) => value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value | 0x20) : value;

    /// <summary>Whether a text may match.</summary>
    /// <param name="has">Whether it has a trigram.</param>
    public abstract bool Accepts(Func<int, bool> has);

    /// <summary>Both.</summary>
    internal TrigramQuery With(TrigramQuery other) => this == All ? other : other == All || this == other || Size + other.Size > MaxSize ? this : new And([.. Parts<And>(this).Union(Parts<And>(other))]);

    /// <summary>One or both.</summary>
    internal TrigramQuery Or(TrigramQuery other) => this == other ? this : this == All || other == All || Size + other.Size > MaxSize ? All : new Any([.. Parts<Any>(this).Union(Parts<Any>(other))]);

    private static ImmutableArray<TrigramQuery> Parts<T>(TrigramQuery query)
        where T : TrigramQuery => query is T ? query switch { And and => and.Items, Any any => any.Items, _ => [query] } : [query];

    /// <summary>The text has this trigram.</summary>
    public sealed record Gram(int Value) : TrigramQuery(1)
    {
        /// <inheritdoc/>
        public override bool Accepts(Func<int, bool> has) => has(Value);
    }

    /// <summary>All of these hold; without any, nothing is asked.</summary>
    public sealed record And(ImmutableArray<TrigramQuery> Items) : TrigramQuery(Items.Sum(item => item.Size))
    {
        /// <inheritdoc/>
        public override bool Accepts(Func<int, bool> has) => Items.All(item => item.Accepts(has));

        /// <inheritdoc/>
        public bool Equals(And? other) => other is not null && Items.SequenceEqual(other.Items);

        /// <inheritdoc/>
        public override int GetHashCode() => Items.Aggregate(Items.Length, HashCode.Combine);
    }

    /// <summary>One of these holds at least.</summary>
    public sealed record Any(ImmutableArray<TrigramQuery> Items) : TrigramQuery(Items.Sum(item => item.Size))
    {
        /// <inheritdoc/>
        public override bool Accepts(Func<int, bool> has) => Items.Any(item => item.Accepts(has));

        /// <inheritdoc/>
        public bool Equals(Any? other) => other is not null && Items.SequenceEqual(other.Items);

        /// <inheritdoc/>
        public override int GetHashCode() => Items.Aggregate(Items.Length, HashCode.Combine);
    }
}
