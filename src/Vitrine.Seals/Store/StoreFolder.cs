using System.Globalization;
using System.Security.Cryptography;

namespace Vitrine.Seals;

/// <summary>Where things lie in a store, and how they are written so that they survive.</summary>
/// <remarks>
/// <code>
/// lock                      flock(2) of whoever makes, destroys or sweeps
/// temp/ID/                  being made, or being destroyed; swept
/// packs/ID.pack             contents, encrypted each under its own key
/// packs/ID.NAME             side data of a pack, such as an index, encrypted under a key of its own
/// seals/ROOT/key            the seal's key, wrapped by the centre
/// seals/ROOT/about          encrypted: when, from what, how much
/// seals/ROOT/manifest       encrypted: files, salts, places and keys of contents
/// </code>
/// A new file is written, fsynced, and renamed into a folder that is fsynced. Not survived: a kernel or disk that reports a sync it did not do.
/// </remarks>
internal sealed class StoreFolder
{
    public const string Key = "key";
    public const string About = "about";
    public const string Manifest = "manifest";

    private readonly string _folder;

    public StoreFolder(string folder)
    {
        _folder = Path.GetFullPath(folder);
        Temp = Path.Combine(_folder, "temp");
        Packs = Path.Combine(_folder, "packs");
        Seals = Path.Combine(_folder, "seals");
    }

    public string Temp { get; }

    public string Packs { get; }

    public string Seals { get; }

    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public string Seal(SealRoot root) => Path.Combine(Seals, root.ToString());

    public string Pack(string id) => Path.Combine(Packs, id + ".pack");

    /// <summary>Side data of a pack.</summary>
    public string Segment(string pack, string name) => Path.Combine(Packs, $"{pack}.{name}");

    /// <summary>All side data of a pack, or of packs that are gone.</summary>
    public IEnumerable<string> SegmentPaths(Func<string, bool> ofPack) => !Directory.Exists(Packs) ? [] :
        Directory.EnumerateFiles(Packs).Where(path => !path.EndsWith(".pack", StringComparison.Ordinal) && ofPack(Path.GetFileName(path).Split('.')[0]));

    /// <summary>The roots of all seals, whole or damaged, in order.</summary>
    public IReadOnlyList<SealRoot> Roots() =>
        !Directory.Exists(Seals) ? [] :
        [
            .. Directory.EnumerateDirectories(Seals)
                .Select(path => SealRoot.TryParse(Path.GetFileName(path), out var root) ? root : (SealRoot?)null)
                .OfType<SealRoot>()
                .OrderBy(root => root.ToString(), StringComparer.Ordinal),
        ];

    /// <summary>The ids of all packs.</summary>
    public IEnumerable<string> PackIds() => Directory.Exists(Packs) ? Directory.EnumerateFiles(Packs, "*.pack").Select(path => Path.GetFileNameWithoutExtension(path)) : [];

    /// <summary>Makes the folders, and takes the lock until it is disposed.</summary>
    /// <exception cref="SealStoreException">Someone else holds it, or nothing can be written here.</exception>
    public IDisposable Lock()
    {
        try
        {
            foreach (var folder in (ReadOnlySpan<string>)[_folder, Temp, Packs, Seals])
            {
                NewFolder(folder);
            }
        }
        catch (Exception refused) when (IsRefusal(refused))
        {
            throw CannotWrite(refused);
        }

        try
        {
            return new FileStream(Path.Combine(_folder, "lock"), new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
        catch (UnauthorizedAccessException refused)
        {
            throw CannotWrite(refused);
        }
        catch (IOException busy)
        {
            throw new SealStoreException(SealStoreFault.Busy, $"Another process is making or destroying a seal in {_folder}. Wait until it has ended.", busy);
        }
    }

    /// <summary>Makes a folder that its owner alone may enter.</summary>
    public static void NewFolder(string path) =>
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <summary>A new file that its owner alone may read.</summary>
    public static FileStream NewFile(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.ReadWrite,
        Share = FileShare.Read,
        BufferSize = 1 << 16,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });

    /// <summary>Writes a small file and syncs it.</summary>
    public static void WriteFile(string path, Action<Stream> write)
    {
        using var file = NewFile(path);
        write(file);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Whether a write was refused. The base library turns EFBIG, a file larger than its file system or a limit allows, into an argument's fault.</summary>
    public static bool IsRefusal(Exception failed) => failed is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value" };

    public SealStoreException CannotWrite(Exception cause) => new(
        SealStoreFault.WriteFailed,
        string.Create(CultureInfo.InvariantCulture, $"The store {_folder} cannot be written: {cause.Message} Nothing was kept of what was being made; free space or change rights, and try again."),
        cause);
}
