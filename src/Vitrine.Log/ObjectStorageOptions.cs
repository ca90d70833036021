namespace Vitrine.Log;

/// <summary>Where a log on objects lives. Its text names the place and no secret.</summary>
public sealed class ObjectStorageOptions
{
    /// <summary>The address of the S3-compatible service.</summary>
    public required Uri Service { get; init; }

    /// <summary>The bucket. It must exist.</summary>
    public required string Bucket { get; init; }

    /// <summary>What stands before every key, without a slash at its end; empty for nothing.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The region that requests are signed for.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>The access key; null for both keys: those of the environment or of the shared credentials file (docs/formats/log-storage.md).</summary>
    public string? AccessKey { get; init; }

    /// <summary>The secret key.</summary>
    public string? SecretKey { get; init; }

    /// <summary>How long one operation on an object may take, with its repetitions and all of the body. 10 ms to 1 h; default 60 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How the database with the lock and the newest checkpoint is reached; Npgsql's connection string. The lock and settings are of
    /// the session: not through a pool that gives each transaction another one (PgBouncer's transaction mode).
    /// </summary>
    public required string Database { get; init; }

    /// <summary>The bucket and the prefix.</summary>
    public override string ToString() => Prefix.Length == 0 ? $"s3://{Bucket}" : $"s3://{Bucket}/{Prefix}";
}
