namespace Vitrine.Artifacts;

/// <summary>A kind of file that is opened to compare what it means rather than its bytes.</summary>
internal abstract class ComparedFormat
{
    /// <summary>Bytes of a file's start that suffice to recognise any format.</summary>
    public const int HeadSize = 4;

    /// <summary>Every format, in the order in which they are tried.</summary>
    public static IReadOnlyList<ComparedFormat> All { get; } = [new PeFormat(), new ElfFormat(), new ZipFormat()];

    /// <summary>Its name in messages.</summary>
    public abstract string Name { get; }

    /// <summary>What it can explain.</summary>
    public abstract IEnumerable<NormaliserInfo> Normalisers { get; }

    /// <summary>Whether a file that starts so claims to be of this format.</summary>
    public abstract bool Recognises(ReadOnlySpan<byte> head);

    /// <summary>Explains the differences of two files of this format whose bytes differ, or names them.</summary>
    /// <exception cref="ArtifactFormatException">Never for what one side holds: that is a finding.</exception>
    public abstract void Compare(MemberPair pair, Findings findings);

    public static ComparedFormat? Of(ByteSource source)
    {
        var head = source.ReadArray(0, (int)Math.Min(HeadSize, source.Length));
        return All.FirstOrDefault(format => format.Recognises(head));
    }
}

/// <summary>The two sides of one member.</summary>
/// <param name="Path">Where it lies in the artifact; empty for the artifact itself.</param>
/// <param name="A">The first side.</param>
/// <param name="B">The second side.</param>
/// <param name="Depth">Archives around it.</param>
internal sealed record MemberPair(string Path, ByteSource A, ByteSource B, int Depth)
{
    public ByteSource this[Side side] => side == Side.A ? A : B;
}
