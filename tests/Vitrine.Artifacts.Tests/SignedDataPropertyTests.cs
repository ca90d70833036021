using System.Formats.Asn1;
using FsCheck;
using FsCheck.Fluent;

namespace Vitrine.Artifacts.Tests;

/// <summary>The outline of any CMS signature: its length, and exactly those of its parts that are no signature.</summary>
public sealed class SignedDataPropertyTests
{
    private const string TimeStamp = "1.2.840.113549.1.9.16.2.14";
    private static readonly Config _config = Config.QuickThrowOnFailure.WithMaxTest(300);

    private static readonly Gen<(string Kind, byte[] Value)> _attributes =
        from kind in Gen.Elements(TimeStamp, "1.2.840.113549.1.9.6", "1.2.3.4", "2.16.840.1.101.3.4.2.1", "1.3.6.1.4.1.311.2.4.99")
        from size in Gen.Choose(0, 400)
        from seed in Gen.Choose(0, int.MaxValue)
        select (kind, Noise(seed, size));

    private static readonly Gen<(List<List<(string Kind, byte[] Value)>> Signers, byte[] After)> _signatures =
        from signers in _attributes.ListOf().Select(list => list.Take(5).ToList()).ListOf()
        from after in Gen.Choose(0, 40)
        select (signers.Take(4).ToList(), Noise(after, after));

    [Fact]
    public void Inspect_AnySignature_GivesItsLengthAndItsForeignParts() =>
        Check.One(_config, Prop.ForAll(_signatures.ToArbitrary(), one =>
        {
            var cms = Cms(one.Signers);

            var (length, foreign) = SignedData.Inspect([.. cms, .. one.After]);

            Assert.Equal(cms.Length, length);
            Assert.Equal(
                one.Signers.SelectMany(signer => signer).Where(attribute => attribute.Kind is not (TimeStamp or "1.2.840.113549.1.9.6")).Select(Attribute),
                foreign.Select(part => cms[part.Offset..(part.Offset + part.Length)]));
        }));

    [Fact]
    public void Inspect_CutOrChanged_ThrowsTheDeclaredExceptionOrStaysWithin() =>
        Check.One(_config, Prop.ForAll((from one in _signatures from at in Gen.Choose(0, 5_000) from value in Gen.Choose(0, 255) select (one, at, value)).ToArbitrary(), c =>
        {
            var cms = Cms(c.one.Signers);
            Assert.Throws<ArtifactFormatException>(() => SignedData.Inspect(cms.AsSpan(0, c.at % cms.Length)));
            cms[c.at % cms.Length] = (byte)c.value;
            try
            {
                var (length, foreign) = SignedData.Inspect(cms);
                Assert.InRange(length, 1, cms.Length);
                Assert.All(foreign, part => Assert.True(part.Offset > 0 && part.Length > 0 && part.Offset + part.Length <= length));
            }
            catch (ArtifactFormatException fault)
            {
                Assert.Equal(ArtifactFault.Malformed, fault.Fault);
            }
        }));

    // RFC 5652 section 5, with nothing in it that the outline does not look at.
    private static byte[] Cms(IEnumerable<IEnumerable<(string Kind, byte[] Value)>> signers)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.7.2");
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                using (writer.PushSetOf())
                {
                }

                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier("1.2.840.113549.1.7.1");
                }

                using (writer.PushSetOf())
                {
                    foreach (var attributes in signers)
                    {
                        using (writer.PushSequence())
                        {
                            writer.WriteInteger(1);
                            writer.WriteOctetString([1, 2, 3]);
                            using (writer.PushSetOf(new Asn1Tag(TagClass.ContextSpecific, 1)))
                            {
                                foreach (var attribute in attributes)
                                {
                                    writer.WriteEncodedValue(Attribute(attribute));
                                }
                            }
                        }
                    }
                }
            }
        }

        return writer.Encode();
    }

    private static byte[] Attribute((string Kind, byte[] Value) attribute)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(attribute.Kind);
            using (writer.PushSetOf())
            {
                writer.WriteOctetString(attribute.Value);
            }
        }

        return writer.Encode();
    }

    private static byte[] Noise(int seed, int size)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
