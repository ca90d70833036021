using System.Collections.Immutable;

namespace Vitrine.Artifacts;

/// <summary>What software can do to the machine or the network it runs in.</summary>
public enum CapabilityKind
{
    /// <summary>Asks for more than its user's rights: setuid, file capabilities, administrator, tokens.</summary>
    Privilege,

    /// <summary>Runs without a user: units, services, init scripts, cron.</summary>
    Service,

    /// <summary>Runs in the kernel, or loads what does.</summary>
    Driver,

    /// <summary>Reaches into other processes or their input.</summary>
    Hook,

    /// <summary>Waits for others to connect.</summary>
    Listener,

    /// <summary>Names places in the network, or connects to some.</summary>
    Endpoint,

    /// <summary>Starts other programs.</summary>
    Execution,

    /// <summary>Loads or makes code while it runs.</summary>
    Loading,

    /// <summary>Changes itself or other software from elsewhere.</summary>
    Update,
}

/// <summary>The words for <see cref="CapabilityKind"/>.</summary>
public static class CapabilityKindWords
{
    /// <summary>The kind in lower case, as in JSON.</summary>
    public static string ToWord(this CapabilityKind kind) => kind switch
    {
        CapabilityKind.Privilege => "privilege",
        CapabilityKind.Service => "service",
        CapabilityKind.Driver => "driver",
        CapabilityKind.Hook => "hook",
        CapabilityKind.Listener => "listener",
        CapabilityKind.Endpoint => "endpoint",
        CapabilityKind.Execution => "execution",
        CapabilityKind.Loading => "loading",
        CapabilityKind.Update => "update",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}

/// <summary>Something that software was seen to be able to do. Rule and subject together are what is compared between versions.</summary>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="Rule">The rule that saw it, for example <c>service.unit</c>.</param>
/// <param name="Subject">What it concerns, without place or version: a function, a host, a unit's name.</param>
/// <param name="Title">In words, for people.</param>
/// <param name="Evidence">Where it was seen, at most <see cref="CapabilityReport.MostEvidence"/> places.</param>
/// <param name="EvidenceOmitted">Further places.</param>
public sealed record Capability(
    CapabilityKind Kind, string Rule, string Subject, string Title, ImmutableArray<CapabilityEvidence> Evidence, int EvidenceOmitted);

/// <summary>One place where a capability was seen.</summary>
/// <param name="Member">Path of the member (<see cref="Member.Path"/>).</param>
/// <param name="Offset">In bytes within the member; −1 where its header is the evidence.</param>
/// <param name="Seen">What stands there.</param>
public sealed record CapabilityEvidence(string Member, long Offset, string Seen);

/// <summary>A rule as others may name it.</summary>
/// <param name="Name">For example <c>listener.socket</c>.</param>
/// <param name="Kind">What it finds.</param>
/// <param name="Title">What it finds, in words.</param>
public sealed record CapabilityRuleInfo(string Name, CapabilityKind Kind, string Title);
