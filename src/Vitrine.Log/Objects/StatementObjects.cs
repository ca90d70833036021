using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>Statements beside the tiles of a log on objects, by the digest of their payload: <c>statement/DIGEST.json</c>.</summary>
public sealed class StatementObjects(ObjectStorageOptions options) : IDisposable
{
    private readonly S3Objects _objects = new(options);

    /// <summary>Puts one there, whole and for good; one that is there must be the same.</summary>
    /// <exception cref="LogFaultException">The store failed, or has other bytes there.</exception>
    public async Task PutAsync(Digest payload, ReadOnlyMemory<byte> envelope)
    {
        var name = $"{LogFolder.Statements}/{payload.ToHex()}.json";
        if (await _objects.TryPutAsync(name, envelope, replaces: null).ConfigureAwait(false) is null
            && !(await _objects.GetAsync(name).ConfigureAwait(false) is { } there && there.Bytes.AsSpan().SequenceEqual(envelope.Span)))
        {
            throw new LogFaultException("write", $"{options}/{name}", outcomeUnknown: false, new IOException("other bytes are there than this statement's."));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _objects.Dispose();
}
