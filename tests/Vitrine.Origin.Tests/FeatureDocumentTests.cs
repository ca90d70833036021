using FsCheck;
using FsCheck.Fluent;

namespace Vitrine.Origin.Tests;

public sealed class FeatureDocumentTests
{
    private static readonly byte[] Sample = FeatureDocument.Encode([.. Made.Entry("zebra", Made.File(Made.Strings("zebra", 30), Made.Tables("zebra", 9)), Made.File(Made.Strings("yak", 25), [])).Files]);

    [Fact]
    public void Decode_WhatWasEncoded_EncodesToTheSameBytes() => Assert.Equal(Sample, FeatureDocument.Encode(FeatureDocument.Decode(Sample)));

    [Fact]
    public void Decode_EveryPrefix_IsRefused()
    {
        for (var length = 0; length < Sample.Length; length++)
        {
            Assert.Throws<OriginFormatException>(() => FeatureDocument.Decode(Sample.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Decode_AnyByteChanged_IsRefusedOrEncodesToThoseBytes() =>
        Prop.ForAll(Gen.Choose(0, Sample.Length - 1).ToArbitrary(), Gen.Choose(1, 255).ToArbitrary(), (at, by) =>
        {
            var changed = (byte[])Sample.Clone();
            changed[at] ^= (byte)by;
            try
            {
                Assert.Equal(changed, FeatureDocument.Encode(FeatureDocument.Decode(changed)));
            }
            catch (OriginFormatException)
            {
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Theory]
    [InlineData(0, "magic")]
    [InlineData(11, "a number is not from 0")]
    public void Decode_AWrongField_SaysWhichAndWhere(int at, string reason)
    {
        var changed = (byte[])Sample.Clone();
        changed[at] = 0x7f;
        Assert.Contains(reason, Assert.Throws<OriginFormatException>(() => FeatureDocument.Decode(changed)).Message, StringComparison.Ordinal);
    }
}
