using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Centre.Tests;

/// <summary>The act's bytes: one spelling, one exception.</summary>
public sealed class CodecTests
{
    private const int Mutations = 30_000;
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ActCodec Codec = new(TestCentre.Parts);

    [Fact]
    public void Encode_AnAct_HasThisSpelling()
    {
        var entry = Codec.Encode(new LogIndex(7), Noon, new Actor("p-1", Role.Host), new Counted("naïve \"thing\"", 3));

        Assert.Equal(
            """{"at":"2026-03-01T12:00:00Z","by":{"person":"p-1","role":"host"},"kind":"test.counted","n":7,"open":{"by":3,"thing":"naïve \"thing\""},"v":1}""",
            Encoding.UTF8.GetString(entry));
    }

    [Fact]
    public void Encode_ASealedPart_StandsBesideTheOpenOne()
    {
        var act = new Counted("a", 1) { Sealed = new SealedPart("s-1", 4, [1, 2, 3]) };
        var entry = Codec.Encode(new LogIndex(0), Noon, Actor.Console, act);

        Assert.EndsWith(""","sealed":{"box":"AQID","number":4,"session":"s-1"},"v":1}""", Encoding.UTF8.GetString(entry), StringComparison.Ordinal);
        Assert.Equal(act.Sealed.Box, Codec.Decode(new LogIndex(0), entry).Act.Sealed!.Box);
    }

    [Theory]
    [InlineData("""{"at":"2026-03-01T12:00:00Z","by":{"person":"p-1","role":"host"},"kind":"test.counted","n":8,"open":{"by":3,"thing":"a"},"v":1}""", "entry 8")]
    [InlineData("""{"at":"2026-03-01T12:00:00Z","by":{"person":"p-1","role":"host"},"kind":"test.counted","n":7,"open":{"by":3,"thing":"a"},"v":2}""", "version 2")]
    [InlineData("""{"at":"2026-03-01T12:00:00Z","by":{"person":"p-1","role":"host"},"kind":"test.counted","n":7,"open":{"by":3,"thing":"a"},"v":1,"x":1}""", "canonical")]
    [InlineData("""{"at":"2026-03-01T12:00:00Z","by":{"person":"p-1","role":"host"},"kind":"test.counted","n":7,"open":{"by":3,"thing":null},"v":1}""", "not an act")]
    [InlineData("""{"at":"2026-03-01T12:00:00Z","by":{"person":"p-1","role":"host"},"kind":"test.counted","n":7,"open":{"by":3},"v":1}""", "not an act")]
    [InlineData("""{"at":"2026-03-01T12:00:00Z","by":{"person":"p-1","role":"host"},"kind":"test.counted","n":7,"open":{"by":3,"thing":"a","more":1},"v":1}""", "not an act")]
    [InlineData("""{"at":"2026-03-01T12:00:00Z","by":{"person":"p-1","role":"king"},"kind":"test.counted","n":7,"open":{"by":3,"thing":"a"},"v":1}""", "not an act")]
    [InlineData("""{"at":"2026-03-01T12:00:00Z","by":null,"kind":"test.counted","n":7,"open":{"by":3,"thing":"a"},"v":1}""", "nobody")]
    [InlineData("""{"at":"2026-03-01T12:00:00Z","by":{"person":"p-1","role":"host"},"kind":null,"n":7,"open":{"by":3,"thing":"a"},"v":1}""", "No part")]
    [InlineData("""{"at":"2026-03-01T12:00:00Z","by":{"person":"p-1","role":"host"},"kind":"test.unheard","n":7,"open":{},"v":1}""", "No part")]
    [InlineData("null", "not an act")]
    [InlineData("[]", "not an act")]
    [InlineData("", "not an act")]
    public void Decode_AnythingElse_IsRefusedWithItsReason(string entry, string reason) =>
        Assert.Contains(reason, Assert.Throws<LedgerFormatException>(() => Codec.Decode(new LogIndex(7), Encoding.UTF8.GetBytes(entry))).Message, StringComparison.Ordinal);

    [Fact]
    public void Decode_MutatedEntries_AreRefusedByTheOneExceptionOrEncodeToThemselves()
    {
        var entry = Codec.Encode(new LogIndex(7), Noon, new Actor("p-1", Role.Host), new Counted("thing", 3) { Sealed = new SealedPart("s-1", 4, [1, 2, 3]) });
        var random = new Random(20261121);
        var accepted = 0;
        for (var i = 0; i < Mutations; i++)
        {
            var bytes = Mutate(entry, random);
            try
            {
                var act = Codec.Decode(new LogIndex(7), bytes);
                Assert.Equal(bytes, Codec.Encode(act.Position, act.At, act.By, act.Act));
                accepted++;
            }
            catch (LedgerFormatException)
            {
            }

            try
            {
                Codec.DecodeRequest(bytes);
            }
            catch (LedgerFormatException)
            {
            }
        }

        Assert.True(accepted > 0);
    }

    private static byte[] Mutate(byte[] entry, Random random)
    {
        var bytes = entry.ToList();
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.Insert(at, (byte)"{}[]\",:0123456789eE.-null truefalse\\u"[random.Next(36)]);
                    break;
                default:
                    bytes.RemoveRange(at, Math.Min(random.Next(20), bytes.Count - at));
                    break;
            }
        }

        return [.. bytes];
    }
}
