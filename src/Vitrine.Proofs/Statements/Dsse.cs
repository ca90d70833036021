using System.Buffers.Text;
using System.Diagnostics;
using System.Text;

namespace Vitrine.Proofs;

/// <summary>Dead Simple Signing Envelope, protocol 1.0.2: what is signed is the type and the body, each with its length.</summary>
public static class Dsse
{
    /// <summary>Pre-authentication encoding: <c>DSSEv1 SP LEN(type) SP type SP LEN(body) SP body</c>.</summary>
    public static byte[] Pae(string payloadType, ReadOnlySpan<byte> payload)
    {
        ArgumentNullException.ThrowIfNull(payloadType);
        var type = Encoding.UTF8.GetBytes(payloadType);
        var pae = new byte["DSSEv1 "u8.Length + 10 + 1 + type.Length + 1 + 10 + 1 + payload.Length];
        "DSSEv1 "u8.CopyTo(pae);
        var at = Field(pae, 7, type);
        pae[at++] = (byte)' ';
        at = Field(pae, at, payload);
        return pae[..at];
    }

    /// <summary>Signs a statement: its canonical JSON in an envelope of one signature.</summary>
    public static DsseEnvelope Sign(Statement statement, SigningKey key)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return Sign(Statement.PayloadType, statement.ToJson(), key);
    }

    /// <summary>Signs any payload under its type.</summary>
    public static DsseEnvelope Sign(string payloadType, ReadOnlySpan<byte> payload, SigningKey key)
    {
        ArgumentException.ThrowIfNullOrEmpty(payloadType);
        ArgumentNullException.ThrowIfNull(key);
        return new DsseEnvelope(payloadType, payload, key.Sign(Pae(payloadType, payload)), key.PublicKey.KeyId.ToHex());
    }

    private static int Field(Span<byte> pae, int at, ReadOnlySpan<byte> bytes)
    {
        var written = Utf8Formatter.TryFormat(bytes.Length, pae[at..], out var digits);
        Debug.Assert(written);
        at += digits;
        pae[at++] = (byte)' ';
        bytes.CopyTo(pae[at..]);
        return at + bytes.Length;
    }
}
