using Amazon.Runtime;
using Amazon.S3;
using Npgsql;
using Vitrine.Proofs;

namespace Vitrine.Log.Tests;

/// <summary>A log on a real S3-compatible store and a real PostgreSQL.</summary>
[Collection(ServicesCollection.Name)]
public sealed class ObjectStorageTests(Services services)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly LogOptions _options = new()
    {
        Objects = services.Objects($"log-{Guid.NewGuid():N}"),
        Signer = NoteSigner.Generate($"vitrine.example/{Guid.NewGuid():N}"),
        SuppressDuplicates = true,
    };

    [Fact]
    public async Task Append_InBatchesAndAfterReopening_IsReadBackByAnyone()
    {
        await TileLog.CreateAsync(_options, None);
        await Assert.ThrowsAsync<LogExistsException>(() => TileLog.CreateAsync(_options, None));
        var tree = Sample.Tree(700);
        foreach (var (from, to) in ((ulong, ulong)[])[(0, 1), (1, 256), (256, 700)])
        {
            await using var log = await TileLog.OpenAsync(_options, TimeProvider.System, None);
            Assert.Equal(from, log.Checkpoint.Size.Value);
            var added = await log.AddAsync(Sample.Entries(0, to), None);
            Assert.Equal(Sample.Range(0, to), added.Select(one => one.Index.Value));
            Assert.Equal((int)from, added.Count(one => one.WasThere));
        }

        var reader = new TileReader(_options.Objects!);
        var checkpoint = VerifiedCheckpoint.Open(reader.CheckpointNote(), _options.Signer.Verifier);
        Assert.Equal(tree.Root(), checkpoint.Root);
        Assert.Equal(tree.Root(), reader.RecomputeRoot(checkpoint.Size));
        Assert.Equal(tree.ProveInclusion(new LogIndex(300), checkpoint.Size), reader.ProveInclusion(new LogIndex(300), checkpoint.Size));
        Assert.Equal(tree.ProveConsistency(new TreeSize(256), checkpoint.Size), reader.ProveConsistency(new TreeSize(256), checkpoint.Size));
        Assert.True(reader.TryRead(TilePath.Hashes(0, 2, 3), out _));
    }

    [Fact]
    public async Task Append_Objects_HaveTheHeadersOfTheSpecification()
    {
        await TileLog.CreateAsync(_options, None);
        await using var log = await TileLog.OpenAsync(_options, TimeProvider.System, None);
        await log.AppendAsync(Sample.Entries(0, 300), None);
        var options = _options.Objects!;
        using var client = new AmazonS3Client(
            new BasicAWSCredentials(options.AccessKey, options.SecretKey),
            new AmazonS3Config { ServiceURL = options.Service.AbsoluteUri, AuthenticationRegion = options.Region, ForcePathStyle = true });
        foreach (var (key, type, cache) in ((string, string, string)[])[
            ("checkpoint", "text/plain; charset=utf-8", "no-cache"),
            ("tile/0/000", "application/octet-stream", "public, max-age=31536000, immutable"),
            ("tile/entries/001.p/44", "application/octet-stream", "public, max-age=31536000, immutable")])
        {
            var found = await client.GetObjectMetadataAsync(options.Bucket, $"{options.Prefix}/{key}", None);
            Assert.Equal((key, type, cache), (key, found.Headers.ContentType, found.Headers.CacheControl));
        }
    }

    [Fact]
    public async Task Append_FromManyAtOnce_GivesEachItsOwnIndex()
    {
        await TileLog.CreateAsync(_options, None);
        await using var log = await TileLog.OpenAsync(_options, TimeProvider.System, None);
        var indexes = await Task.WhenAll(Sample.Range(0, 300).Select(i => log.AppendAsync(Sample.Entry(i), None)));
        Assert.Equal(300, indexes.Distinct().Count());
        Assert.Equal(log.Checkpoint.Root, log.Reader.RecomputeRoot(new TreeSize(300)));
    }

    [Fact]
    public async Task Open_WhileAnotherWrites_RefusesAndAfterItsSessionBrokeTakesOver()
    {
        await TileLog.CreateAsync(_options, None);
        await using var first = await TileLog.OpenAsync(_options, TimeProvider.System, None);
        await first.AppendAsync(Sample.Entry(0), None);
        await Assert.ThrowsAsync<LogInUseException>(() => TileLog.OpenAsync(_options, TimeProvider.System, None));

        await BreakSessionsAsync();
        await using var second = await TileLog.OpenAsync(_options, TimeProvider.System, None);
        await second.AppendAsync(Sample.Entry(1), None);
        var lost = await Assert.ThrowsAsync<LogLostException>(() => first.AppendAsync(Sample.Entry(2), None));
        Assert.DoesNotContain(_options.Objects!.SecretKey!, lost.ToString(), StringComparison.Ordinal);
        Assert.Equal(2UL, (await second.AppendAsync(Sample.Entry(2), None)).Value);
    }

    [Fact]
    public async Task Append_SessionBrokenAndNobodyElseThere_GoesOn()
    {
        await TileLog.CreateAsync(_options, None);
        await using var log = await TileLog.OpenAsync(_options, TimeProvider.System, None);
        await log.AppendAsync(Sample.Entry(0), None);
        await BreakSessionsAsync();
        Assert.Equal(1UL, (await log.AppendAsync(Sample.Entry(1), None)).Value);
    }

    [Fact]
    public async Task Steps_OnTheStore_KeepTheConditionsThatTheLogRelyUpon()
    {
        using var store = new S3Objects(_options.Objects!);
        Assert.Null(await store.GetAsync("a/1"));
        var version = await store.TryPutAsync("a/1", "one"u8.ToArray(), null);
        Assert.NotNull(version);
        Assert.Null(await store.TryPutAsync("a/1", "other"u8.ToArray(), null));
        Assert.Null(await store.TryPutAsync("a/1", "other"u8.ToArray(), "\"0123456789abcdef0123456789abcdef\""));
        Assert.Equal("one"u8.ToArray(), (await store.GetAsync("a/1"))!.Bytes);
        Assert.NotNull(await store.TryPutAsync("a/1", "two"u8.ToArray(), version));
        Assert.Null(await store.TryPutAsync("a/2", "two"u8.ToArray(), version));
        await store.TryPutAsync("a/b/3", ReadOnlyMemory<byte>.Empty, null);
        Assert.Empty((await store.GetAsync("a/b/3"))!.Bytes);
        Assert.Equal(["1", "b"], (await store.ListAsync("a/")).Order());
        await store.DeleteAsync("a/1");
        await store.DeleteAsync("a/1");
        Assert.Null(await store.GetAsync("a/1"));
    }

    [Fact]
    public async Task Rekey_ALogOnObjects_GoesOnUnderTheNewKeyAlone()
    {
        var next = _options with { Signer = NoteSigner.Generate(_options.Signer.Name) };
        await Assert.ThrowsAsync<LogMissingException>(() => TileLog.IsUnderAsync(_options, None));
        await TileLog.CreateAsync(_options, None);
        await using (var log = await TileLog.OpenAsync(_options, TimeProvider.System, None))
        {
            await log.AppendAsync(Sample.Entries(0, 300), None);
            await Assert.ThrowsAsync<LogInUseException>(() => TileLog.RekeyAsync(_options, next.Signer, None));
            Assert.True(await TileLog.IsUnderAsync(_options, None));
        }

        await Assert.ThrowsAsync<ArgumentException>(() => TileLog.RekeyAsync(_options, NoteSigner.Generate("vitrine.example/other"), None));
        await TileLog.RekeyAsync(_options, next.Signer, None);
        Assert.Equal((false, true), (await TileLog.IsUnderAsync(_options, None), await TileLog.IsUnderAsync(next, None)));
        Assert.Contains("not signed by the key", (await Assert.ThrowsAsync<LogCorruptException>(() => TileLog.OpenAsync(_options, TimeProvider.System, None))).Message, StringComparison.Ordinal);

        // Readers see the old key's checkpoint until the log is opened.
        var reader = new TileReader(_options.Objects!);
        var before = VerifiedCheckpoint.Open(reader.CheckpointNote(), _options.Signer.Verifier);
        await using var again = await TileLog.OpenAsync(next, TimeProvider.System, None);
        Assert.Equal((before.Size, before.Root), (again.Published.Size, again.Published.Root));
        Assert.True((await again.AddAsync(Sample.Entry(7), None)).WasThere);
        await again.AppendAsync(Sample.Entries(300, 700), None);
        Assert.Equal(Sample.Tree(700).Root(), VerifiedCheckpoint.Open(reader.CheckpointNote(), next.Signer.Verifier).Root);
    }

    [Fact]
    public async Task Open_WrongSecretOrNoDatabase_SaysWhichAndNoSecret()
    {
        var right = _options.Objects!;
        var wrong = new ObjectStorageOptions { Service = right.Service, Bucket = right.Bucket, Prefix = right.Prefix, AccessKey = right.AccessKey, SecretKey = "a-wrong-one", Database = right.Database };
        var refused = await Assert.ThrowsAsync<LogFaultException>(() => TileLog.CreateAsync(_options with { Objects = wrong }, None));
        Assert.StartsWith($"Cannot read s3://logs/{right.Prefix}/checkpoint", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a-wrong-one", refused.ToString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<LogMissingException>(() => TileLog.OpenAsync(_options, TimeProvider.System, None));
    }

    private async Task BreakSessionsAsync()
    {
        await using var connection = new NpgsqlConnection(services.Database);
        await connection.OpenAsync(None);
        await using var command = new NpgsqlCommand("SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()", connection);
        Assert.Equal(1L, await command.ExecuteScalarAsync(None));
    }
}
