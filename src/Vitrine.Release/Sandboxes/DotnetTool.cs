namespace Vitrine.Release;

/// <summary>The .NET SDK as a tool: a folder that may lie anywhere and is always mounted at the same place.</summary>
internal static class DotnetTool
{
    public const string Name = "dotnet";
    public const string Folder = $"{SandboxEnvironment.ToolsFolder}/dotnet";

    /// <summary>Opened by name at run time for every hash; the newest known first.</summary>
    public static readonly string[] OpenSsl = ["libssl.so.3", "libssl.so.1.1"];

    /// <summary>The real folder of the first <c>dotnet</c> that has an SDK beside it.</summary>
    public static string? FindRoot(IEnumerable<string> folders)
    {
        foreach (var folder in folders)
        {
            var program = Path.Combine(folder, Name);
            if (!File.Exists(program))
            {
                continue;
            }

            var root = Path.GetDirectoryName(RealPath.Of(program))!;
            if (Directory.Exists(Path.Combine(root, "sdk")) && Directory.Exists(Path.Combine(root, "host", "fxr")))
            {
                return root;
            }
        }

        return null;
    }

    /// <summary>The files whose libraries the SDK needs: the host and the runtime's native parts.</summary>
    /// <remarks>Not the tracing provider: it is loaded only where tracing is asked for, and its library is on some machines and not on others.</remarks>
    public static IEnumerable<string> NativeFiles(string root) =>
        Directory.EnumerateFiles(Path.Combine(root, "host", "fxr"), "*.so", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(root, "shared", "Microsoft.NETCore.App"), "*.so", SearchOption.AllDirectories))
            .Where(file => Path.GetFileName(file) != "libcoreclrtraceptprovider.so")
            .Order(StringComparer.Ordinal)
            .Append(Path.Combine(root, Name));
}
