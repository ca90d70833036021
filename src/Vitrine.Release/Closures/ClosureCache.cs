using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Release;

/// <summary>Digests of files that were read before, known again by path, device, inode, size, change and modification time.</summary>
/// <remarks>
/// <para>The change time is the kernel's and cannot be set back by the file's owner, so a file that changed is read again. A file that changed less than two
/// seconds before it was read is not kept: another change could fall into the same tick of the clock.</para>
/// <para>One text file, a line a file: digest, six numbers, path, parted by blanks. It is a cache: an unreadable line is dropped, a lost file costs time.
/// It is written whole and renamed into place.</para>
/// </remarks>
internal sealed class ClosureCache
{
    private const int MaxEntries = 500_000;
    private const long SettledAfter = 2_000_000_000;
    private const string Name = "closure-digests-1";

    private readonly string? _file;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, (FileStatus Status, Digest Digest)> _known = new(StringComparer.Ordinal);
    private int _read;

    /// <summary>Opens the cache in <paramref name="folder"/>, which is made where it is missing; null keeps nothing.</summary>
    public ClosureCache(string? folder, TimeProvider time)
    {
        _time = time;
        if (folder is not null)
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            _file = Path.Combine(folder, Name);
            Load(_file);
        }
    }

    /// <summary>Files that had to be read.</summary>
    public int FilesRead => _read;

    /// <summary>The digest of the file, read only where it is not known.</summary>
    public Digest DigestOf(string path, FileStatus status)
    {
        if (_known.TryGetValue(path, out var known) && known.Status == status)
        {
            return known.Digest;
        }

        Interlocked.Increment(ref _read);
        Digest digest;
        using (var file = File.OpenRead(path))
        {
            digest = Digest.FromBytes(SHA256.HashData(file));
        }

        var now = (_time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick;
        if (now - status.Changed > SettledAfter && !path.Contains('\n', StringComparison.Ordinal))
        {
            _known[path] = (status, digest);
        }

        return digest;
    }

    /// <summary>Writes what is known, where something was read and a folder was given.</summary>
    public void Save()
    {
        if (_file is null || _read == 0)
        {
            return;
        }

        var fresh = $"{_file}.{Environment.ProcessId}";
        using (var writer = new StreamWriter(fresh))
        {
            foreach (var (path, (status, digest)) in _known.Take(MaxEntries))
            {
                writer.Write(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{digest} {status.Mode} {status.Device} {status.Inode} {status.Size} {status.Modified} {status.Changed} {path}\n"));
            }
        }

        File.Move(fresh, _file, overwrite: true);
    }

    private void Load(string file)
    {
        if (!File.Exists(file))
        {
            return;
        }

        foreach (var line in File.ReadLines(file, Encoding.UTF8).Take(MaxEntries))
        {
            var words = line.Split(' ', 8);
            if (words.Length == 8
                && Digest.TryParseHex(words[0], out var digest)
                && ushort.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var mode)
                && ulong.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out var device)
                && ulong.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out var inode)
                && long.TryParse(words[4], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
                && long.TryParse(words[5], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var modified)
                && long.TryParse(words[6], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var changed))
            {
                _known[words[7]] = (new FileStatus(mode, device, inode, size, modified, changed), digest);
            }
        }
    }
}
