using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Vitrine.Proofs;

namespace Vitrine.Artifacts;

/// <summary>
/// Who signed, as the certificate that a CMS signature (RFC 5652) carries for its signer says: found by issuer and serial number. Nothing is
/// verified here: neither the signature, nor the certificate's chain, nor its dates.
/// </summary>
/// <param name="Subject">The certificate's subject, for example <c>CN=Shop Ltd, C=GB</c>; empty where the signature carries no such certificate.</param>
/// <param name="Issuer">The certificate's issuer.</param>
/// <param name="SerialNumber">In lower-case hexadecimal.</param>
/// <param name="NotBefore">From when the certificate says it is valid; null where it is not carried.</param>
/// <param name="NotAfter">Until when.</param>
/// <param name="Certificate">SHA-256 of the certificate; null where it is not carried.</param>
public sealed record ArtifactSigner(
    string Subject, string Issuer, string SerialNumber, DateTimeOffset? NotBefore, DateTimeOffset? NotAfter, Digest? Certificate)
{
    private const string SignedDataType = "1.2.840.113549.1.7.2";
    private const int Most = 100;

    /// <summary>The signers of a signature, in DER or BER, with anything behind it: of PE's certificate table, <c>.signature.p7s</c>, a jar's <c>META-INF/*.RSA</c>.</summary>
    /// <exception cref="ArtifactFormatException">It is no CMS signature.</exception>
    public static ImmutableArray<ArtifactSigner> ReadCms(ReadOnlySpan<byte> signature)
    {
        try
        {
            return Read(signature.ToArray());
        }
        catch (Exception fault) when (fault is AsnContentException or CryptographicException)
        {
            throw Malformed(fault.Message);
        }
    }

    private static ImmutableArray<ArtifactSigner> Read(ReadOnlyMemory<byte> bytes)
    {
        AsnDecoder.ReadEncodedValue(bytes.Span, AsnEncodingRules.BER, out _, out _, out var length);
        var info = new AsnReader(bytes[..length], AsnEncodingRules.BER).ReadSequence();
        if (info.ReadObjectIdentifier() != SignedDataType)
        {
            throw Malformed("it is no signed data");
        }

        var signed = info.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
        signed.ReadInteger();
        signed.ReadSetOf();
        signed.ReadSequence();
        var carried = new List<ReadOnlyMemory<byte>>();
        while (signed.HasData && signed.PeekTag() is { TagClass: TagClass.ContextSpecific, TagValue: var value } tag)
        {
            var set = signed.ReadSetOf(skipSortOrderValidation: true, tag);
            while (value == 0 && set.HasData && carried.Count < Most)
            {
                carried.Add(set.ReadEncodedValue());
            }
        }

        var signers = ImmutableArray.CreateBuilder<ArtifactSigner>();
        for (var set = signed.ReadSetOf(skipSortOrderValidation: true); set.HasData && signers.Count < Most;)
        {
            var signer = set.ReadSequence();
            signer.ReadInteger();
            if (signer.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
            {
                var id = signer.ReadSequence();
                var issuer = id.ReadEncodedValue();
                var serial = id.ReadIntegerBytes();
                signers.Add(carried.Select(Carried.TryRead).OfType<Carried>()
                    .Where(c => c.Issuer.Span.SequenceEqual(issuer.Span) && c.Serial.Span.SequenceEqual(serial.Span))
                    .Select(c => c.ToSigner())
                    .FirstOrDefault() ?? new ArtifactSigner("", Name(issuer), Convert.ToHexStringLower(serial.Span), null, null, null));
            }
        }

        return signers.ToImmutable();
    }

    private static string Name(ReadOnlyMemory<byte> name) => new X500DistinguishedName(name.Span).Name;

    private static ArtifactFormatException Malformed(string message) => new("signature", ArtifactFault.Malformed, -1, message);

    /// <summary>What of an X.509 certificate (RFC 5280 §4.1) names its subject.</summary>
    private sealed record Carried(
        ReadOnlyMemory<byte> Bytes, ReadOnlyMemory<byte> Serial, ReadOnlyMemory<byte> Issuer, ReadOnlyMemory<byte> Subject,
        DateTimeOffset NotBefore, DateTimeOffset NotAfter)
    {
        /// <summary>Reads a certificate; null for the other kinds that a signature may carry.</summary>
        public static Carried? TryRead(ReadOnlyMemory<byte> bytes)
        {
            var certificate = new AsnReader(bytes, AsnEncodingRules.BER);
            if (!certificate.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
            {
                return null;
            }

            var content = certificate.ReadSequence().ReadSequence();
            var version = new Asn1Tag(TagClass.ContextSpecific, 0);
            if (content.PeekTag().HasSameClassAndValue(version))
            {
                content.ReadEncodedValue();
            }

            var serial = content.ReadIntegerBytes();
            content.ReadSequence();
            var issuer = content.ReadEncodedValue();
            var validity = content.ReadSequence();
            return new Carried(bytes, serial, issuer, content.ReadEncodedValue(), Time(validity), Time(validity));
        }

        public ArtifactSigner ToSigner() =>
            new(Name(Subject), Name(Issuer), Convert.ToHexStringLower(Serial.Span), NotBefore, NotAfter, Digest.Of(Bytes.Span));

        private static DateTimeOffset Time(AsnReader validity) => validity.PeekTag().TagValue == (int)UniversalTagNumber.UtcTime
            ? validity.ReadUtcTime()
            : validity.ReadGeneralizedTime();
    }
}
