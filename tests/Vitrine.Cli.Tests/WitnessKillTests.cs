using System.Globalization;
using Xunit.Abstractions;

namespace Vitrine.Cli.Tests;

/// <summary>What <see cref="WitnessKilling"/> says; <c>./lab witness-crash</c> kills oftener.</summary>
public sealed class WitnessKillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Witness_KilledAtAnyMoment_SignsOneLineOfEachLogAndPersistsFirst()
    {
        using var folder = new TempFolder();
        var kills = Environment.GetEnvironmentVariable("VITRINE_WITNESS_KILLS") is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : 6;
        using var killing = new WitnessKilling(folder["witness"]);
        await killing.RunAsync(kills);
        output.WriteLine($"{kills} kills; {killing.Cosigned} cosigned, {killing.Refused} refused, {killing.DurableUnanswered} durable and not answered.");
        Assert.True(killing.Cosigned > kills && killing.Refused > killing.Cosigned / 2);
    }
}
