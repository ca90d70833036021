namespace Vitrine.Artifacts;

/// <summary>PE images, native and .NET.</summary>
internal sealed class PeFormat : FlatFormat<PeImage>
{
    public override string Name => PeImage.Format;

    protected override IReadOnlyList<Normaliser<PeImage>> List { get; } =
    [
        new PeCertificateTable(),
        new PeChecksum(),
        new PeRichHeader(),
        new PeCoffTimestamp(),
        new PeDebugTimestamps(),
        new PeCodeView(),
        new PePdbChecksum(),
        new PeRepro(),
        new DotNetMvid(),
        new DotNetStrongName(),
        new DotNetLayout(),
    ];

    public override bool Recognises(ReadOnlySpan<byte> head) => head.StartsWith("MZ"u8);

    protected override PeImage Parse(ReadOnlyMemory<byte> bytes) => PeImage.Parse(bytes);

    protected override void NameDifferences(string member, Edited<PeImage> a, Edited<PeImage> b, Findings findings)
    {
        PeDifferences.Name(member, a, b, findings);
    }
}
