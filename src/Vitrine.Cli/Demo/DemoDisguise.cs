using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;

namespace Vitrine.Cli;

/// <summary>
/// What a reseller might do to a library to sell it as another: the assembly and its namespaces are renamed within the file, its identity and its
/// debug directory are blotted out, and it is packed under another name.
/// </summary>
internal static class DemoDisguise
{
    private const int DebugDirectory = 6;
    private const int DirectorySize = 8;

    /// <summary>Writes <paramref name="library"/> into an archive under a new name; the names have equally many letters.</summary>
    public static async Task PackAsync(string library, string oldName, string newName, string archive, CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(library, cancellationToken);
        Blot(bytes);
        Rename(bytes, oldName, newName);
        Directory.CreateDirectory(Path.GetDirectoryName(archive)!);
        await using var zip = await ZipFile.OpenAsync(archive, ZipArchiveMode.Create, cancellationToken);
        await using var entry = await zip.CreateEntry($"lib/{newName.ToLowerInvariant()}.bin").OpenAsync(cancellationToken);
        await entry.WriteAsync(bytes, cancellationToken);
    }

    private static void Blot(byte[] bytes)
    {
        using var image = new PEReader([.. bytes]);
        var headers = image.PEHeaders;
        var optional = headers.PEHeader!;
        if (headers.TryGetDirectoryOffset(optional.DebugTableDirectory, out var debug))
        {
            bytes.AsSpan(debug, optional.DebugTableDirectory.Size).Clear();
        }

        // PE format, optional header: the data directories follow after 96 bytes, 112 in PE32+.
        var directories = headers.PEHeaderStartOffset + (optional.Magic == PEMagic.PE32Plus ? 112 : 96);
        bytes.AsSpan(directories + (DebugDirectory * DirectorySize), DirectorySize).Clear();
        var metadata = image.GetMetadataReader();
        bytes.AsSpan(headers.MetadataStartOffset + metadata.GetHeapMetadataOffset(HeapIndex.Guid), metadata.GetHeapSize(HeapIndex.Guid)).Fill(0x5a);
    }

    private static void Rename(byte[] bytes, string oldName, string newName)
    {
        var (from, to) = (Encoding.UTF8.GetBytes(oldName), Encoding.UTF8.GetBytes(newName));
        if (from.Length != to.Length)
        {
            throw new ArgumentException("The new name is as long as the old one.", nameof(newName));
        }

        for (var at = bytes.AsSpan().IndexOf(from); at >= 0;)
        {
            to.CopyTo(bytes, at);
            var next = bytes.AsSpan(at).IndexOf(from);
            at = next < 0 ? -1 : at + next;
        }
    }
}
