namespace Vitrine.Seals;

/// <summary>Contents in a source tree that nobody can review as source.</summary>
internal sealed class BinaryBlobRule : ScreeningRule
{
    private static readonly string[] HarmlessNames =
    [
        "png", "jpg", "jpeg", "gif", "bmp", "ico", "icns", "webp", "tif", "tiff", "svg", "ttf", "otf", "woff", "woff2", "eot", "mp3", "wav", "ogg", "flac",
        "mp4", "webm", "avi", "txt", "md", "pdf", "csv", "json", "xml", "html", "css",
    ];

    public override string Id => "binary-blob";

    public override string Title => "Binary content";

    public override ScreeningSeverity Severity => ScreeningSeverity.High;

    public override ScreeningAudience Audience => ScreeningAudience.Both;

    public override string Description =>
        "A file that is not text, by its content, not its name. Programs, libraries, bytecode and archives are medium, for they can end in what is shipped without "
        + "having been read; a program under the name of an image, a document or a text is high; data, and what is not known, is low; images, fonts, sound and film "
        + "are no finding, nor are compiled catalogues of translations in which every byte is accounted for.";

    public override string FalsePositives => "Samples for tests, and tools that are kept beside the source.";

    internal override bool ReadsBinary => true;

    internal override void Scan(ScreenedFile file, Hits hits)
    {
        var content = file.Content.Span;
        var kind = BinaryKind.Of(content);
        if (content.IsEmpty || (kind is null && file.IsText) || kind?.Class == BinaryClass.Media || MessageCatalogue.IsWhole(content))
        {
            return;
        }

        var isDisguised = kind?.Class == BinaryClass.Program && HarmlessNames.Contains(file.Extension);
        var severity = isDisguised ? ScreeningSeverity.High
            : kind?.Class is BinaryClass.Program or BinaryClass.Archive ? ScreeningSeverity.Medium
            : ScreeningSeverity.Low;
        hits.Add(
            this,
            0,
            0,
            severity,
            kind is null && MessageCatalogue.IsMarked(content) ? $"The file begins as a catalogue of translations, but is not one in UTF-8 throughout, {content.Length:N0} bytes."
            : kind is null ? $"The file is {content.Length:N0} bytes of an unknown kind."
            : isDisguised ? $"The file is {kind.Name}, under a name that says otherwise."
            : $"The file is {kind.Name}, {content.Length:N0} bytes.");
    }
}
