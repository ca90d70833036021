using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>The journal: what was made durable since the tiles were last synced. Its records are the truth, the tiles follow.</summary>
/// <remarks>
/// docs/formats/log.md. Head: <c>vitrine-journal/v1\nvkey\nsize\nbase64(root)\n</c> and the SHA-256 of that (32 bytes): the log's key, and the tree
/// whose tiles were durable when this journal was begun. Then records, each a batch: payload length u32, count u32, first index u64 (big-endian), payload
/// (count × u16 length and entry), and SHA-256(previous sum ‖ the 16 bytes ‖ payload), where the sum before the first record is the head's. Then
/// zeros: the file is laid out in advance, so that a record's fdatasync need not write file-system metadata.
/// One batch at most is being written at any moment. So what follows the last good record is zeros, or one torn batch that nobody was told of;
/// if more follows, acknowledged records are damaged, and that is never repaired silently.
/// </remarks>
internal sealed class Journal
{
    public const int MaxPayload = 32 * 1024 * 1024;
    public const int RecordHead = 16;
    private const string Format = "vitrine-journal/v1";
    private const int MaxHead = 1024;

    private readonly byte[] _sum;

    private Journal(NoteVerifier key, TreeSize baseSize, Digest baseRoot, byte[] sum, long end)
    {
        Key = key;
        BaseSize = baseSize;
        BaseRoot = baseRoot;
        _sum = sum;
        End = end;
    }

    public NoteVerifier Key { get; }

    public TreeSize BaseSize { get; }

    public Digest BaseRoot { get; }

    /// <summary>Where the next record goes.</summary>
    public long End { get; private set; }

    /// <summary>A new journal's bytes, zeros included where <paramref name="length"/> leaves room for them.</summary>
    public static byte[] Begin(NoteVerifier key, TreeSize size, Digest root, int length, out Journal journal)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Format}\n{key}\n{size.Value}\n{root.ToBase64()}\n"));
        var sum = SHA256.HashData(head);
        var bytes = new byte[Math.Max(length, head.Length + sum.Length)];
        head.CopyTo(bytes, 0);
        sum.CopyTo(bytes, head.Length);
        journal = new Journal(key, size, root, sum, head.Length + sum.Length);
        return bytes;
    }

    /// <summary>The bytes of the next record, to be written at <see cref="End"/>. Counts only once <see cref="Advance"/> is called.</summary>
    public byte[] Record(LogBatch batch)
    {
        var record = new byte[RecordHead + batch.Payload + Digest.Size];
        BinaryPrimitives.WriteUInt32BigEndian(record, (uint)batch.Payload);
        BinaryPrimitives.WriteUInt32BigEndian(record.AsSpan(4), (uint)batch.Entries.Count);
        BinaryPrimitives.WriteUInt64BigEndian(record.AsSpan(8), batch.First);
        var at = RecordHead;
        foreach (var entry in batch.Entries)
        {
            at += EntryBundle.WriteEntry(entry.Span, record.AsSpan(at));
        }

        Sum(_sum, record.AsSpan(0, at), record.AsSpan(at));
        return record;
    }

    /// <summary>Says that a record was written.</summary>
    public void Advance(ReadOnlySpan<byte> record)
    {
        record[^Digest.Size..].CopyTo(_sum);
        End += record.Length;
    }

    /// <summary>Whether these bytes, from one sum before <see cref="End"/> on, are this journal's last sum and nothing after it.</summary>
    public bool IsEnd(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith(_sum) && bytes[Digest.Size..].IndexOfAnyExcept((byte)0) < 0;

    /// <summary>Reads a journal.</summary>
    /// <param name="path">Named in errors.</param>
    /// <param name="bytes">The file.</param>
    /// <param name="batches">The entries of each good record, in order.</param>
    /// <param name="clean">Whether only zeros follow them.</param>
    /// <exception cref="LogCorruptException">The head, or a record that others follow, is damaged.</exception>
    public static Journal Parse(string path, ReadOnlyMemory<byte> bytes, out ImmutableArray<ImmutableArray<ReadOnlyMemory<byte>>> batches, out bool clean)
    {
        var journal = ParseHead(path, bytes.Span);
        var good = ImmutableArray.CreateBuilder<ImmutableArray<ReadOnlyMemory<byte>>>();
        var next = journal.BaseSize.Value;
        while (true)
        {
            var rest = bytes[(int)journal.End..];
            if (rest.Span.IndexOfAnyExcept((byte)0) < 0)
            {
                clean = true;
                break;
            }

            if (!TryReadRecord(journal._sum, rest, next, out var length, out var count))
            {
                if (length > 0 && length < rest.Length && rest.Span[length..].IndexOfAnyExcept((byte)0) >= 0)
                {
                    throw new LogCorruptException(path, $"the record at byte {journal.End} is damaged, and others follow it.");
                }

                clean = false;
                break;
            }

            good.Add(Entries(path, journal.End, rest[RecordHead..(length - Digest.Size)], count));
            journal.Advance(rest.Span[..length]);
            next += (ulong)count;
        }

        batches = good.ToImmutable();
        return journal;
    }

    private static Journal ParseHead(string path, ReadOnlySpan<byte> bytes)
    {
        var end = 0;
        for (var line = 0; line < 4; line++)
        {
            var newline = bytes[end..Math.Min(bytes.Length, MaxHead)].IndexOf((byte)'\n');
            if (newline < 0)
            {
                throw new LogCorruptException(path, "this is no journal.");
            }

            end += newline + 1;
        }

        var head = bytes[..end];
        var sum = SHA256.HashData(head);
        if (bytes.Length < end + Digest.Size || !bytes.Slice(end, Digest.Size).SequenceEqual(sum))
        {
            throw new LogCorruptException(path, "the journal's head is damaged.");
        }

        return Encoding.UTF8.GetString(head).Split('\n') is [Format, var vkey, var size, var root, ""]
            && NoteVerifier.TryParse(vkey, out var key)
            && ulong.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var baseSize)
            && size == baseSize.ToString(CultureInfo.InvariantCulture)
            && Digest.TryParseBase64(root, out var baseRoot)
            ? new Journal(key, new TreeSize(baseSize), baseRoot, sum, end + Digest.Size)
            : throw new LogCorruptException(path, "the journal's head is not of a kind that is known here.");
    }

    // False for a record that is torn or damaged; length is then what it claims, or 0 when the claim is impossible.
    private static bool TryReadRecord(ReadOnlySpan<byte> sum, ReadOnlyMemory<byte> rest, ulong next, out int length, out int count)
    {
        (length, count) = (0, 0);
        var span = rest.Span;
        if (span.Length < RecordHead)
        {
            return false;
        }

        var payload = BinaryPrimitives.ReadUInt32BigEndian(span);
        var entries = BinaryPrimitives.ReadUInt32BigEndian(span[4..]);
        if (payload > MaxPayload || entries == 0 || entries > payload / 2 || BinaryPrimitives.ReadUInt64BigEndian(span[8..]) != next)
        {
            return false;
        }

        length = RecordHead + (int)payload + Digest.Size;
        count = (int)entries;
        if (span.Length < length)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[Digest.Size];
        Sum(sum, span[..(length - Digest.Size)], expected);
        return expected.SequenceEqual(span[(length - Digest.Size)..length]);
    }

    private static ImmutableArray<ReadOnlyMemory<byte>> Entries(string path, long at, ReadOnlyMemory<byte> payload, int count)
    {
        var entries = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(count);
        while (payload.Length >= 2 && entries.Count < count)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(payload.Span);
            if (payload.Length < 2 + length)
            {
                break;
            }

            entries.Add(payload.Slice(2, length));
            payload = payload[(2 + length)..];
        }

        return entries.Count == count && payload.IsEmpty
            ? entries.MoveToImmutable()
            : throw new LogCorruptException(path, $"the record at byte {at} does not hold the entries it counts.");
    }

    private static void Sum(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> record, Span<byte> sum)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        hash.AppendData(record);
        hash.GetHashAndReset(sum);
    }
}
