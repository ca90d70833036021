using System.Diagnostics.CodeAnalysis;

namespace Vitrine.Proofs;

/// <summary>The text of a private note key: <c>PRIVATE+KEY+name+hex8+base64(type ‖ seed)</c>, the form of the Go module golang.org/x/mod/sumdb/note.</summary>
internal static class NoteSecret
{
    private const string Prefix = "PRIVATE+KEY+";

    public static bool TryParse(string? text, NoteAlgorithm algorithm, [NotNullWhen(true)] out string? name, out uint keyId, [NotNullWhen(true)] out byte[]? seed)
    {
        (name, keyId, seed) = (null, 0, null);
        if (text is null
            || !text.StartsWith(Prefix, StringComparison.Ordinal)
            || !NoteName.TrySplitKey(text[Prefix.Length..], NoteVerifier.MaxLength, out name, out keyId, out var bytes)
            || bytes.Length != 1 + Ed25519.SeedSize
            || bytes[0] != (byte)algorithm)
        {
            return false;
        }

        seed = bytes[1..];
        return true;
    }

    public static string Text(NoteVerifier verifier, ReadOnlySpan<byte> seed) =>
        $"{Prefix}{verifier.Name}+{verifier.KeyId:x8}+{Convert.ToBase64String([(byte)verifier.Algorithm, .. seed])}";
}
