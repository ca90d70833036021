using System.Text;
using Vitrine.Seals;

namespace Vitrine.Cli;

/// <summary>Why a tree was not sealed: every problem with its kind, and which of them can be accepted how.</summary>
internal static class Refusal
{
    public static string Describe(IReadOnlyList<SealProblem> problems)
    {
        var text = new StringBuilder($"The tree was not sealed: {problems.Count:N0} {(problems.Count == 1 ? "problem" : "problems")}.\n");
        var width = problems.Max(problem => problem.Kind.Word().Length);
        foreach (var problem in problems)
        {
            text.Append($"  {problem.Kind.Word().PadRight(width)}  {problem.Path}: {problem.What}\n");
        }

        var kinds = problems.Select(problem => problem.Kind).Distinct().Order().ToList();
        if (kinds.Where(kind => kind.CanAccept()).Select(SealProblems.Word).ToList() is { Count: > 0 } acceptable)
        {
            text.Append($"To seal in spite of {(acceptable.Count == 1 ? "it" : "them")}, once you have looked: {string.Join(' ', acceptable.Select(word => $"--accept {word}"))}\n");
        }

        if (kinds.Where(kind => !kind.CanAccept()).Select(SealProblems.Word).ToList() is { Count: > 0 } never)
        {
            text.Append($"Never accepted, so mend the tree: {string.Join(", ", never)}\n");
        }

        return text.ToString();
    }
}
