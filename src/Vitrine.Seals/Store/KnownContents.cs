using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>What the other seals of a domain hold, by digest, so that the next seal costs what changed; and the side data of their packs.</summary>
internal sealed class KnownContents
{
    public Dictionary<Digest, BlobPlace> Places { get; } = [];

    public Dictionary<(string Pack, string Name), SegmentPlace> Segments { get; } = [];

    /// <summary>
    /// Reads the lists of all seals of a domain. A seal that cannot be read is not relied on; side data of one that is locked tell of contents that the new seal may not have, and go only to a
    /// seal under the same lock.
    /// </summary>
    public static KnownContents Of(DomainId domain, StoreFolder folder, SealFiles files, HostKey? hostKey)
    {
        var known = new KnownContents();
        foreach (var root in folder.Roots())
        {
            try
            {
                var manifest = files.Read(root, StoreFolder.Manifest);
                if (Manifest.TryReadHeader(manifest)?.Domain == domain)
                {
                    var wrapped = files.Read(root, StoreFolder.Key);
                    var isOpenToBoth = HostKey.LockOf(wrapped) == SealLock.None || hostKey?.TryUnwrap(wrapped, SealFiles.Purpose(root)) is not null;
                    files.WithKey(root, key => Manifest.TryReadContents(root, key, manifest, known, isOpenToBoth));
                }
            }
            catch (SealStoreException unreadable) when (unreadable.Fault is not SealStoreFault.WriteFailed)
            {
                // It says itself what is wrong with it when it is opened or listed.
            }
        }

        return known;
    }
}
