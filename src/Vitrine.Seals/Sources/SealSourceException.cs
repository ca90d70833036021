namespace Vitrine.Seals;

/// <summary>Why a source cannot be read at all.</summary>
public enum SealSourceFault
{
    PathNotFound,
    NotAFolder,
    NotARepository,
    NoCommit,
    UnknownRevision,
    EmptyTree,
    GitMissing,
    GitFailed,
    ObjectMissing,
    ChangedWhileRead,
    TooLarge,
    Unreadable,
}

/// <summary>A source cannot be sealed; the message says what was wrong, where, and what to do.</summary>
public sealed class SealSourceException : Exception
{
    public SealSourceException(SealSourceFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    /// <summary>The closed reason.</summary>
    public SealSourceFault Fault { get; }
}

/// <summary>A tree was not sealed, because of problems that the caller did not accept. Nothing was kept.</summary>
public sealed class SealRefusedException : Exception
{
    public SealRefusedException(IReadOnlyList<SealProblem> problems)
        : base(Describe(problems)) => Problems = problems;

    /// <summary>All of them, by path.</summary>
    public IReadOnlyList<SealProblem> Problems { get; }

    private static string Describe(IReadOnlyList<SealProblem> problems)
    {
        var first = problems[0];
        var rest = problems.Count == 1 ? "" : $" and {problems.Count - 1} more";
        return $"The tree was not sealed: {first.Path}: {first.What}{rest}.";
    }
}
