using Vitrine.Centre;

namespace Vitrine.Room.Tests;

/// <summary>What gates go by, and who may put it on record.</summary>
public sealed partial class GateTests
{
    [Fact]
    public async Task Facts_OfAPerson_StandInNoFileInTheClearAndGoWithThePerson()
    {
        await using var scene = await Scene.MakeAsync();
        scene.Centre.Keys.CreatePerson("p-rasmus");
        await RecordFactsAsync(scene, new PersonFacts("Rasmus Findme Example", [PersonFactLines.Standing("citizen NO 1990-05-17")!], []));
        var few = Blob(scene).Length;
        await RecordFactsAsync(scene, new PersonFacts("Rasmus Findme Example", [.. Enumerable.Repeat(PersonFactLines.Standing("citizen NO 1990-05-17")!, 9)], []));

        Assert.Equal(few, Blob(scene).Length);
        foreach (var file in Directory.EnumerateFiles(scene.Centre.Paths.Folder, "*", SearchOption.AllDirectories).Where(file => file != scene.Centre.Paths.Socket && !Path.GetFileName(file).EndsWith("lock", StringComparison.Ordinal)))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            Assert.True(bytes.AsSpan().IndexOf("Findme"u8) < 0 && bytes.AsSpan().IndexOf("1990-05-17"u8) < 0, file);
        }

        scene.Centre.Keys.ErasePerson("p-rasmus");
        using var views = scene.Centre.Snapshot();
        Assert.Null(PersonFacts.Find("p-rasmus", scene.Centre, views));
    }

    [Fact]
    public async Task Record_FactsSitesClassesAndRules_AreForTheirOwnPeopleAlone()
    {
        await using var scene = await Scene.MakeAsync();
        var adam = new Actor("p-adam", Role.Administrator);
        var otto = new Actor("p-otto", Role.Host);
        var rasmus = new Actor("p-rasmus", Role.Reviewer);
        var facts = new PersonFactsRecorded("p-ruth", new byte[64]);
        var site = new SiteRegistered("oslo", "Oslo", Scene.Host, "NO", ["10.0.0.0/8"]);
        var classified = new ExportClassified(scene.Root.Value, ExportRules.Presets["ear99"], "Counsel.");
        var house = new HouseRulesStated(Scene.Host, EntryRules.None);
        (Act Act, Actor[] May)[] table = [(facts, [adam]), (site, [adam, scene.Hanne]), (classified, [scene.Hanne]), (house, [scene.Hanne])];
        foreach (var (act, may) in table)
        {
            foreach (var by in (Actor[])[adam, otto, rasmus, scene.Astrid, scene.Hanne])
            {
                if (may.Contains(by))
                {
                    await scene.RecordAsync(act, by);
                }
                else
                {
                    await scene.RefusedAsync(act, by);
                }
            }
        }
    }

    [Fact]
    public async Task Record_WhatNoGateCouldAsk_IsRefused()
    {
        await using var scene = await Scene.MakeAsync();
        var site = new SiteRegistered("oslo", "Oslo", Scene.Host, "NO", ["10.0.0.0/8"]);
        Act[] bad =
        [
            site with { Site = "Oslo!" }, site with { Name = "" }, site with { Controller = "nobody" }, site with { Jurisdiction = "no" }, site with { Jurisdiction = "NOR" },
            site with { Terminals = [] }, site with { Terminals = ["10.0.0.0/33"] }, site with { Terminals = ["here"] }, site with { Terminals = [.. Enumerable.Repeat("10.0.0.1", 65)] },
            new ExportClassified(scene.Root.Value, new ExportRule("X", ExportBasis.Every, ["Norway"], []), "Counsel."),
            new ExportClassified(scene.Root.Value, new ExportRule("X", ExportBasis.Nothing, ["NO"], []), "Counsel."),
            new ExportClassified(scene.Root.Value, new ExportRule("", ExportBasis.Every, ["NO"], []), "Counsel."),
            new ExportClassified(Vitrine.Proofs.Digest.Of("none"u8), ExportRules.Presets["itar"], "Counsel."),
            new HouseRulesStated(Scene.Laboratory, EntryRules.None),
            new HouseRulesStated(Scene.Host, EntryRules.None with { Site = "nowhere" }),
            new HouseRulesStated(Scene.Host, EntryRules.None with { PersonScheme = "a\nb" }),
            new HouseRulesStated(Scene.Host, EntryRules.None with { Laboratory = new LaboratoryRule("", [], null) }),
            new PersonFactsRecorded("p-none", [1]),
            new PersonFactsRecorded("p-ruth", new byte[10_000]),
        ];
        foreach (var act in bad)
        {
            await scene.RefusedAsync(act);
        }
    }
}
