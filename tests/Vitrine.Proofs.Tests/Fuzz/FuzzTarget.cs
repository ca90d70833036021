using System.Collections.Immutable;

namespace Vitrine.Proofs.Tests;

/// <summary>A parser, what it is known to accept, and the claims it must keep whatever it is given.</summary>
/// <param name="Name">What is parsed.</param>
/// <param name="Seeds">Well-formed inputs of every kind.</param>
/// <param name="Read">
/// Gives the input to the parser and tells the outcome in words: the shape of what was accepted, or the reason of the refusal. Lets everything but the
/// declared exception escape, and throws <see cref="BrokenClaimException"/> where what was accepted does not re-encode exactly.
/// </param>
/// <param name="IsJson">Whether mutants are also tried in canonical JSON, so that they get past the spelling.</param>
internal sealed record FuzzTarget(string Name, ImmutableArray<byte[]> Seeds, Func<byte[], Outcome> Read, bool IsJson = false)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
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
