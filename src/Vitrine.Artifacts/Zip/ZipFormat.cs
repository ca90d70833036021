namespace Vitrine.Artifacts;

/// <summary>Zip archives, and NuGet packages among them.</summary>
internal sealed class ZipFormat : ComparedFormat
{
    public override string Name => ZipArchiveFile.Format;

    public override IEnumerable<NormaliserInfo> Normalisers =>
    [
        .. ZipComparison.Fields.Select(normaliser => normaliser.Info),
        ZipOrder.Info,
        ZipCompression.Info,
        NupkgSignature.Info,
        NupkgCoreProperties.Info,
    ];

    /// <summary>A member's header, or the end record of an archive without members.</summary>
    public override bool Recognises(ReadOnlySpan<byte> head) =>
        head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8);

    public override void Compare(MemberPair pair, Findings findings)
    {
        if (Open(Side.A, pair, findings) is { } a && Open(Side.B, pair, findings) is { } b)
        {
            new ZipComparison(pair, a, b, findings).Run();
        }
    }

    private static ZipArchiveFile? Open(Side side, MemberPair pair, Findings findings)
    {
        var limits = findings.Limits;
        try
        {
            return pair.Depth < limits.MaxDepth
                ? ZipArchiveFile.Read(pair[side], limits, findings.Cancellation)
                : throw ZipArchiveFile.Fault(ArtifactFault.LimitExceeded, -1, $"archives lie more than {limits.MaxDepth} deep");
        }
        catch (ArtifactFormatException fault)
        {
            findings.Refuse(pair.Path, side, fault);
            return null;
        }
    }
}
