namespace Vitrine.Artifacts;

/// <summary>Names what differs between two ELF images: by section, and in code by function where there are symbols.</summary>
internal static class ElfDifferences
{
    public static void Name(string member, Edited<ElfImage> a, Edited<ElfImage> b, Findings findings)
    {
        var before = findings.Count;
        Headers(member, a, b, findings);
        var sectionsA = ByName(a.Image);
        var sectionsB = ByName(b.Image);
        foreach (var name in sectionsA.Keys.Union(sectionsB.Keys))
        {
            findings.Cancellation.ThrowIfCancellationRequested();
            var sectionA = sectionsA.GetValueOrDefault(name);
            var sectionB = sectionsB.GetValueOrDefault(name);
            if (sectionA is null || sectionB is null)
            {
                var only = sectionA ?? sectionB!;
                var side = sectionA is null ? Side.B : Side.A;
                findings.Differ(member, DifferenceKind.Section, name, $"only in {side}: {only.Size} bytes{Loaded(only)}");
                continue;
            }

            var bytesA = Content(a, sectionA);
            var bytesB = Content(b, sectionB);
            if (!bytesA.AsSpan().SequenceEqual(bytesB))
            {
                findings.Differ(
                    member, DifferenceKind.Section, name, BytesThatDiffer.Describe(bytesA, bytesB) + Loaded(sectionA));
            }
            else if (Shape(sectionA) != Shape(sectionB))
            {
                var what = $"its header differs: {Shape(sectionA)} against {Shape(sectionB)}{Loaded(sectionA)}";
                findings.Differ(member, DifferenceKind.Section, name, what);
            }
        }

        ElfFunctions.Name(member, a.Image, b.Image, findings);
        if (findings.Count == before)
        {
            var what = BytesThatDiffer.Describe(a.Edits.Canonical(), b.Edits.Canonical());
            findings.Differ(member, DifferenceKind.Bytes, "section table, or between sections", what);
        }
    }

    private static void Headers(string member, Edited<ElfImage> a, Edited<ElfImage> b, Findings findings)
    {
        var headA = Head(a.Image);
        var headB = Head(b.Image);
        if (!headA.AsSpan().SequenceEqual(headB))
        {
            findings.Differ(member, DifferenceKind.Section, "headers", BytesThatDiffer.Describe(headA, headB) + ", loaded");
        }
    }

    /// <summary>Header and program headers, but for where the section table is.</summary>
    private static byte[] Head(ElfImage image)
    {
        var head = image.View.Slice(0, Math.Max(image.HeaderSize, image.ProgramHeadersEnd)).ToArray();
        head.AsSpan((int)image.SectionTableField, image.Is64 ? 8 : 4).Clear();
        head.AsSpan((int)image.SectionCountField, 4).Clear();
        return head;
    }

    private static Dictionary<string, ElfSection> ByName(ElfImage image)
    {
        var sections = new Dictionary<string, ElfSection>(StringComparer.Ordinal);
        var left = ElfLayout.Removed(image).Append(image.NamesIndex).Append(0).ToHashSet();
        foreach (var section in image.Sections.Where(s => !left.Contains(s.Index)))
        {
            if (!sections.TryAdd(section.Name, section))
            {
                sections[$"{section.Name} ({section.Index})"] = section;
            }
        }

        return sections;
    }

    private static byte[] Content(Edited<ElfImage> edited, ElfSection section) =>
        section.HasBytes ? edited.Canonical(section.Offset, section.End) : [];

    private static string Shape(ElfSection section) =>
        $"type {section.Type}, flags 0x{section.Flags:x}, address 0x{section.Address:x}, {section.Size} bytes, "
        + $"alignment {section.Alignment}, entries of {section.EntrySize}, link {section.Link}, info {section.Info}";

    private static string Loaded(ElfSection section) => section.IsAllocated ? ", loaded" : ", not loaded";
}
