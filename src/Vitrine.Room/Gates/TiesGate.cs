using Vitrine.Register;

namespace Vitrine.Room;

/// <summary>Whether laboratory and authority are independent of the vendor, by the room's bar and what the register knows.</summary>
internal static class TiesGate
{
    private const int MostPaths = 5;

    public static IEnumerable<GateAnswer> Answers(GateQuestion question) =>
    [
        Answer(question, Gate.LaboratoryTies, question.Engagement.Laboratory, "laboratory"),
        Answer(question, Gate.AuthorityTies, question.Engagement.Authority, "authority"),
    ];

    private static GateAnswer Answer(GateQuestion question, Gate gate, string subject, string word)
    {
        if (question.Rules.ReadBar() is not { } bar)
        {
            return GateAnswer.NotAsked(gate, $"The room sets no bar for the independence of the {word}.");
        }

        var answer = Independence.Ask(subject, question.Engagement.Host, bar, question.On, question.Views);
        List<string> lookedAt = [$"Asked: {bar.Name}, as of {question.On:yyyy-MM-dd}.", .. Lines(answer)];
        return answer.Verdict switch
        {
            IndependenceVerdict.Independent => GateAnswer.Pass(gate, $"No tie of the {word} to the vendor is on record that the bar forbids.", lookedAt),
            IndependenceVerdict.NotIndependent => GateAnswer.Fail(gate, $"A tie of the {word} to the vendor is on record that the bar forbids.", $"Another {word} would help; or the {word} replies to the claim, if it is wrong.", lookedAt),
            _ => GateAnswer.Unknown(gate, $"What the register knows of the {word} does not suffice for the bar.", "Record what is missing in the register, with its source.", lookedAt),
        };
    }

    private static IEnumerable<string> Lines(IndependenceAnswer answer)
    {
        foreach (var path in answer.Paths.Where(path => path.Weight != PathWeight.Passes).Take(MostPaths))
        {
            yield return $"{(path.Weight == PathWeight.Fails ? "Forbidden" : "Perhaps forbidden")}, {path.Rule.Topic.ToString().ToLowerInvariant()}: {string.Join(" – ", path.Nodes.Select(node => answer.Names[node]))}";
        }

        foreach (var missing in answer.Missing.Take(MostPaths))
        {
            yield return $"Missing, {missing.Kind.ToString().ToLowerInvariant()}: {answer.Names[missing.Entity]}";
        }
    }
}
