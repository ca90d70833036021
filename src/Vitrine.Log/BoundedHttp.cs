using System.Net;

namespace Vitrine.Log;

/// <summary>HTTP with a party that is not trusted: addresses, headers and answers are bounded, and nobody is sent elsewhere.</summary>
internal static class BoundedHttp
{
    /// <summary>A prefix, if the text is one: http or https, no credentials, query or fragment.</summary>
    public static Uri? Prefix(string? text) =>
        text is not null
        && Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0
            ? url
            : null;

    /// <summary>A client for what lies below a prefix. It follows no redirect and has no time limit of its own: each exchange has one.</summary>
    /// <param name="url">The prefix.</param>
    /// <param name="gzip">Whether answers may be compressed; what counts is their length after that.</param>
    public static HttpClient Client(Uri url, bool gzip)
    {
        var client = new HttpClient(new SocketsHttpHandler
        {
            AutomaticDecompression = gzip ? DecompressionMethods.GZip : DecompressionMethods.None,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !url.IsLoopback,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            BaseAddress = url,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (gzip)
        {
            // tlog-tiles: clients name both.
            client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip, identity");
        }

        return client;
    }

    /// <summary>The answer's body; null when it is longer than asked for.</summary>
    public static async Task<byte[]?> ReadAsync(HttpResponseMessage response, int most, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > most)
        {
            return null;
        }

        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var body = new MemoryStream();
            var chunk = new byte[Math.Min(most + 1, 64 * 1024)];
            while (await stream.ReadAsync(chunk, cancellationToken).ConfigureAwait(false) is var read and > 0)
            {
                if (body.Length + read > most)
                {
                    return null;
                }

                body.Write(chunk, 0, read);
            }

            return body.ToArray();
        }
    }
}
