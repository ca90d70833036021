namespace Vitrine.Release;

/// <summary>A package by ecosystem, name and exact version, written <c>pkg:nuget/Name@1.2.3</c>.</summary>
/// <remarks>The package URL specification (purl), narrowed to what the sandbox can mount: type <c>nuget</c>, no namespace, qualifiers or
/// subpath. Names and versions consist of letters, digits, <c>.</c>, <c>_</c>, <c>-</c> (and <c>+</c> in versions), and do not start with a dot.</remarks>
public sealed record PackageUrl
{
    private const string Prefix = "pkg:nuget/";

    private PackageUrl(string name, string version) => (Name, Version) = (name, version);

    /// <summary>The name as written; NuGet compares it without case.</summary>
    public string Name { get; }

    /// <summary>The exact version.</summary>
    public string Version { get; }

    /// <summary>Reads a package URL; false where it is anything but a NuGet package with name and version.</summary>
    public static bool TryParse(string text, out PackageUrl? package)
    {
        ArgumentNullException.ThrowIfNull(text);
        package = null;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var rest = text[Prefix.Length..];
        var at = rest.IndexOf('@', StringComparison.Ordinal);
        if (at <= 0 || !IsWord(rest.AsSpan(0, at), "._-") || !IsWord(rest.AsSpan(at + 1), "._-+"))
        {
            return false;
        }

        package = new PackageUrl(rest[..at], rest[(at + 1)..]);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Prefix}{Name}@{Version}";

    private static bool IsWord(ReadOnlySpan<char> text, string marks)
    {
        if (text.Length is 0 or > 128 || text[0] == '.')
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !marks.Contains(c, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
