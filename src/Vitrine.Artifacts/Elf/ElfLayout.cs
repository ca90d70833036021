namespace Vitrine.Artifacts;

/// <summary>
/// What follows from where unloaded sections lie: the section table's place, length and name index, the sections' offsets, the
/// names' table and the places of names in it, the zeros that align. All are recomputed for the file without the sections that
/// other normalisers take out. What is loaded is left where it is. Bytes that no structure accounts for stay, and so are
/// compared.
/// </summary>
internal sealed class ElfLayout()
    : Normaliser<ElfImage>("elf.layout", 1, ExplanationKind.Derived, "places of sections that are not loaded")
{
    private const uint StringTable = 3;
    private const int LongestPadding = 64;

    public override void Apply(ElfImage image, ElfImage other, Edits edits)
    {
        if (!IsKnown(image))
        {
            return;
        }

        var removed = Removed(image);
        var names = Names(image);
        var canonicalNames = names is null ? null : CanonicalNames(image, names, removed);
        if (names is not null)
        {
            edits.Replace(names.Offset, names.Size, canonicalNames);
        }

        CutPadding(image, edits);
        foreach (var index in removed)
        {
            edits.Cut(image.Sections[index].HeaderOffset, image.SectionHeaderSize);
        }

        var moves = edits.Moves();
        var fields = new ElfFields(image, edits, moves, removed);
        fields.RewriteHeader();
        fields.RewriteSymbols();
        foreach (var section in image.Sections.Where(s => !removed.Contains(s.Index)))
        {
            fields.RewriteSection(section, names is not null, section == names ? canonicalNames!.Length : null);
        }
    }

    /// <summary>Whether a section may be taken out of the file: not loaded, and nothing refers to it.</summary>
    public static bool MayRemove(ElfImage image, ElfSection section) =>
        IsKnown(image) && section.HasBytes && section.Offset >= image.LoadedEnd && section.Index != image.NamesIndex
        && !image.Sections.Any(s => s.Link == section.Index || (ElfFields.InfoIsIndex(s) && s.Info == section.Index));

    /// <summary>
    /// Whether the file is laid out as linkers do: what is loaded first, then the other sections, among or after them the
    /// table.
    /// </summary>
    private static bool IsKnown(ElfImage image) =>
        image.Sections.Length > 0 && image.SectionTableOffset >= image.LoadedEnd && image.ProgramHeadersEnd <= image.LoadedEnd
        && image.Sections.All(s => !s.HasBytes || s.Offset >= image.LoadedEnd || s.End <= image.LoadedEnd);

    /// <summary>The sections that other normalisers take out, by their index.</summary>
    public static HashSet<int> Removed(ElfImage image) =>
        new[] { ElfComment.Find(image), ElfDebugLink.Find(image) }.OfType<ElfSection>().Select(s => s.Index).ToHashSet();

    /// <summary>
    /// The sections' names, if they are a table of their own; null where symbols share it, and it stays as it is.
    /// </summary>
    private static ElfSection? Names(ElfImage image)
    {
        var names = image.Sections[image.NamesIndex];
        var own = names is { Type: StringTable, HasBytes: true, IsAllocated: false } && names.Offset >= image.LoadedEnd
            && !image.Sections.Any(s => s.Link == names.Index);
        return own ? names : null;
    }

    /// <summary>The names of the sections that stay, in their order, and whatever else the table holds.</summary>
    private static byte[] CanonicalNames(ElfImage image, ElfSection names, HashSet<int> removed)
    {
        var content = image.Content(names);
        var covered = new bool[content.Length];
        covered[0] = content[0] == 0;
        var canonical = new MemoryStream();
        foreach (var section in image.Sections)
        {
            var name = content[(int)section.NameOffset..];
            name = name[..(name.IndexOf((byte)0) + 1)];
            covered.AsSpan((int)section.NameOffset, name.Length).Fill(true);
            if (!removed.Contains(section.Index))
            {
                canonical.Write(name);
            }
        }

        for (var i = 0; i < covered.Length; i++)
        {
            if (!covered[i])
            {
                canonical.WriteByte(content[i]);
            }
        }

        return canonical.ToArray();
    }

    /// <summary>Cuts the zeros before each unloaded structure, if there are no more than alignment asks for.</summary>
    private static void CutPadding(ElfImage image, Edits edits)
    {
        var starts = image.Sections.Where(s => s.HasBytes && s.Offset >= image.LoadedEnd)
            .Select(s => (Start: s.Offset, s.End, s.Alignment))
            .Append((Start: image.SectionTableOffset, End: image.SectionTableEnd, Alignment: 8))
            .OrderBy(s => s.Start).ThenBy(s => s.End);
        var position = image.LoadedEnd;
        foreach (var (start, end, alignment) in starts)
        {
            var gap = start - position;
            if (gap > 0 && gap < Math.Clamp(alignment, 16, LongestPadding)
                && !image.View.Slice(position, gap).ContainsAnyExcept((byte)0))
            {
                edits.Cut(position, gap);
            }

            position = Math.Max(position, end);
        }
    }
}
