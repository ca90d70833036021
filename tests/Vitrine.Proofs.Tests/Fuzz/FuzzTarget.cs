using System.Collections.Immutable;
using System.Reflection;

namespace Vitrine.Proofs.Tests;

/// <summary>A parser, what it is known to accept, and the claims it must keep whatever it is given.</summary>
/// <param name="Name">What is parsed.</param>
/// <param name="Seeds">Well-formed inputs of every kind.</param>
/// <param name="Read">
/// Gives the input to the parser and tells the outcome in words: the shape of what was accepted, or the reason of the refusal. Lets everything but the
/// declared exception escape, and throws <see cref="BrokenClaimException"/> where what was accepted does not re-encode exactly.
/// </param>
/// <param name="IsJson">Whether mutants are also tried in canonical JSON, so that they get past the spelling.</param>
/// <param name="Slowness">How many times fewer inputs it gets than others: a parser that writes to the disk would hold up the rest.</param>
/// <param name="Of">The types whose parsers it gives the input to.</param>
internal sealed record FuzzTarget(string Name, ImmutableArray<byte[]> Seeds, Func<byte[], Outcome> Read, bool IsJson = false, int Slowness = 1, params ImmutableArray<Type> Of)
{
    // Of hostile bytes or text a public type is made by a static method of these names; what takes something parsed or verified is none.
    private static readonly string[] Verbs = ["Parse", "TryParse", "Read", "TryRead", "Open", "TryOpen", "From", "TryFrom"];

    /// <summary>The public types of an assembly that make something of bytes or text.</summary>
    public static IEnumerable<Type> ParsersOf(Assembly assembly) => assembly.GetExportedTypes()
        .Where(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Any(IsParser));

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static bool IsParser(MethodInfo method) =>
        Verbs.Any(verb => method.Name == verb || (method.Name.StartsWith(verb, StringComparison.Ordinal) && char.IsUpper(method.Name[verb.Length])))
        && method.GetParameters() is [var first, ..]
        && (first.ParameterType == typeof(string) || first.ParameterType == typeof(ReadOnlySpan<byte>) || first.ParameterType == typeof(ReadOnlySpan<char>) || first.ParameterType == typeof(ReadOnlyMemory<byte>));
}

/// <summary>What a parser made of an input.</summary>
/// <param name="Accepted">Whether it was accepted.</param>
/// <param name="Words">The shape, or the reason with its place: inputs that differ here took different ways through the parser.</param>
internal readonly record struct Outcome(bool Accepted, string Words)
{
    public static Outcome Ok(string shape) => new(true, shape);

    public static Outcome Refused(Exception declared) => new(false, declared.Message);

    public static Outcome Refused(string reason) => new(false, reason);
}

/// <summary>A parser broke a claim, or an exception that it does not declare came out of it.</summary>
internal sealed class BrokenClaimException : Exception
{
    public BrokenClaimException(string claim)
        : base(claim)
    {
    }

    public BrokenClaimException(FuzzTarget target, byte[] input, Exception fault)
        : base($"{target.Name}: {fault.GetType().Name}: {fault.Message}\ninput, base64: {Convert.ToBase64String(input)}", fault) => Input = input;

    /// <summary>What the parser was given.</summary>
    public byte[] Input { get; } = [];

    /// <summary>Throws where a claim does not hold.</summary>
    public static void Unless(bool holds, string claim)
    {
        if (!holds)
        {
            throw new BrokenClaimException(claim);
        }
    }
}
