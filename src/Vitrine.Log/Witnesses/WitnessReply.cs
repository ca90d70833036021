using System.Globalization;
using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>What a witness answers to <c>add-checkpoint</c>.</summary>
/// <remarks>C2SP tlog-witness v1.0.0's table of status codes, all of it.</remarks>
/// <param name="Status">The HTTP status: 200, 400, 403, 404, 409 or 422.</param>
/// <param name="ContentType">What the body is.</param>
/// <param name="Body">Signature lines (200), the size last cosigned (409), or a sentence.</param>
public sealed record WitnessReply(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    /// <summary>The type of the body of a 409.</summary>
    public const string SizeType = "text/x.tlog.size";

    private const string TextType = "text/plain; charset=utf-8";

    internal static WitnessReply Cosigned(IEnumerable<NoteSignature> signatures) => new(200, TextType, CosignatureLines.Encode(signatures));

    internal static WitnessReply Conflict(TreeSize cosigned) =>
        new(409, SizeType, Encoding.ASCII.GetBytes(cosigned.Value.ToString(CultureInfo.InvariantCulture) + "\n"));

    internal static WitnessReply Refused(int status, string sentence) => new(status, TextType, Encoding.UTF8.GetBytes(sentence + "\n"));
}
