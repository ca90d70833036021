namespace Vitrine.Origin.Tests;

/// <summary>Whatever a file says of itself, reading it ends in features and in no exception.</summary>
public sealed class HostileFileTests
{
    public static TheoryData<string> Images => [Scene.Library("libz.so.1"), Path.Combine(Scene.Package("sourcegear.sqlite3"), "runtimes/win-x86/native/e_sqlite3.dll"), typeof(HostileFileTests).Assembly.Location];

    [Theory]
    [MemberData(nameof(Images))]
    public void Read_HeadersChangedAtRandom_GivesFeatures(string path)
    {
        var whole = File.ReadAllBytes(path);
        var random = new Random(3);
        for (var round = 0; round < 60; round++)
        {
            // The first kilobytes hold the headers and what they point to.
            var changed = whole.AsSpan(0, Math.Min(whole.Length, round % 4 == 0 ? random.Next(1, whole.Length) : 96 * 1024)).ToArray();
            for (var i = 0; i < 1 + (round % 12); i++)
            {
                changed[random.Next(round % 3 == 0 ? changed.Length : Math.Min(changed.Length, 1024))] = (byte)random.Next(256);
            }

            Assert.NotNull(FeatureReader.Read("changed", changed, CancellationToken.None));
        }
    }

    [Fact]
    public void Read_SectionHeadersOfAnElfChangedAtRandom_GivesFeatures()
    {
        var whole = File.ReadAllBytes(Scene.Library("libz.so.1"));
        var table = (int)BitConverter.ToInt64(whole, 0x28);
        var random = new Random(5);
        for (var round = 0; round < 100; round++)
        {
            var changed = (byte[])whole.Clone();
            for (var i = 0; i < 4; i++)
            {
                changed[random.Next(table, changed.Length)] = (byte)random.Next(256);
            }

            Assert.NotNull(FeatureReader.Read("changed", changed, CancellationToken.None));
        }
    }
}
