using System.Collections.Immutable;

namespace Vitrine.Proofs;

/// <summary>Which cosignatures make a checkpoint good enough (C2SP tlog-policy).</summary>
/// <remarks>A tree: each witness and group counts in at most one place, so that nobody counts twice.</remarks>
public abstract class Quorum
{
    private protected Quorum(string name) => Name = name;

    /// <summary>The name in the policy; <c>none</c> where no witness is asked for.</summary>
    public string Name { get; }

    /// <summary>Whether the keys that cosigned are enough.</summary>
    public abstract bool IsMetBy(IReadOnlySet<NoteVerifier> cosigners);
}

/// <summary>No witness is asked for.</summary>
public sealed class NoQuorum : Quorum
{
    internal NoQuorum()
        : base("none")
    {
    }

    /// <inheritdoc/>
    public override bool IsMetBy(IReadOnlySet<NoteVerifier> cosigners) => true;
}

/// <summary>One witness.</summary>
public sealed class PolicyWitness : Quorum
{
    internal PolicyWitness(string name, NoteVerifier key, string? url)
        : base(name)
    {
        Key = key;
        Url = url;
    }

    /// <summary>The witness's key. One that cannot be verified with here (<see cref="NoteVerifier.CanVerify"/>) never counts.</summary>
    public NoteVerifier Key { get; }

    /// <summary>Where it takes checkpoints, as the policy says it: the submission prefix of C2SP tlog-witness. Null where the policy says none.</summary>
    public string? Url { get; }

    /// <inheritdoc/>
    public override bool IsMetBy(IReadOnlySet<NoteVerifier> cosigners)
    {
        ArgumentNullException.ThrowIfNull(cosigners);
        return cosigners.Contains(Key);
    }
}

/// <summary>At least so many of these.</summary>
public sealed class GroupQuorum : Quorum
{
    internal GroupQuorum(string name, int threshold, ImmutableArray<Quorum> members)
        : base(name)
    {
        Threshold = threshold;
        Members = members;
    }

    /// <summary>How many members must be met.</summary>
    public int Threshold { get; }

    /// <summary>Witnesses and groups.</summary>
    public ImmutableArray<Quorum> Members { get; }

    /// <inheritdoc/>
    public override bool IsMetBy(IReadOnlySet<NoteVerifier> cosigners) => Members.Count(member => member.IsMetBy(cosigners)) >= Threshold;
}
