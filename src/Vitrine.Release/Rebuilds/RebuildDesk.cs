using System.Security.Cryptography;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Seals;

namespace Vitrine.Release;

/// <summary>Repeats a build from a seal, compares it with what ships, and says so under the centre's key, whatever the verdict.</summary>
public static class RebuildDesk
{
    /// <summary>Rebuilds and compares; source goes from memory into the sandbox and never lies on a disk in the clear.</summary>
    /// <returns>The result, with no statement where the build itself failed: then nothing was compared.</returns>
    /// <exception cref="SandboxException">The machine lacks something.</exception>
    /// <exception cref="SealStoreException">There is no such seal here, or it cannot be read.</exception>
    public static async Task<(RebuildResult Result, Digest? Statement)> RunAsync(
        OpenCentre centre, SealStore seals, SealRoot root, Recipe recipe, IReadOnlyList<ShippedArtifact> shipped, bool twice, Actor by, IProgress<RebuildProgress>? progress, CancellationToken cancellationToken)
    {
        using var seal = seals.Open(root);
        var rebuilder = Rebuilder.Open(new SandboxOptions { CacheFolder = Path.Combine(centre.Paths.Scratch, "closure") }, centre.Time);
        var request = new RebuildRequest { Source = BuildSource.OfSeal(seal), Recipe = recipe, Shipped = [.. shipped], Twice = twice };
        var result = await rebuilder.RunAsync(request, progress, cancellationToken);
        if (result.Worst is not { } worst)
        {
            return (result, null);
        }

        var invocation = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var predicate = result.ToPredicate(root.Value, $"{centre.Description.Origin}/rebuilder", invocation);
        var statement = StagedStatement.Stage(centre.Paths, predicate.Of(result.ToSubjects()), centre.Keys.Signing);
        var act = new RebuildAttested(root.Value, statement, [.. result.Files.Select(file => new ShippedFile(file.Name, file.Shipped))], worst.ToRebuildVerdict());
        await centre.RecordAsync(act, by, cancellationToken);
        await centre.PublishedAsync(statement, cancellationToken);
        return (result, statement);
    }
}
