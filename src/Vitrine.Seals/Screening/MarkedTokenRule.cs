using System.Buffers;

namespace Vitrine.Seals;

/// <summary>A documented form of a token that is told by a mark within it, or at its end.</summary>
/// <param name="Mark">What stands in it.</param>
/// <param name="Alphabet">What stands before and after.</param>
/// <param name="Before">How many characters stand before the mark, and then one of another kind.</param>
/// <param name="Min">The fewest after the mark.</param>
/// <param name="Max">The most after the mark.</param>
/// <param name="Name">What it is, after "looks like".</param>
internal sealed record MarkedShape(string Mark, SearchValues<byte> Alphabet, int Before, int Min, int Max, string Name);

/// <summary>Tokens that their issuer documents by a mark within them.</summary>
internal abstract class MarkedTokenRule : ScreeningRule
{
    private const double LeastEntropy = 2.9;

    private IReadOnlyList<Anchor>? _anchors;

    public override ScreeningSeverity Severity => ScreeningSeverity.High;

    public override string FalsePositives => "Tokens that were revoked, or made up for a test or a manual, look the same. Left out are those with a word such as example or your in them.";

    internal sealed override bool ReadsBinary => true;

    internal sealed override IReadOnlyList<Anchor> Anchors => _anchors ??= [.. Shapes.Select(shape => new Anchor(shape.Mark))];

    /// <summary>The forms.</summary>
    internal abstract IReadOnlyList<MarkedShape> Shapes { get; }

    internal sealed override void Examine(ScreenedFile file, int at, int anchor, Hits hits)
    {
        var shape = Shapes[anchor];
        var text = file.Text;
        var after = Alphabet.Run(text[(at + shape.Mark.Length)..], shape.Alphabet, shape.Max + 1);
        var before = Alphabet.RunBefore(text[..at], shape.Alphabet, shape.Before + 1);
        var isWhole = before == shape.Before || (before > shape.Before && text[at - shape.Before - 1] == '=');
        if (after < shape.Min || after > shape.Max || !isWhole)
        {
            return;
        }

        var token = text.Slice(at - shape.Before, shape.Before + shape.Mark.Length + after);
        if (!Secret.IsPlaceholder(token) && Secret.Entropy(token) >= LeastEntropy)
        {
            hits.Add(this, at - shape.Before, token.Length, ScreeningSeverity.High, $"This looks like {shape.Name}: {Secret.Mask(token)}.");
        }
    }
}
