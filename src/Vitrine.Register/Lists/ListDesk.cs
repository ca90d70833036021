using System.Text;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>What is said of a list beside its file; null where the file says it, or the list's last version did.</summary>
public sealed record ListAbout(string? List, string? Title, string? Publisher, DateOnly? Date, string? Source);

/// <summary>Brings lists into the centre.</summary>
public static class ListDesk
{
    /// <summary>Imports a version of a list, whole or not at all.</summary>
    /// <param name="centre">The centre.</param>
    /// <param name="bytes">The file: CSV or FollowTheMoney.</param>
    /// <param name="fileName">Its name without a folder: the identifier where nothing else gives one.</param>
    /// <param name="about">What goes before what the file says of itself.</param>
    /// <param name="by">Who imports it.</param>
    /// <param name="cancellationToken">Stops it before it is recorded.</param>
    /// <exception cref="ListFormatException">Every line that is wrong.</exception>
    /// <exception cref="ActRefusedException">The version is here already, or its identifier or date cannot be.</exception>
    public static async Task<ListVersion> ImportAsync(OpenCentre centre, ReadOnlyMemory<byte> bytes, string fileName, ListAbout about, Actor by, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(centre.Time.GetUtcNow().UtcDateTime);
        var file = ListFile.Read(bytes.Span, about.Date ?? today);
        var date = about.Date ?? file.Date ?? today;
        var list = about.List ?? file.List ?? Identifier(fileName);
        ListVersion? before;
        using (var views = centre.Snapshot())
        {
            before = Lists.Find(list, views)?.Newest;
        }

        var title = about.Title ?? file.Title ?? before?.Title ?? list;
        var document = centre.Documents.Add(bytes.Span);
        var import = new ListImported(
            list, title, about.Publisher ?? file.Publisher ?? before?.Publisher ?? "not named", date, about.Source ?? file.Source ?? before?.Source ?? fileName, file.Format, document, file.Entries.Length);
        await centre.RecordAsync(import, by, cancellationToken);
        using var after = centre.Snapshot();
        return Lists.Versions(list, after).First(version => version.Document == document && version.Date == date);
    }

    /// <summary>A file's name as an identifier: lower-case letters, digits, hyphens.</summary>
    private static string Identifier(string fileName)
    {
        var id = new StringBuilder();
        foreach (var c in NameFold.Fold(fileName.Split('.')[0]))
        {
            _ = char.IsAsciiLetterOrDigit(c) ? id.Append(c) : id.Length > 0 && id[^1] != '-' ? id.Append('-') : id;
        }

        var text = id.ToString().Trim('-');
        return text.Length == 0 ? "list" : text.Length > 64 ? text[..64].Trim('-') : text;
    }
}
