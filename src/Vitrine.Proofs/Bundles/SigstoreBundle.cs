using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>A signed statement with the proof that it is in a log; nothing in it is verified.</summary>
/// <remarks>
/// Sigstore bundle v0.3 as protobuf JSON: public-key hint, one log entry with inclusion proof and checkpoint, DSSE envelope of one
/// signature. Read in one spelling only: canonical JSON, standard base64, every member there and none besides. What is read is
/// written back byte for byte. Docs: docs/formats/bundle.md.
/// </remarks>
public sealed class SigstoreBundle
{
    /// <summary>The bundle's media type.</summary>
    public const string MediaType = "application/vnd.dev.sigstore.bundle.v0.3+json";

    private SigstoreBundle(
        DsseEnvelope envelope,
        LogEntryBody entry,
        Digest logId,
        InclusionProof proof,
        Digest root,
        ImmutableArray<byte> checkpoint)
    {
        Envelope = envelope;
        Entry = entry;
        LogId = logId;
        Proof = proof;
        Root = root;
        Checkpoint = checkpoint;
    }

    /// <summary>What was signed.</summary>
    public DsseEnvelope Envelope { get; }

    /// <summary>What the log is said to hold.</summary>
    public LogEntryBody Entry { get; }

    /// <summary>Which log, as Rekor v2 names it: SHA-256(name ‖ 0x0A ‖ type ‖ key).</summary>
    public Digest LogId { get; }

    /// <summary>The way from the entry to the root.</summary>
    public InclusionProof Proof { get; }

    /// <summary>The root the proof is said to end in.</summary>
    public Digest Root { get; }

    /// <summary>The signed checkpoint, a note.</summary>
    public ImmutableArray<byte> Checkpoint { get; }

    /// <summary>Puts a signed envelope and its proof together.</summary>
    /// <exception cref="ArgumentException">The signature is not the key's, or the proof does not lead from this statement's entry to the checkpoint.</exception>
    public static SigstoreBundle Create(DsseEnvelope envelope, PublicKey key, InclusionProof proof, VerifiedCheckpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(proof);
        ArgumentNullException.ThrowIfNull(checkpoint);
        if (!envelope.IsSignedBy(key) || envelope.KeyId != key.KeyId.ToHex())
        {
            throw new ArgumentException("The envelope is not signed by this key.", nameof(envelope));
        }

        var entry = LogEntryBody.For(envelope, key);
        if (proof.Size != checkpoint.Size || !proof.Verify(Merkle.LeafHash(entry), checkpoint.Root))
        {
            throw new ArgumentException("The proof does not lead from this statement's entry to the checkpoint.", nameof(proof));
        }

        return new SigstoreBundle(
            envelope, LogEntryBody.Parse(entry), Proofs.LogId.Of(checkpoint.Log), proof, checkpoint.Root, [.. checkpoint.Note.Span]);
    }

    /// <summary>Reads a bundle in its one spelling.</summary>
    /// <exception cref="BundleFormatException">The bytes are anything else.</exception>
    public static SigstoreBundle Parse(ReadOnlySpan<byte> utf8Json) => Parse(utf8Json, new KeyRing());

    internal static SigstoreBundle Parse(ReadOnlySpan<byte> utf8Json, KeyRing keys)
    {
        JsonElement root;
        try
        {
            root = CanonicalJson.ParseCanonical(utf8Json);
        }
        catch (JsonFormatException e)
        {
            throw new BundleFormatException("The bundle cannot be read: " + e.Message, e);
        }

        return Read(new JsonMembers(root, "bundle", static m => new BundleFormatException(m)), keys);
    }

    /// <summary>The bundle's bytes: canonical JSON without a line feed.</summary>
    public byte[] ToJson() => CanonicalJson.From(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("mediaType", MediaType);
        writer.WriteStartObject("verificationMaterial");
        writer.WriteStartObject("publicKey");
        writer.WriteString("hint", Entry.Key.KeyId.ToHex());
        writer.WriteEndObject();
        writer.WriteStartArray("tlogEntries");
        WriteEntry(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WritePropertyName("dsseEnvelope");
        Envelope.Write(writer);
        writer.WriteEndObject();
    });

    private static SigstoreBundle Read(JsonMembers bundle, KeyRing keys)
    {
        bundle.Exactly("mediaType", MediaType);
        var material = bundle.Object("verificationMaterial");
        var publicKey = material.Object("publicKey");
        var entries = material.Array("tlogEntries", 1, static m => m);
        if (entries.Length != 1)
        {
            throw material.Fault("tlogEntries", "does not hold one entry");
        }

        var entry = entries[0];
        var logId = entry.Object("logId");
        var kind = entry.Object("kindVersion");
        kind.Exactly("kind", LogEntryBody.Kind);
        kind.Exactly("version", LogEntryBody.ApiVersion);
        entry.Exactly("integratedTime", "0");
        var index = BundleJson.Int64(entry, "logIndex");
        var inclusion = entry.Object("inclusionProof");
        if (BundleJson.Int64(inclusion, "logIndex") != index)
        {
            throw inclusion.Fault("logIndex", "is not the entry's logIndex");
        }

        var proof = new InclusionProof(new LogIndex(index), new TreeSize(BundleJson.Int64(inclusion, "treeSize")), ReadHashes(inclusion));
        var checkpoint = inclusion.Object("checkpoint");
        var note = Encoding.UTF8.GetBytes(checkpoint.Raw("envelope"));
        if (note.Length > Note.MaxSize)
        {
            throw checkpoint.Fault("envelope", $"has more than {Note.MaxSize} bytes");
        }

        var body = LogEntryBody.Parse(BundleJson.Bytes(entry, "canonicalizedBody", LogEntryBody.MaxSize), keys);
        var envelope = DsseEnvelope.Read(bundle.Object("dsseEnvelope"), strict: true);
        var read = new SigstoreBundle(envelope, body, BundleJson.Digest(logId, "keyId"), proof, BundleJson.Digest(inclusion, "rootHash"), [.. note]);

        // The hints decide nothing, but they are held to the key, so that no byte of a bundle is free.
        publicKey.Exactly("hint", body.Key.KeyId.ToHex());
        if (envelope.KeyId != body.Key.KeyId.ToHex())
        {
            throw bundle.Fault("dsseEnvelope", "names another key than the log entry");
        }

        foreach (var members in (ReadOnlySpan<JsonMembers>)[logId, kind, checkpoint, inclusion, entry, publicKey, material, bundle])
        {
            members.End();
        }

        return read;
    }

    private static ImmutableArray<Digest> ReadHashes(JsonMembers inclusion)
    {
        var texts = inclusion.Texts("hashes", InclusionProof.MaxLength);
        var hashes = ImmutableArray.CreateBuilder<Digest>(texts.Length);
        foreach (var text in texts)
        {
            hashes.Add(Digest.TryParseBase64(text, out var hash) ? hash : throw inclusion.Fault("hashes", "holds what is not the base64 of 32 bytes"));
        }

        return hashes.MoveToImmutable();
    }

    private void WriteEntry(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("logIndex", Proof.Index.ToString());
        writer.WriteStartObject("logId");
        writer.WriteString("keyId", LogId.ToBase64());
        writer.WriteEndObject();
        writer.WriteStartObject("kindVersion");
        writer.WriteString("kind", LogEntryBody.Kind);
        writer.WriteString("version", LogEntryBody.ApiVersion);
        writer.WriteEndObject();
        writer.WriteString("integratedTime", "0");
        writer.WriteStartObject("inclusionProof");
        writer.WriteString("logIndex", Proof.Index.ToString());
        writer.WriteString("rootHash", Root.ToBase64());
        writer.WriteString("treeSize", Proof.Size.ToString());
        writer.WriteStartArray("hashes");
        foreach (var hash in Proof.Path)
        {
            writer.WriteStringValue(hash.ToBase64());
        }

        writer.WriteEndArray();
        writer.WriteStartObject("checkpoint");
        writer.WriteString("envelope", Encoding.UTF8.GetString(Checkpoint.AsSpan()));
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteBase64String("canonicalizedBody", Entry.Json);
        writer.WriteEndObject();
    }
}
