using System.Security.Cryptography;
using Vitrine.Centre;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Web;

/// <summary>Sends one request on, and its response back: read to its end, hashed, recorded before its last bytes go.</summary>
/// <remarks>
/// Every request that may have reached the server has its entry, whatever came of it and whether or not the terminal waited: the record is of what the server gave.
/// At a reading path nothing goes on before the whole is on record; elsewhere a body streams through, one piece behind. Where the record cannot be written the connection is cut, and
/// nothing more is sent in either direction.
/// </remarks>
public sealed partial class MeterProxy(Uri upstream, HttpMessageInvoker client, MeterRecord record, MeterBounds bounds, TimeProvider time, ILogger<MeterProxy> logger, CancellationToken stop)
{
    private const int PieceSize = 64 * 1024;

    private volatile bool _isBroken;

    /// <summary>Meters one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return _isBroken ? AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, "The meter cannot write its record, and carries nothing until it is started again.")
            : MeterRequest.Refusal(context.Request) is { } refusal ? AnswerAsync(context, refusal.Status, refusal.Sentence)
            : SendAsync(context);
    }

    private static Task AnswerAsync(HttpContext context, int status, string sentence)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.Clear();
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(sentence + "\n", context.RequestAborted);
    }

    // From here on the terminal may leave: the centre records a look before it answers, so its answer is read either way.
    private async Task SendAsync(HttpContext context)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var request = MeterRequest.Forward(context.Request, upstream);
        HttpResponseMessage response;
        try
        {
            limit.CancelAfter(bounds.Silence);
            response = await client.SendAsync(request, limit.Token);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            var cause = (error as HttpRequestException)?.HttpRequestError;
            Log.NoAnswer(logger, error.GetType().Name, cause?.ToString() ?? "");
            var end = cause is HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded ? ResponseEnd.Refused : EndOf(error);
            if (!MeterRequest.MayHaveArrived(request, cause) || await RecordAsync(context, Metered(context, null, null, MeteredPart.None, end)))
            {
                await AnswerAsync(context, StatusCodes.Status502BadGateway, "The server behind this meter gives no answer that can be passed on, or is not the one that was pinned.");
            }

            return;
        }

        using (response)
        {
            if (MeterHead.Read(response, out var refusal) is { } head)
            {
                await (MeteredPath.IsReading(MeterRequest.Path(context.Request)) ? HoldAsync(context, response, head, limit) : StreamAsync(context, response, head, limit));
            }
            else if (await RecordAsync(context, Metered(context, response, null, MeteredPart.None, ResponseEnd.Refused)))
            {
                Log.Refused(logger, refusal);
                await AnswerAsync(context, StatusCodes.Status502BadGateway, $"The server's answer is none that the meter passes on. {refusal}");
            }
        }
    }

    /// <summary>Holds a body until it is whole and on record, and then sends head and body.</summary>
    private async Task HoldAsync(HttpContext context, HttpResponseMessage response, MeterHead head, CancellationTokenSource limit)
    {
        using var held = new MemoryStream();
        var (body, end) = await ReadAsync(response, bounds.Frame, limit, piece =>
        {
            held.Write(piece.Span);
            return ValueTask.CompletedTask;
        });
        if (!await RecordAsync(context, Metered(context, response, head, body, end)))
        {
            return;
        }

        if (end != ResponseEnd.Whole)
        {
            await AnswerAsync(context, StatusCodes.Status502BadGateway, "The server's answer did not come whole. Nothing of it was passed on.");
            return;
        }

        head.WriteTo(context.Response);
        await GoOnAsync(context, held.GetBuffer().AsMemory(0, (int)held.Length));
    }

    /// <summary>Sends a body on as it comes, always one piece behind: the last one goes when the record of the whole is durable.</summary>
    private async Task StreamAsync(HttpContext context, HttpResponseMessage response, MeterHead head, CancellationTokenSource limit)
    {
        var held = new byte[PieceSize];
        var waiting = 0;
        head.WriteTo(context.Response);
        var (body, end) = await ReadAsync(response, bounds.Response, limit, async piece =>
        {
            await GoOnAsync(context, held.AsMemory(0, waiting));
            piece.CopyTo(held);
            waiting = piece.Length;
        });
        if (!await RecordAsync(context, Metered(context, response, head, body, end)))
        {
            return;
        }

        if (end != ResponseEnd.Whole)
        {
            await AnswerAsync(context, StatusCodes.Status502BadGateway, "The server's answer did not come whole.");
            return;
        }

        await GoOnAsync(context, held.AsMemory(0, waiting));
    }

    /// <summary>Reads a body to its end or to a bound, piece by piece.</summary>
    private async Task<(MeteredPart Body, ResponseEnd End)> ReadAsync(HttpResponseMessage response, long most, CancellationTokenSource limit, Func<ReadOnlyMemory<byte>, ValueTask> take)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = new byte[PieceSize];
        var (bytes, began, end) = (0L, time.GetTimestamp(), (ResponseEnd?)null);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(limit.Token);
            while (end is null)
            {
                limit.CancelAfter(bounds.Silence);
                var read = await body.ReadAsync(piece, limit.Token);
                limit.CancelAfter(Timeout.InfiniteTimeSpan);
                if (read == 0)
                {
                    end = ResponseEnd.Whole;
                }
                else if (bytes + read > most || time.GetElapsedTime(began) > bounds.Longest)
                {
                    end = ResponseEnd.Bounded;
                }
                else
                {
                    hash.AppendData(piece, 0, read);
                    bytes += read;
                    await take(piece.AsMemory(0, read));
                }
            }
        }
        catch (Exception error) when (error is IOException or HttpRequestException or OperationCanceledException)
        {
            end = EndOf(error);
        }

        return (new MeteredPart((ulong)bytes, Digest.FromBytes(hash.GetHashAndReset())), end.Value);
    }

    private ResponseEnd EndOf(Exception error) =>
        error is not OperationCanceledException ? ResponseEnd.Broken : stop.IsCancellationRequested ? ResponseEnd.Stopped : ResponseEnd.Bounded;

    /// <summary>Writes to the terminal, as long as it is there.</summary>
    private static async Task GoOnAsync(HttpContext context, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty || context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        try
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // It left: what the server gives is on record all the same.
        }
    }

    /// <summary>Records, and cuts the connection where that fails in any way.</summary>
    private async Task<bool> RecordAsync(HttpContext context, MeteredResponse metered)
    {
        var isRecorded = false;
        try
        {
            await record.AppendAsync(metered, CancellationToken.None);
            isRecorded = true;
        }
        catch (LogException error)
        {
            Log.NotRecorded(logger, error.Message);
        }
        finally
        {
            if (!isRecorded)
            {
                _isBroken = true;
                context.Abort();
            }
        }

        return isRecorded;
    }

    private MeteredResponse Metered(HttpContext context, HttpResponseMessage? response, MeterHead? head, MeteredPart body, ResponseEnd end) => new(
        UtcTime.Whole(time.GetUtcNow()),
        context.Request.Method,
        MeterRequest.Path(context.Request),
        (int)(response?.StatusCode ?? 0) is >= 100 and <= 999 and var status ? status : 0,
        head is null ? "" : Word(response?.Content.Headers.ContentType?.MediaType ?? ""),
        head?.Part ?? MeteredPart.None,
        body,
        end,
        end == ResponseEnd.Whole && !context.RequestAborted.IsCancellationRequested);

    private static string Word(string text) => text.Length <= MeteredResponse.MaxWord && text.All(c => c is > ' ' and < '\x7f') ? text : "";

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The server gave no answer ({Error}, {Reason}).")]
        public static partial void NoAnswer(ILogger logger, string error, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "An answer of the server was not passed on. {Reason}")]
        public static partial void Refused(ILogger logger, string reason);

        [LoggerMessage(Level = LogLevel.Critical, Message = "A response cannot be recorded, so it was cut off: {Error} Nothing more is carried until the meter is started again.")]
        public static partial void NotRecorded(ILogger logger, string error);
    }
}
