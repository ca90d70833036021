using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Vitrine.Centre;

/// <summary>A backup's bytes under a passphrase: encrypted while they are written, authenticated before they are read (docs/formats/backup.md).</summary>
/// <remarks>
/// <c>magic[17] ‖ salt[16] ‖ chunk…</c>; a chunk is 65,536 bytes (the last one 0 to 65,536) under AES-256-GCM, and its tag[16]. The key is scrypt's of the passphrase
/// and the salt, which is new for each file; so nonces may count: <c>0[3] ‖ number[8] ‖ last[1]</c>. Chunks changed, swapped, added or cut off fail.
/// </remarks>
internal sealed class BackupStream : Stream
{
    private const int ChunkSize = 64 * 1024;
    private const int TagSize = 16;
    private const int NonceSize = 12;

    private readonly Stream _file;
    private readonly AesGcm _cipher;
    private readonly bool _writes;
    private readonly byte[] _plain = new byte[ChunkSize];
    private readonly byte[] _sealed = new byte[ChunkSize + TagSize];
    private ulong _number;
    private int _length;
    private int _position;
    private bool _ended;

    private BackupStream(Stream file, byte[] key, bool writes)
    {
        _file = file;
        _writes = writes;
        _cipher = new AesGcm(key, TagSize);
        CryptographicOperations.ZeroMemory(key);
    }

    public override bool CanRead => !_writes;

    public override bool CanWrite => _writes;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    private static ReadOnlySpan<byte> Magic => "vitrine-backup/2\n"u8;

    /// <summary>Begins a backup; <see cref="End"/> makes it whole.</summary>
    public static BackupStream Create(Stream file, string passphrase) => Create(file, salt => Passwords.Derive(passphrase, salt));

    internal static BackupStream Create(Stream file, Func<byte[], byte[]> keyOf)
    {
        var salt = Passwords.Salt();
        file.Write(Magic);
        file.Write(salt);
        return new BackupStream(file, keyOf(salt), writes: true);
    }

    /// <summary>Opens a backup, whose file tells its length.</summary>
    /// <exception cref="BackupFormatException">It is none.</exception>
    public static BackupStream Open(Stream file, string passphrase) => Open(file, salt => Passwords.Derive(passphrase, salt));

    /// <summary>Opens a backup with the key that is made of its salt; the key is cleared.</summary>
    internal static BackupStream Open(Stream file, Func<byte[], byte[]> keyOf)
    {
        var header = new byte[Magic.Length + Passwords.SaltSize];
        return file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length && header.AsSpan().StartsWith(Magic)
            ? new BackupStream(file, keyOf(header[Magic.Length..]), writes: false)
            : throw new BackupFormatException("It does not begin as a backup of this version does.");
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            // A full chunk waits for what follows it: only then is it known not to be the last.
            if (_length == ChunkSize)
            {
                WriteChunk(last: false);
            }

            var taken = Math.Min(buffer.Length, ChunkSize - _length);
            buffer[..taken].CopyTo(_plain.AsSpan(_length));
            _length += taken;
            buffer = buffer[taken..];
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (_position == _length && !_ended)
        {
            ReadChunk();
        }

        var taken = Math.Min(buffer.Length, _length - _position);
        _plain.AsSpan(_position, taken).CopyTo(buffer);
        _position += taken;
        return taken;
    }

    /// <summary>Writes the last chunk.</summary>
    public void End() => WriteChunk(last: true);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _cipher.Dispose();
            CryptographicOperations.ZeroMemory(_plain);
        }

        base.Dispose(disposing);
    }

    private void WriteChunk(bool last)
    {
        _cipher.Encrypt(Nonce(last), _plain.AsSpan(0, _length), _sealed.AsSpan(0, _length), _sealed.AsSpan(_length, TagSize));
        _file.Write(_sealed.AsSpan(0, _length + TagSize));
        (_length, _number) = (0, _number + 1);
    }

    private void ReadChunk()
    {
        var read = _file.ReadAtLeast(_sealed, _sealed.Length, throwOnEndOfStream: false);
        _ended = _file.Position == _file.Length;
        (_position, _length) = (0, 0);
        try
        {
            var length = read >= TagSize ? read - TagSize : throw new CryptographicException();
            _cipher.Decrypt(Nonce(_ended), _sealed.AsSpan(0, length), _sealed.AsSpan(length, TagSize), _plain.AsSpan(0, length));
            (_length, _number) = (length, _number + 1);
        }
        catch (CryptographicException error)
        {
            throw new BackupFormatException(_number == 0 ? "The passphrase is another, or it was altered, damaged or cut off." : "It was altered, damaged or cut off.", error);
        }
    }

    private byte[] Nonce(bool last)
    {
        var nonce = new byte[NonceSize];
        BinaryPrimitives.WriteUInt64BigEndian(nonce.AsSpan(3), _number);
        nonce[^1] = last ? (byte)1 : (byte)0;
        return nonce;
    }
}
