namespace Vitrine.Artifacts;

/// <summary>The module's version id: a GUID made anew, or hashed, by every build.</summary>
internal sealed class DotNetMvid() : Normaliser<PeImage>("dotnet.mvid", 1, ExplanationKind.Metadata, "module version id")
{
    public override void Apply(PeImage image, PeImage other, Edits edits)
    {
        if (image.Cli is { } cli)
        {
            edits.Zero(cli.MvidOffset, 16, new Guid(image.View.Slice(cli.MvidOffset, 16)).ToString());
        }
    }
}
