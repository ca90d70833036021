using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>A whole log, once: every entry against every tile, and all against the signed root.</summary>
public static class LogAudit
{
    /// <summary>Gives what is wrong in a sentence; null when everything agrees.</summary>
    /// <exception cref="LogSourceException">A part cannot be had.</exception>
    public static async Task<string?> RunAsync(ILogSource source, VerifiedCheckpoint checkpoint, IProgress<ulong>? passed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var edge = new HashEdge();
        return await new LogWalk(source).WalkAsync(edge, checkpoint.Size, static (_, _) => { }, passed, cancellationToken).ConfigureAwait(false)
            ?? (edge.Root() == checkpoint.Root ? null : $"Its entries give the root {edge.Root()}; its key signed {checkpoint.Root}.");
    }
}
