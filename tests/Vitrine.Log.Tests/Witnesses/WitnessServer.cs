using System.Net;
using System.Text;

namespace Vitrine.Log.Tests;

/// <summary>Serves a log's files on loopback, or what pretends to be them.</summary>
internal sealed class TileServer(Func<string, HttpListenerResponse, Task> answer) : LoopbackServer((path, _, response) => answer(path, response));

/// <summary>A witness, or what pretends to be one, on loopback.</summary>
internal sealed class WitnessServer(Func<byte[], HttpListenerResponse, Task> answer) : LoopbackServer((_, body, response) => answer(body, response))
{
    /// <summary>A true one.</summary>
    public static WitnessServer Of(Witness witness) => new((body, response) =>
    {
        var reply = witness.AddCheckpoint(body);
        return WriteAsync(response, reply.Status, reply.ContentType, reply.Body.ToArray());
    });
}

/// <summary>An HTTP server on loopback that answers as it is told.</summary>
internal abstract class LoopbackServer : IDisposable
{
    private readonly HttpListener _listener;
    private readonly Func<string, byte[], HttpListenerResponse, Task> _answer;

    /// <summary>Answers each request as told; a request is counted before it is answered.</summary>
    protected LoopbackServer(Func<string, byte[], HttpListenerResponse, Task> answer)
    {
        _answer = answer;
        for (var attempt = 0; ; attempt++)
        {
            // One that could not start cannot be started again.
            Url = $"http://127.0.0.1:{Random.Shared.Next(20_000, 60_000)}/";
            _listener = new HttpListener { Prefixes = { Url } };
            try
            {
                _listener.Start();
                break;
            }
            catch (HttpListenerException) when (attempt < 20)
            {
            }
        }

        _ = LoopAsync();
    }

    public string Url { get; }

    public int Requests { get; private set; }

    public static async Task WriteAsync(HttpListenerResponse response, int status, string type, byte[] body)
    {
        response.StatusCode = status;
        response.ContentType = type;
        await response.OutputStream.WriteAsync(body);
        response.Close();
    }

    public static Task WriteAsync(HttpListenerResponse response, int status, string body) => WriteAsync(response, status, "text/plain", Encoding.UTF8.GetBytes(body));

    /// <summary>Ends it. The loop is not waited for: a call for the next request that begins just then is never answered.</summary>
    public void Dispose() => _listener.Abort();

    private async Task LoopAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            Requests++;
            _ = AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            await _answer(context.Request.Url!.AbsolutePath.TrimStart('/'), body.ToArray(), context.Response);
        }
        catch (Exception gone) when (gone is HttpListenerException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // The client went away, as it may.
        }
    }
}
