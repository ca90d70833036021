using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Web;

/// <summary>Statements that stand beside the public log, by the digest of their payload.</summary>
public static class PublishedStatements
{
    /// <summary>The envelope's file.</summary>
    public static string PathOf(OpenCentre centre, Digest digest) => Path.Combine(centre.Paths.Statements, digest.ToHex() + ".json");

    /// <summary>Reads one that this centre published.</summary>
    public static Statement Read(OpenCentre centre, Digest digest) => Statement.Parse(DsseEnvelope.Parse(File.ReadAllBytes(PathOf(centre, digest))).Payload.AsSpan());
}
