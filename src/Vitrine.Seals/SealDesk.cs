using System.Security.Cryptography;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>Seals as a centre makes and destroys them: the store's work, and the act that records it.</summary>
/// <remarks>
/// A seal is durable before its act: killed in between, the same command finds the seal there and records it. A destruction is on record before
/// it is done: killed in between, the same command does it, and so does a server that starts.
/// </remarks>
public static class SealDesk
{
    /// <summary>The key domain of seals for which no vendor was named.</summary>
    public const string DefaultVendor = "vendor";

    /// <summary>The centre's store; keys of seals are wrapped under the centre's key.</summary>
    public static SealStore Store(OpenCentre centre) => Store(centre, []);

    /// <summary>The same, with hosts' keys that open the seals which they lock, and whom to tell of what endangers plaintext (<see cref="SealStore.Warn"/>).</summary>
    public static SealStore Store(OpenCentre centre, IReadOnlyList<HostKey> hostKeys, Action<string>? warn = null) =>
        new(centre.Paths.Seals, new CentreKeyWrap(centre.Keys), centre.Time) { HostKeys = hostKeys, Warn = warn };

    /// <summary>Seals a source for a vendor, and records it. A tree that is sealed already stays as it was recorded.</summary>
    /// <exception cref="ActRefusedException">A name is none.</exception>
    /// <exception cref="SealRefusedException">The tree has problems that <paramref name="options"/> do not accept.</exception>
    /// <exception cref="SealSourceException">The source cannot be read.</exception>
    /// <exception cref="SealStoreException">The store cannot be written.</exception>
    public static async Task<MadeSeal> MakeAsync(
        OpenCentre centre, SealStore store, SealSource source, string vendor, SealOptions options, Actor by, IProgress<SealProgress>? progress, CancellationToken cancellationToken)
    {
        SealsPart.CheckNames(vendor, options.Product ?? "", options.Version ?? "");
        using var domain = Domain(centre, vendor);
        var made = await store.MakeAsync(source, domain, options, progress, cancellationToken);
        if (made.WasThere && IsRecorded(centre, made.Root.Value))
        {
            return made;
        }

        var about = made.About;
        var act = new SealMade(
            made.Root.Value,
            vendor,
            options.Product ?? about.Product ?? "",
            options.Version ?? about.Version ?? "",
            about.Source.Commit is { } commit ? $"{about.Source.Kind} commit {commit}" : about.Source.Kind,
            about.Files,
            about.Bytes,
            [.. about.Accepted.Select(problem => problem.Kind.Word()).Distinct().Order(StringComparer.Ordinal)]);
        await centre.RecordAsync(act, by, cancellationToken);
        return made;
    }

    /// <summary>Records that a seal is destroyed, and destroys it. The act comes first: a seal that is gone is never unaccounted for.</summary>
    /// <exception cref="ActRefusedException">This centre holds no such seal, or a room is open on it.</exception>
    /// <exception cref="SealStoreException">The store is busy or cannot be written; the same command goes on from there.</exception>
    public static async Task<SealDestruction> DestroyAsync(OpenCentre centre, SealStore store, Digest root, string reason, Actor by, CancellationToken cancellationToken)
    {
        if (!CutOff(centre, store).Contains(new SealRoot(root)))
        {
            await centre.RecordAsync(new SealDestroyed(root, reason), by, cancellationToken);
        }

        return await store.DestroyAsync(new SealRoot(root), cancellationToken);
    }

    /// <summary>Destroys what is on record as destroyed and is still here.</summary>
    /// <exception cref="SealStoreException">The store is busy or cannot be written.</exception>
    public static async Task RecoverAsync(OpenCentre centre, SealStore store, CancellationToken cancellationToken)
    {
        foreach (var root in CutOff(centre, store))
        {
            await store.DestroyAsync(root, cancellationToken);
        }
    }

    /// <summary>A tree that was sealed again after its destruction, and is not on record yet, is not among these.</summary>
    private static List<SealRoot> CutOff(OpenCentre centre, SealStore store)
    {
        using var views = centre.Snapshot();
        return [.. store.List()
            .Where(seal => SealsPart.Find(seal.Root.Value, views) is { Destroyed: { } at } && !(seal.About?.Made > at))
            .Select(seal => seal.Root)];
    }

    private static DomainKey Domain(OpenCentre centre, string vendor)
    {
        var secret = centre.Keys.Domain(vendor);
        try
        {
            return DomainKey.FromBytes(secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>Makes what the first seal would make beside itself: the store's folders and the default vendor's key. A refused seal then leaves nothing.</summary>
    public static async Task PrepareAsync(OpenCentre centre, CancellationToken cancellationToken)
    {
        PrepareVendor(centre, DefaultVendor);
        using var store = Store(centre);
        await store.SweepAsync(cancellationToken);
    }

    /// <summary>Makes the salt key of a vendor's seals.</summary>
    public static void PrepareVendor(OpenCentre centre, string vendor) => CryptographicOperations.ZeroMemory(centre.Keys.Domain(vendor));

    private static bool IsRecorded(OpenCentre centre, Digest root)
    {
        using var views = centre.Snapshot();
        return SealsPart.Find(root, views) is { Destroyed: null };
    }

    private sealed class CentreKeyWrap(CentreKeys keys) : KeyWrap
    {
        public override byte[] Wrap(ReadOnlySpan<byte> key, string purpose) => keys.Wrap(key, purpose);

        public override byte[] Unwrap(ReadOnlySpan<byte> wrapped, string purpose) => keys.Unwrap(wrapped, purpose);
    }
}
