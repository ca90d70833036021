namespace Vitrine.Proofs;

/// <summary>How a rebuilt file compares with the shipped one, from best to worst.</summary>
public enum RebuildVerdict
{
    /// <summary>Every byte is the same.</summary>
    Identical,

    /// <summary>Only signatures, and what they change, differ.</summary>
    SameButForSignatures,

    /// <summary>Every difference is explained by a named normaliser.</summary>
    Equivalent,

    /// <summary>Something differs without an explanation.</summary>
    Different,

    /// <summary>The two could not be compared.</summary>
    NotComparable,
}

/// <summary>The words for the verdicts.</summary>
public static class RebuildVerdicts
{
    internal static readonly string[] Words = ["identical", "same but for signatures", "equivalent", "different", "not comparable"];

    /// <summary>The word in documents.</summary>
    public static string Word(this RebuildVerdict verdict) => Words[(int)verdict];

    /// <summary>The word in policies, where blanks part words.</summary>
    public static string PolicyWord(this RebuildVerdict verdict) => Words[(int)verdict].Replace(' ', '-');
}
