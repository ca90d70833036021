using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>The way to the writer of a running server, for commands of the same owner.</summary>
internal sealed class RemoteWriter(string path, ActCodec codec) : IActWriter
{
    /// <summary>Whether a server listens there.</summary>
    public static async Task<bool> IsServedAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var socket = await ConnectAsync(path, cancellationToken);
            return true;
        }
        catch (ServerAbsentException)
        {
            return false;
        }
    }

    /// <summary>A server listens once it has caught up.</summary>
    public async Task<bool> ReadyAsync(CancellationToken cancellationToken)
    {
        using var socket = await ConnectAsync(path, cancellationToken);
        return true;
    }

    public async Task<LogIndex> RecordAsync(Act act, Actor by, CancellationToken cancellationToken) =>
        new(await AskAsync('R', codec.EncodeRequest(by, act), cancellationToken));

    public Task AnchorAsync(CancellationToken cancellationToken) => AskAsync('A', [], cancellationToken);

    public async Task<LogIndex> PublishedAsync(Digest statement, CancellationToken cancellationToken) =>
        new(await AskAsync('P', Encoding.ASCII.GetBytes(statement.ToHex()), cancellationToken));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<Socket> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var address = SocketFrame.EndPoint(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(address, cancellationToken);
            return socket;
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new ServerAbsentException(error);
        }
    }

    private async Task<ulong> AskAsync(char word, byte[] body, CancellationToken cancellationToken)
    {
        using var socket = await ConnectAsync(path, cancellationToken);
        await using var stream = new NetworkStream(socket);
        await GreetAsync(stream, cancellationToken);
        try
        {
            await SocketFrame.WriteAsync(stream, word, body, cancellationToken);
            var (answer, text) = await SocketFrame.ReadAsync(stream, cancellationToken);
            var said = Encoding.UTF8.GetString(text);
            return answer switch
            {
                'O' when ulong.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
                'X' => throw new ActRefusedException(said),
                'W' => throw new AwaitingWitnessesException(said),
                'U' => throw new CentreFaultException(said) { OutcomeUnknown = true },
                _ => throw new CentreFaultException(said),
            };
        }
        catch (IOException error)
        {
            throw new CentreFaultException($"The server stopped before it answered: {error.Message} Whether it did what was asked is seen when it runs again.", error) { OutcomeUnknown = true };
        }
    }

    /// <summary>Nothing is sent before the server has spoken: a server that closes has then either taken the request, or never seen it.</summary>
    private static async Task GreetAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        try
        {
            var (word, version) = await SocketFrame.ReadAsync(stream, cancellationToken);
            if (word != 'H' || Encoding.UTF8.GetString(version) != CommandSocket.Version)
            {
                throw new CentreUnusableException("The server of this centre is of another version than this command. Use the same version for both.");
            }
        }
        catch (IOException error)
        {
            throw new ServerAbsentException(error);
        }
    }
}

/// <summary>No server took the request; nothing was asked of any.</summary>
internal sealed class ServerAbsentException(Exception inner) : Exception("No server answers on the centre's socket.", inner);
