using System.Security.Cryptography;
using Vitrine.Centre;
using Vitrine.Proofs;

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

    [Fact]
    public async Task Record_RotationThatItsStatementDoesNotMake_IsRefusedWithTheReason()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.RegisterAsync("nordlys");
        await scene.RegisterAsync("acme", PartyKind.Host);
        using var keys = PartyKeys.Read(scene.KeyFolder("nordlys"));
        using var acme = PartyKeys.Read(scene.KeyFolder("acme"));
        using var next = SigningKey.Generate();
        using var other = SigningKey.Generate();
        var old = keys.Signing.PublicKey;
        var right = new RotationPredicate(RotatedKey.Party, "nordlys", old.KeyId, next.PublicKey, scene.Time.Now);
        PartyKeyRotated Act(RotationPredicate predicate, SigningKey signer) =>
            new("nordlys", old.KeyId, next.PublicKey.Spki.ToArray(), StagedStatement.Stage(scene.Centre.Paths, predicate.Of(), signer));

        (RotationPredicate Said, SigningKey Signer, string Reason)[] wrong =
        [
            (right with { To = other.PublicKey }, keys.Signing, "as the new key, and the act another"),
            (right with { Name = "acme" }, keys.Signing, "is about a key of acme (party), and the act about one of nordlys (party)"),
            (right with { Whose = RotatedKey.Centre }, keys.Signing, "(centre), and the act about one of"),
            (right with { From = acme.Signing.PublicKey.KeyId }, keys.Signing, "ends the key"),
            (right with { At = scene.Time.Now.AddSeconds(1) }, acme.Signing, "and not with the key that it ends"),
            (right with { At = scene.Time.Now.AddSeconds(2) }, scene.Centre.Keys.Signing, "and not with the key that it ends"),
        ];
        foreach (var (said, signer, reason) in wrong)
        {
            Assert.Contains(reason, (await scene.RefusedAsync(Act(said, signer))).Message, StringComparison.Ordinal);
        }

        await scene.RecordAsync(Act(right, keys.Signing));
    }

    [Fact]
    public async Task RotateOpening_OnceAndAgain_EveryKeyStaysInTheFileAndIsOnRecord()
    {
        await using var scene = await RegisterScene.MakeAsync();
        var before = await scene.RegisterAsync("nordlys");
        await scene.RegisterAsync("acme", PartyKind.Host);
        var folder = scene.KeyFolder("nordlys");
        await Assert.ThrowsAsync<ActRefusedException>(() => OpeningKeyRotation.RotateAsync(scene.Centre, "nordlys", scene.KeyFolder("acme"), CancellationToken.None));

        var (first, _) = await OpeningKeyRotation.RotateAsync(scene.Centre, "nordlys", folder, CancellationToken.None);

        // Made, and cut off before its act: the same command takes it up.
        PartyKeys.AddOpening(folder);
        using var cutOff = PartyKeys.Read(folder);
        var (second, index) = await OpeningKeyRotation.RotateAsync(scene.Centre, "nordlys", folder, CancellationToken.None);
        Assert.Equal(cutOff.Opening.PublicKey, second.Spki.ToArray());
        using (var keys = PartyKeys.Read(folder))
        using (var views = scene.Centre.Snapshot())
        {
            Assert.Equal(second.Spki.ToArray(), Parties.Find("nordlys", views)!.OpeningKey);
            Assert.Equal([PublicKey.FromSpki(before.OpeningKey), first], OpeningKeyRotation.PastKeys(views).Select(past => past.Key));
            Assert.All((PublicKey[])[PublicKey.FromSpki(before.OpeningKey), first, second], key => Assert.True(keys.Opening.Holds(key.Spki)));
        }

        Assert.True(index.Value < scene.Centre.LogCheckpoint().Size.Value);
        Assert.Empty(LedgerVerification.Run(scene.Centre, CancellationToken.None).Problems);
        await scene.AssertRebuildsAsync();
    }

    [Fact]
    public async Task Record_RotationOfAnOpeningKeyThatDoesNotFit_IsRefusedWithTheReason()
    {
        await using var scene = await RegisterScene.MakeAsync();
        var party = await scene.RegisterAsync("nordlys");
        await scene.RegisterAsync("acme", PartyKind.Host);
        using var keys = PartyKeys.Read(scene.KeyFolder("nordlys"));
        using var acme = PartyKeys.Read(scene.KeyFolder("acme"));
        using var next = SigningKey.Generate();
        var old = PublicKey.FromSpki(party.OpeningKey);
        var right = new RotationPredicate(RotatedKey.Opening, "nordlys", old.KeyId, next.PublicKey, scene.Time.Now);
        PartyOpeningKeyRotated Act(RotationPredicate said, SigningKey signer, PublicKey? to = null) => new(
            "nordlys", old.KeyId, (to ?? next.PublicKey).Spki.ToArray(), signer.PublicKey.KeyId, StagedStatement.Stage(scene.Centre.Paths, said.Of(), signer));

        (PartyOpeningKeyRotated Act, string Reason)[] wrong =
        [
            (Act(right with { At = scene.Time.Now.AddSeconds(9) }, acme.Signing), "is not signed with the key with which The nordlys signs"),
            (Act(right with { Whose = RotatedKey.Party, From = keys.Signing.PublicKey.KeyId }, keys.Signing), "(party), and the act about one of nordlys (opening)"),
            (Act(right with { To = PublicKey.FromSpki(acme.Opening.PublicKey) }, keys.Signing, PublicKey.FromSpki(acme.Opening.PublicKey)), "is one of The acme"),
            (Act(right, keys.Signing) with { SignedBy = old.KeyId }, "and not with the key that it ends"),
            (Act(right, keys.Signing) with { From = keys.Signing.PublicKey.KeyId }, "ends the key"),
        ];
        foreach (var (act, reason) in wrong)
        {
            Assert.Contains(reason, (await scene.RefusedAsync(act)).Message, StringComparison.Ordinal);
        }

        await scene.RecordAsync(Act(right with { At = scene.Time.Now.AddSeconds(1) }, keys.Signing));
    }

    [Fact]
    public async Task Record_StatementSignedWithAPartysOldKey_IsRefusedWhoeverBringsIt()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.RegisterAsync("nordlys");
        using var stale = PartyKeys.Read(scene.KeyFolder("nordlys"));
        await PartyKeyRotation.RotateAsync(scene.Centre, "nordlys", scene.KeyFolder("nordlys"), CancellationToken.None);
        var size = scene.Centre.LedgerCheckpoint().Size;

        var certificate = scene.Certificate("1") with { Review = Staged(stale.Signing) };
        Assert.Contains($"signed with {stale.Signing.PublicKey.KeyId}, with which The nordlys signs no more", (await scene.RefusedAsync(certificate)).Message, StringComparison.Ordinal);
        Assert.True(size.Value + 1 >= scene.Centre.LedgerCheckpoint().Size.Value);

        using var keys = PartyKeys.Read(scene.KeyFolder("nordlys"));
        await scene.RecordAsync(certificate with { Review = Staged(keys.Signing) });

        Digest Staged(SigningKey key) => StagedStatement.Stage(
            scene.Centre.Paths, new ReleasePredicate("review", "1", "stable", Digest.Of("seal"u8), "v", scene.Time.Now).Of([Subject.File("f", Digest.Of("g"u8))]), key);
    }
}
