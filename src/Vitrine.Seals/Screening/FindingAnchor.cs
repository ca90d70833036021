using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>
/// What a waiver holds on to: the rule, the file's content and the line's. A file that moves keeps it, one that changes loses it. Two findings of a rule in equal lines of one file share one.
/// </summary>
public static class FindingAnchor
{
    /// <summary>SHA-256 of "vitrine-waiver-v1", the rule, the content's digest and the line's digest in hexadecimal, each ended by a line feed.</summary>
    public static Digest Of(ScreeningFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return Digest.Of(Encoding.UTF8.GetBytes($"vitrine-waiver-v1\n{finding.Rule}\n{finding.Content.ToHex()}\n{finding.LineContent.ToHex()}\n"));
    }
}

/// <summary>Somebody decided that a finding is settled.</summary>
/// <param name="Reason">Why.</param>
/// <param name="By">Who, as it is shown.</param>
/// <param name="Until">The last day (UTC) on which it counts.</param>
public sealed record FindingWaiver(string Reason, string By, DateOnly Until);
