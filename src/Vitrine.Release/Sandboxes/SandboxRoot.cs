using System.Collections.Immutable;

namespace Vitrine.Release;

/// <summary>A file or folder of the machine, shown read-only in the sandbox.</summary>
/// <param name="HostPath">Where it lies on the machine, links resolved.</param>
/// <param name="Path">Where the build sees it.</param>
public sealed record SandboxMount(string HostPath, string Path);

/// <summary>A symbolic link in the sandbox's root.</summary>
public sealed record SandboxLink(string Path, string Target);

/// <summary>The whole read-only part of a sandbox: what the build can use.</summary>
public sealed record SandboxRoot
{
    /// <summary>Read-only mounts, ordered by their path in the sandbox; none lies below another.</summary>
    public required ImmutableArray<SandboxMount> Mounts { get; init; }

    /// <summary>Links, ordered by path.</summary>
    public required ImmutableArray<SandboxLink> Links { get; init; }

    /// <summary>The folders of PATH.</summary>
    public required ImmutableArray<string> SearchPath { get; init; }

    /// <summary>Variables that say where tools and packages lie.</summary>
    public required ImmutableArray<KeyValuePair<string, string>> Variables { get; init; }

    /// <summary>Commands that print a tool's version, by the tool's name; run inside the sandbox.</summary>
    public required ImmutableArray<KeyValuePair<string, ImmutableArray<string>>> VersionCommands { get; init; }
}
