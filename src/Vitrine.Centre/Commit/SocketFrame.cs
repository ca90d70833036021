using System.Buffers.Binary;
using System.Net.Sockets;

namespace Vitrine.Centre;

/// <summary>One message on the centre's socket: <c>u32 length of the body (big endian) ‖ u8 word ‖ body</c>, the body at most 128 KiB.</summary>
/// <remarks>docs/formats/ledger.md, "The socket". The words are ASCII letters; see <see cref="CommandSocket"/>.</remarks>
internal static class SocketFrame
{
    /// <summary>Bytes in a body that are read.</summary>
    public const int MaxBody = 128 * 1024;

    private const int HeadSize = 5;

    /// <summary>The address of a socket file.</summary>
    /// <exception cref="CentreUnusableException">The path is longer than the system allows.</exception>
    public static UnixDomainSocketEndPoint EndPoint(string path)
    {
        try
        {
            return new UnixDomainSocketEndPoint(path);
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw new CentreUnusableException($"The path {path} is too long for a socket (107 bytes), through which commands reach a running server. Move the centre to a shorter path.", error);
        }
    }

    /// <summary>Reads one message.</summary>
    /// <exception cref="IOException">The connection ended, or the message is too large.</exception>
    public static async Task<(char Word, byte[] Body)> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[HeadSize];
        await stream.ReadExactlyAsync(head, cancellationToken);
        var length = BinaryPrimitives.ReadUInt32BigEndian(head);
        if (length > MaxBody)
        {
            throw new IOException($"A message of {length:N0} bytes came; {MaxBody:N0} are allowed.");
        }

        var body = new byte[length];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return ((char)head[4], body);
    }

    /// <summary>Writes one message.</summary>
    /// <exception cref="IOException">The connection ended.</exception>
    public static async Task WriteAsync(Stream stream, char word, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(body.Length, MaxBody);
        var message = new byte[HeadSize + body.Length];
        BinaryPrimitives.WriteUInt32BigEndian(message, (uint)body.Length);
        message[4] = (byte)word;
        body.CopyTo(message.AsMemory(HeadSize));
        await stream.WriteAsync(message, cancellationToken);
    }
}
