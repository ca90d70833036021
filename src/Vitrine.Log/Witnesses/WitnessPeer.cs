using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>A witness as its client sees it: asked for one cosignature at a time, never believed.</summary>
/// <remarks>
/// C2SP tlog-witness v1.0.0. Bounded: the time of the whole exchange, the bytes of headers (16 KiB) and answer
/// (<see cref="CosignatureLines.MaxSize"/>), one retry, one request at a time. A redirect is an answer like any other that is not asked for.
/// </remarks>
internal sealed class WitnessPeer : IDisposable
{
    private const int SizeAnswer = 20; // 2^63 - 1 and a newline
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private readonly PolicyWitness _witness;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly HttpClient? _http;
    private readonly CancellationTokenSource _stopping = new();
    private TreeSize _last;
    private int _busy;
    private volatile WitnessStatus _status;

    public WitnessPeer(PolicyWitness witness, TimeSpan timeout, TimeProvider time)
    {
        _witness = witness;
        _timeout = timeout;
        _time = time;
        var url = BoundedHttp.Prefix(witness.Url);
        var outcome = !witness.Key.CanVerify ? WitnessOutcome.KeyNotVerifiable : url is null ? WitnessOutcome.NoAddress : WitnessOutcome.NotAsked;
        _http = outcome == WitnessOutcome.NotAsked ? BoundedHttp.Client(url!, gzip: false) : null;
        _status = new WitnessStatus(witness.Name, witness.Key, url, null, null, outcome, TimeSpan.Zero);
    }

    public WitnessStatus Status => _status;

    /// <summary>Whether the next cosignature is worth waiting for when there are enough without it.</summary>
    public bool IsHealthy => _status.Outcome is WitnessOutcome.Cosigned or WitnessOutcome.NotAsked;

    /// <summary>Asks for a cosignature; null when there is none. Ends within the timeout, whatever the witness does.</summary>
    public async Task<Cosignature?> CosignAsync(VerifiedCheckpoint checkpoint, Func<TreeSize, ConsistencyProof> prove)
    {
        if (_http is null)
        {
            return null;
        }

        if (Interlocked.Exchange(ref _busy, 1) != 0)
        {
            _status = _status with { Outcome = WitnessOutcome.Busy };
            return null;
        }

        try
        {
            var began = _time.GetTimestamp();
            var answer = await AskAsync(checkpoint, prove).ConfigureAwait(false);
            var latency = _time.GetElapsedTime(began);
            _status = answer.Cosignature is { } good
                ? _status with { Outcome = answer.Outcome, Latency = latency, Asked = _time.GetUtcNow(), Size = checkpoint.Size, Time = good.Time }
                : _status with { Outcome = answer.Outcome, Latency = latency, Asked = _time.GetUtcNow() };
            WitnessMeter.Asked(_witness.Name, answer.Outcome, latency);
            return answer.Cosignature;
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _http?.Dispose();
        _stopping.Dispose();
    }

    private async Task<Answer> AskAsync(VerifiedCheckpoint checkpoint, Func<TreeSize, ConsistencyProof> prove)
    {
        using var deadline = new CancellationTokenSource(_timeout, _time);
        try
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _stopping.Token);
            var answer = await AskOnceAsync(checkpoint, prove, ending.Token).ConfigureAwait(false);
            return answer.Outcome == WitnessOutcome.Conflict
                ? await AskOnceAsync(checkpoint, prove, ending.Token).ConfigureAwait(false)
                : answer;
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            // Disposed: nobody asks any more.
            return new Answer(WitnessOutcome.TimedOut);
        }
        catch (LogException)
        {
            return new Answer(WitnessOutcome.ProofUnavailable);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return new Answer(WitnessOutcome.Unreachable);
        }
    }

    private async Task<Answer> AskOnceAsync(VerifiedCheckpoint checkpoint, Func<TreeSize, ConsistencyProof> prove, CancellationToken cancellationToken)
    {
        var old = _last;
        if (old.Value > checkpoint.Size.Value)
        {
            return new Answer(WitnessOutcome.Ahead);
        }

        var note = Note.Parse(checkpoint.Note.Span);
        var proof = old.Value == 0 ? [] : (await Task.Run(() => prove(old), cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false)).Path;
        using var content = new ByteArrayContent(new AddCheckpointRequest(old, proof, note).Encode());
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain", "utf-8");
        using var request = new HttpRequestMessage(HttpMethod.Post, "add-checkpoint") { Content = content };
        using var response = await _http!.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                return await BoundedHttp.ReadAsync(response, CosignatureLines.MaxSize, cancellationToken).ConfigureAwait(false) is { } body
                    ? Judge(checkpoint, note, body)
                    : new Answer(WitnessOutcome.BadAnswer);
            case HttpStatusCode.Conflict when response.Content.Headers.ContentType?.MediaType == WitnessReply.SizeType:
                return await BoundedHttp.ReadAsync(response, SizeAnswer, cancellationToken).ConfigureAwait(false) is { } size
                    ? Told(old, checkpoint.Size, size)
                    : new Answer(WitnessOutcome.BadAnswer);
            case HttpStatusCode.NotFound:
                return new Answer(WitnessOutcome.UnknownLog);
            case HttpStatusCode.Forbidden:
                return new Answer(WitnessOutcome.UnknownKey);
            case HttpStatusCode.UnprocessableEntity:
                return new Answer(WitnessOutcome.Inconsistent);
            default:
                return new Answer(WitnessOutcome.BadAnswer);
        }
    }

    private Answer Judge(VerifiedCheckpoint checkpoint, Note note, byte[] body)
    {
        if (!CosignatureLines.TryParse(body, out var lines))
        {
            return new Answer(WitnessOutcome.BadAnswer);
        }

        if (CosignatureLines.Find(lines, _witness.Key, note.Text.Span, out var time) is not { } signature)
        {
            return new Answer(WitnessOutcome.BadSignature);
        }

        // The witness has signed and stored this size, whatever its clock says.
        _last = checkpoint.Size;
        return (time - _time.GetUtcNow()).Duration() > Skew
            ? new Answer(WitnessOutcome.WrongTime)
            : new Answer(WitnessOutcome.Cosigned, new Cosignature(_witness.Key, signature, time));
    }

    // What the witness says it has. It is asked once more from there, unless that cannot help.
    private Answer Told(TreeSize old, TreeSize size, byte[] body)
    {
        if (body.Length < 2
            || body[^1] != '\n'
            || (body[0] == '0' && body.Length > 2)
            || body.AsSpan(0, body.Length - 1).ContainsAnyExceptInRange((byte)'0', (byte)'9')
            || !ulong.TryParse(body.AsSpan(0, body.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var told)
            || told > Checkpoint.MaxTreeSize
            || told == old.Value)
        {
            return new Answer(WitnessOutcome.BadAnswer);
        }

        // A size beyond ours is not remembered: a witness that lies once must not be lost for good.
        if (told > size.Value)
        {
            return new Answer(WitnessOutcome.Ahead);
        }

        _last = new TreeSize(told);
        return new Answer(WitnessOutcome.Conflict);
    }

    private readonly record struct Answer(WitnessOutcome Outcome, Cosignature? Cosignature = null);
}

/// <summary>A cosignature that was verified.</summary>
internal sealed record Cosignature(NoteVerifier Key, NoteSignature Signature, DateTimeOffset Time);
