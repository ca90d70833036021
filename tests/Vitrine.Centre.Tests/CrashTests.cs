using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Centre.Tests;

/// <summary>A process that records from several tasks is killed at random moments, over and over.</summary>
public sealed class CrashTests
{
    private const int Kills = 26;
    private const int Tasks = 6;

    [Fact]
    public async Task Kill_AtRandomMoments_LosesNoAcknowledgedActAndPublishesEachStatementOnce()
    {
        await using var test = await TestCentre.MakeAsync();
        var random = new Random();
        var acknowledged = new Dictionary<ulong, string>();
        for (var kill = 0; kill < Kills; kill++)
        {
            using (var child = await Child.StartAsync("write", test.Folder, $"{Tasks}", $"{kill}"))
            {
                var lines = await child.ReadAsync(random.Next(1, 120));
                Thread.SpinWait(random.Next(200_000));
                lines.AddRange(await child.KillAsync());
                foreach (var parts in lines.Select(line => line.Split(' ')))
                {
                    // No position is acknowledged twice, in this life or an earlier one.
                    acknowledged.Add(ulong.Parse(parts[0]), parts[1]);
                }
            }

            await using (var centre = await test.OpenAsync(CentreUse.Serve))
            {
                await AssertWholeAsync(centre, acknowledged);
            }

            await test.AssertViewsAreAProjectionAsync();
        }

        Assert.True(acknowledged.Count > Kills, $"{acknowledged.Count} acts were acknowledged.");
    }

    private static async Task AssertWholeAsync(OpenCentre centre, Dictionary<ulong, string> acknowledged)
    {
        var acts = centre.ReadActs(new LogIndex(0), centre.LedgerCheckpoint().Size).ToList();
        Assert.All(acknowledged, pair => Assert.Equal($"thing:{pair.Value}", acts[(int)pair.Key].Act.Subject));

        var statements = acts.SelectMany(recorded => recorded.Act.Statements).ToList();
        var places = new HashSet<LogIndex>();
        foreach (var statement in statements)
        {
            Assert.True(places.Add(await centre.PublishedAsync(statement, CancellationToken.None)));
        }

        // As many entries as statements, each at a place of its own: so each stands there once, and nothing else does.
        Assert.Equal((ulong)statements.Count, centre.LogCheckpoint().Size.Value);
        var entries = new TileReader(centre.Paths.Log).ReadEntries(new LogIndex(0), centre.LogCheckpoint().Size);
        Assert.Equal(statements.Count, entries.Select(entry => LogEntryBody.Parse(entry.Entry).SignedDigest).Distinct().Count());
        Assert.Empty(LedgerVerification.Run(centre, CancellationToken.None).Problems);
    }
}
