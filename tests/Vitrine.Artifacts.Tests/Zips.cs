using System.IO.Compression;
using System.Text;

namespace Vitrine.Artifacts.Tests;

/// <summary>Archives as System.IO.Compression makes them.</summary>
internal static class Zips
{
    public static readonly DateTimeOffset Day = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);

    public static byte[] Of(params (string Name, byte[] Content)[] members) => Of(Day, CompressionLevel.Optimal, members);

    public static byte[] Of(DateTimeOffset time, CompressionLevel level, params (string Name, byte[] Content)[] members)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in members)
            {
                var entry = archive.CreateEntry(name, level);
                entry.LastWriteTime = time;
                entry.ExternalAttributes = 0;
                using var data = entry.Open();
                data.Write(content);
            }
        }

        return stream.ToArray();
    }

    /// <summary>A NuGet package around one library.</summary>
    public static byte[] Package(byte[] library, string coreProperties = "0123456789abcdef", string relationship = "R0011", byte[]? signature = null, DateTimeOffset? time = null)
    {
        var properties = $"package/services/metadata/core-properties/{coreProperties}.psmdcp";
        (string, byte[])[] members =
        [
            ("_rels/.rels", Encoding.UTF8.GetBytes($"""
                <?xml version="1.0" encoding="utf-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
                <Relationship Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/Shop.nuspec" Id="R7A" />
                <Relationship Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="/{properties}" Id="{relationship}" />
                </Relationships>
                """)),
            ("Shop.nuspec", "<package><metadata><id>Shop</id></metadata></package>"u8.ToArray()),
            ("lib/net10.0/shop.dll", library),
            ("[Content_Types].xml", "<Types />"u8.ToArray()),
            (properties, "<coreProperties />"u8.ToArray()),
        ];
        var archive = Of(time ?? Day, CompressionLevel.Optimal, members);
        return signature is null ? archive : Append(archive, ".signature.p7s", signature);
    }

    /// <summary>Adds a stored member behind the others.</summary>
    public static byte[] Append(byte[] archive, string name, byte[] content)
    {
        var stream = new MemoryStream();
        stream.Write(archive);
        using (var update = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = update.CreateEntry(name, CompressionLevel.NoCompression);
            entry.LastWriteTime = Day;
            using var data = entry.Open();
            data.Write(content);
        }

        return stream.ToArray();
    }

    /// <summary>Where a member's headers are: found by its name, local header first.</summary>
    public static (int Local, int Central) Headers(byte[] archive, string name)
    {
        var bytes = Encoding.ASCII.GetBytes(name);
        var first = archive.AsSpan().IndexOf(bytes);
        var last = archive.AsSpan().LastIndexOf(bytes);
        return (first - 30, last - 46);
    }
}
