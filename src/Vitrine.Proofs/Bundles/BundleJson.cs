using System.Globalization;

namespace Vitrine.Proofs;

/// <summary>Values as protobuf JSON spells them: bytes as base64, 64-bit numbers as texts.</summary>
internal static class BundleJson
{
    internal static byte[] Bytes(JsonMembers members, string name, int max) =>
        CanonicalBase64.TryDecode(members.Raw(name), max, out var bytes)
            ? bytes
            : throw members.Fault(name, $"is not standard base64 of at most {max} bytes in its one spelling");

    internal static Digest Digest(JsonMembers members, string name) =>
        Proofs.Digest.TryParseBase64(members.Raw(name), out var digest) ? digest : throw members.Fault(name, "is not the base64 of 32 bytes");

    /// <summary>A whole number from 0 to 2^63 − 1, in decimal without leading zeros, as text.</summary>
    internal static ulong Int64(JsonMembers members, string name)
    {
        var text = members.Raw(name);
        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value <= long.MaxValue
            && text == value.ToString(CultureInfo.InvariantCulture)
            ? value
            : throw members.Fault(name, "is not a whole number from 0 to 2^63 − 1, written as text");
    }
}
