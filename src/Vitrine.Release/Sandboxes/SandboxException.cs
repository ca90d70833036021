namespace Vitrine.Release;

/// <summary>Why no sandbox could be made.</summary>
public enum SandboxFault
{
    /// <summary>bubblewrap is not installed.</summary>
    NoBubblewrap,

    /// <summary>The kernel or its settings forbid user namespaces, or parts of them.</summary>
    NamespacesForbidden,

    /// <summary>A tool of the recipe is not on this machine, or may not be shown to a build.</summary>
    ToolMissing,

    /// <summary>A package of the recipe is not in this machine's cache.</summary>
    PackageMissing,

    /// <summary>What is mounted changed while the build ran.</summary>
    ClosureChanged,

    /// <summary>The sandbox did not start for another reason; the message has bubblewrap's words.</summary>
    NotStarted,
}

/// <summary>The machine cannot give the build its sandbox. The message names what to do.</summary>
public sealed class SandboxException : Exception
{
    internal SandboxException(SandboxFault fault, string message)
        : base(message) => Fault = fault;

    /// <summary>Why.</summary>
    public SandboxFault Fault { get; }
}
