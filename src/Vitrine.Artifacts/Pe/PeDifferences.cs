namespace Vitrine.Artifacts;

/// <summary>Names what differs between two PE images: methods and the like where both are .NET, sections elsewhere.</summary>
internal static class PeDifferences
{
    public static void Name(string member, Edited<PeImage> a, Edited<PeImage> b, Findings findings)
    {
        var partsA = Parts(a);
        var partsB = Parts(b);
        var before = findings.Count;
        DotNetDifferences.Name(member, a.Image, b.Image, findings);
        var named = findings.Count > before && !a.Image.Cli!.HasNativeCode && !b.Image.Cli!.HasNativeCode;
        foreach (var name in partsA.Keys.Union(partsB.Keys))
        {
            if (named && name is "headers" or ".text" or ".reloc")
            {
                continue;   // holds what was named by its own name, and what follows from that
            }

            findings.Cancellation.ThrowIfCancellationRequested();
            if (!partsA.TryGetValue(name, out var bytesA) || !partsB.TryGetValue(name, out var bytesB))
            {
                findings.Differ(member, DifferenceKind.Section, name, $"only in {(bytesA is null ? "B" : "A")}");
            }
            else if (!bytesA.AsSpan().SequenceEqual(bytesB))
            {
                findings.Differ(member, DifferenceKind.Section, name, BytesThatDiffer.Describe(bytesA, bytesB));
            }
        }

        if (findings.Count == before)
        {
            findings.Differ(member, DifferenceKind.Section, "layout", "the same parts lie at other places in the file");
        }
    }

    /// <summary>The image's parts by name, in canonical form: headers, sections, and what lies behind.</summary>
    private static Dictionary<string, byte[]> Parts(Edited<PeImage> edited)
    {
        var image = edited.Image;
        var firstRaw = image.Sections.Where(s => s.RawSize > 0).Select(s => s.RawOffset).DefaultIfEmpty(image.Bytes.Length).Min();
        var parts = new Dictionary<string, byte[]>(StringComparer.Ordinal) { ["headers"] = edited.Canonical(0, firstRaw) };
        foreach (var section in image.Sections)
        {
            var name = section.Name;
            while (!parts.TryAdd(name, edited.Canonical(section.RawOffset, section.RawOffset + section.RawSize)))
            {
                name += "'";
            }
        }

        var behind = edited.Canonical(Math.Max(firstRaw, image.SectionsEnd), image.Bytes.Length);
        if (behind.Length > 0)
        {
            parts["behind the last section"] = behind;
        }

        return parts;
    }
}
