using Vitrine.Proofs;

namespace Vitrine.Log;

/// <content>The log's key.</content>
public sealed partial class TileLog
{
    /// <summary>Lets another key of the same name sign a log from now on: it is opened with that key alone afterwards, which publishes anew.</summary>
    /// <remarks>One step makes it so, a rename of the journal or a swap of the row: until then the log is the old key's, from then on the new one's.</remarks>
    /// <param name="options">The log, with the key that it has.</param>
    /// <param name="next">The key that follows.</param>
    /// <param name="cancellationToken">Ends it before it begins.</param>
    /// <exception cref="ArgumentException">The key has another name.</exception>
    /// <inheritdoc cref="OpenAsync(LogOptions, TimeProvider, CancellationToken)"/>
    public static Task RekeyAsync(LogOptions options, NoteSigner next, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(next);
        return Validated(options).Signer.Name == next.Name
            ? RekeyAsync(options, options.OpenStorage(), next, cancellationToken)
            : throw new ArgumentException("A log can have another key of its own name.", nameof(next));
    }

    /// <summary>Whether a log is written under <see cref="LogOptions.Signer"/> now: what a change of its key that was cut off left. Takes no lock.</summary>
    /// <exception cref="LogMissingException">There is no log.</exception>
    /// <exception cref="LogCorruptException">Its journal is damaged.</exception>
    /// <exception cref="LogFaultException">The storage failed.</exception>
    public static Task<bool> IsUnderAsync(LogOptions options, CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                using var storage = Validated(options).OpenStorage();
                return storage.IsUnder(options.Signer.Verifier);
            },
            cancellationToken);

    internal static Task RekeyAsync(LogOptions options, ILogStorage storage, NoteSigner next, CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                using var store = LogStore.Open(storage, options);
                store.Rekey(next);
            },
            cancellationToken);
}
