namespace Vitrine.Proofs;

/// <summary>The file that a reviewer leaves with: a signed receipt, and the anchor it rests on with its proof; nothing in it is verified.</summary>
/// <remarks>
/// Two lines, each ending in one line feed: a DSSE envelope, and a Sigstore bundle v0.3 (<see cref="SigstoreBundle"/>), both canonical JSON with
/// every member there and none besides. The envelope's key id is that of the anchor's key. At most <see cref="MaxBytes"/>. What is read is written
/// back byte for byte. Docs: docs/formats/receipt.md.
/// </remarks>
public sealed class Receipt
{
    /// <summary>What a receipt's file name ends in.</summary>
    public const string Extension = ".receipt.jsonl";

    /// <summary>Bytes in a file, at most: 512 KiB.</summary>
    public const int MaxBytes = 512 * 1024;

    private Receipt(DsseEnvelope envelope, SigstoreBundle anchor)
    {
        Envelope = envelope;
        Anchor = anchor;
    }

    /// <summary>The receipt.</summary>
    public DsseEnvelope Envelope { get; }

    /// <summary>The anchor of the ledger in the public log.</summary>
    public SigstoreBundle Anchor { get; }

    /// <summary>Puts a receipt and its anchor together.</summary>
    /// <exception cref="ArgumentException">They are not signed with one key.</exception>
    public static Receipt Create(DsseEnvelope envelope, SigstoreBundle anchor)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(anchor);
        return envelope.IsSignedBy(anchor.Entry.Key) && envelope.KeyId == anchor.Entry.Key.KeyId.ToHex()
            ? new Receipt(envelope, anchor)
            : throw new ArgumentException("The receipt is not signed with the anchor's key.", nameof(envelope));
    }

    /// <summary>Reads a receipt in its one spelling.</summary>
    /// <exception cref="ReceiptFormatException">The bytes are anything else.</exception>
    public static Receipt Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
        {
            throw new ReceiptFormatException($"The receipt has {bytes.Length} bytes; {MaxBytes} are allowed.");
        }

        var first = bytes.IndexOf((byte)'\n');
        var second = first < 0 ? -1 : bytes[(first + 1)..].IndexOf((byte)'\n');
        if (second < 0 || first + 1 + second + 1 != bytes.Length)
        {
            throw new ReceiptFormatException("A receipt is two lines, each ending in a line feed: this one may have been cut off.");
        }

        var envelope = ReadEnvelope(bytes[..first]);
        var anchor = ReadAnchor(bytes.Slice(first + 1, second));
        return envelope.KeyId == anchor.Entry.Key.KeyId.ToHex() ? new Receipt(envelope, anchor) : throw new ReceiptFormatException("The receipt names another key than its anchor's.");
    }

    /// <summary>The file's bytes.</summary>
    public byte[] Encode() => [.. Envelope.ToJson(), (byte)'\n', .. Anchor.ToJson(), (byte)'\n'];

    private static DsseEnvelope ReadEnvelope(ReadOnlySpan<byte> line)
    {
        try
        {
            return DsseEnvelope.Read(new JsonMembers(CanonicalJson.ParseCanonical(line), "receipt", static message => new ReceiptFormatException(message)), strict: true);
        }
        catch (JsonFormatException error)
        {
            throw new ReceiptFormatException($"line 1: {error.Message}", error);
        }
    }

    private static SigstoreBundle ReadAnchor(ReadOnlySpan<byte> line)
    {
        try
        {
            return SigstoreBundle.Parse(line);
        }
        catch (BundleFormatException error)
        {
            throw new ReceiptFormatException($"line 2: {error.Message}", error);
        }
    }
}
