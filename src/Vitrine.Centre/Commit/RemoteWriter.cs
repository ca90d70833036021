using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>The way to the writer of a running server, for commands of the same owner.</summary>
internal sealed class RemoteWriter(string path, ActCodec codec) : IActWriter
{
    public async Task<LogIndex> RecordAsync(Act act, Actor by, CancellationToken cancellationToken) =>
        new(await AskAsync('R', codec.EncodeRequest(by, act), cancellationToken));

    public Task AnchorAsync(CancellationToken cancellationToken) => AskAsync('A', [], cancellationToken);

    public async Task<LogIndex> PublishedAsync(Digest statement, CancellationToken cancellationToken) =>
        new(await AskAsync('P', Encoding.ASCII.GetBytes(statement.ToHex()), cancellationToken));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<ulong> AskAsync(char word, byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(CommandSocket.Frame.EndPoint(path), cancellationToken);
            await using var stream = new NetworkStream(socket);
            await CommandSocket.Frame.WriteAsync(stream, word, body, cancellationToken);
            var (answer, text) = await CommandSocket.Frame.ReadAsync(stream, cancellationToken);
            var said = Encoding.UTF8.GetString(text);
            return answer switch
            {
                'O' => ulong.Parse(said, CultureInfo.InvariantCulture),
                'X' => throw new ActRefusedException(said),
                _ => throw new CentreFaultException(said),
            };
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            throw new CentreUnusableException($"Another process holds this centre and does not answer at {path}: {error.Message}. Wait for it to end, or stop it.", error);
        }
    }
}
