using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register.Tests;

public sealed class RegisterTests : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "vitrine-register-" + Guid.NewGuid().ToString("N")[..10]);
    private OpenCentre? _centre;

    private OpenCentre Centre => _centre!;

    public async Task InitializeAsync() => _centre = await OpenCentre.CreateAsync(_folder, "Test centre", [new RegisterPart()], TimeProvider.System, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await Centre.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Register_AParty_KeepsItsPublicKeysAndLeavesItsOwnWhereTheyLie()
    {
        var folder = Path.Combine(_folder, "lab-keys");
        var party = await Parties.RegisterAsync(Centre, "lab", "Laboratory Nine", PartyKind.Laboratory, folder, Actor.Console, CancellationToken.None);

        using var views = Centre.Snapshot();
        using var keys = PartyKeys.Read(folder);
        Assert.Equal(PartyKind.Laboratory, Parties.Find("lab", views)!.Kind);
        Assert.True(PublicKey.FromSpki(party.SigningKey).Equals(keys.Signing.PublicKey));
    }

    [Theory]
    [InlineData("Lab", "Laboratory Nine")]
    [InlineData("", "Laboratory Nine")]
    [InlineData("lab", "")]
    [InlineData("lab", "Laboratory\nNine")]
    public async Task Register_AMalformedParty_IsRefusedAndLeavesNoKeys(string id, string name)
    {
        var folder = Path.Combine(_folder, "lab-keys");

        await Assert.ThrowsAsync<ActRefusedException>(() => Parties.RegisterAsync(Centre, id, name, PartyKind.Laboratory, folder, Actor.Console, CancellationToken.None));

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Status_AfterARevocation_SaysItUnderTheCentresKey()
    {
        var digest = Digest.Of("a release"u8);
        var first = await StatusDesk.IssueAsync(Centre, TimeSpan.FromDays(7), Actor.Console, CancellationToken.None);
        await Centre.RecordAsync(new Revoked(RevokedKind.Release, digest, "A fault."), Actor.Console, CancellationToken.None);
        var second = await StatusDesk.IssueAsync(Centre, TimeSpan.FromDays(7), Actor.Console, CancellationToken.None);

        Assert.Empty(Read(first).Revoked);
        var status = Read(second);
        Assert.Equal(2UL, status.Number);
        Assert.Equal((RevokedKind.Release, digest, "A fault."), (status.Revoked[0].Kind, status.Revoked[0].Digest, status.Revoked[0].Reason));
    }

    [Fact]
    public async Task Revoke_TwiceOrAnUnknownCertificate_IsRefused()
    {
        var digest = Digest.Of("a key"u8);
        await Centre.RecordAsync(new Revoked(RevokedKind.Key, digest, "Stolen."), Actor.Console, CancellationToken.None);

        await Assert.ThrowsAsync<ActRefusedException>(() => Centre.RecordAsync(new Revoked(RevokedKind.Key, digest, "Again."), Actor.Console, CancellationToken.None));
        await Assert.ThrowsAsync<ActRefusedException>(() => Centre.RecordAsync(new Revoked(RevokedKind.Certificate, digest, "None."), Actor.Console, CancellationToken.None));
    }

    private StatusPredicate Read(Digest statement)
    {
        var envelope = DsseEnvelope.Parse(File.ReadAllBytes(Path.Combine(Centre.Paths.Statements, statement.ToHex() + ".json")));
        Assert.True(VerifiedStatement.TryOpen(envelope, Centre.Keys.Signing.PublicKey, out var verified));
        return StatusPredicate.Parse(verified.Statement.Predicate);
    }
}
