namespace Vitrine.Artifacts;

/// <summary>
/// Compares images by their canonical forms: every normaliser edits each side, the results are compared byte for byte, and the
/// normalisers whose ranges held different bytes are the explanation.
/// </summary>
internal abstract class FlatFormat<TImage> : ComparedFormat
    where TImage : FlatImage
{
    public sealed override IEnumerable<NormaliserInfo> Normalisers => List.Select(normaliser => normaliser.Info);

    /// <summary>The normalisers, in the order in which they are applied.</summary>
    protected abstract IReadOnlyList<Normaliser<TImage>> List { get; }

    public sealed override void Compare(MemberPair pair, Findings findings)
    {
        if (Open(Side.A, pair, findings) is not { } a || Open(Side.B, pair, findings) is not { } b)
        {
            return;
        }

        if (Edit(Side.A, a, b, pair, findings) is not { } editsA || Edit(Side.B, b, a, pair, findings) is not { } editsB)
        {
            return;
        }

        var same = editsA.Canonical().AsSpan().SequenceEqual(editsB.Canonical());
        if (!same)
        {
            try
            {
                NameDifferences(pair.Path, new Edited<TImage>(a, editsA), new Edited<TImage>(b, editsB), findings);
            }
            catch (ArtifactFormatException fault)
            {
                findings.Differ(pair.Path, DifferenceKind.Bytes, "", "not all that differs can be named: " + fault.Message);
            }
        }

        Explain(pair.Path, a, editsA, b, editsB, same, findings);
    }

    protected abstract TImage Parse(ReadOnlyMemory<byte> bytes);

    /// <summary>Says what differs between two images whose canonical forms do. Only names: the verdict is settled.</summary>
    protected abstract void NameDifferences(string member, Edited<TImage> a, Edited<TImage> b, Findings findings);

    private TImage? Open(Side side, MemberPair pair, Findings findings)
    {
        var source = pair[side];
        try
        {
            return source.Length <= findings.Limits.MaxImageBytes
                ? Parse(source.ReadArray(0, (int)source.Length))
                : throw new ArtifactFormatException(
                    Name, ArtifactFault.LimitExceeded, -1, $"it is larger than {findings.Limits.MaxImageBytes} bytes");
        }
        catch (ArtifactFormatException fault)
        {
            findings.Refuse(pair.Path, side, fault);
            return null;
        }
    }

    private Edits? Edit(Side side, TImage image, TImage other, MemberPair pair, Findings findings)
    {
        var edits = new Edits(image.Bytes, Name);
        try
        {
            for (var i = 0; i < List.Count; i++)
            {
                findings.Cancellation.ThrowIfCancellationRequested();
                edits.Begin(i);
                List[i].Apply(image, other, edits);
            }

            return edits;
        }
        catch (ArtifactFormatException fault)
        {
            findings.Refuse(pair.Path, side, fault);
            return null;
        }
    }

    private void Explain(string member, TImage a, Edits editsA, TImage b, Edits editsB, bool same, Findings findings)
    {
        var byA = editsA.All.ToLookup(edit => edit.By);
        var byB = editsB.All.ToLookup(edit => edit.By);
        for (var i = 0; i < List.Count; i++)
        {
            var kind = List[i].KindOf(a, b);
            if (!same && kind == ExplanationKind.Derived)
            {
                continue;   // follows from what differs, and explains nothing of it
            }

            var (ranges, what) = Differing(a, [.. byA[i]], b, [.. byB[i]]);
            if (ranges.Count > 0)
            {
                findings.Explain(
                    List[i].Info, kind, member, what.Length == 0 ? List[i].Info.Title : $"{List[i].Info.Title}: {what}", ranges);
            }
        }
    }

    private static (List<ByteRange> Ranges, string What) Differing(TImage a, Edit[] editsA, TImage b, Edit[] editsB)
    {
        var ranges = new List<ByteRange>();
        var what = "";
        for (var i = 0; i < Math.Max(editsA.Length, editsB.Length); i++)
        {
            var editA = i < editsA.Length ? editsA[i] : null;
            var editB = i < editsB.Length ? editsB[i] : null;
            if (editA is not null && editB is not null && Text(a, editA).SequenceEqual(Text(b, editB)))
            {
                continue;
            }

            if (editA is not null)
            {
                ranges.Add(new ByteRange(Side.A, editA.Offset, editA.Length));
            }

            if (editB is not null)
            {
                ranges.Add(new ByteRange(Side.B, editB.Offset, editB.Length));
            }

            if (what.Length == 0 && (editA?.Note.Length > 0 || editB?.Note.Length > 0))
            {
                what = $"{editA?.Note ?? "none"} against {editB?.Note ?? "none"}";
            }
        }

        return (ranges, what);
    }

    private static ReadOnlySpan<byte> Text(TImage image, Edit edit) => image.Bytes.Span.Slice(edit.Offset, edit.Length);
}

/// <summary>An image with the edits that lead to its canonical form.</summary>
internal sealed record Edited<TImage>(TImage Image, Edits Edits)
    where TImage : FlatImage
{
    public byte[] Canonical(long from, long to) => Edits.Canonical(from, to);
}
