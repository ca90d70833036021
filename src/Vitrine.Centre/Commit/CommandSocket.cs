using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>The running server's Unix socket (mode 0600): commands of the same owner hand their acts to the one writer through it.</summary>
/// <remarks>
/// One request a connection. A frame is <c>u32 length (big endian) ‖ u8 word ‖ body</c>, at most 128 KiB. Words asked: <c>R</c> record (an act),
/// <c>A</c> anchor, <c>P</c> place of a published statement (hex digest). Words answered: <c>O</c> done (decimal position), <c>X</c> refused (the reason), <c>F</c> fault.
/// </remarks>
internal sealed class CommandSocket : IAsyncDisposable
{
    private static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(30);

    private readonly string _path;
    private readonly Socket _socket;
    private readonly LocalWriter _writer;
    private readonly ActCodec _codec;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public CommandSocket(string path, LocalWriter writer, ActCodec codec)
    {
        _path = path;
        _writer = writer;
        _codec = codec;
        File.Delete(path);
        _socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _socket.Bind(Frame.EndPoint(path));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _socket.Listen(16);
        _loop = Task.Run(AcceptAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _socket.Dispose();
        await _loop;
        _stop.Dispose();
        File.Delete(_path);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var connection = await _socket.AcceptAsync(_stop.Token);
                _ = ServeAsync(connection);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The server is closing.
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(RequestLimit);
        try
        {
            await using var stream = new NetworkStream(connection, ownsSocket: true);
            var (word, body) = await Frame.ReadAsync(stream, limit.Token);
            var (answer, text) = await AnswerAsync(word, body, limit.Token);
            await Frame.WriteAsync(stream, answer, Encoding.UTF8.GetBytes(text), limit.Token);
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
        catch (Exception error) when (error is CentreFaultException or LedgerFormatException)
        {
            return ('F', error.Message);
        }
    }

    /// <summary>Frames on the socket, both ways.</summary>
    internal static class Frame
    {
        private const int MaxBytes = 128 * 1024;

        public static UnixDomainSocketEndPoint EndPoint(string path)
        {
            try
            {
                return new UnixDomainSocketEndPoint(path);
            }
            catch (ArgumentOutOfRangeException)
            {
                throw new CentreUnusableException($"The path {path} is too long for a Unix socket (107 bytes). Move the centre to a shorter path, or name it relative to the folder you are in.");
            }
        }

        public static async Task<(char Word, byte[] Body)> ReadAsync(Stream stream, CancellationToken cancellationToken)
        {
            var head = new byte[5];
            await stream.ReadExactlyAsync(head, cancellationToken);
            var length = BinaryPrimitives.ReadUInt32BigEndian(head);
            if (length > MaxBytes)
            {
                throw new IOException("The frame is too large.");
            }

            var body = new byte[length];
            await stream.ReadExactlyAsync(body, cancellationToken);
            return ((char)head[4], body);
        }

        public static async Task WriteAsync(Stream stream, char word, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
        {
            var head = new byte[5];
            BinaryPrimitives.WriteUInt32BigEndian(head, (uint)body.Length);
            head[4] = (byte)word;
            await stream.WriteAsync(head, cancellationToken);
            await stream.WriteAsync(body, cancellationToken);
        }
    }
}
