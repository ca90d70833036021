using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Release;

/// <summary>Computes the <see cref="Closure"/> of a sandbox's root.</summary>
/// <remarks>
/// <para>docs/formats/closure.md. A record is text that ends with a NUL: <c>file MODE SHA256 PATH</c>, <c>folder MODE PATH</c>, <c>link TARGET-LENGTH
/// TARGET PATH</c>, <c>other MODE PATH</c>; paths are the sandbox's, so that it does not matter where the machine keeps its tools.
/// Within a folder, names are ordered by their UTF-16 code units.</para>
/// <para>Not in it: owners (all are one user in the sandbox) and times of mounted files.</para>
/// </remarks>
internal sealed class ClosureReader(ClosureCache cache, CancellationToken cancellation)
{
    private const int MaxFiles = 2_000_000;

    public Closure Read(SandboxRoot root)
    {
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(whole, $"vitrine-closure {SandboxEnvironment.Version}");
        var parts = ImmutableArray.CreateBuilder<ClosurePart>();
        foreach (var mount in root.Mounts)
        {
            var part = ReadPart(mount);
            Append(whole, $"mount {part.Digest} {part.Path}");
            parts.Add(part);
        }

        foreach (var link in root.Links)
        {
            Append(whole, LinkRecord(link.Target, link.Path));
        }

        return new Closure(Digest.FromBytes(whole.GetHashAndReset()), parts.ToImmutable());
    }

    private ClosurePart ReadPart(SandboxMount mount)
    {
        var entries = new List<Entry>();
        Walk(mount.HostPath, mount.Path, entries);
        var digests = new Digest[entries.Count];
        Parallel.For(0, entries.Count, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            if (entries[i].Status.Kind == FileKind.Regular)
            {
                digests[i] = DigestOf(entries[i]);
            }
        });

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var i = 0; i < entries.Count; i++)
        {
            Append(hash, entries[i].Record(digests[i]));
        }

        var files = entries.Where(entry => entry.Status.Kind == FileKind.Regular).ToList();
        return new ClosurePart(mount.Path, Digest.FromBytes(hash.GetHashAndReset()), files.Count, files.Sum(entry => entry.Status.Size));
    }

    private Digest DigestOf(Entry entry)
    {
        try
        {
            return cache.DigestOf(entry.HostPath, entry.Status);
        }
        catch (UnauthorizedAccessException)
        {
            throw new SandboxException(SandboxFault.ToolMissing, $"{entry.HostPath} belongs to the recipe's tools, and this user may not read it.");
        }
    }

    private void Walk(string hostPath, string path, List<Entry> entries)
    {
        cancellation.ThrowIfCancellationRequested();
        if (entries.Count == MaxFiles)
        {
            throw new SandboxException(SandboxFault.ToolMissing, $"{path} holds more than {MaxFiles} files; name a narrower path in the recipe.");
        }

        var status = FileStatus.Of(hostPath);
        entries.Add(new Entry(hostPath, path, status));
        if (status.Kind == FileKind.Folder)
        {
            foreach (var name in Directory.EnumerateFileSystemEntries(hostPath).Select(Path.GetFileName).Order(StringComparer.Ordinal))
            {
                Walk($"{hostPath}/{name}", $"{path}/{name}", entries);
            }
        }
    }

    private static void Append(IncrementalHash hash, string record)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(record));
        hash.AppendData([0]);
    }

    private static string LinkRecord(string target, string path) =>
        string.Create(CultureInfo.InvariantCulture, $"link {Encoding.UTF8.GetByteCount(target)} {target} {path}");

    private readonly record struct Entry(string HostPath, string Path, FileStatus Status)
    {
        public string Record(Digest digest) => Status.Kind switch
        {
            FileKind.Regular => $"file {Mode} {digest} {Path}",
            FileKind.Folder => $"folder {Mode} {Path}",
            FileKind.Link => LinkRecord(new FileInfo(HostPath).LinkTarget ?? "", Path),
            _ => $"other {Mode} {Path}",
        };

        private string Mode => Convert.ToString(Status.Permissions, 8);
    }
}
