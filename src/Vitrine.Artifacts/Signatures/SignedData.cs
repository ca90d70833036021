using System.Formats.Asn1;

namespace Vitrine.Artifacts;

/// <summary>
/// The outline of a CMS signature (RFC 5652 §5): ContentInfo { 1.2.840.113549.1.7.2, [0] SignedData { version, digest
/// algorithms, content, [0] certificates?, [1] lists?, signers } }. It says which bytes are the signature, and which only lie
/// in it: data after its end, and unsigned attributes of unknown kinds, can be changed without breaking it and so can carry
/// anything.
/// </summary>
/// <remarks>The signature is not verified, and certificates that it carries are not looked into.</remarks>
internal static class SignedData
{
    private const string SignedDataType = "1.2.840.113549.1.7.2";
    private const string NestedSignature = "1.3.6.1.4.1.311.2.4.1";
    private const int MaxNesting = 4;
    private const int MaxElements = 10_000;

    /// <summary>Kinds of unsigned attributes that are signatures or times themselves.</summary>
    private static readonly HashSet<string> _known = new(StringComparer.Ordinal)
    {
        "1.2.840.113549.1.9.6",         // countersignature
        "1.2.840.113549.1.9.16.2.14",   // RFC 3161 time stamp
        "1.3.6.1.4.1.311.3.3.1",        // the same, Microsoft's
        NestedSignature,
    };

    /// <summary>Reads the signature at the start of <paramref name="bytes"/>.</summary>
    /// <returns>Its length, and the ranges within it that are no part of a signature.</returns>
    /// <exception cref="ArtifactFormatException">There is no signature of this outline.</exception>
    public static (int Length, List<(int Offset, int Length)> Foreign) Inspect(ReadOnlySpan<byte> bytes)
    {
        var foreign = new List<(int, int)>();
        try
        {
            var root = Next(bytes, 0, bytes.Length);
            var elements = 0;
            InspectContent(bytes, root, foreign, MaxNesting, ref elements);
            return (root.End, foreign);
        }
        catch (AsnContentException fault)
        {
            throw Malformed(fault.Message);
        }
    }

    private static void InspectContent(
        ReadOnlySpan<byte> bytes, Element info, List<(int, int)> foreign, int nesting, ref int elements)
    {
        var parts = Children(bytes, info, ref elements);
        if (!info.Tag.HasSameClassAndValue(Asn1Tag.Sequence) || parts.Count != 2 || ReadOid(bytes, parts[0]) != SignedDataType)
        {
            throw Malformed("it is no signed data");
        }

        var signed = Children(bytes, parts[1], ref elements) is [var only] ? Children(bytes, only, ref elements) : [];
        var plain = signed.Count(e => e.Tag.TagClass == TagClass.Universal);
        if (plain != 4 || signed.Count > 6 || !signed[^1].Tag.HasSameClassAndValue(Asn1Tag.SetOf))
        {
            throw Malformed("its signed data are not of the known shape");
        }

        foreach (var signer in Children(bytes, signed[^1], ref elements))
        {
            if (Children(bytes, signer, ref elements)
                is [.., { Tag: { TagClass: TagClass.ContextSpecific, TagValue: 1 } } unsigned])
            {
                InspectAttributes(bytes, unsigned, foreign, nesting, ref elements);
            }
        }
    }

    private static void InspectAttributes(
        ReadOnlySpan<byte> bytes, Element attributes, List<(int, int)> foreign, int nesting, ref int elements)
    {
        foreach (var attribute in Children(bytes, attributes, ref elements))
        {
            var parts = Children(bytes, attribute, ref elements);
            var kind = parts.Count == 2 ? ReadOid(bytes, parts[0]) : "";
            if (!_known.Contains(kind))
            {
                foreign.Add((attribute.Start, attribute.End - attribute.Start));
            }
            else if (kind == NestedSignature)
            {
                foreach (var value in Children(bytes, parts[1], ref elements))
                {
                    if (nesting == 0)
                    {
                        throw Malformed("signatures are nested too deeply");
                    }

                    InspectContent(bytes, value, foreign, nesting - 1, ref elements);
                }
            }
        }
    }

    private static string ReadOid(ReadOnlySpan<byte> bytes, Element element) =>
        AsnDecoder.ReadObjectIdentifier(bytes[element.Start..element.End], AsnEncodingRules.BER, out _);

    private static List<Element> Children(ReadOnlySpan<byte> bytes, Element parent, ref int elements)
    {
        var children = new List<Element>();
        if (!parent.Tag.IsConstructed)
        {
            return children;
        }

        for (var position = parent.ContentStart; position < parent.ContentEnd; position = children[^1].End)
        {
            if (++elements > MaxElements)
            {
                throw Malformed("it has too many elements");
            }

            children.Add(Next(bytes, position, parent.ContentEnd));
        }

        return children;
    }

    private static Element Next(ReadOnlySpan<byte> bytes, int start, int end)
    {
        var tag = AsnDecoder.ReadEncodedValue(
            bytes[start..end], AsnEncodingRules.BER, out var content, out var length, out var consumed);
        return new Element(tag, start, start + content, start + content + length, start + consumed);
    }

    private static ArtifactFormatException Malformed(string message) => new("signature", ArtifactFault.Malformed, -1, message);

    private readonly record struct Element(Asn1Tag Tag, int Start, int ContentStart, int ContentEnd, int End);
}
