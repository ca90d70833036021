using System.Collections.Immutable;
using System.Globalization;
using Vitrine.Proofs;

namespace Vitrine.Artifacts;

/// <summary>
/// What a file, and everything it holds, was seen to be able to do. Possibly incomplete, always: what is packed, encrypted, computed at run
/// time or called by other means than these rules know is not seen. What is seen is a possibility, not an act.
/// </summary>
public sealed partial class CapabilityReport
{
    /// <summary>Places that are listed for one capability.</summary>
    public const int MostEvidence = 20;

    /// <summary>Capabilities that are listed; the rest is counted.</summary>
    public const int MostCapabilities = 5_000;

    /// <summary>The sentence that goes with every report.</summary>
    public const string Caveat =
        "Possibly incomplete: what is packed, encrypted, computed at run time or done in ways that no rule knows was not seen.";

    private CapabilityReport(string name, MemberTree tree, CapabilitySink sink)
    {
        Name = name;
        Digest = tree.Root.Digest;
        Size = tree.Root.Size;
        Members = tree.Members.Length;
        NotOpened = [.. tree.Faulty];
        Capabilities = sink.ToCapabilities();
        CapabilitiesOmitted = sink.Omitted;
    }

    /// <summary>Every rule there is.</summary>
    public static ImmutableArray<CapabilityRuleInfo> Rules { get; } = [.. CapabilityRule.All.Select(rule => rule.Info)];

    /// <summary>The file's name as it was given.</summary>
    public string Name { get; }

    /// <summary>SHA-256 of the file.</summary>
    public Digest Digest { get; }

    /// <summary>Bytes of the file.</summary>
    public long Size { get; }

    /// <summary>Members that were listed, the file itself among them.</summary>
    public int Members { get; }

    /// <summary>Members of which something was not opened.</summary>
    public ImmutableArray<Member> NotOpened { get; }

    /// <summary>By kind, rule and subject.</summary>
    public ImmutableArray<Capability> Capabilities { get; }

    /// <summary>Capabilities beyond <see cref="MostCapabilities"/>.</summary>
    public int CapabilitiesOmitted { get; }

    /// <summary>Looks at a file and everything it holds.</summary>
    /// <exception cref="IOException">The file is absent or cannot be read, or there is no room for a temporary file.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static CapabilityReport Of(string path, OpenLimits limits, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var source = ByteSource.OpenFile(path);
        return Of(source, Path.GetFileName(path), limits, cancellationToken);
    }

    /// <summary>Looks at bytes as if they were a file of that name.</summary>
    public static CapabilityReport Of(ByteSource source, string name, OpenLimits limits, CancellationToken cancellationToken)
    {
        var sink = new CapabilitySink();
        var tree = new Opener(limits).Open(
            source, name, (member, content) => Look(new LookedAt(member, content, cancellationToken), sink), cancellationToken);
        foreach (var member in tree.Members.Where(m => !m.HasContent))
        {
            Look(new LookedAt(member, ByteSource.Of(ReadOnlyMemory<byte>.Empty), cancellationToken), sink);
        }

        return new CapabilityReport(name, tree, sink);
    }

    /// <summary>A one-line summary: how many of each kind.</summary>
    public string Summary() => Capabilities.IsEmpty
        ? "nothing that the rules know was seen"
        : string.Join(", ", Capabilities.CountBy(c => c.Kind).Select(k => string.Create(CultureInfo.InvariantCulture, $"{k.Key.ToWord()} {k.Value}")));

    private static void Look(LookedAt at, CapabilitySink sink)
    {
        foreach (var rule in CapabilityRule.All)
        {
            at.Cancellation.ThrowIfCancellationRequested();
            rule.Look(at, sink);
        }
    }
}

/// <summary>What two versions differ in, of what they were seen to be able to do.</summary>
/// <param name="Gained">Only in the second.</param>
/// <param name="Lost">Only in the first.</param>
/// <param name="NotOpened">Members of either of which something was not opened: what lies in them is not compared.</param>
public sealed record CapabilityDifference(ImmutableArray<Capability> Gained, ImmutableArray<Capability> Lost, int NotOpened)
{
    /// <summary>Compares by rule and subject: where a thing is done does not matter, that it can be done does.</summary>
    public static CapabilityDifference Between(CapabilityReport a, CapabilityReport b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return new CapabilityDifference(
            [.. b.Capabilities.ExceptBy(a.Capabilities.Select(Key), Key)], [.. a.Capabilities.ExceptBy(b.Capabilities.Select(Key), Key)],
            a.NotOpened.Length + b.NotOpened.Length);

        static (string, string) Key(Capability capability) => (capability.Rule, capability.Subject);
    }
}
