using System.Collections.Immutable;

namespace Vitrine.Release;

/// <summary>Turns the names in a recipe into what the machine shows of itself.</summary>
/// <remarks>
/// <para>Trust: the recipe is the vendor's, the machine is the rebuilder's. A name is looked up in the system's own folders; a path must lie below
/// <c>/usr</c> or <c>/opt</c>, also after links are resolved; so a recipe cannot ask for a home, a key or <c>/etc</c> and have them built into an output.</para>
/// <para>Only what is named is mounted, with the shared libraries it loads: the closure stays small enough to hash, and two machines that
/// differ elsewhere have the same one.</para>
/// </remarks>
public sealed class ToolResolver
{
    private readonly SandboxOptions _options;
    private readonly SharedLibraries _libraries = new();
    private readonly Dictionary<string, string> _mounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);
    private readonly List<string> _searchPath = ["/usr/local/bin", "/usr/bin"];
    private readonly List<KeyValuePair<string, string>> _variables = [];
    private readonly List<KeyValuePair<string, ImmutableArray<string>>> _versions = [];

    private ToolResolver(SandboxOptions options) => _options = options;

    /// <summary>Finds everything that <paramref name="recipe"/> names.</summary>
    /// <exception cref="SandboxException">Something is missing, or may not be shown.</exception>
    public static SandboxRoot Resolve(Recipe recipe, SandboxOptions options)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(options);
        var resolver = new ToolResolver(options);
        foreach (var tool in (ReadOnlySpan<string>)["sh", "tar", "setpriv"])
        {
            resolver.AddProgram(tool);
        }

        // The locale of every step; older machines have it built in.
        if (Directory.Exists(SandboxEnvironment.LocaleFolder))
        {
            resolver.AddPath(SandboxEnvironment.LocaleFolder);
        }

        foreach (var tool in recipe.Tools)
        {
            resolver.Add(tool);
        }

        foreach (var package in recipe.Packages)
        {
            resolver.AddPackage(package);
        }

        return resolver.Finish();
    }

    private void Add(string tool)
    {
        if (tool.StartsWith('/'))
        {
            AddPath(tool);
        }
        else if (tool == DotnetTool.Name)
        {
            AddDotnet();
        }
        else
        {
            AddProgram(tool);
        }
    }

    private void AddProgram(string name)
    {
        var found = _options.ProgramFolders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new SandboxException(SandboxFault.ToolMissing,
                $"The recipe needs the program \"{name}\", which is not in {string.Join(", ", _options.ProgramFolders)}. Install it.");
        AddFile(found);
    }

    private void AddPath(string path)
    {
        if (Directory.Exists(path))
        {
            var real = Real(path);
            Permit(path, real);
            _mounts.TryAdd(path, real);
        }
        else if (File.Exists(path))
        {
            AddFile(path);
        }
        else
        {
            throw new SandboxException(SandboxFault.ToolMissing, $"The recipe needs {path}, which is not on this machine. Install what provides it.");
        }
    }

    // The file stands at its real place, so that a program finds its parts beside it; the name it was asked by is a link.
    private void AddFile(string path)
    {
        var real = Real(path);
        Permit(path, real);
        _mounts.TryAdd(InSandbox(real), real);
        if (InSandbox(path) != InSandbox(real))
        {
            _links.TryAdd(InSandbox(path), InSandbox(real));
        }

        _libraries.AddOf(real);
    }

    private void AddDotnet()
    {
        var root = DotnetTool.FindRoot(_options.DotnetFolders)
            ?? throw new SandboxException(SandboxFault.ToolMissing,
                "The recipe needs the .NET SDK, and no folder of PATH, DOTNET_ROOT or ~/.dotnet has one. Install the .NET 10 SDK.");
        _mounts.TryAdd(DotnetTool.Folder, root);
        _searchPath.Insert(0, DotnetTool.Folder);
        _variables.Add(new("DOTNET_ROOT", DotnetTool.Folder));
        _versions.Add(new(DotnetTool.Name, [$"{DotnetTool.Folder}/dotnet", "--version"]));
        foreach (var file in DotnetTool.NativeFiles(root))
        {
            _libraries.AddOf(file);
        }

        if (!DotnetTool.OpenSsl.Any(name => _libraries.Find(name)))
        {
            throw new SandboxException(SandboxFault.ToolMissing, ".NET needs OpenSSL's library, which is not beside the C library. Run: apt install libssl3");
        }
    }

    private void AddPackage(PackageUrl package)
    {
        var name = package.Name.ToLowerInvariant();
        var version = package.Version.ToLowerInvariant();
        var folder = Path.Combine(_options.NuGetPackages, name, version);
        if (!Directory.Exists(folder))
        {
            throw new SandboxException(SandboxFault.PackageMissing,
                $"The recipe needs {package}, which is not in {_options.NuGetPackages}. Run \"dotnet restore\" on the source once while connected.");
        }

        _mounts.TryAdd($"{SandboxEnvironment.PackagesFolder}/{name}/{version}", Real(folder));
        if (!_variables.Any(variable => variable.Key == "NUGET_FALLBACK_PACKAGES"))
        {
            _variables.Add(new("NUGET_FALLBACK_PACKAGES", SandboxEnvironment.PackagesFolder));
        }
    }

    private SandboxRoot Finish()
    {
        foreach (var library in _libraries.Files)
        {
            // A tool's own library is shown with the tool.
            var real = Real(library);
            if (!_mounts.Values.Any(folder => IsBelow(real, folder)))
            {
                _mounts.TryAdd(InSandbox(library), real);
            }
        }

        // A folder that is mounted at its own place already shows what lies in it.
        var mounts = _mounts.Where(mount => !_mounts.Keys.Any(other => IsBelow(mount.Key, other)))
            .Select(mount => new SandboxMount(mount.Value, mount.Key))
            .OrderBy(mount => mount.Path, StringComparer.Ordinal)
            .ToImmutableArray();
        foreach (var link in _links.Keys.Where(link => mounts.Any(mount => mount.Path == link || IsBelow(link, mount.Path))).ToList())
        {
            _links.Remove(link);
        }

        // Debian's merged /usr; programs name their loader and /bin/sh by the short paths.
        foreach (var top in (ReadOnlySpan<string>)["bin", "sbin", "lib"])
        {
            _links.TryAdd($"/{top}", $"usr/{top}");
        }

        return new SandboxRoot
        {
            Mounts = mounts,
            Links = [.. _links.Select(link => new SandboxLink(link.Key, link.Value)).OrderBy(link => link.Path, StringComparer.Ordinal)],
            SearchPath = [.. _searchPath],
            Variables = [.. _variables],
            VersionCommands = [.. _versions],
        };
    }

    private static void Permit(string asked, string real)
    {
        if (!(IsBelow(asked, "/usr") || IsBelow(asked, "/opt")) || !(IsBelow(real, "/usr") || IsBelow(real, "/opt")))
        {
            throw new SandboxException(SandboxFault.ToolMissing,
                $"The recipe asks for {asked}{(asked == real ? "" : $" ({real})")}; only programs, and paths below /usr and /opt, are shown to a build.");
        }
    }

    private static string InSandbox(string path)
    {
        foreach (var top in (ReadOnlySpan<string>)["/bin/", "/sbin/", "/lib/"])
        {
            if (path.StartsWith(top, StringComparison.Ordinal))
            {
                return "/usr" + path;
            }
        }

        return path;
    }

    private static bool IsBelow(string path, string folder) => path.Length > folder.Length && path[folder.Length] == '/' && path.StartsWith(folder, StringComparison.Ordinal);

    private static string Real(string path) => RealPath.Of(path);
}
