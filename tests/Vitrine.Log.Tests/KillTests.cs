using System.Globalization;
using System.Text.Json;
using Xunit.Abstractions;

namespace Vitrine.Log.Tests;

/// <summary>What <see cref="Killing"/> says, on both storages; <c>./lab crash</c> kills oftener.</summary>
[Collection(ServicesCollection.Name)]
public sealed class KillTests(Services services, ITestOutputHelper output)
{
    [Fact]
    public async Task Append_InAFolder_KilledAtAnyMoment_LosesForksAndRepeatsNothing()
    {
        using var folder = new TemporaryFolder();
        await RunAsync(new Killing(folder.Path, new TileReader(folder.Path)), "in a folder", Kills("VITRINE_KILLS", 44), mostLines: 1000);
    }

    [Fact]
    public async Task Append_OnObjects_KilledAtAnyMoment_LosesForksAndRepeatsNothing()
    {
        var objects = services.Objects($"kills-{Guid.NewGuid():N}");
        await RunAsync(new Killing(JsonSerializer.Serialize(objects), new TileReader(objects)), "on objects", Kills("VITRINE_KILLS_ON_OBJECTS", 6), mostLines: 100);
    }

    private static int Kills(string variable, int usual) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : usual;

    private async Task RunAsync(Killing killing, string where, int kills, int mostLines)
    {
        await killing.RunAsync(kills, mostLines, mostSpins: 200_000);
        output.WriteLine($"{where}: {kills} kills, {killing.WhileOpening} before the first acknowledgement; {killing.Size} entries, {killing.Acknowledged} indexes acknowledged.");
        Assert.True(killing.Acknowledged > kills);
    }
}
