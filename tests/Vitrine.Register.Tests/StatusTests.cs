using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register.Tests;

public sealed class StatusTests
{
    private static readonly TimeSpan Week = StatusDesk.DefaultValidity;

    [Fact]
    public async Task Issue_AStatus_SaysWhatIsRevokedAndIsSignedAndLogged()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.RegisterAsync("nordlys");
        var certificate = scene.Certificate("1");
        await scene.RecordAsync(certificate);
        await scene.Centre.PublishedAsync(certificate.Certificate, CancellationToken.None);
        await scene.RecordAsync(new Revoked(RevokedKind.Certificate, certificate.Certificate, "It erred."));
        scene.Time.Now = scene.Time.Now.AddSeconds(5);
        await scene.RecordAsync(new Revoked(RevokedKind.Key, Digest.Of("key"u8), "It leaked."));

        var status = await scene.ReadAsync(await IssueAsync(scene));

        Assert.Equal(1UL, status.Number);
        Assert.Equal((scene.Time.Now, scene.Time.Now + Week), (status.Issued, status.Expires));
        Assert.Equal(
            [(RevokedKind.Certificate, certificate.Certificate, "It erred."), (RevokedKind.Key, Digest.Of("key"u8), "It leaked.")],
            status.Revoked.Select(one => (one.Kind, one.Digest, one.Reason)));
        Assert.Equal(scene.Time.Now, status.Revoked[1].Since);
        Assert.Equal(scene.Centre.Keys.Log.Name, status.Log.Origin);
        Assert.Equal(new Log.TileReader(scene.Centre.Paths.Log).RootAt(status.Log.Size), status.Log.Root);
    }

    [Fact]
    public async Task Issue_OneAfterTheOther_NumbersCountUp()
    {
        await using var scene = await RegisterScene.MakeAsync();
        var numbers = new List<ulong>();
        for (var i = 0; i < 3; i++)
        {
            numbers.Add((await scene.ReadAsync(await IssueAsync(scene))).Number);
        }

        Assert.Equal([1UL, 2UL, 3UL], numbers);
    }

    [Fact]
    public async Task Issue_ManyAtOnce_EachGetsANumberOfItsOwn()
    {
        await using var scene = await RegisterScene.MakeAsync();

        var issued = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => IssueAsync(scene))));

        var numbers = new List<ulong>();
        foreach (var status in issued)
        {
            numbers.Add((await scene.ReadAsync(status)).Number);
        }

        Assert.Equal([1UL, 2UL, 3UL, 4UL], numbers.Order());
        using var views = scene.Centre.Snapshot();
        Assert.Equal(4UL, (await scene.ReadAsync(StatusDesk.Newest(views)!.Value)).Number);
    }

    [Fact]
    public async Task Issue_WithAValidityThatIsNone_IsRefused()
    {
        await using var scene = await RegisterScene.MakeAsync();
        foreach (var validity in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromDays(-1), TimeSpan.FromDays(367)])
        {
            await Assert.ThrowsAsync<ActRefusedException>(() => StatusDesk.IssueAsync(scene.Centre, validity, Actor.Console, CancellationToken.None));
        }

        using var views = scene.Centre.Snapshot();
        Assert.Null(StatusDesk.Newest(views));
    }

    [Fact]
    public async Task Record_AStatusOutOfTurn_IsRefused()
    {
        await using var scene = await RegisterScene.MakeAsync();
        var staged = scene.Certificate("1").Certificate;

        await scene.RefusedAsync(new StatusIssued(0, staged, scene.Time.Now + Week));
        await scene.RefusedAsync(new StatusIssued(2, staged, scene.Time.Now + Week));
        await scene.RefusedAsync(new StatusIssued(1, staged, scene.Time.Now));
    }

    [Theory]
    [InlineData(Role.Host)]
    [InlineData(Role.Reviewer)]
    [InlineData(Role.Authority)]
    public async Task Revoke_ByAnybodyButTheCentre_IsRefused(Role role)
    {
        await using var scene = await RegisterScene.MakeAsync();
        var person = await scene.PersonAsync("p-one", role, "nordlys");
        foreach (var kind in Enum.GetValues<RevokedKind>())
        {
            Assert.Contains("The centre revokes", await scene.RefusedAsync(new Revoked(kind, Digest.Of("x"u8), "Because."), person), StringComparison.Ordinal);
        }

        await scene.RecordAsync(new PersonRegistered("p-two", Role.Administrator, null, [1]));
        await scene.RecordAsync(new Revoked(RevokedKind.Key, Digest.Of("x"u8), "It leaked."), new Actor("p-two", Role.Administrator));
    }

    [Fact]
    public async Task Revoke_WhatNoStatusCouldSay_IsRefusedAndStatusesGoOn()
    {
        await using var scene = await RegisterScene.MakeAsync();
        foreach (var reason in (string[])["", " ", "a\u202eb", "two\nlines", new string('x', 501)])
        {
            await scene.RefusedAsync(new Revoked(RevokedKind.Key, Digest.Of("key"u8), reason));
        }

        await scene.RefusedAsync(new Revoked(RevokedKind.Certificate, Digest.Of("none"u8), "No such certificate."));
        await scene.RecordAsync(new Revoked(RevokedKind.Key, Digest.Of("key"u8), "It leaked."));
        await scene.RefusedAsync(new Revoked(RevokedKind.Key, Digest.Of("key"u8), "It leaked again."));

        Assert.Single((await scene.ReadAsync(await IssueAsync(scene))).Revoked);
    }

    [Fact]
    public void CanSay_MoreThanAStatusHolds_IsNo()
    {
        Revocation One(int i, string reason) => new(RevokedKind.Key, Digest.Of(BitConverter.GetBytes(i)), reason, DateTimeOffset.UnixEpoch);

        Assert.True(StatusDesk.CanSay([.. Enumerable.Range(0, 1000).Select(i => One(i, new string('x', 500)))]));
        Assert.True(StatusDesk.CanSay([.. Enumerable.Range(0, 4096).Select(i => One(i, "It leaked."))]));
        Assert.False(StatusDesk.CanSay([.. Enumerable.Range(0, 4097).Select(i => One(i, "x"))]));
        Assert.False(StatusDesk.CanSay([.. Enumerable.Range(0, 4000).Select(i => One(i, new string('ж', 500)))]));
    }

    private static Task<Digest> IssueAsync(RegisterScene scene) => StatusDesk.IssueAsync(scene.Centre, Week, Actor.Console, CancellationToken.None);
}
