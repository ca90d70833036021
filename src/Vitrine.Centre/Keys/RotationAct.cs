using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>A P-256 key of the centre or of a party follows another.</summary>
public abstract record RotationAct : KeyAct
{
    /// <summary>The old key's identifier.</summary>
    public abstract Digest From { get; init; }

    /// <summary>Whose key it is, the name of its holder, and the new key (SPKI, DER).</summary>
    /// <param name="centre">The centre's origin.</param>
    protected abstract (RotatedKey Whose, string Name, byte[] To) Names(string centre);

    /// <summary>The identifier of the key that signs the statement.</summary>
    protected virtual Digest SignedWith() => From;

    /// <inheritdoc/>
    protected override string? FaultOf(Statement statement, Digest signer, string centre)
    {
        var said = RotationPredicate.Read(statement);
        var (whose, name, to) = Names(centre);
        return said switch
        {
            _ when said.Whose != whose || said.Name != name => $"is about a key of {said.Name} ({Word(said.Whose)}), and the act about one of {name} ({Word(whose)})",
            _ when said.From != From => $"ends the key {said.From}, and the act {From}",
            _ when !said.To.Spki.SequenceEqual(to) => $"names {said.To.KeyId} as the new key, and the act another",
            _ when signer != SignedWith() => $"is signed with {signer}, and not with {(SignedWith() == From ? "the key that it ends" : "the one that the act names")}",
            _ => null,
        };
    }

    private static string Word(RotatedKey whose) => whose.ToString().ToLowerInvariant();
}
