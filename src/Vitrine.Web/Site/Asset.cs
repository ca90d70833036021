using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace Vitrine.Web;

/// <summary>A file of wwwroot as it is embedded in the assembly, with the hash that names its version in links.</summary>
public sealed class Asset
{
    private const string Prefix = "wwwroot/";

    private static readonly FrozenDictionary<string, Asset> All = ReadAll();

    private Asset(string path, byte[] content)
    {
        Path = path;
        Content = content;
        Version = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8));
        ContentType = System.IO.Path.GetExtension(path) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            ".woff2" => "font/woff2",
            _ => "text/plain; charset=utf-8",
        };
    }

    /// <summary>The path under wwwroot, with forward slashes.</summary>
    public string Path { get; }

    public string ContentType { get; }

    /// <summary>The first 16 hex digits of the content's SHA-256.</summary>
    public string Version { get; }

    public ReadOnlyMemory<byte> Content { get; }

    public static Asset? Find(string path) => All.GetValueOrDefault(path);

    /// <summary>The address of an asset; it changes when the content does, so that browsers may keep it for ever.</summary>
    /// <exception cref="ArgumentException">No such file is embedded.</exception>
    public static string Url(string path) => Find(path) is { } asset
        ? $"/assets/{asset.Path}?v={asset.Version}"
        : throw new ArgumentException($"There is no asset '{path}'.", nameof(path));

    private static FrozenDictionary<string, Asset> ReadAll()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => Read(assembly, name))
            .ToFrozenDictionary(asset => asset.Path, StringComparer.Ordinal);
    }

    private static Asset Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new Asset(name[Prefix.Length..], content);
    }
}
