using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Vitrine.Seals;

/// <summary>Reads a seal's own three files: its key, what is known of it, and its list of files.</summary>
internal sealed class SealFiles(StoreFolder folder, KeyWrap keys, IReadOnlyList<HostKey> hostKeys)
{
    /// <summary>What the wrapping of a seal's key says it is for.</summary>
    public static string Purpose(SealRoot root) => $"vitrine seal {root}";

    /// <summary>Whether a seal has lost its key: the next sweep ends its destruction.</summary>
    public bool IsHalfDestroyed(SealRoot root) => !File.Exists(Path.Combine(folder.Seal(root), StoreFolder.Key));

    /// <summary>Lends the seal's key, and overwrites it afterwards.</summary>
    /// <exception cref="SealStoreException">There is no such seal, it is locked, or its key is another centre's.</exception>
    public T WithKey<T>(SealRoot root, Func<byte[], T> work)
    {
        var key = UnwrapKey(root);
        try
        {
            return work(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>What is known of a seal.</summary>
    /// <exception cref="SealStoreException">It is damaged.</exception>
    public SealAbout About(SealRoot root, byte[] key)
    {
        var file = Read(root, StoreFolder.About);
        var json = file.Length > 8
            ? SealBox.TryDecrypt(key, StoreFolder.About, root, file.AsSpan(0, 8), BinaryPrimitives.ReadInt64BigEndian(file), file.AsMemory(8))
            : null;
        return json is not null && SealAbout.TryDecode(json) is { } about && about.Root == root ? about : throw Damaged(root, "its description was changed");
    }

    /// <summary>What is known of a seal, or null if that is damaged.</summary>
    public SealAbout? TryAbout(SealRoot root)
    {
        try
        {
            return WithKey(root, key => About(root, key));
        }
        catch (SealStoreException damaged) when (damaged.Fault is SealStoreFault.Damaged or SealStoreFault.WrongKey)
        {
            return null;
        }
    }

    /// <summary>A seal's list of files.</summary>
    /// <exception cref="SealStoreException">It is damaged.</exception>
    public Manifest Manifest(SealRoot root, byte[] key) =>
        Seals.Manifest.TryDecode(root, key, Read(root, StoreFolder.Manifest)) ?? throw Damaged(root, "its list of files was changed");

    /// <summary>A seal's list of files, or null if it or its key cannot be read.</summary>
    public Manifest? TryManifest(SealRoot root)
    {
        try
        {
            return WithKey(root, key => Manifest(root, key));
        }
        catch (SealStoreException)
        {
            return null;
        }
    }

    /// <summary>The bytes of one of the files.</summary>
    /// <exception cref="SealStoreException">It cannot be read.</exception>
    public byte[] Read(SealRoot root, string name)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder.Seal(root), name));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new SealStoreException(SealStoreFault.Damaged, $"The seal {root} is damaged: its file {name} cannot be read: {unreadable.Message}", unreadable);
        }
    }

    public static SealStoreException Damaged(SealRoot root, string what) => new(SealStoreFault.Damaged, $"The seal {root} is damaged: {what}. Restore the store from a backup.");

    /// <summary>What of its host's a seal needs and is not at hand; none if it opens with what is.</summary>
    /// <exception cref="SealStoreException">There is no such seal, or its key cannot be read.</exception>
    public SealLock Missing(SealRoot root)
    {
        var wrapped = WrappedKey(root);
        return TryUnlock(root, wrapped) is null ? HostKey.LockOf(wrapped) : SealLock.None;
    }

    private byte[] WrappedKey(SealRoot root) =>
        Directory.Exists(folder.Seal(root)) && !IsHalfDestroyed(root)
            ? Read(root, StoreFolder.Key)
            : throw new SealStoreException(SealStoreFault.NotFound, $"There is no seal {root} here. List the seals to see which there are.");

    /// <summary>What the centre wrapped; null if that is locked, and none of the hosts' keys opens it.</summary>
    private byte[]? TryUnlock(SealRoot root, byte[] wrapped) =>
        HostKey.LockOf(wrapped) == SealLock.None ? wrapped : hostKeys.Select(key => key.TryUnwrap(wrapped, Purpose(root))).FirstOrDefault(opened => opened is not null);

    private SealStoreException Locked(SealRoot root, SealLock how)
    {
        var given = hostKeys.Any(key => key.Opens == how);
        return new SealStoreException(SealStoreFault.Locked, how == SealLock.KeyFile
            ? $"The seal {root} is locked by its host's key file, and {(given ? "the one that was given is another. Give the one that it was sealed with" : "none was given. Give it")} with --key-file FILE."
            : $"The seal {root} is locked by its host's passphrase, and {(given ? "the one that was given is another" : "none was given")}. Give it with --passphrase, which asks for it on a terminal and takes the first line of standard input elsewhere.");
    }

    private byte[] UnwrapKey(SealRoot root)
    {
        var file = WrappedKey(root);
        var wrapped = TryUnlock(root, file) ?? throw Locked(root, HostKey.LockOf(file));
        try
        {
            return keys.Unwrap(wrapped, Purpose(root)) is { Length: ChunkCipher.KeySize } key ? key : throw Damaged(root, "its key has another length");
        }
        catch (CryptographicException refused)
        {
            throw new SealStoreException(SealStoreFault.WrongKey, $"The key of the seal {root} does not open with this centre's key: the seal is another centre's, or its file was changed.", refused);
        }
    }
}
