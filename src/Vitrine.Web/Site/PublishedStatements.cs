using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Web;

/// <summary>A statement as it was published: what was signed, and what it says.</summary>
public sealed record PublishedStatement(DsseEnvelope Envelope, Statement Statement);

/// <summary>Statements that stand beside the public log, by the digest of their payload.</summary>
public static class PublishedStatements
{
    /// <summary>The envelope's file.</summary>
    public static string PathOf(OpenCentre centre, Digest digest) => Path.Combine(centre.Paths.Statements, digest.ToHex() + ".json");

    /// <summary>Reads one that this centre published.</summary>
    public static Statement Read(OpenCentre centre, Digest digest) => Load(centre, digest).Statement;

    /// <summary>Reads one, where a page goes on without it; null where it is missing or damaged.</summary>
    public static PublishedStatement? TryRead(OpenCentre centre, Digest digest)
    {
        try
        {
            return Load(centre, digest);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or DsseFormatException or StatementFormatException)
        {
            return null;
        }
    }

    private static PublishedStatement Load(OpenCentre centre, Digest digest)
    {
        var envelope = DsseEnvelope.Parse(File.ReadAllBytes(PathOf(centre, digest)));
        return new PublishedStatement(envelope, Statement.Parse(envelope.Payload.AsSpan()));
    }
}
