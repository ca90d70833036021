using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>The running server's Unix socket (mode 0600): commands of the same owner hand their acts to the one writer through it.</summary>
/// <remarks>
/// One request a connection, in <see cref="SocketFrame"/>s. The server speaks first: <c>H</c> and the protocol's version. Whoever hears
/// it is answered, even if the server is closing; whoever does not has sent nothing, and may try again. Words asked: <c>R</c> record (an
/// act), <c>A</c> anchor, <c>P</c> place of a published statement (hex digest). Words answered: <c>O</c> done (decimal position), <c>X</c> refused (the
/// reason), <c>F</c> fault (what), <c>U</c> fault after which it is unknown whether the act was recorded.
/// </remarks>
internal sealed class CommandSocket : IAsyncDisposable
{
    /// <summary>The protocol's version, which the server says first.</summary>
    public const string Version = "1";

    private static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ClosingLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly string _path;
    private readonly Socket _socket;
    private readonly LocalWriter _writer;
    private readonly ActCodec _codec;
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationTokenSource _abandon = new();
    private readonly ConcurrentDictionary<Task, bool> _serving = new();
    private readonly Task _loop;

    public CommandSocket(string path, LocalWriter writer, ActCodec codec)
    {
        _path = path;
        _writer = writer;
        _codec = codec;
        var address = SocketFrame.EndPoint(path);

        // The lock is held, so a socket that lies here is what a killed server left.
        File.Delete(path);
        _socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            _socket.Bind(address);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            _socket.Listen(64);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }

        _loop = Task.Run(AcceptAsync);
    }

    /// <summary>Takes no more requests, answers those that were taken, and removes the socket.</summary>
    public async ValueTask DisposeAsync()
    {
        File.Delete(_path);
        await _closing.CancelAsync();
        _socket.Dispose();
        await _loop;
        _abandon.CancelAfter(ClosingLimit);
        await Task.WhenAll(_serving.Keys);
        _closing.Dispose();
        _abandon.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                var serving = ServeAsync(await _socket.AcceptAsync(_closing.Token));
                _serving[serving] = true;
                _ = serving.ContinueWith(done => _serving.TryRemove(done, out _), TaskScheduler.Default);
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // Out of descriptors, for example: those that are being served give some back.
                await Task.Delay(AcceptPause, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_abandon.Token);
        limit.CancelAfter(RequestLimit);
        try
        {
            await using var stream = new NetworkStream(connection, ownsSocket: true);
            await SocketFrame.WriteAsync(stream, 'H', Encoding.ASCII.GetBytes(Version), limit.Token);
            var (word, body) = await SocketFrame.ReadAsync(stream, limit.Token);
            var (answer, text) = await AnswerAsync(word, body, limit.Token);
            var bytes = Encoding.UTF8.GetBytes(text);
            await SocketFrame.WriteAsync(stream, answer, bytes.AsMemory(0, Math.Min(bytes.Length, SocketFrame.MaxBody)), limit.Token);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // The command went away; what it recorded stands.
        }
    }

    private async Task<(char Word, string Text)> AnswerAsync(char word, byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            switch (word)
            {
                case 'R':
                    var (by, act) = _codec.DecodeRequest(body);
                    return ('O', (await _writer.RecordAsync(act, by, cancellationToken)).ToString());
                case 'A':
                    await _writer.AnchorAsync(cancellationToken);
                    return ('O', "0");
                case 'P' when Digest.TryParseHex(Encoding.ASCII.GetString(body), out var statement):
                    return ('O', (await _writer.PublishedAsync(statement, cancellationToken)).ToString());
                default:
                    return ('F', "The server does not know this request; command and server are of different versions.");
            }
        }
        catch (ActRefusedException refusal)
        {
            return ('X', refusal.Message);
        }
        catch (AwaitingWitnessesException waits)
        {
            return ('W', waits.Message);
        }
        catch (CentreFaultException fault)
        {
            return (fault.OutcomeUnknown ? 'U' : 'F', fault.Message);
        }
        catch (Exception error) when (error is LedgerFormatException or LogException or IOException or UnauthorizedAccessException)
        {
            return ('F', error.Message);
        }
    }
}
