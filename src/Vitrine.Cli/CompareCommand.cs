using System.CommandLine;
using Vitrine.Artifacts;

namespace Vitrine.Cli;

/// <summary><c>vitrine compare A B</c></summary>
internal static class CompareCommand
{
    private static readonly Argument<string> First = new("A") { Description = "A file." };
    private static readonly Argument<string> Second = new("B") { Description = "Another." };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object: verdict, explanations[], differences[], capabilities{gained[], lost[]}." };

    public static Command Make()
    {
        var command = new Verb("compare", "Say how two files differ: identical, same but for signatures, equivalent, different, not comparable.", "0: identical, same but for signatures, or equivalent; 1: different, or not comparable", "vitrine compare shipped.dll rebuilt.dll") { First, Second, Json };
        command.SetAction(Run);
        return command;
    }

    private static Task<int> Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        foreach (var path in (string[])[parsed.GetValue(First)!, parsed.GetValue(Second)!])
        {
            if (!File.Exists(path))
            {
                throw new BadInputException($"There is no file {Terminal.Safe(path)}.");
            }
        }

        var comparison = Comparer.Compare(parsed.GetValue(First)!, parsed.GetValue(Second)!, CompareLimits.Default, cancellationToken);
        var capabilities = Capabilities(comparison, cancellationToken);
        if (parsed.GetValue(Json))
        {
            Terminal.Line(comparison.ToJson(capabilities).TrimEnd());
        }
        else
        {
            var (verdict, rest) = comparison.ToText().TrimEnd('\n').Split('\n', 2) is [var head, var tail] ? (head, tail) : (comparison.ToText().TrimEnd('\n'), "");
            Terminal.Verdict(comparison.Verdict.IsSame(), verdict);
            if (rest.Length > 0)
            {
                Terminal.Line(rest);
            }

            if (!comparison.Verdict.IsSame())
            {
                Terminal.Line();
                Terminal.Line(capabilities.ToText().TrimEnd('\n'));
            }
        }

        return Task.FromResult(comparison.Verdict.IsSame() ? Exit.Yes : Exit.No);
    }

    /// <summary>What the two differ in, of what they can do: nothing where they are the same software, so that only others are looked into.</summary>
    private static CapabilityDifference Capabilities(Comparison comparison, CancellationToken cancellationToken) => comparison.Verdict.IsSame()
        ? new CapabilityDifference([], [], 0)
        : CapabilityDifference.Between(
            CapabilityReport.Of(comparison.A.Name, OpenLimits.Default, cancellationToken), CapabilityReport.Of(comparison.B.Name, OpenLimits.Default, cancellationToken));
}
