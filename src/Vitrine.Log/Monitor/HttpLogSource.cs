using System.Net;
using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>A log at a URL prefix.</summary>
/// <remarks>
/// Bounded: the bytes of each answer, its headers (16 KiB) and its time; four requests at once; no redirects, no cookies; gzip, its bytes counted unpacked. A partial tile that
/// is gone is cut from the full one (tlog-tiles v0.1.0 lets a log delete it then).
/// </remarks>
public sealed class HttpLogSource : ILogSource, IDisposable
{
    private readonly HttpClient _http;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _places = new(4, 4);

    /// <summary>Reads the log below a prefix; nothing is asked yet.</summary>
    /// <param name="prefix">http or https; no credentials, query or fragment.</param>
    /// <param name="timeout">How long an answer may take, as a whole.</param>
    /// <param name="time">The clock of that.</param>
    /// <exception cref="ArgumentException">The prefix is none.</exception>
    public HttpLogSource(string prefix, TimeSpan timeout, TimeProvider time)
    {
        _timeout = timeout;
        _time = time;
        Prefix = BoundedHttp.Prefix(prefix) ?? throw new ArgumentException($"'{prefix}' is no http or https prefix of a log, such as https://log.example/tlog/.", nameof(prefix));
        _http = BoundedHttp.Client(Prefix, gzip: true);
    }

    /// <summary>The prefix, with a slash at its end.</summary>
    public Uri Prefix { get; }

    /// <inheritdoc/>
    public async Task<byte[]> CheckpointAsync(CancellationToken cancellationToken) =>
        await GetAsync("checkpoint", Note.MaxSize, cancellationToken).ConfigureAwait(false)
        ?? throw new LogSourceException($"There is no checkpoint at {Prefix}; is it the prefix of a log?");

    /// <inheritdoc/>
    public async Task<byte[]> TileAsync(TilePath path, CancellationToken cancellationToken)
    {
        if (await GetAsync(path.ToString(), Most(path), cancellationToken).ConfigureAwait(false) is { } exact)
        {
            return Cut(path, exact, path);
        }

        var full = path.WithWidth(TilePath.FullWidth);
        return !path.IsFull && await GetAsync(full.ToString(), Most(full), cancellationToken).ConfigureAwait(false) is { } wider
            ? Cut(path, wider, full)
            : throw new LogSourceException($"{Prefix}{path} is not there.");
    }

    /// <summary>Ends the connections.</summary>
    public void Dispose()
    {
        _http.Dispose();
        _places.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => Prefix.ToString();

    private static int Most(TilePath path) => path.Width * (path.IsEntries ? 2 + EntryBundle.MaxEntry : Digest.Size);

    private byte[] Cut(TilePath wanted, byte[] bytes, TilePath got)
    {
        var end = wanted.Width * Digest.Size;
        var whole = got.IsEntries
            ? EntryBundle.TryFindEnd(bytes, got.Width, out var all) && all == bytes.Length && EntryBundle.TryFindEnd(bytes, wanted.Width, out end)
            : bytes.Length == got.Width * Digest.Size;
        return whole ? bytes[..end] : throw new LogSourceException($"{Prefix}{got} has {bytes.Length} bytes, which are not {got.Width} {(got.IsEntries ? "entries" : "hashes")}.");
    }

    // Null when it is not there.
    private async Task<byte[]?> GetAsync(string name, int most, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var deadline = new CancellationTokenSource(_timeout, _time);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            return await GetCoreAsync(name, most, ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LogSourceException($"{Prefix}{name} did not come within {_timeout.TotalSeconds:0.#} s.");
        }
        catch (Exception error) when (error is HttpRequestException or IOException or InvalidDataException)
        {
            throw new LogSourceException($"{Prefix}{name} cannot be read: {error.Message}", error);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<byte[]?> GetCoreAsync(string name, int most, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(name, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => await BoundedHttp.ReadAsync(response, most, cancellationToken).ConfigureAwait(false)
                ?? throw new LogSourceException($"{Prefix}{name} has more than {most} bytes."),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => null,
            var status => throw new LogSourceException($"{Prefix}{name} answers {(int)status}, which is neither the file nor 404."),
        };
    }
}
