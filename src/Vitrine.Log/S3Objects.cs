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

    private readonly AmazonS3Client _client;
    private readonly string _bucket;
    private readonly string _prefix;
    private readonly string _where;

    public S3Objects(ObjectStorageOptions options)
    {
        _bucket = options.Bucket;
        _prefix = options.Prefix.Length == 0 ? "" : options.Prefix + "/";
        _where = options.ToString();
        _client = new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), new AmazonS3Config
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

    public Task<StoredObject?> GetAsync(string key) => TryAsync<StoredObject?>("read", key, async () =>
    {
        try
        {
            using var response = await _client.GetObjectAsync(_bucket, _prefix + key).ConfigureAwait(false);
            if (response.ContentLength > MaxObject)
            {
                throw new IOException($"It has {response.ContentLength} bytes, more than anything of a log.");
            }

            var bytes = new byte[response.ContentLength];
            await response.ResponseStream.ReadExactlyAsync(bytes).ConfigureAwait(false);
            return new StoredObject(bytes, Tag(response.ETag));
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket")
        {
            return null;
        }
    });

    public Task<string?> TryPutAsync(string key, ReadOnlyMemory<byte> bytes, string? replaces) => TryAsync("write", key, async () =>
    {
        using var body = new MemoryStream(bytes.ToArray(), writable: false);
        try
        {
            var response = await _client.PutObjectAsync(new PutObjectRequest
            {
                BucketName = _bucket,
                Key = _prefix + key,
                InputStream = body,
                IfNoneMatch = replaces is null ? "*" : null,
                IfMatch = replaces,
            }).ConfigureAwait(false);
            return Tag(response.ETag);
        }
        catch (AmazonS3Exception e) when (e.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict
            || (e.StatusCode == HttpStatusCode.NotFound && replaces is not null && e.ErrorCode != "NoSuchBucket"))
        {
            return null;
        }
    });

    public Task DeleteAsync(string key) => TryAsync("delete", key, () => _client.DeleteObjectAsync(_bucket, _prefix + key));

    public Task<IReadOnlyList<string>> ListAsync(string prefix) => TryAsync<IReadOnlyList<string>>("list", prefix, async () =>
    {
        var names = new List<string>();
        var request = new ListObjectsV2Request { BucketName = _bucket, Prefix = _prefix + prefix, Delimiter = "/" };
        ListObjectsV2Response response;
        do
        {
            response = await _client.ListObjectsV2Async(request).ConfigureAwait(false);
            names.AddRange((response.S3Objects ?? []).Select(found => found.Key[request.Prefix.Length..]));
            names.AddRange((response.CommonPrefixes ?? []).Select(found => found[request.Prefix.Length..].TrimEnd('/')));
            request.ContinuationToken = response.NextContinuationToken;
        }
        while (response.IsTruncated == true);
        return names;
    });

    public void Dispose() => _client.Dispose();

    // Without its quotes, as radosgw compares it; AWS takes both.
    private static string Tag(string tag) => tag.Trim('"');

    private async Task<T> TryAsync<T>(string operation, string key, Func<Task<T>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException or TaskCanceledException)
        {
            throw new LogFaultException(operation, $"{_where}/{key}", outcomeUnknown: false, e);
        }
    }
}
