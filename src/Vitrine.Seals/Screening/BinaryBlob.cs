namespace Vitrine.Seals;

/// <summary>Files among the sources that nobody can read.</summary>
internal sealed class BinaryBlob() : ScreeningRule("binary-blob", "Binary file among the sources", FindingSeverity.Medium)
{
    public override string Description =>
        "A binary file cannot be reviewed by reading: a program or library is code without source, an archive hides files, unknown data can be unpacked by the build. Told by content, whatever the name.";

    public override string FalsePositives => "Test data and build tools that the vendor documents. Pictures, fonts, sounds and documents under their own extensions are left out.";

    internal override void Screen(ScreenedFile file, FindingSink sink)
    {
        var name = file.Path[(file.Path.LastIndexOf('/') + 1)..];
        var extension = name.LastIndexOf('.') is >= 0 and var dot ? name[(dot + 1)..] : "";
        var kind = BinaryKind.Of(file.Content.Span);
        if (kind is null)
        {
            if (file.Kind == TextKind.Binary)
            {
                var claims = BinaryKind.IsKnownExtension(extension);
                sink.AddFile(this, Severity, claims ? $"The file is named .{extension}, but is not of that kind." : "The file is binary data of no known kind.");
            }

            return;
        }

        // A text that happens to begin with two letters is no binary.
        if (file.Kind != TextKind.Binary && kind.Magic.Length < 4 && kind.Role != BinaryRole.Container)
        {
            return;
        }

        var isNamed = kind.Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase);
        switch (kind.Role)
        {
            case BinaryRole.Executable:
                sink.AddFile(this, FindingSeverity.High, $"The file is a {kind.Name}: code that is not here as source{(isNamed ? "" : ", under a name that does not say so")}.");
                break;
            case BinaryRole.Container:
                sink.AddFile(this, isNamed ? Severity : FindingSeverity.High, $"The file is a {kind.Name}, whose contents are not seen{(isNamed ? "" : ", under a name that does not say so")}.");
                break;
            case BinaryRole.Data:
                sink.AddFile(this, FindingSeverity.Low, $"The file is a {kind.Name}.");
                break;
            default:
                if (!isNamed)
                {
                    sink.AddFile(this, Severity, $"The file is a {kind.Name}, under a name that does not say so.");
                }

                break;
        }
    }
}
