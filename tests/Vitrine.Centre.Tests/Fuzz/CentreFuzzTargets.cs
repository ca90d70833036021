using System.Collections.Immutable;
using System.Formats.Tar;
using System.Text;
using Vitrine.Proofs;
using Vitrine.Proofs.Tests;

namespace Vitrine.Centre.Tests;

/// <summary>The parsers of the centre: entries of a ledger, messages on its socket, backups, a meter's record. Claims: see <see cref="FuzzTarget"/>.</summary>
internal static class CentreFuzzTargets
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ActCodec Codec = new([new CorePart()]);
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] Plain = [.. Enumerable.Range(0, 70_000).Select(i => (byte)(i % 251))];

    private static readonly MeteredResponse Frame = new(
        DateTimeOffset.UnixEpoch, "GET", "/engagements/e-1a2b3c4d/read", 200, "text/html", new MeteredPart(700, Digest.Of("head"u8)), new MeteredPart(4711, Digest.Of("body"u8)), ResponseEnd.Whole, true);

    private static readonly Act[] Acts =
    [
        new CentreCreated("Centre", "vitrine.example/0123", "log+key", "ledger+key", "0a"),
        new StatementPublished(Digest.Of("one"u8), 7),
        new LedgerAnchored(3, Digest.Of("root"u8), Digest.Of("anchor"u8)),
        new PersonRegistered("p-1", Role.Host, "acme", [1, 2, 3]),
        new PersonErased("p-1", "Asked.") { Sealed = new SealedPart("s-1", 4, [1, 2, 3]) },
    ];

    /// <summary>All of them.</summary>
    public static ImmutableArray<FuzzTarget> All { get; } =
    [
        new("act", [.. Acts.Select(act => Codec.Encode(new LogIndex(7), Noon, new Actor("p-1", Role.Host), act))], ReadAct, IsJson: true),
        new("act request", [.. Acts.Select(act => Codec.EncodeRequest(Actor.Console, act))], ReadRequest, IsJson: true),
        new("socket message", [[0, 0, 0, 2, (byte)'a', 1, 2], [0, 0, 0, 0, (byte)'p']], ReadMessage),
        new("backup manifest", [Manifest.Encode()], ReadManifest, IsJson: true),
        new("backup", [BackupSeed(Plain), BackupSeed(Plain[..100]), BackupSeed([])], ReadBackup),
        new("backup's members", [MembersSeed()], ReadMembers, Slowness: 20),
        new("meter entry", [Frame.Encode(), (Frame with { Status = 0, Head = MeteredPart.None, Body = MeteredPart.None, End = ResponseEnd.Broken, Delivered = false }).Encode()], ReadMetered, IsJson: true),
        new("metered path", [.. new[] { "/engagements/e-1a2b3c4d/read", "/%65ngagements/%2565-1/NOTES/x", "/log/5/" }.Select(Encoding.UTF8.GetBytes)], ReadPath),
    ];

    private static BackupManifest Manifest => new("vitrine.example/0123", Noon, new TreeHead("ledger", new TreeSize(3), Digest.Of("l"u8)), new TreeHead("log", new TreeSize(2), Digest.Of("p"u8)));

    private static Outcome ReadAct(byte[] input)
    {
        try
        {
            var act = Codec.Decode(new LogIndex(7), input);
            Exact(input, Codec.Encode(new LogIndex(7), act.At, act.By, act.Act));
            return Outcome.Ok($"{act.Kind} {act.Act.Sealed is null}");
        }
        catch (LedgerFormatException e)
        {
            return Outcome.Refused(e);
        }
    }

    private static Outcome ReadRequest(byte[] input)
    {
        try
        {
            var (by, act) = Codec.DecodeRequest(input);
            var again = Codec.EncodeRequest(by, act);
            Exact(again, Codec.EncodeRequest(Codec.DecodeRequest(again).By, Codec.DecodeRequest(again).Act));
            return Outcome.Ok($"{Codec.KindOf(act).Name} {act.Sealed is null}");
        }
        catch (Exception e) when (e is LedgerFormatException or ActRefusedException)
        {
            return Outcome.Refused(e);
        }
    }

    // In one piece and byte by byte; what follows the message is not touched.
    private static Outcome ReadMessage(byte[] input)
    {
        using var whole = new MemoryStream(input);
        try
        {
            var (word, body) = SocketFrame.ReadAsync(whole, CancellationToken.None).GetAwaiter().GetResult();
            using var parts = new OneByOne(input);
            var (sameWord, sameBody) = SocketFrame.ReadAsync(parts, CancellationToken.None).GetAwaiter().GetResult();
            BrokenClaimException.Unless(word == sameWord, "in parts it is another message");
            Exact(body, sameBody);
            using var again = new MemoryStream();
            SocketFrame.WriteAsync(again, word, body, CancellationToken.None).GetAwaiter().GetResult();
            Exact(input.AsSpan(0, (int)whole.Position), again.ToArray());
            return Outcome.Ok($"{body.Length}");
        }
        catch (IOException e)
        {
            return Outcome.Refused(e);
        }
    }

    private static Outcome ReadManifest(byte[] input)
    {
        try
        {
            var manifest = BackupManifest.Parse(input);
            Exact(manifest.Encode(), BackupManifest.Parse(manifest.Encode()).Encode());
            return Outcome.Ok($"{manifest.Origin.Length}");
        }
        catch (BackupFormatException e)
        {
            return Outcome.Refused(e);
        }
    }

    // Whatever comes out before a refusal was written so; what is accepted is what was written, and comes the same in parts.
    private static Outcome ReadBackup(byte[] input)
    {
        var (whole, refused) = Unsealed(input, 100_000);
        var (parts, refusedToo) = Unsealed(input, 777);
        BrokenClaimException.Unless(Plain.AsSpan().StartsWith(whole) && refused?.Message == refusedToo?.Message && (refused is not null || whole.AsSpan().SequenceEqual(parts)), "what was not written came out");
        return refused is null ? Outcome.Ok($"{whole.Length}") : Outcome.Refused(refused);
    }

    private static (byte[] Plain, BackupFormatException? Refused) Unsealed(byte[] input, int atOnce)
    {
        using var plain = new MemoryStream();
        try
        {
            using var file = new MemoryStream(input);
            using var stream = BackupStream.Open(file, _ => [.. Key]);
            var buffer = new byte[atOnce];
            while (stream.Read(buffer) is var read and > 0)
            {
                plain.Write(buffer, 0, read);
            }

            return (plain.ToArray(), null);
        }
        catch (BackupFormatException e)
        {
            return (plain.ToArray(), e);
        }
    }

    // Read as a restore does, through the encryption. Into a folder of its own; nothing is ever written beside it.
    internal static Outcome ReadMembers(byte[] input)
    {
        var folder = Directory.CreateTempSubdirectory("vitrine-fuzz-");
        try
        {
            var paths = new CentrePaths(Path.Combine(folder.FullName, "centre"));
            KeyFile.CreateFolder(paths.Folder);
            using var file = new MemoryStream(BackupSeed(input));
            using var box = BackupStream.Open(file, _ => [.. Key]);
            var keys = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
            var manifest = Restore.UnpackAsync(box, paths, keys, CancellationToken.None).GetAwaiter().GetResult();
            return Outcome.Ok($"{keys.Count} {manifest.Origin.Length}");
        }
        catch (BackupFormatException e)
        {
            return Outcome.Refused(e.Message.Replace(folder.FullName, "", StringComparison.Ordinal));
        }
        finally
        {
            BrokenClaimException.Unless(folder.EnumerateFileSystemInfos().Count() == 1, "something was written beside the folder");
            folder.Delete(recursive: true);
        }
    }

    private static Outcome ReadMetered(byte[] input)
    {
        try
        {
            var read = MeteredResponse.Parse(input);
            BrokenClaimException.Unless(input.AsSpan().SequenceEqual(read.Encode()), "what was accepted does not encode again exactly");
            return Outcome.Ok($"{read.Status} {read.End} {read.Delivered} {MeteredPath.IsReading(read.Path)}");
        }
        catch (MeterFormatException e)
        {
            // What JSON's own readers say quotes the input: every mutant would be a way of its own.
            return Outcome.Refused(e.InnerException?.GetType().Name ?? e.Message);
        }
    }

    // What passes has one meaning: no dots, no empty or hidden segments, and the same judgement once a server has decoded it.
    private static Outcome ReadPath(byte[] input)
    {
        var path = Encoding.UTF8.GetString(input);
        if (MeteredPath.Refusal(path) is { } why)
        {
            return Outcome.Refused(why);
        }

        var decoded = Uri.UnescapeDataString(path);
        BrokenClaimException.Unless(MeteredPath.IsReading(path) == MeteredPath.IsReading(decoded), "decoded it is another path");
        BrokenClaimException.Unless(MeteredPath.IsReading(path) == MeteredPath.IsReading(path.ToUpperInvariant()), "in capitals it is another path");
        BrokenClaimException.Unless(MeteredPath.Refusal(decoded) is null or not "holds a dot segment", "decoded it leads elsewhere");
        return Outcome.Ok($"{MeteredPath.IsReading(path)} {MeteredPath.Engagement(path) is null}");
    }

    private static byte[] BackupSeed(byte[] plain)
    {
        using var file = new MemoryStream();
        using (var stream = BackupStream.Create(file, _ => [.. Key]))
        {
            stream.Write(plain);
            stream.End();
        }

        return file.ToArray();
    }

    private static byte[] MembersSeed() => Members(
    [
        ("centre.json", "{}"u8.ToArray()), ("ledger/checkpoint", "note"u8.ToArray()), ("ledger/entries/00000000", [0, 1, 7]), ("statement/a.json", "{}"u8.ToArray()),
        ("seals/a/b", [1, 2, 3]), ("keys/log.key", "secret"u8.ToArray()), ("keys/party/x.key", "secret"u8.ToArray()), (Backup.Manifest, Manifest.Encode()),
    ]);

    /// <summary>The members of a backup, as they lie below its encryption.</summary>
    internal static byte[] Members(IReadOnlyList<(string Name, byte[] Bytes)> members)
    {
        using var file = new MemoryStream();
        using (var tar = new TarWriter(file, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var (name, bytes) in members)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(bytes), ModificationTime = Noon });
            }
        }

        return file.ToArray();
    }

    private static void Exact(ReadOnlySpan<byte> input, ReadOnlySpan<byte> again) =>
        BrokenClaimException.Unless(input.SequenceEqual(again), "what was accepted does not encode again exactly");

    /// <summary>Gives one byte a read.</summary>
    private sealed class OneByOne(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);
    }
}
