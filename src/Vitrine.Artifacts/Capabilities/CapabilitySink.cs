using System.Collections.Immutable;

namespace Vitrine.Artifacts;

/// <summary>Collects what rules see, one capability for each rule and subject.</summary>
internal sealed class CapabilitySink
{
    private const int LongestSubject = 300;

    private readonly Dictionary<(CapabilityRuleInfo, string), (List<CapabilityEvidence> Evidence, int Omitted)> _seen = [];

    public int Omitted { get; private set; }

    public void See(CapabilityRuleInfo rule, string subject, Member member, long offset, string seen)
    {
        var key = (rule, Cut(Printable.Of(subject)));
        if (!_seen.TryGetValue(key, out var found))
        {
            if (_seen.Count >= CapabilityReport.MostCapabilities)
            {
                Omitted++;
                return;
            }

            found = ([], 0);
        }

        if (found.Evidence.Count < CapabilityReport.MostEvidence)
        {
            found.Evidence.Add(new CapabilityEvidence(member.Path, offset, Printable.Shorten(Printable.Of(seen))));
        }
        else
        {
            found.Omitted++;
        }

        _seen[key] = found;
    }

    public ImmutableArray<Capability> ToCapabilities() =>
    [
        .. _seen.Select(s => new Capability(s.Key.Item1.Kind, s.Key.Item1.Name, s.Key.Item2, s.Key.Item1.Title, [.. s.Value.Evidence], s.Value.Omitted))
            .OrderBy(c => c.Kind).ThenBy(c => c.Rule, StringComparer.Ordinal).ThenBy(c => c.Subject, StringComparer.Ordinal),
    ];

    private static string Cut(string subject) => subject.Length <= LongestSubject ? subject : subject[..LongestSubject] + "…";
}
