using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>Reads a source once, from its first file to its last, on all cores, and has each content kept.</summary>
/// <remarks>
/// A worker takes the next file, reads it, hashes it and has it kept before it takes another: at most one file a worker is in memory. Of a source whose
/// contents must be read in order, who takes a file reads it before another may take the next.
/// </remarks>
/// <param name="source">What is sealed.</param>
/// <param name="domain">The key of the salts.</param>
/// <param name="keeper">Keeps the contents; null where the tree is only inspected.</param>
/// <param name="progress">Told from any thread.</param>
/// <param name="cancellation">Ends the reading.</param>
internal sealed class SealMaker(SealSource source, DomainKey domain, ContentKeeper? keeper, IProgress<SealProgress>? progress, CancellationToken cancellation)
{
    private const int LargeFile = 64 << 20;
    private const int FilesAReport = 256;

    // Each may hold a file of 64 MiB, and once more encrypted.
    private const int MostWorkers = 8;

    private readonly SealedFile[] _files = new SealedFile[source.Count];
    private readonly ConcurrentBag<SealProblem> _problems = [];
    private int _done;
    private long _bytes;

    /// <summary>The files by path, once <see cref="Run"/> has ended.</summary>
    public IReadOnlyList<SealedFile> Files => _files;

    /// <summary>What only the contents show.</summary>
    public IReadOnlyCollection<SealProblem> Problems => _problems;

    /// <summary>Bytes of content.</summary>
    public long Bytes => _bytes;

    /// <summary>Reads everything; what goes wrong first is thrown as it is.</summary>
    public void Run()
    {
        try
        {
            Parallel.ForEach(
                Partitioner.Create(SmallContents(), EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, MostWorkers) },
                Take);
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.Flatten().InnerExceptions[0]);
        }

        foreach (var entry in source.Entries.Where(entry => entry.SameAs is not null))
        {
            var file = _files[entry.SameAs!.Place];
            Add(entry, file.Size, file.Digest, (file.Text, file.Lines));
        }

        progress?.Report(new SealProgress(_done, source.Count, _bytes));
    }

    /// <summary>The contents that are held in memory, for one worker after the other; larger ones are dealt with on the way.</summary>
    private IEnumerable<(SourceContent Content, byte[]? Rented)> SmallContents()
    {
        foreach (var content in source.ReadAll(cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            if (content.ExpectedSize > LargeFile)
            {
                TakeLarge(content);
            }
            else
            {
                yield return (content, source.ReadsInAnyOrder ? null : Read(content));
            }
        }
    }

    private void Take((SourceContent Content, byte[]? Rented) item)
    {
        var (entry, size) = (item.Content.Entry, (int)item.Content.ExpectedSize);
        var rented = item.Rented ?? Read(item.Content);
        try
        {
            var content = rented.AsSpan(0, size);
            var digest = Digest.Of(content);
            if (size > 0)
            {
                keeper?.Keep(entry.Written, digest, content);
            }

            if (entry.Mode is SealedMode.Regular or SealedMode.Executable && TreeInspector.IsLfsPointer(content))
            {
                _problems.Add(new SealProblem(SealProblemKind.LfsPointer, HiddenCharacters.Show(entry.Path), "a Git LFS pointer, not the file it stands for; run git lfs pull and seal the folder"));
            }

            var counter = default(LineCounter);
            counter.Append(content);
            Add(entry, size, digest, counter.Finish());
        }
        finally
        {
            CryptographicOperations.ZeroMemory(rented.AsSpan(0, size));
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void TakeLarge(SourceContent content)
    {
        using var stream = content.Open();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var large = keeper?.Large(content.ExpectedSize);
        var counter = default(LineCounter);
        var plain = ArrayPool<byte>.Shared.Rent(ChunkCipher.ChunkSize);
        try
        {
            for (var from = 0L; from < content.ExpectedSize; from += ChunkCipher.ChunkSize)
            {
                cancellation.ThrowIfCancellationRequested();
                var piece = plain.AsSpan(0, (int)Math.Min(ChunkCipher.ChunkSize, content.ExpectedSize - from));
                Fill(content, stream, piece);
                hash.AppendData(piece);
                counter.Append(piece);
                large?.Append(piece);
            }

            RequireEnd(content, stream);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
            ArrayPool<byte>.Shared.Return(plain);
        }

        var digest = Digest.FromBytes(hash.GetHashAndReset());
        large?.Keep(digest);
        Add(content.Entry, content.ExpectedSize, digest, counter.Finish());
    }

    private void Add(SourceEntry entry, long size, Digest digest, (TextKind Kind, long Lines) text)
    {
        var (kind, lines) = entry.Mode is SealedMode.Regular or SealedMode.Executable ? text : (TextKind.Utf8, 0);
        _files[entry.Place] = new SealedFile(entry.Written, entry.Mode, size, digest, domain.Salt(entry.Path, entry.Mode, digest), kind, lines);
        var bytes = Interlocked.Add(ref _bytes, size);
        if (Interlocked.Increment(ref _done) is var done && done % FilesAReport == 0)
        {
            progress?.Report(new SealProgress(done, source.Count, bytes));
        }
    }

    /// <summary>Reads a whole content into a rented buffer.</summary>
    private static byte[] Read(SourceContent content)
    {
        using var stream = content.Open();
        var rented = ArrayPool<byte>.Shared.Rent((int)content.ExpectedSize);
        Fill(content, stream, rented.AsSpan(0, (int)content.ExpectedSize));
        RequireEnd(content, stream);
        return rented;
    }

    private static void Fill(SourceContent content, Stream stream, Span<byte> buffer)
    {
        try
        {
            stream.ReadExactly(buffer);
        }
        catch (EndOfStreamException shorter)
        {
            throw Changed(content, shorter);
        }
        catch (IOException unreadable)
        {
            throw Unreadable(content, unreadable);
        }
    }

    private static void RequireEnd(SourceContent content, Stream stream)
    {
        try
        {
            if (stream.ReadByte() >= 0)
            {
                throw Changed(content, null);
            }
        }
        catch (IOException unreadable)
        {
            throw Unreadable(content, unreadable);
        }
    }

    private static SealSourceException Unreadable(SourceContent content, IOException cause) => new(
        SealSourceFault.Unreadable, $"{HiddenCharacters.Show(content.Entry.Path)} cannot be read: {cause.Message} Nothing was kept.", cause);

    private static SealSourceException Changed(SourceContent content, Exception? cause) => new(
        SealSourceFault.ChangedWhileRead,
        $"{HiddenCharacters.Show(content.Entry.Path)} changed its size while it was read. Nothing was kept; try again when nobody writes to it.",
        cause);
}
