using System.Collections.Frozen;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using Vitrine.Centre;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Web;

/// <summary>Sends one request on, and its response back: hashed on the way, recorded before its last bytes go.</summary>
/// <remarks>
/// HTTP/1.1 (RFC 9110 section 7.6, 9112): headers of one hop alone, and those that <c>Connection</c> names, stay behind. No upgrade: the site uses none. It asks for
/// bodies as they are (no <c>Accept-Encoding</c>), since those are what acts speak of. A response of more than <see cref="MaxResponse"/> bytes is cut off.
/// Where the record cannot be written nothing more is sent: what was not recorded was not delivered whole.
/// </remarks>
public sealed partial class MeterProxy(Uri upstream, HttpMessageInvoker client, MeterRecord record, TimeProvider time, ILogger<MeterProxy> logger)
{
    /// <summary>Bytes of a response's body that are sent on, at most: 1 GiB.</summary>
    public const long MaxResponse = 1L << 30;

    private const int ChunkSize = 64 * 1024;

    // How long a server may let a terminal wait for headers, or for the next bytes of a body.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly FrozenSet<string> OneHop = FrozenSet.ToFrozenSet(
        ["Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Meters one request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (!StringValues.IsNullOrEmpty(context.Request.Headers.Upgrade) || HttpMethods.IsConnect(context.Request.Method) || HttpMethods.IsTrace(context.Request.Method))
        {
            await AnswerAsync(context, StatusCodes.Status501NotImplemented, "The meter carries no such request.");
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        limit.CancelAfter(Patience);
        HttpResponseMessage response;
        try
        {
            using var request = Forward(context.Request);
            response = await client.SendAsync(request, limit.Token);
        }
        catch (Exception error) when (error is HttpRequestException or IOException || (error is OperationCanceledException && !context.RequestAborted.IsCancellationRequested))
        {
            Log.NoAnswer(logger, error.GetType().Name, error is HttpRequestException http ? http.HttpRequestError.ToString() : "Timeout");
            await AnswerAsync(context, StatusCodes.Status502BadGateway, "The server behind this meter does not answer, or is not the one that was pinned.");
            return;
        }
        catch (OperationCanceledException)
        {
            // The terminal went away before there was an answer; nothing was delivered.
            return;
        }

        using (response)
        {
            Head(response, context.Response);
            await BodyAsync(context, response, limit);
        }
    }

    private static Task AnswerAsync(HttpContext context, int status, string sentence)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(sentence + "\n", context.RequestAborted);
    }

    private HttpRequestMessage Forward(HttpRequest from)
    {
        var request = new HttpRequestMessage(new HttpMethod(from.Method), new Uri(upstream, Target(from)))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        var hop = Named(from.Headers.Connection);
        var hasBody = from.ContentLength is > 0 || from.Headers.TransferEncoding.Count > 0;
        if (hasBody)
        {
            request.Content = new StreamContent(from.Body);
        }

        foreach (var (name, values) in from.Headers)
        {
            if (OneHop.Contains(name) || hop.Contains(name) || name is "Accept-Encoding" or "Expect" || (name is "Content-Length" && !hasBody))
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

    // The target as it came: paths are not decoded and encoded again, since a server may tell the two apart.
    private static string Target(HttpRequest from) =>
        from.HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget is ['/', ..] and var raw && !raw.StartsWith("//", StringComparison.Ordinal) ? raw : "/";

    private static void Head(HttpResponseMessage from, HttpResponse to)
    {
        to.StatusCode = (int)from.StatusCode;
        var hop = Named(new StringValues([.. from.Headers.Connection]));
        foreach (var (name, values) in from.Headers.NonValidated.Concat(from.Content.Headers.NonValidated))
        {
            if (!OneHop.Contains(name) && !hop.Contains(name))
            {
                to.Headers.Append(name, new StringValues([.. values]));
            }
        }
    }

    private static HashSet<string> Named(StringValues connection) =>
        connection.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Sends the body on, always one chunk behind: the last one goes when the record of the whole is durable.</summary>
    private async Task BodyAsync(HttpContext context, HttpResponseMessage response, CancellationTokenSource limit)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (held, next) = (new byte[ChunkSize], new byte[ChunkSize]);
        var (waiting, bytes, complete) = (0, 0L, false);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(limit.Token);
            while (true)
            {
                limit.CancelAfter(Patience);
                var read = await body.ReadAsync(next, limit.Token);
                if (read == 0)
                {
                    complete = true;
                    break;
                }

                if (waiting > 0)
                {
                    await context.Response.Body.WriteAsync(held.AsMemory(0, waiting), limit.Token);
                    waiting = 0;
                }

                if (bytes + read > MaxResponse)
                {
                    break;
                }

                hash.AppendData(next, 0, read);
                bytes += read;
                (held, next, waiting) = (next, held, read);
            }
        }
        catch (Exception error) when (error is IOException or HttpRequestException or OperationCanceledException)
        {
            // Cut off by either side: what went by until then is recorded as it is.
            waiting = 0;
        }

        try
        {
            await record.AppendAsync(Metered(context.Request, response, (ulong)bytes, Digest.FromBytes(hash.GetHashAndReset()), complete), CancellationToken.None);
        }
        catch (LogException error)
        {
            Log.NotRecorded(logger, error.Message);
            context.Abort();
            return;
        }

        if (!complete)
        {
            context.Abort();
            return;
        }

        if (waiting > 0)
        {
            await context.Response.Body.WriteAsync(held.AsMemory(0, waiting), context.RequestAborted);
        }
    }

    private MeteredResponse Metered(HttpRequest request, HttpResponseMessage response, ulong bytes, Digest body, bool complete)
    {
        var path = Target(request).Split('?', 2)[0];
        return new MeteredResponse(
            UtcTime.Whole(time.GetUtcNow()), Printable(request.Method, MeteredResponse.MaxWord), Printable(path, MeteredResponse.MaxPath), (int)response.StatusCode,
            Printable(response.Content.Headers.ContentType?.MediaType ?? "", MeteredResponse.MaxWord), bytes, body, complete);
    }

    private static string Printable(string text, int most) => string.Concat(text.Where(c => c is > ' ' and < '\x7f').Take(most));

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The server gave no answer ({Error}, {Reason}).")]
        public static partial void NoAnswer(ILogger logger, string error, string reason);

        [LoggerMessage(Level = LogLevel.Critical, Message = "A response cannot be recorded, so it was cut off: {Error} Nothing more is sent until the meter is started again.")]
        public static partial void NotRecorded(ILogger logger, string error);
    }
}
