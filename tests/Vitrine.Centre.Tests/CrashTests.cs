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
                var lines = await child.ReadAsync(random.Next(1, 60));
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
        var statements = Read(centre).SelectMany(recorded => recorded.Act.Statements).ToList();
        if (statements.Count > 0)
        {
            // They are published in the order of their acts: with the last, all are.
            await centre.PublishedAsync(statements[^1], CancellationToken.None);
        }

        var acts = Read(centre);
        Assert.All(acknowledged, pair => Assert.Equal($"thing:{pair.Value}", acts[(int)pair.Key].Act.Subject));

        // Each statement has one place of its own in the log, and nothing else stands there.
        var places = acts.Select(recorded => recorded.Act).OfType<StatementPublished>().ToDictionary(act => act.Statement, act => act.LogIndex);
        Assert.Equal(statements.ToHashSet(), places.Keys.ToHashSet());
        Assert.Equal(statements.Count, places.Values.Distinct().Count());
        Assert.Equal((ulong)statements.Count, centre.LogCheckpoint().Size.Value);
        var entries = new TileReader(centre.Paths.Log).ReadEntries(new LogIndex(0), centre.LogCheckpoint().Size);
        Assert.Equal(statements.Count, entries.Select(entry => LogEntryBody.Parse(entry.Entry).SignedDigest).Distinct().Count());
        Assert.Empty(LedgerVerification.Run(centre, CancellationToken.None).Problems);
    }

    private static List<RecordedAct> Read(OpenCentre centre) => [.. centre.ReadActs(new LogIndex(0), centre.LedgerCheckpoint().Size)];
}
