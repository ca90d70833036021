using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Centre.Tests;

public sealed class PublishingTests
{
    [Fact]
    public async Task Record_AStatementThatIsNotStaged_IsRefused()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync(CentreUse.Serve);

        var error = await Assert.ThrowsAsync<ActRefusedException>(() => centre.RecordAsync(new Told("guard", Digest.Of("nothing"u8)), Actor.Console, CancellationToken.None));

        Assert.Contains("not among those that wait", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_AStatementASecondTime_IsRefused()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync(CentreUse.Serve);
        using var key = SigningKey.Generate();
        var told = Told.Stage(centre, "guard", key);
        await centre.RecordAsync(told, Actor.Console, CancellationToken.None);
        await centre.PublishedAsync(told.Statement, CancellationToken.None);

        var again = Told.Stage(centre, "guard", key);

        Assert.Equal(told, again);
        await Assert.ThrowsAsync<ActRefusedException>(() => centre.RecordAsync(again, Actor.Console, CancellationToken.None));
    }

    [Fact]
    public async Task Published_ManyWaiters_AllAreTold()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync(CentreUse.Serve);
        using var key = SigningKey.Generate();

        var waiters = Enumerable.Range(0, 20).SelectMany(i =>
        {
            var told = Told.Stage(centre, $"thing {i}", key);
            var recorded = centre.RecordAsync(told, Actor.Console, CancellationToken.None);
            return Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
            {
                await recorded;
                return await centre.PublishedAsync(told.Statement, CancellationToken.None);
            }));
        }).ToArray();

        Assert.Equal(20, (await Task.WhenAll(waiters)).Distinct().Count());
        Assert.Empty(Directory.EnumerateFiles(centre.Paths.Staged));
    }

    [Fact]
    public async Task Stage_TwiceByOneKey_TheFirstSignatureStands()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync();
        using var key = SigningKey.Generate();
        var told = Told.Stage(centre, "guard", key);
        var first = StagedStatement.TryRead(centre.Paths, told.Statement)!.Envelope.Signature.ToArray();

        Told.Stage(centre, "guard", key);

        Assert.Equal(first, StagedStatement.TryRead(centre.Paths, told.Statement)!.Envelope.Signature.ToArray());
    }

    [Fact]
    public async Task Open_StagedFiles_WhatNobodyNamedForADayIsSwept()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync();
        using var key = SigningKey.Generate();
        var (fresh, old) = (Told.Stage(centre, "fresh", key), Told.Stage(centre, "old", key));
        File.SetLastWriteTimeUtc(Path.Combine(centre.Paths.Staged, old.Statement.ToHex()), DateTime.UtcNow.AddDays(-2));
        await File.WriteAllTextAsync(Path.Combine(centre.Paths.Staged, "half.tmp"), "");
        File.SetLastWriteTimeUtc(Path.Combine(centre.Paths.Staged, "half.tmp"), DateTime.UtcNow.AddDays(-2));

        await using (await test.OpenAsync(CentreUse.Serve))
        {
            Assert.Equal([fresh.Statement.ToHex()], Directory.EnumerateFiles(centre.Paths.Staged).Select(Path.GetFileName));
        }

        await centre.RecordAsync(fresh, Actor.Console, CancellationToken.None);
    }

    [Fact]
    public async Task Open_AStagedStatementDamagedBeforeItWasPublished_SaysWhichAndTellsWhoWaits()
    {
        await using var test = await TestCentre.MakeAsync();
        Told told;
        using var key = SigningKey.Generate();
        await using (var centre = await test.OpenAsync())
        {
            told = Told.Stage(centre, "guard", key);
            var entry = centre.Codec.Encode(new LogIndex(1), test.Time.Now, Actor.Console, told);
            await using var ledger = await TileLog.OpenAsync(new LogOptions { Folder = centre.Paths.Ledger, Signer = centre.Keys.Ledger }, test.Time, CancellationToken.None);
            await ledger.AppendAsync(entry, CancellationToken.None);
            await File.WriteAllTextAsync(Path.Combine(centre.Paths.Staged, told.Statement.ToHex()), "{}");
        }

        await using var reopened = await test.OpenAsync(CentreUse.Serve);
        var fault = await Assert.ThrowsAsync<CentreFaultException>(() => reopened.PublishedAsync(told.Statement, CancellationToken.None));
        Assert.Contains(told.Statement.ToHex(), fault.Message, StringComparison.Ordinal);
        await reopened.RecordAsync(new Counted("apples", 1), Actor.Console, CancellationToken.None);
    }

    [Fact]
    public async Task Open_APublicLogThatLostEntries_IsRefused()
    {
        await using var test = await TestCentre.MakeAsync();
        await using (var centre = await test.OpenAsync())
        {
            await centre.RecordAsync(new Counted("apples", 1), Actor.Console, CancellationToken.None);
            await centre.AnchorAsync(CancellationToken.None);
            Directory.Delete(centre.Paths.Log, recursive: true);
            await TileLog.CreateAsync(new LogOptions { Folder = centre.Paths.Log, Signer = centre.Keys.Log }, CancellationToken.None);
            Directory.CreateDirectory(centre.Paths.Statements);
        }

        var error = await Assert.ThrowsAsync<CentreUnusableException>(() => test.OpenAsync(CentreUse.Serve));

        Assert.Contains("published entries are missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Close_ACommandThatWrote_HasAnchored()
    {
        await using var test = await TestCentre.MakeAsync();
        await using (var command = await test.OpenAsync())
        {
            await command.RecordAsync(new Counted("apples", 1), Actor.Console, CancellationToken.None);
        }

        await using var reading = await test.OpenAsync();
        var found = LedgerVerification.Run(reading, CancellationToken.None);
        Assert.Empty(found.Problems);
        Assert.Equal(1, found.Anchors);
        Assert.Equal(1UL, reading.LogCheckpoint().Size.Value);
    }

    [Fact]
    public async Task Verify_AStatementMissingBesideTheLog_IsAProblem()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync();
        await centre.RecordAsync(new Counted("apples", 1), Actor.Console, CancellationToken.None);
        await centre.AnchorAsync(CancellationToken.None);
        File.Delete(Directory.EnumerateFiles(centre.Paths.Statements).Single());

        var problems = LedgerVerification.Run(centre, CancellationToken.None).Problems;

        Assert.Contains(problems, problem => problem.Contains("missing or damaged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verify_FilesGone_IsAProblemAndNoException()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync();
        await centre.RecordAsync(new Counted("apples", 1), Actor.Console, CancellationToken.None);
        Directory.Delete(Path.Combine(centre.Paths.Ledger, "tile"), recursive: true);

        Assert.NotEmpty(LedgerVerification.Run(centre, CancellationToken.None).Problems);
    }

    [Fact]
    public async Task Record_BookkeepingOutOfTurn_IsRefused()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync(CentreUse.Serve);
        using var key = SigningKey.Generate();
        var told = Told.Stage(centre, "guard", key);

        Act[] acts =
        [
            new CentreCreated("Another", "o", "a", "b", "c"),
            new StatementPublished(told.Statement, 0),
            new LedgerAnchored(1000, Digest.Of("root"u8), told.Statement),
            new LedgerAnchored(0, Digest.Of("root"u8), told.Statement),
            new PersonRegistered("console", Role.Administrator, null, []),
            new PersonRegistered("p-1", Role.Host, null, []),
            new PersonRegistered("p-1", Role.Administrator, "acme", []),
            new PersonRegistered("P 1", Role.Host, "acme", []),
            new PersonRegistered("p-1", Role.Host, "acme", new byte[5000]),
            new PersonErased("p-1", "gone"),
        ];
        foreach (var act in acts)
        {
            await Assert.ThrowsAsync<ActRefusedException>(() => centre.RecordAsync(act, Actor.Console, CancellationToken.None));
        }

        Assert.Equal(1UL, centre.LedgerCheckpoint().Size.Value);
    }
}
