namespace Vitrine.Seals;

/// <summary>Two seals that are open at once, to be compared; both are read at the same time.</summary>
public sealed class SealPair : IDisposable
{
    private SealPair(OpenSeal older, OpenSeal newer) => (Older, Newer) = (older, newer);

    /// <summary>The older seal.</summary>
    public OpenSeal Older { get; }

    /// <summary>The newer seal.</summary>
    public OpenSeal Newer { get; }

    /// <summary>Opens both.</summary>
    /// <exception cref="SealStoreException">One cannot be read; none is left open.</exception>
    public static async Task<SealPair> OpenAsync(SealStore store, SealRoot older, SealRoot newer)
    {
        ArgumentNullException.ThrowIfNull(store);
        var opening = Task.Run(() => store.Open(older));
        OpenSeal? now = null;
        try
        {
            now = await Task.Run(() => store.Open(newer)).ConfigureAwait(false);
            return new SealPair(await opening.ConfigureAwait(false), now);
        }
        catch (SealStoreException)
        {
            now?.Dispose();
            if (opening.IsCompletedSuccessfully)
            {
                (await opening.ConfigureAwait(false)).Dispose();
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Older.Dispose();
        Newer.Dispose();
    }
}
