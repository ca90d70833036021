using System.CommandLine;

namespace Vitrine.Cli;

/// <summary>A command with what its help says beyond its description.</summary>
/// <param name="name">The word.</param>
/// <param name="description">One sentence: what it does.</param>
/// <param name="answers">What its exit codes 0 and 1 mean, where that is more than "done" and "refused".</param>
/// <param name="examples">Commands as a person would type them.</param>
internal sealed class Verb(string name, string description, string? answers = null, params string[] examples) : Command(name, description)
{
    public string? Answers => answers;

    public IReadOnlyList<string> Examples => examples;
}
