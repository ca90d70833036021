using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Centre.Tests;

public sealed class AnchorTests
{
    [Fact]
    public async Task Anchor_AfterActs_StandsInThePublicLogAndVerifies()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync();
        await centre.RecordAsync(new Counted("apples", 3), Actor.Console, CancellationToken.None);

        await centre.AnchorAsync(CancellationToken.None);

        Assert.Equal(1UL, centre.LogCheckpoint().Size.Value);
        var found = LedgerVerification.Run(centre, CancellationToken.None);
        Assert.Empty(found.Problems);
        Assert.Equal(1, found.Anchors);
    }

    [Fact]
    public async Task Anchor_NothingNew_AddsNothing()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync();
        await centre.AnchorAsync(CancellationToken.None);
        var size = centre.LogCheckpoint().Size;

        await centre.AnchorAsync(CancellationToken.None);

        Assert.Equal(size, centre.LogCheckpoint().Size);
    }

    [Fact]
    public async Task Verify_ALedgerRewrittenUnderItsOwnKey_IsFoundByTheAnchor()
    {
        await using var test = await TestCentre.MakeAsync();
        await using (var centre = await test.OpenAsync())
        {
            await centre.RecordAsync(new Counted("apples", 3), Actor.Console, CancellationToken.None);
            await centre.AnchorAsync(CancellationToken.None);
        }

        await RewriteAsync(test, (position, act) => act is Counted ? new Counted("apples", 4) : act);

        await using var reopened = await test.OpenAsync();
        var found = LedgerVerification.Run(reopened, CancellationToken.None);
        Assert.Contains(found.Problems, problem => problem.Contains("The ledger was rewritten", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verify_ALedgerCutShortUnderItsOwnKey_IsFoundByTheAnchor()
    {
        await using var test = await TestCentre.MakeAsync();
        await using (var centre = await test.OpenAsync())
        {
            await centre.RecordAsync(new Counted("apples", 3), Actor.Console, CancellationToken.None);
            await centre.AnchorAsync(CancellationToken.None);
        }

        await RewriteAsync(test, (position, act) => position.Value == 0 ? act : null);

        await using var reopened = await test.OpenAsync();
        var found = LedgerVerification.Run(reopened, CancellationToken.None);
        Assert.Contains(found.Problems, problem => problem.Contains("acts are missing from its end", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Open_AStatementRecordedButNotPublished_IsPublishedOnce()
    {
        await using var test = await TestCentre.MakeAsync();
        Digest anchor;
        await using (var centre = await test.OpenAsync())
        {
            var checkpoint = centre.LedgerCheckpoint();
            var predicate = new AnchorPredicate(new TreeHead(checkpoint.Origin, checkpoint.Size, checkpoint.Root), UtcTime.Whole(test.Time.Now));
            anchor = StagedStatement.Stage(centre.Paths, predicate.Of(), centre.Keys.Signing);

            // The crash lies between the act and the log: the act is written with the ledger alone.
            var entry = centre.Codec.Encode(new LogIndex(1), test.Time.Now, Actor.Console, new LedgerAnchored(checkpoint.Size.Value, checkpoint.Root, anchor));
            await using var ledger = await TileLog.OpenAsync(new LogOptions { Folder = centre.Paths.Ledger, Signer = centre.Keys.Ledger }, test.Time, CancellationToken.None);
            await ledger.AppendAsync(entry, CancellationToken.None);
        }

        for (var time = 0; time < 2; time++)
        {
            await using var reopened = await test.OpenAsync(CentreUse.Serve);
            Assert.Equal(0UL, (await reopened.PublishedAsync(anchor, CancellationToken.None)).Value);
            Assert.Equal(1UL, reopened.LogCheckpoint().Size.Value);
        }
    }

    /// <summary>What a dishonest operator can do: a new ledger under the same key.</summary>
    private static async Task RewriteAsync(TestCentre test, Func<LogIndex, Act, Act?> change)
    {
        await using var centre = await test.OpenAsync();
        var acts = centre.ReadActs(new LogIndex(0), centre.LedgerCheckpoint().Size).ToList();
        Directory.Delete(centre.Paths.Ledger, recursive: true);
        File.Delete(centre.Paths.Views);
        var options = new LogOptions { Folder = centre.Paths.Ledger, Signer = centre.Keys.Ledger };
        await TileLog.CreateAsync(options, CancellationToken.None);
        await using var ledger = await TileLog.OpenAsync(options, test.Time, CancellationToken.None);
        foreach (var recorded in acts)
        {
            if (change(recorded.Position, recorded.Act) is { } act)
            {
                await ledger.AppendAsync(centre.Codec.Encode(recorded.Position, recorded.At, recorded.By, act), CancellationToken.None);
            }
        }
    }
}
