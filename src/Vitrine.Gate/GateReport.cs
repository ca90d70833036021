using System.Globalization;
using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Gate;

/// <summary>A verdict for people: the word first, then one line a fact, then what it rests on or what would help.</summary>
internal static class GateReport
{
    private const int Label = 11;

    internal static string Verify(Verdict verdict, string name)
    {
        var report = new StringBuilder();
        Line(report, verdict.Accepted ? "accepted" : "refused", name);
        Reasons(report, verdict);
        if (verdict.Release is { } release)
        {
            Line(report, "release", $"{release.Said.Product} {release.Said.Version} ({release.Said.Channel}) by {release.Said.Vendor}, {UtcTime.Format(release.Said.Released)}");
            Line(report, "seal", release.Said.Seal.ToHex());
        }

        foreach (var certificate in verdict.Certificates)
        {
            Line(report, "certified", $"{certificate.Said.Tier.Word()} review by {certificate.Said.Laboratory.Name}, {UtcTime.Format(certificate.Said.Issued)}, valid until {UtcTime.Format(certificate.Said.ValidUntil)}");
        }

        if (verdict.Rebuild is { } rebuild)
        {
            Line(report, "rebuilt", $"{rebuild.Comparison.Verdict.Word()}, by {rebuild.Builder}");
        }

        foreach (var list in verdict.Lists)
        {
            Line(report, list.Listed ? "listed" : "not listed", $"{list.Name} of {UtcDay.Format(list.Date)}");
        }

        StatusAndLog(report, verdict, verdict.Release?.Index);
        Assumptions(report, verdict);
        return Printable.Of(report.ToString());
    }

    internal static string Update(Verdict verdict, string file)
    {
        var report = new StringBuilder();
        Line(report, verdict.Accepted ? "held" : "refused", Path.GetFileName(file));
        Reasons(report, verdict);
        StatusAndLog(report, verdict, null);
        Assumptions(report, verdict);
        return Printable.Of(report.ToString());
    }

    private static void Reasons(StringBuilder report, Verdict verdict)
    {
        foreach (var reason in verdict.Reasons)
        {
            Line(report, "because", reason.Code.Word());
            Line(report, "", reason.Message);
            Line(report, "", reason.Satisfy);
        }
    }

    private static void StatusAndLog(StringBuilder report, Verdict verdict, LogIndex? index)
    {
        if (verdict.Status is { } status)
        {
            Line(report, "status", $"{status.Number} of {UtcTime.Format(status.Issued)}, until {UtcTime.Format(status.Expires)}{(status.Held ? " (held by this gate)" : "")}");
        }

        if (verdict.Log is { } log)
        {
            var entry = index is { } at ? $"entry {at} of " : "";
            Line(report, "log", $"{log.Origin}, {entry}{log.Size.Value.ToString("N0", CultureInfo.InvariantCulture)}, root {log.Root.ToHex()}");
            if (!log.Witnesses.IsEmpty)
            {
                Line(report, "witnessed", string.Join(", ", log.Witnesses));
            }
        }
    }

    private static void Assumptions(StringBuilder report, Verdict verdict)
    {
        var label = "assuming";
        foreach (var assumption in verdict.Assumptions)
        {
            Line(report, label, assumption);
            label = "";
        }
    }

    private static void Line(StringBuilder report, string label, string text) => report.Append(label.PadRight(Label)).Append(text).Append('\n');
}
