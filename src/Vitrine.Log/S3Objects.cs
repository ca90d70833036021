using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Vitrine.Log;

/// <summary>Objects of an S3-compatible service.</summary>
/// <remarks>
/// Relied on: a put is whole, durable when answered, and seen by every read and list after it; <c>If-None-Match: *</c> and <c>If-Match</c> are honoured with
/// 412. Requests that fail in passing (5xx, 429, broken connections) are repeated four times by the SDK, at growing intervals.
/// </remarks>
internal sealed class S3Objects : IObjectStore
{
    // The largest is a staged batch: 32 MiB and its frame.
    private const long MaxObject = 64L * 1024 * 1024;
    private const int MaxPages = 64;
    private const int MaxNames = 64 * 1024;
    private const int Attempts = 5;

    private readonly AmazonS3Client _client;
    private readonly string _bucket;
    private readonly string _prefix;
    private readonly string _where;
    private readonly string _service;
    private readonly TimeSpan _timeout;

    public S3Objects(ObjectStorageOptions options)
    {
        _bucket = options.Bucket;
        _prefix = options.Prefix.Length == 0 ? "" : options.Prefix + "/";
        _where = options.ToString();
        _service = $"the object store at {options.Service.GetLeftPart(UriPartial.Path)}";
        _timeout = options.Timeout;
        _client = new AmazonS3Client(StoreCredentials.Store(options), new AmazonS3Config
        {
            ServiceURL = options.Service.AbsoluteUri,
            AuthenticationRegion = options.Region,
            ForcePathStyle = true,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = 4,
            Timeout = TimeSpan.FromSeconds(30),
        });
    }

    public Task<StoredObject?> GetAsync(string key) => TryAsync<StoredObject?>("read", key, async ending =>
    {
        try
        {
            using var response = await _client.GetObjectAsync(_bucket, _prefix + key, ending).ConfigureAwait(false);
            if (response.ContentLength is < 0 or > MaxObject)
            {
                throw new IOException($"Its length is {response.ContentLength} bytes, which nothing of a log has.");
            }

            var bytes = new byte[response.ContentLength];
            await response.ResponseStream.ReadExactlyAsync(bytes, ending).ConfigureAwait(false);
            return new StoredObject(bytes, Tag(response.ETag));
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket")
        {
            return null;
        }
    });

    public Task<string?> TryPutAsync(string key, ReadOnlyMemory<byte> bytes, string? replaces) => TryAsync("write", key, async ending =>
    {
        for (var attempt = 1; ; attempt++)
        {
            using var body = new MemoryStream(bytes.ToArray(), writable: false);
            try
            {
                return Tag((await _client.PutObjectAsync(Put(key, body, replaces), ending).ConfigureAwait(false)).ETag);
            }
            catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.PreconditionFailed
                || (e.StatusCode == HttpStatusCode.NotFound && replaces is not null && e.ErrorCode != "NoSuchBucket"))
            {
                return null;
            }
            catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.Conflict && attempt < Attempts)
            {
                // Another request for this key is under way, perhaps our own repeated one: which came first is not said. Ask again.
                await Task.Delay(TimeSpan.FromMilliseconds(25 << attempt), ending).ConfigureAwait(false);
            }
        }
    });

    public Task DeleteAsync(string key) => TryAsync("delete", key, ending => _client.DeleteObjectAsync(_bucket, _prefix + key, ending));

    public Task<IReadOnlyList<string>> ListAsync(string prefix) => TryAsync<IReadOnlyList<string>>("list", prefix, async ending =>
    {
        var names = new List<string>();
        var request = new ListObjectsV2Request { BucketName = _bucket, Prefix = _prefix + prefix, Delimiter = "/" };
        for (var page = 0; page < MaxPages && names.Count <= MaxNames; page++)
        {
            var response = await _client.ListObjectsV2Async(request, ending).ConfigureAwait(false);
            names.AddRange((response.S3Objects ?? []).Select(found => Below(found.Key)));
            names.AddRange((response.CommonPrefixes ?? []).Select(found => Below(found).TrimEnd('/')));
            if (response.IsTruncated != true)
            {
                return names;
            }

            if (string.IsNullOrEmpty(response.NextContinuationToken) || response.NextContinuationToken == request.ContinuationToken)
            {
                throw new IOException("The list goes on, and the store does not say from where.");
            }

            request.ContinuationToken = response.NextContinuationToken;
        }

        throw new IOException($"The list has more than {MaxPages} pages or {MaxNames} names, which nothing of a log has.");

        string Below(string? found) => found?.StartsWith(request.Prefix, StringComparison.Ordinal) == true
            ? found[request.Prefix.Length..]
            : throw new IOException("The list names what was not asked for.");
    });

    public void Dispose() => _client.Dispose();

    // Without its quotes, as radosgw compares it; AWS takes both.
    private static string Tag(string? tag) => tag?.Trim('"') ?? throw new IOException("The store does not name the version (ETag).");

    // What is served gets the headers that tlog-tiles asks for.
    private PutObjectRequest Put(string key, Stream body, string? replaces)
    {
        var request = new PutObjectRequest
        {
            BucketName = _bucket,
            Key = _prefix + key,
            InputStream = body,
            ContentType = key == LogFolder.Checkpoint ? "text/plain; charset=utf-8" : IsBelow(LogFolder.Statements) ? "application/json" : "application/octet-stream",
            IfNoneMatch = replaces is null ? "*" : null,
            IfMatch = replaces,
        };
        request.Headers.CacheControl = key == LogFolder.Checkpoint ? "no-cache"
            : IsBelow(LogFolder.Tiles) || IsBelow(LogFolder.Statements) ? "public, max-age=31536000, immutable" : "no-store";
        return request;

        bool IsBelow(string folder) => key.StartsWith(folder + "/", StringComparison.Ordinal);
    }

    // One deadline for the whole of it: the repetitions, and the body to its last byte. The SDK's own covers one attempt's headers.
    private async Task<T> TryAsync<T>(string operation, string key, Func<CancellationToken, Task<T>> action)
    {
        using var deadline = new CancellationTokenSource(_timeout);
        try
        {
            return await action(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested)
        {
            throw Fault(new TimeoutException($"it was not done within {_timeout.TotalSeconds} s.", e));
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException or OperationCanceledException)
        {
            throw Fault(Refused(e) is { } refused ? new StoreUnreachableException(_service, refused)
                : e is AmazonServiceException { Message: null or "" } wordless ? new IOException($"the store answers {wordless.ErrorCode} ({(int)wordless.StatusCode}).", wordless)
                : e);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            // The SDK's, of headers and bodies that it cannot read.
            throw Fault(new IOException($"the store's answer cannot be read: {e.Message}", e));
        }

        // No answer at all, however the SDK wraps it; what a store that answers says is told as it is.
        static Exception? Refused(Exception? e) => e is null or AmazonServiceException { StatusCode: not 0 } ? null : e as HttpRequestException ?? Refused(e.InnerException);

        LogFaultException Fault(Exception e) => new(operation, $"{_where}/{key}", outcomeUnknown: false, e);
    }
}
