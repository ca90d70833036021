using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Vitrine.Proofs.Tests;

public sealed class CanonicalJsonTests
{
    [Fact]
    public void Canonicalize_SampleOfSection322_GivesThePublishedText()
    {
        // RFC 8785 §3.2.2: primitives.
        const string Input = """
            {
              "numbers": [333333333.33333329, 1E30, 4.50,
                          2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """;
        const string Output = """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}""";
        Assert.Equal(Output, Canonical(Input));
    }

    [Fact]
    public void Canonicalize_SampleOfSection323_SortsByUtf16CodeUnits()
    {
        // RFC 8785 §3.2.3: the surrogate pair sorts before U+FB33, where order by code point would put it last.
        const string Input = """
            {
              "\u20ac": "Euro Sign",
              "\r": "Carriage Return",
              "\ufb33": "Hebrew Letter Dalet With Dagesh",
              "1": "One",
              "\ud83d\ude00": "Emoji: Grinning Face",
              "\u0080": "Control",
              "\u00f6": "Latin Small Letter O With Diaeresis"
            }
            """;
        using var sorted = JsonDocument.Parse(Canonical(Input));
        Assert.Equal(
            ["Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign", "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh"],
            sorted.RootElement.EnumerateObject().Select(m => m.Value.GetString()));
    }

    [Theory] // RFC 8785 appendix B.
    [InlineData(0x0000000000000000, "0")]
    [InlineData(0x8000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0xffefffffffffffff, "-1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0xc340000000000000, "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555554, "333333333.33333325")]
    [InlineData(0x41b3de4355555555, "333333333.3333333")]
    [InlineData(0x41b3de4355555556, "333333333.3333334")]
    [InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void Canonicalize_NumberOfAppendixB_GivesThePublishedText(ulong bits, string expected) =>
        Assert.Equal(expected, Canonical(BitConverter.UInt64BitsToDouble(bits).ToString("E16", CultureInfo.InvariantCulture)));

    [Fact]
    public void Canonicalize_AnyFiniteDouble_ReadsBackAsTheSameDoubleAndIsStable()
    {
        var random = new Random(8785);
        for (var i = 0; i < 100_000; i++)
        {
            var value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (double.IsFinite(value))
            {
                var text = Canonical(value.ToString("R", CultureInfo.InvariantCulture));
                Assert.Equal(value == 0 ? 0 : value, double.Parse(text, CultureInfo.InvariantCulture));
                Assert.Equal(text, Canonical(text));
            }
        }
    }

    [Theory]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("0e5", "0")]
    [InlineData("1.0", "1")]
    [InlineData("100", "100")]
    [InlineData("-7", "-7")]
    [InlineData("1e2", "100")]
    [InlineData("999999999999999", "999999999999999")]
    [InlineData("9007199254740993", "9007199254740992")]
    [InlineData("12345678901234567890123", "1.2345678901234568e+22")]
    [InlineData("\"\\u007f\\u2028\\/\"", "\"\u007f\u2028/\"")]
    [InlineData("\"\\u0000\\u001F\\b\\t\\n\\f\\r\"", "\"\\u0000\\u001f\\b\\t\\n\\f\\r\"")]
    [InlineData("\"\\ud83d\\ude00\"", "\"\U0001f600\"")]
    [InlineData(" [ ] ", "[]")]
    [InlineData("{\"b\":{\"d\":1,\"c\":[{\"z\":0,\"y\":0}]},\"a\":2}", "{\"a\":2,\"b\":{\"c\":[{\"y\":0,\"z\":0}],\"d\":1}}")]
    [InlineData("{\"\\u0062\":1,\"a\":2}", "{\"a\":2,\"b\":1}")]
    public void Canonicalize_OtherSpelling_GivesTheOneSpelling(string input, string expected) => Assert.Equal(expected, Canonical(input));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("[1,]")]
    [InlineData("{\"a\":1,}")]
    [InlineData("[1]//")]
    [InlineData("/**/1")]
    [InlineData("1 2")]
    [InlineData("{}{}")]
    [InlineData("01")]
    [InlineData("+1")]
    [InlineData(".5")]
    [InlineData("1.")]
    [InlineData("NaN")]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("'a'")]
    [InlineData("\"\t\"")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\\udc00\\ud800\"")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"a\":1,\"b\":3,\"a\":2}")]
    [InlineData("{\"a\":1,\"\\u0061\":2}")]
    [InlineData("\ufeff{}")]
    [InlineData("True")]
    public void Canonicalize_NotStrictJson_IsRefused(string input)
    {
        Assert.Throws<JsonFormatException>(() => CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(input)));
        Assert.False(CanonicalJson.IsCanonical(Encoding.UTF8.GetBytes(input)));
    }

    [Fact]
    public void Canonicalize_InvalidUtf8_IsRefusedAtItsByte()
    {
        var e = Assert.Throws<JsonFormatException>(() => CanonicalJson.Canonicalize([(byte)'"', (byte)'a', 0xc0, 0x80, (byte)'"']));
        Assert.Equal(2, e.Offset);
        Assert.Contains("UTF-8", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Canonicalize_DuplicateName_SaysWhichAndWhere()
    {
        var e = Assert.Throws<JsonFormatException>(() => CanonicalJson.Canonicalize("{\"a\":1,\"b\":3,\"a\":2}"u8));
        Assert.Contains("\"a\" twice", e.Message, StringComparison.Ordinal);
        Assert.Equal(13, e.Offset);
    }

    [Fact]
    public void Canonicalize_DepthAtTheBound_IsReadAndOneMoreIsRefused()
    {
        static string Nested(int depth) => new string('[', depth) + new string(']', depth);
        Assert.Equal(Nested(CanonicalJson.MaxDepth), Canonical(Nested(CanonicalJson.MaxDepth)));
        Assert.Throws<JsonFormatException>(() => Canonical(Nested(CanonicalJson.MaxDepth + 1)));
        Assert.Throws<JsonFormatException>(() => Canonical(new string('[', 1_000_000)));
    }

    [Fact]
    public void Canonicalize_MoreBytesThanTheBound_IsRefused()
    {
        var json = new byte[CanonicalJson.MaxBytes + 1];
        json.AsSpan().Fill((byte)' ');
        json[0] = (byte)'1';
        Assert.Throws<JsonFormatException>(() => CanonicalJson.Canonicalize(json));
        Assert.Equal("1"u8.ToArray(), CanonicalJson.Canonicalize(json.AsSpan(1..).ToArray().Prepend((byte)'1').Take(CanonicalJson.MaxBytes).ToArray()));
    }

    [Fact]
    public void Canonicalize_NumberOfAThousandDigits_IsRefused() => Assert.Throws<JsonFormatException>(() => Canonical(new string('1', 1000)));

    [Fact]
    public void ParseCanonical_OtherSpelling_IsRefusedAtTheFirstDifferentByte()
    {
        Assert.Equal(1, CanonicalJson.ParseCanonical("{\"a\":1,\"b\":2}"u8).GetProperty("a").GetInt32());
        var e = Assert.Throws<JsonFormatException>(() => CanonicalJson.ParseCanonical("{\"a\":1, \"b\":2}"u8));
        Assert.Equal(7, e.Offset);
        Assert.Throws<JsonFormatException>(() => CanonicalJson.ParseCanonical("{\"b\":1,\"a\":2}"u8));
        Assert.Throws<JsonFormatException>(() => CanonicalJson.ParseCanonical("{}\n"u8));
    }

    [Fact]
    public void Canonicalize_Element_GivesTheSameAsItsBytes()
    {
        using var document = JsonDocument.Parse("""{"x":{"b":1.50,"a":"\u0041"}}""");
        Assert.Equal("""{"a":"A","b":1.5}""", Encoding.UTF8.GetString(CanonicalJson.Canonicalize(document.RootElement.GetProperty("x"))));
        Assert.Throws<ArgumentException>(() => CanonicalJson.Canonicalize(default(JsonElement)));
    }

    [Fact]
    public void Canonicalize_RandomBytesAndMutations_GivesTheDeclaredExceptionOrAStableText()
    {
        var random = new Random(7493);
        var seed = Encoding.UTF8.GetBytes("""{"a":[1,-2.5e10,"x\u0041\n",{"é":null,"b":true}],"":{"z":"\ud83d\ude00"}}""");
        for (var i = 0; i < 100_000; i++)
        {
            var bytes = new Mutator(random).Mutate(seed);
            try
            {
                var once = CanonicalJson.Canonicalize(bytes);
                Assert.True(CanonicalJson.IsCanonical(once));
            }
            catch (JsonFormatException e)
            {
                Assert.InRange(e.Offset, 0, bytes.Length);
            }
        }
    }

    private static string Canonical(string json) => Encoding.UTF8.GetString(CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(json)));
}
