using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Vitrine.Proofs;

/// <summary>A signature line of a note, not verified.</summary>
/// <param name="Name">The key's name.</param>
/// <param name="KeyId">The key's id.</param>
/// <param name="Bytes">The signature, without the key id.</param>
public sealed record NoteSignature(string Name, uint KeyId, ImmutableArray<byte> Bytes)
{
    /// <summary>The line's text without its newline: <c>— name base64(keyid ‖ bytes)</c>.</summary>
    public override string ToString()
    {
        var blob = new byte[4 + Bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(blob, KeyId);
        Bytes.CopyTo(blob, 4);
        return $"\u2014 {Name} {Convert.ToBase64String(blob)}";
    }

    /// <summary>Equal name, id and bytes.</summary>
    public bool Equals(NoteSignature? other) =>
        other is not null && Name == other.Name && KeyId == other.KeyId && Bytes.AsSpan().SequenceEqual(other.Bytes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, KeyId, Bytes.Length);
}
