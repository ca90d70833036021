using System.Globalization;

namespace Vitrine.Release;

/// <summary>What every build finds around it, whichever machine it runs on.</summary>
internal static class SandboxEnvironment
{
    public const string BuildFolder = "/build";
    public const string TemporaryFolder = "/tmp";
    public const string HomeFolder = "/tmp/home";
    public const string PackagesFolder = "/packages/nuget";
    public const string ToolsFolder = "/tools";
    public const string LocaleFolder = "/usr/lib/locale/C.utf8";
    public const string HostName = "vitrine";


    /// <summary>The version of everything in this folder that a build can notice; part of the closure.</summary>
    public const string Version = "1";

    // DOTNET_ROOT and NUGET_FALLBACK_PACKAGES are set where the recipe has the tool dotnet, or a NuGet package.
    private static readonly string[] FixedNames =
    [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "PWD", "TMPDIR", "LANG", "LC_ALL", "TZ", "TERM", "SOURCE_DATE_EPOCH",
        "DOTNET_ROOT", "NUGET_FALLBACK_PACKAGES",
    ];

    public static string Passwd(SandboxUser user) => $"build:x:{user.Id}:{user.Id}:build:{HomeFolder}:/usr/bin/sh\n";

    public static string Group(SandboxUser user) => $"build:x:{user.Id}:\n";

    public static bool IsFixed(string name) => FixedNames.Contains(name, StringComparer.Ordinal);

    public static IEnumerable<KeyValuePair<string, string>> Variables(Recipe recipe, SandboxRoot root)
    {
        yield return new("PATH", string.Join(':', root.SearchPath));
        yield return new("HOME", HomeFolder);
        yield return new("USER", "build");
        yield return new("LOGNAME", "build");
        yield return new("SHELL", "/usr/bin/sh");
        yield return new("TMPDIR", TemporaryFolder);
        yield return new("LANG", "C.UTF-8");
        yield return new("LC_ALL", "C.UTF-8");
        yield return new("TZ", "UTC0");
        yield return new("TERM", "dumb");
        yield return new("SOURCE_DATE_EPOCH", recipe.SourceDate.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        foreach (var variable in root.Variables)
        {
            yield return variable;
        }

        foreach (var variable in recipe.Environment)
        {
            yield return variable;
        }
    }
}
