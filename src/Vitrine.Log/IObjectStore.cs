namespace Vitrine.Log;

/// <summary>Objects by their keys: the steps of <see cref="ObjectStorage"/> that touch the untrusted store. Each that fails throws <see cref="LogFaultException"/>.</summary>
internal interface IObjectStore : IDisposable
{
    /// <summary>An object with its version; null when there is none.</summary>
    Task<StoredObject?> GetAsync(string key);

    /// <summary>Writes an object whole, only if there is none, or only over the version named. Durable when it returns.</summary>
    /// <returns>Its version; null when something else is there.</returns>
    Task<string?> TryPutAsync(string key, ReadOnlyMemory<byte> bytes, string? replaces);

    /// <summary>Deletes an object; none is fine.</summary>
    Task DeleteAsync(string key);

    /// <summary>What stands directly below a prefix that ends in a slash, without the prefix and without a slash.</summary>
    Task<IReadOnlyList<string>> ListAsync(string prefix);
}

/// <summary>An object.</summary>
/// <param name="Bytes">All of it.</param>
/// <param name="Version">What the store calls this content of it (an entity tag).</param>
internal sealed record StoredObject(byte[] Bytes, string Version);
