using System.Text.RegularExpressions;

namespace Vitrine.Artifacts;

/// <summary>
/// Paths of the machine on which a file was built: in texts that end as source files do, and in DWARF's <c>.debug_str</c> and
/// <c>.debug_line_str</c>, where folders of compilation stand too. Compressed debug sections are not looked into.
/// </summary>
internal static partial class BuildPaths
{
    private const int Most = 5_000;
    private const int LongestPath = 1024;
    private const long Compressed = 0x800;

    public static void OfElf(ElfImage image, FactsBuilder facts)
    {
        var debug = image.Sections.Where(s => s is { Name: ".debug_str" or ".debug_line_str", HasBytes: true } && (s.Flags & Compressed) == 0).ToArray();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Find(image.Bytes, 0, image.LoadedEnd, seen, facts, folders: false);
        foreach (var section in debug)
        {
            Find(image.Bytes, section.Offset, section.Size, seen, facts, folders: true);
        }
    }

    public static void OfPe(PeImage image, FactsBuilder facts)
    {
        var seen = new HashSet<string>(facts.BuildPaths.Select(path => path.Path), StringComparer.Ordinal);
        foreach (var section in image.Sections.Where(s => s.RawSize > 0))
        {
            Find(image.Bytes, section.RawOffset, section.RawSize, seen, facts, folders: false);
        }
    }

    private static void Find(ReadOnlyMemory<byte> bytes, long start, long size, HashSet<string> seen, FactsBuilder facts, bool folders)
    {
        const int Least = 6;
        const int MostTexts = 2_000_000;
        var part = ByteSource.Of(bytes.Slice((int)start, (int)Math.Min(size, bytes.Length - start)));
        BinaryStrings.Find(
            part, Least, MostTexts,
            text =>
            {
                if (seen.Count < Most && text.Text.Length <= LongestPath && KindOf(text.Text, folders) is { } kind && seen.Add(text.Text))
                {
                    facts.Path(kind, text.Text, start + text.Offset);
                }
            },
            facts.Cancellation);
    }

    private static BuildPathKind? KindOf(string text, bool folders)
    {
        if (!text.Contains('/') && !text.Contains('\\'))
        {
            return null;
        }

        if (Source().IsMatch(text))
        {
            return BuildPathKind.Source;
        }

        if (Symbols().IsMatch(text))
        {
            return BuildPathKind.Symbols;
        }

        return folders && Folder().IsMatch(text) ? BuildPathKind.Folder : null;
    }

    [GeneratedRegex(@"^(/|\./|\.\./|[A-Za-z]:[/\\]|[\w.+-]+[/\\])[\w.+@ ~()-]+([/\\][\w.+@ ~()-]+)*\.(c|cc|cpp|cxx|c\+\+|h|hh|hpp|hxx|inl|m|mm|rs|go|s|S|asm|cs|vb|fs|pas|d|swift|adb|f90|zig|java|kt)$", RegexOptions.NonBacktracking)]
    private static partial Regex Source();

    [GeneratedRegex(@"^(/|[A-Za-z]:[/\\])[^<>|*?]*\.pdb$", RegexOptions.NonBacktracking)]
    private static partial Regex Symbols();

    [GeneratedRegex(@"^(/|[A-Za-z]:[/\\])[\w.+@~-]+([/\\][\w.+@ ~()-]+)*[/\\]?$", RegexOptions.NonBacktracking)]
    private static partial Regex Folder();
}
