using System.Buffers;
using System.Buffers.Text;

namespace Vitrine.Seals;

/// <summary>Binary data written as text.</summary>
internal sealed class EncodedBlob() : ScreeningRule("encoded-blob", "Binary data written as base64", FindingSeverity.Medium)
{
    private const int Least = 400;
    private const int Looked = 400;

    private static readonly SearchValues<byte> Digits = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);

    public override string Description => "A long run of base64 that decodes to a program, an archive or compressed data: code that is in the sources, but cannot be read there.";

    public override string FalsePositives => "Embedded test data. Pictures and fonts are left out.";

    internal override void Screen(ScreenedFile file, FindingSink sink)
    {
        var text = file.Text.Span;
        for (var position = 0; text.Length - position >= Least;)
        {
            // A run that long covers every place at such a distance, so most of a text is never looked at.
            var probe = position + Least - 1;
            if (!Digits.Contains(text[probe]))
            {
                position = probe + 1;
                continue;
            }

            var before = text[position..probe].LastIndexOfAnyExcept(Digits);
            var start = before < 0 ? position : position + before + 1;
            var length = text[start..].IndexOfAnyExcept(Digits);
            length = length < 0 ? text.Length - start : length;
            if (length >= Least && Decode(text.Slice(start, Looked)) is { Role: BinaryRole.Executable or BinaryRole.Container } kind)
            {
                sink.Add(this, kind.Role == BinaryRole.Executable ? FindingSeverity.High : Severity, start, $"{length:N0} characters of base64 decode to a {kind.Name}.");
            }

            position = start + Math.Max(length, 1);
        }
    }

    private static BinaryKind? Decode(ReadOnlySpan<byte> base64)
    {
        Span<byte> bytes = stackalloc byte[Base64.GetMaxDecodedFromUtf8Length(Looked)];
        return Base64.DecodeFromUtf8(base64, bytes, out _, out var written, isFinalBlock: false) is OperationStatus.Done or OperationStatus.NeedMoreData ? BinaryKind.Of(bytes[..written]) : null;
    }
}
