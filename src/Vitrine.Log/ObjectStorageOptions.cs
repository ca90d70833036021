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

    /// <summary>The access key.</summary>
    public required string AccessKey { get; init; }

    /// <summary>The secret key.</summary>
    public required string SecretKey { get; init; }

    /// <summary>How the database with the lock and the newest checkpoint is reached; Npgsql's connection string.</summary>
    public required string Database { get; init; }

    /// <summary>The bucket and the prefix.</summary>
    public override string ToString() => Prefix.Length == 0 ? $"s3://{Bucket}" : $"s3://{Bucket}/{Prefix}";
}
