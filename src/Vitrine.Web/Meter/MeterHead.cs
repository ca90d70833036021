using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Primitives;
using Vitrine.Centre;

namespace Vitrine.Web;

/// <summary>Status and headers of a response as a meter sends them on: checked before the first of their bytes goes.</summary>
/// <remarks>
/// Beside headers of one hop, <c>Alt-Svc</c> and <c>Refresh</c> stay behind: they lead terminals past the meter, as a <c>Location</c> with an authority would, which is refused.
/// The digest is over <c>HTTP/1.1 STATUS</c>, then <c>name: value</c> for each header, names in lower case and in ordinal order, each line ended by CR LF.
/// </remarks>
internal sealed class MeterHead
{
    /// <summary>Headers of a response, at most.</summary>
    public const int MaxCount = 64;

    /// <summary>Bytes of a response's head, at most.</summary>
    public const int MaxBytes = 16 * 1024;

    private static readonly FrozenSet<string> LeadAway = FrozenSet.ToFrozenSet(["Alt-Svc", "Refresh"], StringComparer.OrdinalIgnoreCase);

    private readonly List<KeyValuePair<string, string>> _headers;

    private MeterHead(int status, List<KeyValuePair<string, string>> headers)
    {
        Status = status;
        _headers = headers;
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {status}\r\n");
        headers.ForEach(header => text.Append(header.Key).Append(": ").Append(header.Value).Append("\r\n"));
        Part = MeteredPart.Of(Encoding.ASCII.GetBytes(text.ToString()));
    }

    /// <summary>The status.</summary>
    public int Status { get; }

    /// <summary>What is recorded of the head.</summary>
    public MeteredPart Part { get; }

    /// <summary>Reads the head of a response; null, with the reason as a sentence, where it is none that may pass.</summary>
    public static MeterHead? Read(HttpResponseMessage from, out string refusal)
    {
        var all = from.Headers.NonValidated.Concat(from.Content.Headers.NonValidated)
            .SelectMany(header => header.Value, (header, value) => KeyValuePair.Create(header.Key.ToLowerInvariant(), value)).ToList();
        var status = (int)from.StatusCode;
        refusal = Refusal(status, all) ?? "";
        if (refusal.Length > 0)
        {
            return null;
        }

        var hop = MeterRequest.Named(new StringValues([.. All(all, "connection")]));
        var isEmpty = status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified;
        var head = new MeterHead(status, [.. all
            .Where(header => !MeterRequest.OneHop.Contains(header.Key) && !hop.Contains(header.Key) && !LeadAway.Contains(header.Key) && !(isEmpty && header.Key == "content-length"))
            .OrderBy(header => header.Key, StringComparer.Ordinal)]);
        refusal = head.Part.Bytes > MaxBytes ? $"The head has more than {MaxBytes} bytes." : "";
        return refusal.Length == 0 ? head : null;
    }

    /// <summary>Writes it into the answer to the terminal.</summary>
    public void WriteTo(HttpResponse to)
    {
        to.StatusCode = Status;
        foreach (var (name, value) in _headers)
        {
            to.Headers.Append(name, value);
        }
    }

    private static string? Refusal(int status, List<KeyValuePair<string, string>> headers)
    {
        var (lengths, encodings, locations) = (All(headers, "content-length"), All(headers, "transfer-encoding"), All(headers, "location"));
        return status is < 200 or > 999 or StatusCodes.Status205ResetContent ? "The status is none that ends a request."
            : headers.Count > MaxCount ? $"The head has more than {MaxCount} headers."
            : headers.Any(header => header.Value.Any(c => c is < ' ' or >= '\x7f')) ? "A header holds a character that is not printable ASCII."
            : lengths.Count > 1 || lengths.Any(length => length.Length is 0 or > 18 || !length.All(char.IsAsciiDigit)) ? "The body's length is said twice, or is no number."
            : encodings.Count > 1 || encodings.Any(encoding => !encoding.Equals("chunked", StringComparison.OrdinalIgnoreCase)) ? "The transfer coding is another than chunked."
            : encodings.Count > 0 && lengths.Count > 0 ? "The body's length is said in two ways."
            : locations.Count > 1 || locations.Any(location => !IsLocal(location)) ? "It leads to another server."
            : null;
    }

    // As browsers read it: a second slash, or a backslash, begins an authority.
    private static bool IsLocal(string location) => location is "/" || location is ['/', not ('/' or '\\'), ..];

    private static List<string> All(List<KeyValuePair<string, string>> headers, string name) => [.. headers.Where(header => header.Key == name).Select(header => header.Value)];
}
