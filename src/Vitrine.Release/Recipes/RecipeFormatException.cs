namespace Vitrine.Release;

/// <summary>A recipe is not what docs/formats/recipe.md says.</summary>
public sealed class RecipeFormatException : FormatException
{
    internal RecipeFormatException(int line, string problem)
        : base($"Recipe, line {line}: {problem}") => (Line, Problem) = (line, problem);

    /// <summary>The line of the fault, counted from 1.</summary>
    public int Line { get; }

    /// <summary>What is wrong and, where it can be guessed, what was meant.</summary>
    public string Problem { get; }
}
