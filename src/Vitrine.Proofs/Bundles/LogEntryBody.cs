using System.Collections.Immutable;
using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>What the log holds of a signed statement: the digest of what was signed, the signature and the key. Nothing is verified.</summary>
/// <remarks>
/// Rekor v2 <c>hashedrekord</c> 0.0.2 as protobuf JSON, canonical (RFC 8785); the digest is SHA-256 of the DSSE pre-authentication
/// encoding. These bytes are the log's entry: its leaf hash covers them. About 500 bytes. Docs: docs/formats/bundle.md.
/// </remarks>
public sealed class LogEntryBody
{
    /// <summary>Bytes in an entry, at most.</summary>
    public const int MaxSize = 2048;

    internal const string Kind = "hashedrekord";
    internal const string ApiVersion = "0.0.2";
    private const string HashAlgorithm = "SHA2_256";
    private const string KeyDetails = "PKIX_ECDSA_P256_SHA_256";

    private readonly byte[] _json;

    private LogEntryBody(Digest signedDigest, ImmutableArray<byte> signature, PublicKey key, byte[]? json = null)
    {
        SignedDigest = signedDigest;
        Signature = signature;
        Key = key;
        _json = json ?? Spell();
    }

    /// <summary>SHA-256 of the pre-authentication encoding.</summary>
    public Digest SignedDigest { get; }

    /// <summary>The signature, an RFC 3279 DER sequence if it is what it should be.</summary>
    public ImmutableArray<byte> Signature { get; }

    /// <summary>The key it is said to be made with.</summary>
    public PublicKey Key { get; }

    /// <summary>The entry's bytes, of which the log has the leaf hash.</summary>
    internal ReadOnlySpan<byte> Json => _json;

    /// <summary>The log entry for a signed envelope.</summary>
    public static byte[] For(DsseEnvelope envelope, PublicKey key)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(key);
        return new LogEntryBody(Digest.Of(Dsse.Pae(envelope.PayloadType, envelope.Payload.AsSpan())), envelope.Signature, key).ToJson();
    }

    /// <summary>Reads an entry in its one spelling.</summary>
    /// <exception cref="BundleFormatException">The bytes are anything else.</exception>
    public static LogEntryBody Parse(ReadOnlySpan<byte> utf8Json) => Parse(utf8Json, new KeyRing());

    internal static LogEntryBody Parse(ReadOnlySpan<byte> utf8Json, KeyRing keys)
    {
        if (utf8Json.Length > MaxSize)
        {
            throw new BundleFormatException($"The log entry has {utf8Json.Length} bytes; {MaxSize} are allowed.");
        }

        JsonElement root;
        try
        {
            root = CanonicalJson.ParseCanonical(utf8Json);
        }
        catch (JsonFormatException e)
        {
            throw new BundleFormatException("The log entry cannot be read: " + e.Message, e);
        }

        var entry = new JsonMembers(root, "log entry", static m => new BundleFormatException(m));
        entry.Exactly("kind", Kind);
        entry.Exactly("apiVersion", ApiVersion);
        var spec = entry.Object("spec");
        var rekord = spec.Object("hashedRekordV002");
        var data = rekord.Object("data");
        data.Exactly("algorithm", HashAlgorithm);
        var digest = BundleJson.Digest(data, "digest");
        var signature = rekord.Object("signature");
        var content = BundleJson.Bytes(signature, "content", DsseEnvelope.MaxSignature);
        var verifier = signature.Object("verifier");
        verifier.Exactly("keyDetails", KeyDetails);
        var publicKey = verifier.Object("publicKey");
        if (!keys.TryFromSpki(BundleJson.Bytes(publicKey, "rawBytes", PublicKey.SpkiSize), out var key))
        {
            throw publicKey.Fault("rawBytes", "is no P-256 key");
        }

        foreach (var members in (ReadOnlySpan<JsonMembers>)[publicKey, verifier, signature, data, rekord, spec, entry])
        {
            members.End();
        }

        return new LogEntryBody(digest, [.. content], key, utf8Json.ToArray());
    }

    /// <summary>The entry's bytes.</summary>
    public byte[] ToJson() => [.. _json];

    /// <summary>Whether it is that of an envelope signed with <see cref="Key"/>.</summary>
    internal bool IsOf(DsseEnvelope envelope) =>
        Signature.AsSpan().SequenceEqual(envelope.Signature.AsSpan()) && SignedDigest == Digest.Of(Dsse.Pae(envelope.PayloadType, envelope.Payload.AsSpan()));

    private byte[] Spell() => CanonicalJson.From(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("apiVersion", ApiVersion);
        writer.WriteString("kind", Kind);
        writer.WriteStartObject("spec");
        writer.WriteStartObject("hashedRekordV002");
        writer.WriteStartObject("data");
        writer.WriteString("algorithm", HashAlgorithm);
        writer.WriteString("digest", SignedDigest.ToBase64());
        writer.WriteEndObject();
        writer.WriteStartObject("signature");
        writer.WriteBase64String("content", Signature.AsSpan());
        writer.WriteStartObject("verifier");
        writer.WriteString("keyDetails", KeyDetails);
        writer.WriteStartObject("publicKey");
        writer.WriteString("rawBytes", Key.ToBase64());
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    });
}
