using System.Text;

namespace Vitrine.Log.Tests;

/// <summary>What a store that is slow, broken or hostile gets out of the log: a fault that says which object, and an end.</summary>
public sealed class S3ObjectsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static S3Objects Open(LoopbackServer server, TimeSpan? timeout = null) => new(new ObjectStorageOptions
    {
        Service = new Uri(server.Url),
        Bucket = "logs",
        Prefix = "one",
        AccessKey = "VITRINETEST",
        SecretKey = "no-secret-of-anyone",
        Database = "",
        Timeout = timeout ?? TimeSpan.FromSeconds(30),
    });

    private static TileServer Listing(Func<int, string> content)
    {
        var page = 0;
        return new((_, response) => LoopbackServer.WriteAsync(response, 200, "application/xml", Encoding.UTF8.GetBytes(
            $"<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>logs</Name><Prefix>one/a/</Prefix>{content(page++)}</ListBucketResult>")));
    }

    private static TileServer Answering(Func<int, int> status, string? tag = "\"0123456789abcdef0123456789abcdef\"")
    {
        var request = 0;
        return new((_, response) =>
        {
            if (tag is not null)
            {
                response.Headers["ETag"] = tag;
            }

            var now = status(request++);
            return now == 409
                ? LoopbackServer.WriteAsync(response, now, "application/xml", "<Error><Code>ConditionalRequestConflict</Code><Message>under way</Message></Error>"u8.ToArray())
                : LoopbackServer.WriteAsync(response, now, "application/xml", []);
        });
    }

    [Fact]
    public async Task GetAsync_BodyThatStalls_EndsWithTheTimeout()
    {
        var end = new TaskCompletionSource();
        using var server = new TileServer(async (_, response) =>
        {
            response.ContentLength64 = 100;
            await response.OutputStream.WriteAsync("half"u8.ToArray());
            await response.OutputStream.FlushAsync();
            await end.Task;
        });
        using var store = Open(server, TimeSpan.FromMilliseconds(500));
        var fault = await Assert.ThrowsAsync<LogFaultException>(() => store.GetAsync("tile/0/000").WaitAsync(Limit));
        end.SetResult();
        Assert.Equal("Cannot read s3://logs/one/tile/0/000: it was not done within 0.5 s.", fault.Message);
    }

    [Fact]
    public async Task TryPutAsync_ConflictWithARequestUnderWay_IsRepeated()
    {
        using var server = Answering(request => request < 2 ? 409 : 200);
        using var store = Open(server);
        Assert.Equal("0123456789abcdef0123456789abcdef", await store.TryPutAsync("a", "one"u8.ToArray(), null).WaitAsync(Limit));
        Assert.Equal(3, server.Requests);
    }

    [Fact]
    public async Task TryPutAsync_ConflictForEver_IsAFaultAndNoOtherWriter()
    {
        using var server = Answering(_ => 409);
        using var store = Open(server);
        var fault = await Assert.ThrowsAsync<LogFaultException>(() => store.TryPutAsync("a", "one"u8.ToArray(), null).WaitAsync(Limit));
        Assert.Equal("Cannot write s3://logs/one/a: under way", fault.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("\"not hex\"")]
    [InlineData("\"0123456789abcdef0123456789abcde-\"")]
    public async Task TryPutAsync_VersionMissingOrStrange_IsAFaultOrTaken(string? tag)
    {
        using var server = Answering(_ => 200, tag);
        using var store = Open(server);
        try
        {
            Assert.Equal(tag?.Trim('"'), await store.TryPutAsync("a", "one"u8.ToArray(), null).WaitAsync(Limit));
        }
        catch (LogFaultException fault)
        {
            Assert.StartsWith("Cannot write s3://logs/one/a: ", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task TryPutAsync_NoVersion_SaysSo()
    {
        using var server = Answering(_ => 200, tag: null);
        using var store = Open(server);
        var fault = await Assert.ThrowsAsync<LogFaultException>(() => store.TryPutAsync("a", "one"u8.ToArray(), null).WaitAsync(Limit));
        Assert.Equal("Cannot write s3://logs/one/a: The store does not name the version (ETag).", fault.Message);
    }

    [Theory]
    [InlineData("<IsTruncated>true</IsTruncated><NextContinuationToken>same</NextContinuationToken>", "does not say from where")]
    [InlineData("<IsTruncated>true</IsTruncated>", "does not say from where")]
    [InlineData("<IsTruncated>true</IsTruncated><NextContinuationToken>PAGE</NextContinuationToken>", "more than 64 pages")]
    [InlineData("<IsTruncated>false</IsTruncated><Contents><Key>one</Key></Contents>", "names what was not asked for")]
    [InlineData("<IsTruncated>false</IsTruncated><CommonPrefixes><Prefix>b/</Prefix></CommonPrefixes>", "names what was not asked for")]
    public async Task ListAsync_EndlessOrOfOtherKeys_IsAFault(string content, string what)
    {
        using var server = Listing(page => content.Replace("PAGE", $"{page}", StringComparison.Ordinal));
        using var store = Open(server);
        var fault = await Assert.ThrowsAsync<LogFaultException>(() => store.ListAsync("a/").WaitAsync(Limit));
        Assert.StartsWith("Cannot list s3://logs/one/a/: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(what, fault.Message, StringComparison.Ordinal);
    }
}
