using System.Buffers;

namespace Vitrine.Seals;

/// <summary>A documented form of a token: a prefix, then so many characters of an alphabet, and then a character of another kind.</summary>
/// <param name="Prefix">What it begins with.</param>
/// <param name="Alphabet">What follows.</param>
/// <param name="Min">The fewest characters after the prefix.</param>
/// <param name="Max">The most.</param>
/// <param name="Name">What it is, after "looks like".</param>
/// <param name="Severity">Less than the rule's where less depends on it.</param>
internal sealed record TokenShape(
    string Prefix, SearchValues<byte> Alphabet, int Min, int Max, string Name, ScreeningSeverity Severity = ScreeningSeverity.High);

/// <summary>Tokens that their issuer documents by a prefix.</summary>
internal abstract class TokenRule : ScreeningRule
{
    // Bits a character, of the characters as they are distributed; 32 hexadecimal digits drawn by chance have 3.5 or so, words of ten letters 3.
    private const double LeastEntropy = 2.9;

    // No address has so many of base64's digits before a token; a file in base64 has.
    private const int WithinEncoded = 64;

    private IReadOnlyList<Anchor>? _anchors;

    public override ScreeningSeverity Severity => ScreeningSeverity.High;

    public override string FalsePositives =>
        "Tokens that were revoked, or made up for a test or a manual, look the same. Left out are those with a word such as example or your in them, that look "
        + "less than drawn by chance (entropy), or that are part of a longer word.";

    internal sealed override bool ReadsBinary => true;

    internal sealed override IReadOnlyList<Anchor> Anchors => _anchors ??= [.. Shapes.Select(shape => new Anchor(shape.Prefix))];

    /// <summary>The forms.</summary>
    internal abstract IReadOnlyList<TokenShape> Shapes { get; }

    internal sealed override void Examine(ScreenedFile file, int at, int anchor, Hits hits)
    {
        var shape = Shapes[anchor];
        var text = file.Text;
        if (!BeginsWord(text, at) || IsWithinEncoded(text, at))
        {
            return;
        }

        var rest = text[(at + shape.Prefix.Length)..];
        var length = Alphabet.Run(rest, shape.Alphabet, shape.Max + 1);

        // A full stop or hyphen after a token is the sentence's.
        while (length > 0 && rest[length - 1] is (byte)'.' or (byte)'-' && length > shape.Min)
        {
            length--;
        }

        if (length < shape.Min || length > shape.Max)
        {
            return;
        }

        var body = rest[..length];
        if (Fits(shape, body) && !Secret.IsPlaceholder(body) && Secret.Entropy(body) >= LeastEntropy)
        {
            var token = text.Slice(at, shape.Prefix.Length + length);
            hits.Add(this, at, token.Length, shape.Severity, $"This looks like {shape.Name}: {Secret.Mask(token)}.");
        }
    }

    /// <summary>Whether what follows the prefix has the form's inner structure.</summary>
    protected virtual bool Fits(TokenShape shape, ReadOnlySpan<byte> body) => true;

    /// <summary>Whether a digit of base64 that is no letter stands before, and many more before that: a program in base64 has the beginnings of most tokens somewhere.</summary>
    private static bool IsWithinEncoded(ReadOnlySpan<byte> text, int at) =>
        at > 0 && text[at - 1] is (byte)'/' or (byte)'+' && Alphabet.RunBefore(text[..at], Alphabet.Base64, WithinEncoded) == WithinEncoded;

    /// <summary>Whether no word goes on here. After an escape such as \n a word begins, though a letter stands before it.</summary>
    internal static bool BeginsWord(ReadOnlySpan<byte> text, int at) =>
        at == 0 || !Alphabet.Word.Contains(text[at - 1]) || (at > 1 && text[at - 2] == '\\' && text[at - 1] is (byte)'n' or (byte)'r' or (byte)'t');
}
