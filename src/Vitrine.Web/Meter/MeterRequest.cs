using System.Collections.Frozen;
using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Vitrine.Centre;

namespace Vitrine.Web;

/// <summary>A terminal's request as a meter sends it on: the same method, target, headers and body, once, over a connection of its own.</summary>
/// <remarks>
/// HTTP/1.1 (RFC 9110 section 7.6, RFC 9112). Headers of one hop stay behind, and those that <c>Connection</c> names; so do <c>Accept-Encoding</c>, since acts speak of
/// bodies as they are, and <c>Expect</c>, which the meter answers itself. The target goes as it came, octet for octet.
/// </remarks>
internal static class MeterRequest
{
    /// <summary>Headers of one hop.</summary>
    public static FrozenSet<string> OneHop { get; } = FrozenSet.ToFrozenSet(
        ["Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade"], StringComparer.OrdinalIgnoreCase);

    private static readonly HttpRequestOptionsKey<Way> WayKey = new("Vitrine.Way");

    /// <summary>Why a request may not pass, with the status that says so; null where it may.</summary>
    public static (int Status, string Sentence)? Refusal(HttpRequest from) =>
        !StringValues.IsNullOrEmpty(from.Headers.Upgrade) || !IsCarried(from.Method)
            ? (StatusCodes.Status501NotImplemented, "The meter carries no such request.")
            : Target(from) is var target && target.Any(c => c is <= ' ' or >= '\x7f' or '\\' or '#')
                ? (StatusCodes.Status400BadRequest, "The address holds a character that belongs in none. Nothing was sent on.")
                : MeteredPath.Refusal(Path(from)) is { } why ? (StatusCodes.Status400BadRequest, $"The address {why}. Nothing was sent on.") : null;

    /// <summary>The path as it came, without its query.</summary>
    public static string Path(HttpRequest from) => Target(from).Split('?', 2)[0];

    /// <summary>The request to send.</summary>
    public static HttpRequestMessage Forward(HttpRequest from, Uri upstream)
    {
        var target = new Uri(upstream.GetLeftPart(UriPartial.Authority) + Target(from), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(new HttpMethod(from.Method), target)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Options.Set(WayKey, new Way());
        var isChunked = from.Headers.TransferEncoding.Count > 0;
        if (isChunked || from.ContentLength is > 0)
        {
            request.Content = new StreamContent(from.Body);
            request.Content.Headers.ContentLength = isChunked ? null : from.ContentLength;
            request.Headers.TransferEncodingChunked = isChunked ? true : null;
        }

        var hop = Named(from.Headers.Connection);
        foreach (var (name, values) in from.Headers)
        {
            if (OneHop.Contains(name) || hop.Contains(name) || name is "Accept-Encoding" or "Expect" or "Content-Length")
            {
                continue;
            }

            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        return request;
    }

    /// <summary>Whether a request may go out now: it goes once. What became of the first time nobody knows, and a second would be a second look.</summary>
    public static bool TryGoOut(HttpRequestMessage request) => request.Options.TryGetValue(WayKey, out var way) && !way.IsTaken && (way.IsTaken = true);

    /// <summary>Notes that a request's connection stands: it may have reached the server from now on.</summary>
    public static void Connected(HttpRequestMessage request)
    {
        if (request.Options.TryGetValue(WayKey, out var way))
        {
            way.IsConnected = true;
        }
    }

    /// <summary>Whether the request may have reached the server.</summary>
    public static bool MayHaveArrived(HttpRequestMessage request, HttpRequestError? error) =>
        error != HttpRequestError.SecureConnectionError && request.Options.TryGetValue(WayKey, out var way) && way.IsConnected;

    /// <summary>The headers that a <c>Connection</c> header names.</summary>
    public static HashSet<string> Named(StringValues connection) =>
        connection.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToHashSet(StringComparer.OrdinalIgnoreCase);

    // In capitals, as methods are: the client would write "get" as GET, and the record would say another word than was sent.
    private static bool IsCarried(string method) =>
        method.Length <= MeteredResponse.MaxWord && method.All(c => c is (>= 'A' and <= 'Z') or '-') && !HttpMethods.IsConnect(method) && !HttpMethods.IsTrace(method);

    private static string Target(HttpRequest from) => from.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    private sealed class Way
    {
        public bool IsTaken { get; set; }

        public bool IsConnected { get; set; }
    }
}
