using System.Text;
using System.Text.Json;

namespace Vitrine.Centre.Tests;

/// <summary>vectors/meter: entries of a meter's record and paths, as a reader in any language must take them.</summary>
public sealed class MeterVectorTests
{
    private static readonly JsonElement Vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(VectorTests.Repository(), "vectors", "meter", "entries.json"))).RootElement;

    [Fact]
    public void Parse_EveryAcceptedVector_IsWrittenAgainExactly() => Assert.All(All("accepted"), vector =>
    {
        var entry = Encoding.UTF8.GetBytes(Text(vector, "entry"));
        Assert.Equal(entry, MeteredResponse.Parse(entry).Encode());
    });

    [Fact]
    public void Parse_EveryRefusedVector_IsRefused() =>
        Assert.All(All("refused"), vector => Assert.Throws<MeterFormatException>(() => MeteredResponse.Parse(Encoding.UTF8.GetBytes(Text(vector, "entry")))));

    [Fact]
    public void Path_EveryVector_IsJudgedAsItSays() => Assert.All(All("paths"), vector =>
    {
        var path = Text(vector, "path");
        Assert.Equal(vector.GetProperty("passes").GetBoolean(), MeteredPath.Refusal(path) is null);
        if (vector.TryGetProperty("reading", out var reading))
        {
            Assert.Equal(reading.GetBoolean(), MeteredPath.IsReading(path));
            Assert.Equal(vector.GetProperty("engagement").GetString(), MeteredPath.Engagement(path));
        }
    });

    private static List<JsonElement> All(string name) => [.. Vectors.GetProperty(name).EnumerateArray()];

    private static string Text(JsonElement vector, string name) => vector.GetProperty(name).GetString()!;
}
