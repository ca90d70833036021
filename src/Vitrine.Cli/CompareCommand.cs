using System.CommandLine;
using Vitrine.Artifacts;

namespace Vitrine.Cli;

/// <summary><c>vitrine compare A B</c></summary>
internal static class CompareCommand
{
    private static readonly Argument<string> First = new("A") { Description = "A file." };
    private static readonly Argument<string> Second = new("B") { Description = "Another." };
    private static readonly Option<bool> Json = new("--json") { Description = "Machine output." };

    public static Command Make()
    {
        var command = new Command("compare", "Say how two files differ: identical, same but for signatures, equivalent, different, not comparable.") { First, Second, Json };
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
        if (parsed.GetValue(Json))
        {
            Terminal.Line(comparison.ToJson().TrimEnd());
        }
        else
        {
            var (verdict, rest) = comparison.ToText().TrimEnd('\n').Split('\n', 2) is [var head, var tail] ? (head, tail) : (comparison.ToText().TrimEnd('\n'), "");
            Terminal.Verdict(comparison.Verdict.IsSame(), verdict);
            if (rest.Length > 0)
            {
                Terminal.Line(rest);
            }
        }

        return Task.FromResult(comparison.Verdict.IsSame() ? Exit.Yes : Exit.No);
    }
}
