using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Vitrine.Centre;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Web.Tests;

/// <summary>The public log over HTTP: what a monitor reads, what a person searches, and what the pages claim of both.</summary>
public sealed partial class LogTests(RegisterTests.Filled filled, BrowserFixture browsers) : IClassFixture<RegisterTests.Filled>, IClassFixture<BrowserFixture>
{
    private OpenCentre Centre => filled.Site.Centre;

    private TileReader Log => new(Centre.Paths.Log);

    [Fact]
    public async Task Files_ReadByAMonitor_GiveTheRootAndEveryStatement()
    {
        using var note = await GetAsync("/tlog/checkpoint");
        Assert.Equal("text/plain; charset=utf-8", note.Content.Headers.ContentType!.ToString());
        Assert.True(note.Headers.CacheControl!.NoStore);
        var checkpoint = VerifiedCheckpoint.Open(await note.Content.ReadAsByteArrayAsync(), Centre.LogCheckpoint().Log);

        var frontier = new MerkleFrontier();
        for (var first = 0UL; first < checkpoint.Size.Value; first += TilePath.FullWidth)
        {
            var width = TilePath.WidthAt(0, first / TilePath.FullWidth, checkpoint.Size);
            var bundle = await ForeverAsync($"/tlog/{TilePath.Entries(first / TilePath.FullWidth, width)}", "application/octet-stream");
            var tile = await ForeverAsync($"/tlog/{TilePath.Hashes(0, first / TilePath.FullWidth, width)}", "application/octet-stream");
            Assert.True(EntryBundle.TryParse(bundle, width, out var entries));
            for (var i = 0; i < width; i++)
            {
                var entry = entries[i].ToArray();
                Assert.Equal(Merkle.LeafHash(entry).ToArray(), tile[(i * Digest.Size)..((i + 1) * Digest.Size)]);
                frontier.Append(Merkle.LeafHash(entry));
                await StatementAsync(first + (ulong)i, LogEntryBody.Parse(entry));
            }
        }

        Assert.Equal(checkpoint.Root, frontier.Root());
    }

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("GZIP;q=0.5, br", true)]
    [InlineData("*", true)]
    [InlineData("gzip;q=0, *", false)]
    [InlineData("identity", false)]
    [InlineData("br, deflate", false)]
    [InlineData("", false)]
    public async Task Bundle_AskedForWithAnEncoding_IsCompressedWhereGzipIsTaken(string accepted, bool compressed)
    {
        var size = Centre.LogCheckpoint().Size;
        var path = TilePath.Entries(0, TilePath.WidthAt(0, 0, size));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/tlog/{path}");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        using var answer = await filled.Site.Http.SendAsync(request);
        var body = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal("Accept-Encoding", answer.Headers.Vary.ToString());
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(compressed ? "gzip" : "", answer.Content.Headers.ContentEncoding.ToString());
        Assert.True(Log.TryRead(path, out var bundle));
        Assert.Equal(bundle, compressed ? Unpacked(body) : body);
        Assert.True(!compressed || body.Length < bundle.Length);

        // A tile is hashes, which do not get smaller.
        using var tile = new HttpRequestMessage(HttpMethod.Get, $"/tlog/{TilePath.Hashes(0, 0, path.Width)}");
        tile.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        using var plain = await filled.Site.Http.SendAsync(tile);
        Assert.Empty(plain.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task Log_ReadByAMonitor_IsTheSameCompressed()
    {
        using var source = new HttpLogSource($"{filled.Site.Address}/tlog/", TimeSpan.FromSeconds(30), TimeProvider.System);
        Assert.Null(await LogAudit.RunAsync(source, Centre.LogCheckpoint(), null, CancellationToken.None));
    }

    [Theory]
    [InlineData("/tlog/tile/0/001", "no such tile")]
    [InlineData("/tlog/tile/0/000.p/0", "no name")]
    [InlineData("/tlog/tile/0/000.p/256", "no name")]
    [InlineData("/tlog/tile/0/0", "no name")]
    [InlineData("/tlog/tile/64/000", "no such level")]
    [InlineData("/tlog/tile/%2e%2e/.state/journal", "another folder")]
    [InlineData("/tlog/.state/journal", "the writer's own")]
    [InlineData("/log/statement/0000.json", "no digest")]
    [InlineData("/log/statement/..%2fcheckpoint", "no digest")]
    [InlineData("/log/statement/0000000000000000000000000000000000000000000000000000000000000000.json", "no such statement")]
    [InlineData("/log/entries/-1", "no index")]
    [InlineData("/log/entries/999999", "beyond the end")]
    [InlineData("/log/entries/9223372036854775807", "beyond the end")]
    [InlineData("/log/entries/999999/bundle.json", "beyond the end")]
    [InlineData("/log/entries/999999/statement.json", "beyond the end")]
    [InlineData("/log/entries/999999/proof.txt", "beyond the end")]
    public async Task Files_OfOtherNames_AreNotFound(string path, string why)
    {
        using var answer = await GetAsync(path);
        Assert.True(answer.StatusCode == HttpStatusCode.NotFound, why);
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Tile_NarrowerThanTheOneThatLies_IsItsBeginning()
    {
        var size = Centre.LogCheckpoint().Size;
        var whole = await ForeverAsync($"/tlog/{TilePath.Hashes(0, 0, TilePath.WidthAt(0, 0, size))}", "application/octet-stream");
        Assert.Equal(whole[..(5 * Digest.Size)], await ForeverAsync("/tlog/tile/0/000.p/5", "application/octet-stream"));
    }

    [Fact]
    public async Task Bundle_OfAnEntry_IsProvenUnderThePublishedCheckpoint()
    {
        var checkpoint = Centre.LogCheckpoint();
        foreach (var index in (ulong[])[0, 1, checkpoint.Size.Value / 2, checkpoint.Size.Value - 1])
        {
            using var answer = await GetAsync(Routes.LogEntryBundle((long)index));
            Assert.Equal(SigstoreBundle.MediaType, answer.Content.Headers.ContentType!.ToString());
            Assert.Equal($"entry-{index}.sigstore.jsonl", answer.Content.Headers.ContentDisposition!.FileName);
            var bundle = Assert.Single(BundleFile.Parse(await answer.Content.ReadAsByteArrayAsync()));
            Assert.Equal(LoggedVerdict.Verified, LoggedStatement.TryOpen(bundle, checkpoint, out var logged));
            Assert.Equal(index, logged!.Index.Value);
            using var text = await GetAsync(Routes.LogEntryProof((long)index));
            Assert.Equal(("text/plain; charset=utf-8", $"entry-{index}.tlog-proof"), (text.Content.Headers.ContentType!.ToString(), text.Content.Headers.ContentDisposition!.FileName));
            var proof = TlogProof.Parse(await text.Content.ReadAsByteArrayAsync());
            Assert.Equal(ProofVerdict.Verified, proof.Verify(Merkle.LeafHash(bundle.Entry.ToJson()), LogPolicy.Of(checkpoint.Log), out _));
        }
    }

    [Fact]
    public async Task Search_ByIndexHashOrDigest_LeadsToTheEntry()
    {
        var entry = (Centre.LogCheckpoint().Size.Value - 1) / 2;
        var leaf = Merkle.LeafHash(Log.ReadEntry(new LogIndex(entry), Centre.LogCheckpoint().Size));
        using var statement = await GetAsync(Routes.LogEntryStatement((long)entry));
        var digest = DsseEnvelope.Parse(await statement.Content.ReadAsByteArrayAsync()).PayloadDigest;

        foreach (var words in (string[])[$"{entry}", $" {entry} ", leaf.ToHex(), leaf.ToBase64(), digest.ToHex()])
        {
            using var found = await GetAsync($"{Routes.Log}?q={Uri.EscapeDataString(words)}");
            Assert.Equal((HttpStatusCode.Redirect, Routes.LogEntry((long)entry)), (found.StatusCode, found.Headers.Location!.OriginalString));
        }

        using var old = await GetAsync($"/log/{entry}");
        Assert.Equal((HttpStatusCode.MovedPermanently, Routes.LogEntry((long)entry)), (old.StatusCode, old.Headers.Location!.OriginalString));
    }

    [Fact]
    public async Task Search_ByProduct_FindsAllThatIsOfItAndNothingElse()
    {
        var page = await AllPagesAsync("lumen gateway");
        var found = Entry().Matches(page).Select(match => long.Parse(match.Groups[1].Value)).ToList();

        Assert.NotEmpty(found);
        Assert.Equal(found.OrderDescending(), found);
        Assert.Contains("Release", page, StringComparison.Ordinal);
        var made = filled.Fill.Made.Where(one => one.Product == "Lumen Gateway").SelectMany(one => (Digest[])[one.Certificate, one.Review]).ToHashSet();
        foreach (var index in found)
        {
            using var statement = await GetAsync(Routes.LogEntryStatement(index));
            var envelope = DsseEnvelope.Parse(await statement.Content.ReadAsByteArrayAsync());
            Assert.True(made.Remove(envelope.PayloadDigest) || Encoding.UTF8.GetString(envelope.Payload.AsSpan()).Contains("\"product\":\"Lumen Gateway\"", StringComparison.Ordinal));
        }

        Assert.Empty(made);
    }

    [Theory]
    [InlineData("999999", "The log has {0} entries, with the indexes 0 to")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", "no statement’s digest, and no leaf hash")]
    [InlineData("unobtainium", "No release, review, certificate or rebuild is of a product")]
    [InlineData("99999999999999999999999", "No release, review, certificate or rebuild is of a product")]
    public async Task Search_ForWhatIsNotThere_SaysWhy(string words, string why)
    {
        var page = await TextAsync($"{Routes.Log}?q={words}");
        Assert.Contains(why.Replace("{0}", Words.Number((long)Centre.LogCheckpoint().Size.Value), StringComparison.Ordinal), page, StringComparison.Ordinal);
        Assert.Contains("Nothing here matches", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Consistency_OfAnySizes_IsTheProofBetweenTheirRoots()
    {
        var size = Centre.LogCheckpoint().Size.Value;
        foreach (var (from, to) in ((ulong, ulong)[])[(1, size), (size / 2, size), (7, 64), (8, 64), (size, size)])
        {
            var page = await TextAsync(Routes.Consistency((long)from, (long)to));
            var proof = Log.ProveConsistency(new TreeSize(from), new TreeSize(to));
            Assert.Contains("It only grew", page, StringComparison.Ordinal);
            Assert.All([Log.RootAt(proof.From), Log.RootAt(proof.To), .. proof.Path], hash => Assert.Contains(hash.ToHex(), page, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("?from=0&to=5", "Write a number of entries from 1 to")]
    [InlineData("?from=5&to=4", "not smaller than the first")]
    [InlineData("?from=1&to=999999", "Write a number of entries from 1 to")]
    [InlineData("?from=-1&to=5", "Write a number of entries from 1 to")]
    [InlineData("?from=&to=", "Write a number of entries from 1 to")]
    [InlineData("?from=a&to=9999999999999999999999", "Write a number of entries from 1 to")]
    public async Task Consistency_AskedWrongly_SaysWhatToWrite(string query, string why)
    {
        var page = await TextAsync(Routes.LogConsistency + query);
        Assert.Contains(why, page, StringComparison.Ordinal);
        Assert.DoesNotContain("It only grew", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checkpoint_WithWitnesses_SaysWhoIsMissing()
    {
        var file = Centre.Paths.Witnesses;
        var checkpoint = Path.Combine(Centre.Paths.Log, "checkpoint");
        var signed = await File.ReadAllBytesAsync(checkpoint);
        var (near, far) = (Cosigner.Generate("near.example/witness"), Cosigner.Generate("far.example/witness"));
        try
        {
            Assert.Contains("No witness", await TextAsync(Routes.Log), StringComparison.Ordinal);
            await File.WriteAllTextAsync(file, $"log {Centre.LogCheckpoint().Log}\nwitness near {near.Verifier} https://near.example/\nwitness far {far.Verifier} https://far.example/\ngroup both all near far\nquorum both\n");
            var page = await TextAsync(Routes.Log);
            Assert.Contains("The quorum is not met", page, StringComparison.Ordinal);
            Assert.Contains("2 witnesses are missing.", page, StringComparison.Ordinal);

            await File.WriteAllBytesAsync(checkpoint, Note.Parse(signed).With(near.Sign(Note.Parse(signed).Text.Span, filled.Site.Time.Now)).Encode());
            page = await TextAsync(Routes.Log);
            Assert.Contains("1 witness is missing.", page, StringComparison.Ordinal);
            Assert.Contains("Witness, missing", page, StringComparison.Ordinal);

            await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace(" all ", " any ", StringComparison.Ordinal));
            Assert.Contains("1 witness is missing, and the others are enough.", await TextAsync(Routes.Log), StringComparison.Ordinal);
            await KeepRulesAsync(new PageTests.Scene("log-witnesses", "", Routes.Log));
        }
        finally
        {
            File.Delete(file);
            await File.WriteAllBytesAsync(checkpoint, signed);
        }
    }

    [Fact]
    public async Task Entry_WhoseStatementIsGoneOrChanged_SaysSoAndStaysProven()
    {
        var digest = filled.Fill.Made[3].Review;
        long review;
        using (var views = Centre.Snapshot())
        {
            review = views.Scalar<long>("SELECT log_index FROM centre_statement WHERE digest = $1", digest);
        }

        var file = Path.Combine(Centre.Paths.Statements, digest.ToHex() + ".json");
        var whole = await File.ReadAllBytesAsync(file);
        Assert.Contains("Signed and in the log", await TextAsync(Routes.LogEntry(review)), StringComparison.Ordinal);
        try
        {
            await File.WriteAllBytesAsync(file, await File.ReadAllBytesAsync(Path.Combine(Centre.Paths.Statements, filled.Fill.Made[4].Review.ToHex() + ".json")));
            Assert.Contains("Not this statement", await TextAsync(Routes.LogEntry(review)), StringComparison.Ordinal);
            File.Delete(file);
            Assert.Contains("the statement that it is of cannot be read here", await TextAsync(Routes.LogEntry(review)), StringComparison.Ordinal);
            Assert.Contains("missing or damaged", await AllPagesAsync(filled.Fill.Made[3].Product), StringComparison.Ordinal);
            using var missing = await GetAsync(Routes.LogEntryBundle(review));
            Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        }
        finally
        {
            await File.WriteAllBytesAsync(file, whole);
        }
    }

    [Fact]
    public async Task Pages_OfTheLog_KeepTheRulesInBothSizes()
    {
        var size = (long)Centre.LogCheckpoint().Size.Value;
        await KeepRulesAsync(
            new("log-full", "", Routes.Log),
            new("log-last-page", "", $"{Routes.Log}?page=999"),
            new("log-product", "", $"{Routes.Log}?q=enterprise+continuous"),
            new("log-none", "", $"{Routes.Log}?q=unobtainium"),
            new("log-no-index", "", $"{Routes.Log}?q=999999"),
            new("log-entry-first", "", Routes.LogEntry(0)),
            new("log-entry-last", "", Routes.LogEntry(size - 1)),
            new("log-entry-long", "", Routes.LogEntry(await LongAsync()), Do: page => page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)")),
            new("log-consistency", "", Routes.Consistency(9, size)),
            new("log-consistency-empty", "", Routes.LogConsistency),
            new("log-consistency-wrong", "", Routes.Consistency(9, 4)));
    }

    private async Task KeepRulesAsync(params PageTests.Scene[] scenes)
    {
        var problems = new List<string>();
        await using var people = new PageTests.People(browsers.Chromium, filled.Site);
        await PageTests.SeeAsync(people, scenes, problems);
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    private async Task<long> LongAsync() => Entry().Matches(await TextAsync($"{Routes.Log}?q=enterprise+continuous")).Select(match => long.Parse(match.Groups[1].Value)).Min();

    /// <summary>From an entry to its statement, and back: the envelope is signed by the entry's key, and is what the entry is of.</summary>
    private async Task StatementAsync(ulong index, LogEntryBody entry)
    {
        var envelope = DsseEnvelope.Parse(await ForeverAsync(Routes.LogEntryStatement((long)index), "application/json"));
        Assert.Equal(entry.SignedDigest, Digest.Of(Dsse.Pae(envelope.PayloadType, envelope.Payload.AsSpan())));
        Assert.True(envelope.IsSignedBy(entry.Key));
        Assert.Equal(envelope.ToJson(), await ForeverAsync(Routes.Statement(envelope.PayloadDigest.ToHex()), "application/json"));
    }

    private async Task<byte[]> ForeverAsync(string path, string type)
    {
        using var answer = await GetAsync(path);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, path);
        Assert.Equal(type, answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("public, max-age=31536000, immutable", answer.Headers.CacheControl!.ToString());
        return await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Every page of a search, one after the other.</summary>
    private async Task<string> AllPagesAsync(string words)
    {
        var all = new StringBuilder();
        for (var page = 1; page == 1 || all.ToString().EndsWith("rel=\"next\"", StringComparison.Ordinal); page++)
        {
            var text = await TextAsync($"{Routes.Log}?q={Uri.EscapeDataString(words)}&page={page}");
            all.Append(text).Append(text.Contains("rel=\"next\"", StringComparison.Ordinal) ? "rel=\"next\"" : "");
        }

        return all.ToString();
    }

    private async Task<string> TextAsync(string path)
    {
        using var answer = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private static byte[] Unpacked(byte[] packed)
    {
        using var stream = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var whole = new MemoryStream();
        stream.CopyTo(whole);
        return whole.ToArray();
    }

    private Task<HttpResponseMessage> GetAsync(string path) => filled.Site.Http.GetAsync(new Uri(path, UriKind.Relative));

    /// <summary>A row of the table of entries.</summary>
    [GeneratedRegex("row-link num\" href=\"/log/entries/([0-9]+)\"")]
    private static partial Regex Entry();
}
