namespace Vitrine.Release;

/// <summary>Where a sandbox finds what it needs on this machine.</summary>
public sealed record SandboxOptions
{
    /// <summary>Folder for the digests of mounted files, so that a second rebuild need not read them again. Null: none is kept.</summary>
    /// <remarks>Whoever can write there can lie about the closure: it belongs to the one who runs the rebuild.</remarks>
    public string? CacheFolder { get; init; }

    /// <summary>NuGet's global packages folder.</summary>
    public string NuGetPackages { get; init; } =
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>Folders in which the tool <c>dotnet</c> is looked for, first match first.</summary>
    public IReadOnlyList<string> DotnetFolders { get; init; } = DefaultDotnetFolders();

    /// <summary>Folders in which every other program is looked for.</summary>
    public IReadOnlyList<string> ProgramFolders { get; init; } = ["/usr/local/bin", "/usr/bin", "/usr/local/sbin", "/usr/sbin"];

    private static IReadOnlyList<string> DefaultDotnetFolders()
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        var root = Environment.GetEnvironmentVariable("DOTNET_ROOT");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return
        [
            .. path.Split(':').Where(Path.IsPathFullyQualified),
            .. root is { Length: > 0 } ? [root] : Array.Empty<string>(),
            Path.Combine(home, ".dotnet"), "/usr/share/dotnet", "/usr/lib/dotnet",
        ];
    }
}
