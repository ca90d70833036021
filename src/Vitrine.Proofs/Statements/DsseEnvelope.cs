using System.Collections.Immutable;
using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>A payload with one signature over its type and bytes; nothing in it is verified.</summary>
/// <remarks>
/// DSSE envelope 1.0.2, JSON. Bounds: payload <see cref="MaxPayload"/> bytes, signature <see cref="MaxSignature"/>, type and key id 255
/// characters. Docs: docs/formats/statements.md.
/// </remarks>
public sealed class DsseEnvelope
{
    /// <summary>Bytes in a payload that are read: 2 MiB.</summary>
    public const int MaxPayload = 2 * 1024 * 1024;

    /// <summary>Bytes in a signature that are read: 128.</summary>
    public const int MaxSignature = 128;

    private const int MaxWord = 255;

    internal DsseEnvelope(string payloadType, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> signature, string keyId)
    {
        PayloadType = payloadType;
        Payload = [.. payload];
        Signature = [.. signature];
        KeyId = keyId;
    }

    /// <summary>How the payload is to be read.</summary>
    public string PayloadType { get; }

    /// <summary>The bytes that were signed; they are read as they are, never taken from the JSON a second time.</summary>
    public ImmutableArray<byte> Payload { get; }

    /// <summary>An RFC 3279 DER sequence, if it is what it should be.</summary>
    public ImmutableArray<byte> Signature { get; }

    /// <summary>A hint at the key; may be empty. It decides nothing.</summary>
    public string KeyId { get; }

    /// <summary>The name of this statement everywhere: SHA-256 of the payload.</summary>
    public Digest PayloadDigest => Digest.Of(Payload.AsSpan());

    /// <summary>Reads an envelope of one signature: both base64 alphabets, members it does not know passed over, as DSSE asks.</summary>
    /// <exception cref="DsseFormatException">The bytes are anything else.</exception>
    public static DsseEnvelope Parse(ReadOnlySpan<byte> utf8Json)
    {
        JsonElement root;
        try
        {
            root = CanonicalJson.Parse(utf8Json);
        }
        catch (JsonFormatException e)
        {
            throw new DsseFormatException(e.Message, e);
        }

        return Read(new JsonMembers(root, "envelope", Fault), strict: false);
    }

    /// <summary>The envelope as canonical JSON, standard base64.</summary>
    public byte[] ToJson() => CanonicalJson.From(Write);

    /// <summary>Whether the signature is <paramref name="key"/>'s over the type and the payload.</summary>
    public bool IsSignedBy(PublicKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Verifies(Dsse.Pae(PayloadType, Payload.AsSpan()), Signature.AsSpan());
    }

    /// <summary>Reads an envelope; a strict reader takes the standard alphabet only, no empty key id, and no member it does not know.</summary>
    internal static DsseEnvelope Read(JsonMembers envelope, bool strict)
    {
        var signatures = envelope.Array("signatures", 1, static m => m);
        if (signatures.Length != 1)
        {
            throw envelope.Fault("has no signature; one is needed");
        }

        var signature = signatures[0];
        var read = new DsseEnvelope(
            envelope.Text("payloadType", MaxWord),
            Bytes(envelope, "payload", MaxPayload, strict),
            Bytes(signature, "sig", MaxSignature, strict),
            strict ? signature.OptionalText("keyid", MaxWord) ?? "" : signature.TextOrNothing("keyid", MaxWord));
        if (strict)
        {
            signature.End();
            envelope.End();
        }

        return read;
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteBase64String("payload", Payload.AsSpan());
        writer.WriteString("payloadType", PayloadType);
        writer.WriteStartArray("signatures");
        writer.WriteStartObject();
        if (KeyId.Length > 0)
        {
            writer.WriteString("keyid", KeyId);
        }

        writer.WriteBase64String("sig", Signature.AsSpan());
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static byte[] Bytes(JsonMembers members, string name, int max, bool strict)
    {
        var text = members.Raw(name);
        return (strict ? CanonicalBase64.TryDecode(text, max, out var bytes) : CanonicalBase64.TryDecodeEither(text, max, out bytes))
            ? bytes
            : throw members.Fault(name, $"is not base64 of at most {max} bytes in its one spelling");
    }

    private static DsseFormatException Fault(string message) => new(message);
}
