using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Vitrine.Artifacts;

public sealed partial class CapabilityReport
{
    /// <summary>
    /// The report for people: a line for each capability under its rule, with the first place where it was seen, then what was not opened, then
    /// the caveat. Ends with a line feed.
    /// </summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Printable.Of(Name)}: {Summary()}\n");
        CapabilityText.Append(text, Capabilities, "  ");
        if (CapabilitiesOmitted > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  and {CapabilitiesOmitted} more\n");
        }

        if (!NotOpened.IsEmpty)
        {
            text.Append("\nnot opened\n");
            foreach (var member in NotOpened)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {member.Path}: {member.Fault!.Message}\n");
            }
        }

        return text.Append('\n').Append(Caveat).Append('\n').ToString();
    }

    /// <inheritdoc cref="ToText"/>
    public override string ToString() => ToText();
}

/// <summary>How capabilities stand in text.</summary>
public static class CapabilityText
{
    private const int WidestSubject = 60;

    /// <summary>The difference for people: what was gained, what was lost, and the caveat. Ends with a line feed.</summary>
    public static string ToText(this CapabilityDifference difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        var text = new StringBuilder();
        AppendSide(text, "capabilities gained", difference.Gained);
        AppendSide(text, "capabilities lost", difference.Lost);
        if (difference.Gained.IsEmpty && difference.Lost.IsEmpty)
        {
            text.Append("capabilities\n  the same, as far as the rules see\n");
        }

        if (difference.NotOpened > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {difference.NotOpened} members were not opened, and are not compared\n");
        }

        return text.Append("  ").Append(CapabilityReport.Caveat).Append('\n').ToString();
    }

    internal static void Append(StringBuilder text, ImmutableArray<Capability> capabilities, string indent)
    {
        foreach (var rule in capabilities.GroupBy(c => (c.Kind, c.Rule, c.Title)))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{indent}{rule.Key.Kind.ToWord()}: {rule.Key.Title} ({rule.Key.Rule})\n");
            var width = rule.Max(c => Math.Min(WidestSubject, c.Subject.Length));
            foreach (var capability in rule)
            {
                var (more, evidence) = (capability.Evidence.Length - 1 + capability.EvidenceOmitted, capability.Evidence[0]);
                text.Append(CultureInfo.InvariantCulture, $"{indent}  {capability.Subject.PadRight(width)}  ");
                text.Append(evidence.Seen.Contains(capability.Subject, StringComparison.Ordinal) ? "" : evidence.Seen + ", ").Append(Within(evidence.Member));
                text.Append(evidence.Offset < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" at {evidence.Offset}"));
                text.Append(more == 0 ? "\n" : string.Create(CultureInfo.InvariantCulture, $", and {more} more\n"));
            }
        }
    }

    /// <summary>A member's path without the opened file's name, which stands above.</summary>
    private static string Within(string path) => path.IndexOf('!', StringComparison.Ordinal) is >= 0 and var end ? path[(end + 1)..] : path;

    private static void AppendSide(StringBuilder text, string heading, ImmutableArray<Capability> capabilities)
    {
        if (!capabilities.IsEmpty)
        {
            text.Append(CultureInfo.InvariantCulture, $"{heading}: {capabilities.Length}\n");
            Append(text, capabilities, "  ");
            text.Append('\n');
        }
    }
}
