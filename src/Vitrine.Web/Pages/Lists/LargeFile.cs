using Microsoft.AspNetCore.Http.Metadata;

namespace Vitrine.Web;

/// <summary>Lets one endpoint take more than forms elsewhere may have; whoever may not use it is denied before its body is read.</summary>
public sealed class LargeFile : IRequestSizeLimitMetadata
{
    /// <summary>The largest body, in bytes.</summary>
    public const long MaxBytes = 16 * 1024 * 1024;

    /// <inheritdoc/>
    public long? MaxRequestBodySize => MaxBytes;
}
