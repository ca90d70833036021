namespace Vitrine.Artifacts;

/// <summary>
/// The strong-name signature, and the header's flag that says there is one. Only where both sides reserve the same size for it:
/// the public key, and with it the assembly's identity, is compared.
/// </summary>
internal sealed class DotNetStrongName()
    : Normaliser<PeImage>("dotnet.strong-name", 1, ExplanationKind.Signature, "strong-name signature")
{
    private const byte StrongNameSigned = 8;

    public override void Apply(PeImage image, PeImage other, Edits edits)
    {
        if (image.Cli is { StrongNameSize: > 0 } cli && other.Cli?.StrongNameSize == cli.StrongNameSize)
        {
            edits.Replace(cli.HeaderOffset + 16, 1, new[] { (byte)(cli.Flags & 0xff & ~StrongNameSigned) });
            var signature = image.View.Slice(cli.StrongNameOffset, cli.StrongNameSize);
            edits.Zero(cli.StrongNameOffset, cli.StrongNameSize, signature.ContainsAnyExcept((byte)0) ? "signed" : "not signed");
        }
    }
}
