using Vitrine.Proofs;

namespace Vitrine.Register.Tests;

/// <summary>Makers, an owner, two products of which one contains the other, and two operators.</summary>
internal static class AdvisoryScene
{
    public static readonly Source Paper = new("A newspaper", "https://paper.example/1", new DateOnly(2026, 3, 1), 'B');
    public static readonly DateOnly Today = new(2026, 3, 2);

    public static async Task<RegisterScene> MakeAsync()
    {
        var scene = await RegisterScene.MakeAsync();
        foreach (var (id, name) in new[] { ("dark", "Dark Holding"), ("acme", "The acme"), ("bright", "Bright Software"), ("grid", "Grid North"), ("town", "Town Hall"), ("office", "The office") })
        {
            await scene.RecordAsync(new EntityRecorded(id, EntityKind.Organisation, name, [], [], null));
        }

        await scene.RecordAsync(new TieClaimed("t-1", TieKind.Ownership, "dark", "acme", Share.Exactly(51), null, null, null, Paper));
        await scene.RecordAsync(new ProductRecorded("engine", "Engine", "acme", "antivirus"));
        await scene.RecordAsync(new ProductRecorded("guard", "Guard", "bright", "antivirus"));
        await scene.RecordAsync(new ComponentIdentified("c-1", "Guard", null, Digest.Of("engine.so"u8), "Engine", "acme", 97, "412 rare strings, 37 functions."));
        await scene.RecordAsync(new OperatorRecorded("grid", "energy", ["critical"], [new OperatorUse("guard", "1.4", [])]));
        await scene.RecordAsync(new OperatorRecorded("town", "government", [], [new OperatorUse("engine", null, [Digest.Of("engine.so"u8)])]));
        return scene;
    }
}
