namespace Vitrine.Artifacts;

/// <summary>One way to see what software can do. A new rule is a new entry in this list, and a file where it is more than names.</summary>
internal abstract class CapabilityRule(string name, CapabilityKind kind, string title)
{
    /// <summary>Every rule, in the order in which they look.</summary>
    public static IReadOnlyList<CapabilityRule> All { get; } =
    [
        new SetuidRule(),
        new FileCapabilityRule(),
        new ManifestRule(),
        new GrantFileRule(),
        new UnitRule(),
        new ScheduleRule(),
        new ServiceFileRule(),
        new KernelModuleRule(),
        new UnitSocketRule(),
        new EndpointRule(),
        new UpdateSourceRule(),
        new UpdateFrameworkRule(),
        .. ImportRule.Each,
        .. ScriptRule.Each,
    ];

    public CapabilityRuleInfo Info { get; } = new(name, kind, title);

    /// <summary>Looks at one member.</summary>
    public abstract void Look(LookedAt at, CapabilitySink sink);
}
