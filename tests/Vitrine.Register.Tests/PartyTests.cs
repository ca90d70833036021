using System.Security.Cryptography;
using Vitrine.Centre;

namespace Vitrine.Register.Tests;

public sealed class PartyTests
{
    [Fact]
    public async Task Register_AParty_ItsKeysAreMadeAndTheirPublicHalvesOnRecord()
    {
        await using var scene = await RegisterScene.MakeAsync();

        var party = await scene.RegisterAsync("nordlys");

        using var keys = PartyKeys.Read(scene.KeyFolder("nordlys"));
        using var views = scene.Centre.Snapshot();
        var found = Parties.Find("nordlys", views)!;
        Assert.Equal(("nordlys", "The nordlys", PartyKind.Laboratory), (found.Id, found.Name, found.Kind));
        Assert.Equal(keys.Signing.PublicKey.Spki.ToArray(), found.SigningKey);
        Assert.Equal(keys.Opening.PublicKey, found.OpeningKey);
        Assert.Equal(party.SigningKey, found.SigningKey);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(scene.KeyFolder("nordlys"), "sign.key")));
    }

    [Fact]
    public async Task Register_WithKeysThatItHas_KeepsThem()
    {
        await using var scene = await RegisterScene.MakeAsync();
        using var keys = PartyKeys.Create(scene.KeyFolder("own"));

        var party = await scene.RegisterAsync("nordlys", folder: scene.KeyFolder("own"));

        Assert.Equal(keys.Opening.PublicKey, party.OpeningKey);
        await Assert.ThrowsAsync<ActRefusedException>(() => scene.RegisterAsync("nordlys", folder: scene.KeyFolder("own")));
        Assert.True(File.Exists(Path.Combine(scene.KeyFolder("own"), "sign.key")));
    }

    [Fact]
    public async Task Register_WhatIsNoParty_IsRefusedAndLeavesNoKeys()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.RegisterAsync("nordlys");
        (string Id, string Name)[] bad = [("", "A"), ("Nordlys", "A"), ("a b", "A"), ("../up", "A"), (new string('a', 65), "A"), ("b", ""), ("b", "a\u202eb"), ("b", new string('a', 121)), ("nordlys", "Again")];
        foreach (var (id, name) in bad)
        {
            await Assert.ThrowsAsync<ActRefusedException>(() => scene.RegisterAsync(id, name: name, folder: scene.KeyFolder("fresh")));
            Assert.False(Directory.Exists(scene.KeyFolder("fresh")));
        }
    }

    [Fact]
    public async Task Register_TheKeyOfAnother_IsRefused()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.RegisterAsync("nordlys");
        using var keys = PartyKeys.Read(scene.KeyFolder("nordlys"));
        using var own = PartyKeys.Create(scene.KeyFolder("own"));
        var (signing, opening) = (own.Signing.PublicKey.Spki.ToArray(), own.Opening.PublicKey);

        Assert.Contains("keys of its own", (await Assert.ThrowsAsync<ActRefusedException>(() => scene.RegisterAsync("acme", PartyKind.Host, folder: scene.KeyFolder("nordlys")))).Message, StringComparison.Ordinal);
        await scene.RefusedAsync(new PartyRegistered("acme", "Acme", PartyKind.Host, signing, keys.Opening.PublicKey));
        await scene.RefusedAsync(new PartyRegistered("acme", "Acme", PartyKind.Host, keys.Opening.PublicKey, opening));
        await scene.RecordAsync(new PartyRegistered("acme", "Acme", PartyKind.Host, signing, opening));
    }

    [Fact]
    public async Task Register_KeysThatAreNone_AreRefused()
    {
        await using var scene = await RegisterScene.MakeAsync();
        using var own = PartyKeys.Create(scene.KeyFolder("own"));
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var (signing, opening) = (own.Signing.PublicKey.Spki.ToArray(), own.Opening.PublicKey);

        await scene.RefusedAsync(new PartyRegistered("acme", "Acme", PartyKind.Host, [], opening));
        await scene.RefusedAsync(new PartyRegistered("acme", "Acme", PartyKind.Host, signing, [1, 2, 3]));
        await scene.RefusedAsync(new PartyRegistered("acme", "Acme", PartyKind.Host, other.ExportSubjectPublicKeyInfo(), opening));
        Assert.Throws<KeyFileException>(() => PartyKeys.Read(scene.KeyFolder("none")));
        Assert.Throws<KeyFileException>(() => PartyKeys.Import([1, 2, 0, 3]));
    }
}
