using System.Collections.Immutable;

namespace Vitrine.Artifacts;

/// <summary>
/// Compares two archives member by member. Every field of every header is compared, explained, or was checked when it was read.
/// </summary>
internal sealed class ZipComparison(MemberPair pair, ZipArchiveFile a, ZipArchiveFile b, Findings findings)
{
    private readonly bool _isPackage = IsPackage(a) && IsPackage(b);
    private readonly Dictionary<NormaliserInfo, (List<ByteRange> Ranges, string What)> _explained = [];

    /// <summary>The fields without meaning.</summary>
    public static ImmutableArray<ZipFieldNormaliser> Fields { get; } = [new ZipTime(), new ZipExtraTimes(), new ZipHeader()];

    public void Run()
    {
        var sideA = new ZipSide(a, _isPackage);
        var sideB = new ZipSide(b, _isPackage);
        foreach (var name in sideA.ByName.Keys.Union(sideB.ByName.Keys).Order(StringComparer.Ordinal))
        {
            findings.Cancellation.ThrowIfCancellationRequested();
            var entryA = sideA.ByName.GetValueOrDefault(name);
            var entryB = sideB.ByName.GetValueOrDefault(name);
            if (entryA is not null && entryB is not null)
            {
                CompareEntries(entryA, entryB, sideA, sideB);
            }
            else
            {
                OnlyOne(entryA is null ? Side.B : Side.A, entryA ?? entryB!);
            }
        }

        CompareOrder(sideA, sideB);
        if (!a.Comment.Span.SequenceEqual(b.Comment.Span))
        {
            findings.Differ(
                pair.Path, DifferenceKind.Bytes, "archive comment", BytesThatDiffer.Describe(a.Comment.Span, b.Comment.Span));
        }

        if (!a.End64.Span.SequenceEqual(b.End64.Span))
        {
            Explain(
                Fields.Single(f => f is ZipHeader).Info, "end record",
                [
                    new ByteRange(Side.A, a.DirectoryEnd, a.Source.Length - a.DirectoryEnd),
                    new ByteRange(Side.B, b.DirectoryEnd, b.Source.Length - b.DirectoryEnd),
                ]);
        }

        foreach (var (info, (ranges, what)) in _explained.OrderBy(e => e.Key.Name, StringComparer.Ordinal))
        {
            findings.Explain(info, info.Kind, pair.Path, what, ranges);
        }
    }

    public static bool IsPackage(ZipArchiveFile archive) =>
        archive.Entries.Any(e => e.Key == "[Content_Types].xml")
        && archive.Entries.Count(e => e.Key.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase) && !e.Key.Contains('/')) == 1;

    private void OnlyOne(Side side, ZipEntry entry)
    {
        var archive = side == Side.A ? a : b;
        if (_isPackage && entry.Key == NupkgSignature.Member && Read(side, archive, entry) is { } content)
        {
            if (NupkgSignature.IsSignature(content, entry, out var why))
            {
                var local = new ByteRange(side, entry.LocalOffset, entry.End - entry.LocalOffset);
                var central = new ByteRange(side, entry.CentralOffset, entry.Central.Length);
                Explain(NupkgSignature.Info, $"only {side} is signed", [local, central]);
                return;
            }

            findings.Differ(PathOf(entry), DifferenceKind.Member, entry.Name, $"only in {side}, and no signature: {why}");
            return;
        }

        findings.Differ(pair.Path, DifferenceKind.Member, entry.Name, $"only in {side}");
    }

    private void CompareEntries(ZipEntry entryA, ZipEntry entryB, ZipSide sideA, ZipSide sideB)
    {
        foreach (var normaliser in Fields.Where(f => f.Differs(entryA, entryB)))
        {
            var what = normaliser.Describe(entryA) is { Length: > 0 } value
                ? $"{entryA.Name}: {value} against {normaliser.Describe(entryB)}"
                : entryA.Name;
            Explain(normaliser.Info, what, [.. normaliser.Ranges(Side.A, entryA), .. normaliser.Ranges(Side.B, entryB)]);
        }

        if ((entryA.Flags & ZipEntry.DescriptorFlag) != (entryB.Flags & ZipEntry.DescriptorFlag)
            || (entryA.Flags & ZipEntry.Utf8Flag) != (entryB.Flags & ZipEntry.Utf8Flag))
        {
            Explain(
                Fields.Single(f => f is ZipHeader).Info, $"{entryA.Name}: flags 0x{entryA.Flags:x4} against 0x{entryB.Flags:x4}",
                [new ByteRange(Side.A, entryA.CentralOffset + 8, 2), new ByteRange(Side.B, entryB.CentralOffset + 8, 2)]);
        }

        if (entryA.Key != entryB.Key)
        {
            Explain(
                NupkgCoreProperties.Info, $"{entryA.Name} against {entryB.Name}",
                [.. Names(Side.A, entryA), .. Names(Side.B, entryB)]);
        }

        CompareMeaning(entryA, entryB);
        CompareContent(entryA, entryB, sideA, sideB);
    }

    /// <summary>What of the headers means something when a member is unpacked.</summary>
    private void CompareMeaning(ZipEntry entryA, ZipEntry entryB)
    {
        if (entryA.Mode != entryB.Mode)
        {
            Differ(entryA, $"its mode differs: {Convert.ToString(entryA.Mode, 8)} against {Convert.ToString(entryB.Mode, 8)}");
        }

        if (entryA.OtherAttributes != entryB.OtherAttributes || entryA.InternalAttributes != entryB.InternalAttributes)
        {
            Differ(entryA, $"its attributes differ: 0x{entryA.OtherAttributes:x}, 0x{entryA.InternalAttributes:x} against "
                + $"0x{entryB.OtherAttributes:x}, 0x{entryB.InternalAttributes:x}");
        }

        if (!ZipExtra.Meaning(entryA.CentralExtra.Span).AsSpan().SequenceEqual(ZipExtra.Meaning(entryB.CentralExtra.Span))
            || !ZipExtra.Meaning(entryA.LocalExtra.Span).AsSpan().SequenceEqual(ZipExtra.Meaning(entryB.LocalExtra.Span)))
        {
            Differ(entryA, "extra fields differ that are neither times nor sizes");
        }

        if (!entryA.Comment.SequenceEqual(entryB.Comment))
        {
            Differ(entryA, "its comment differs");
        }
    }

    private void CompareContent(ZipEntry entryA, ZipEntry entryB, ZipSide sideA, ZipSide sideB)
    {
        if (entryA.Crc == entryB.Crc && entryA.Size == entryB.Size
            && ZipContent.SamePacked(a, entryA, b, entryB, findings.Cancellation))
        {
            if ((entryA.Flags & ZipEntry.LevelFlags) != (entryB.Flags & ZipEntry.LevelFlags))
            {
                ExplainCompression(entryA, entryB);
            }

            return;
        }

        if (Read(Side.A, a, entryA) is not { } contentA || Read(Side.B, b, entryB) is not { } contentB)
        {
            return;
        }

        if (contentA.AsSpan().SequenceEqual(contentB))
        {
            ExplainCompression(entryA, entryB);
        }
        else if (_isPackage && entryA.Key == NupkgSignature.Member && NupkgSignature.IsSignature(contentA, entryA, out _)
            && NupkgSignature.IsSignature(contentB, entryB, out _))
        {
            Explain(NupkgSignature.Info, "both are signed, differently", [Data(Side.A, entryA), Data(Side.B, entryB)]);
        }
        else if (sideA.CanonicalRelationships(entryA, contentA) is { } text
            && text == sideB.CanonicalRelationships(entryB, contentB))
        {
            Explain(NupkgCoreProperties.Info, entryA.Name, [Data(Side.A, entryA), Data(Side.B, entryB)]);
        }
        else
        {
            var member = new MemberPair(PathOf(entryA), ByteSource.Of(contentA), ByteSource.Of(contentB), pair.Depth + 1);
            Comparer.CompareMembers(member, ByteScan.Run(member.A, member.B, findings.Cancellation), findings);
            if (entryA.Method != entryB.Method)
            {
                ExplainCompression(entryA, entryB);
            }
        }
    }

    private void CompareOrder(ZipSide sideA, ZipSide sideB)
    {
        var both = sideA.ByName.Keys.Where(sideB.ByName.ContainsKey).ToHashSet(StringComparer.Ordinal);
        if (!sideA.Order(both).SequenceEqual(sideB.Order(both)) || !sideA.FileOrder(both).SequenceEqual(sideB.FileOrder(both)))
        {
            Explain(
                ZipOrder.Info, "",
                [
                    new ByteRange(Side.A, a.DirectoryOffset, a.DirectorySize),
                    new ByteRange(Side.B, b.DirectoryOffset, b.DirectorySize),
                ]);
        }
    }

    private byte[]? Read(Side side, ZipArchiveFile archive, ZipEntry entry)
    {
        try
        {
            return ZipContent.Unpack(archive, entry, findings);
        }
        catch (ArtifactFormatException fault)
        {
            findings.Refuse(PathOf(entry), side, fault);
            return null;
        }
    }

    private void ExplainCompression(ZipEntry entryA, ZipEntry entryB)
    {
        var what = $"{entryA.Name}: method {entryA.Method}, {entryA.PackedSize} bytes "
            + $"against method {entryB.Method}, {entryB.PackedSize} bytes";
        Explain(ZipCompression.Info, what, [Data(Side.A, entryA), Data(Side.B, entryB)]);
    }

    /// <summary>Adds to what a normaliser explains of the whole archive; its words are those of the first member.</summary>
    private void Explain(NormaliserInfo info, string what, ReadOnlySpan<ByteRange> ranges)
    {
        if (!_explained.TryGetValue(info, out var explained))
        {
            _explained[info] = explained = ([], what.Length == 0 ? info.Title : $"{info.Title}: {what}");
        }

        explained.Ranges.AddRange(ranges);
    }

    private void Differ(ZipEntry entry, string what) => findings.Differ(pair.Path, DifferenceKind.Member, entry.Name, what);

    private string PathOf(ZipEntry entry) => pair.Path.Length == 0 ? entry.Name : $"{pair.Path}!/{entry.Name}";

    private static ByteRange[] Names(Side side, ZipEntry entry) =>
    [
        new(side, entry.LocalOffset + ZipEntry.LocalHeaderSize, entry.NameSize),
        new(side, entry.CentralOffset + ZipEntry.CentralHeaderSize, entry.NameSize),
    ];

    private static ByteRange Data(Side side, ZipEntry entry) => new(side, entry.DataOffset, entry.PackedSize);
}
