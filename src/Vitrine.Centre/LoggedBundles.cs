using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>Makes the line of a bundle for a statement that stands in the centre's public log.</summary>
public static class LoggedBundles
{
    /// <summary>The statement of this digest with its proof of inclusion under <paramref name="checkpoint"/>.</summary>
    /// <exception cref="ActRefusedException">The centre has published no such statement, or not under this checkpoint.</exception>
    public static SigstoreBundle Of(OpenCentre centre, Digest statement, VerifiedCheckpoint checkpoint)
    {
        long? index;
        using (var views = centre.Snapshot())
        {
            index = views.Scalar<long?>("SELECT log_index FROM centre_statement WHERE digest = $1", statement);
        }

        if (index is not { } place || (ulong)place >= checkpoint.Size.Value)
        {
            throw new ActRefusedException($"The statement {statement} is not in the public log yet.");
        }

        var log = centre.Log;
        var position = new LogIndex((ulong)place);
        var body = LogEntryBody.Parse(log.ReadEntry(position, checkpoint.Size));
        return SigstoreBundle.Create(Envelope(centre, statement), body.Key, log.ProveInclusion(position, checkpoint.Size), checkpoint);
    }

    /// <summary>The envelope of a statement that the centre has published.</summary>
    /// <exception cref="IOException">It is not there.</exception>
    public static DsseEnvelope Envelope(OpenCentre centre, Digest statement) =>
        DsseEnvelope.Parse(File.ReadAllBytes(Path.Combine(centre.Paths.Statements, statement.ToHex() + ".json")));
}
