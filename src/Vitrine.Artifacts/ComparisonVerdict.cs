namespace Vitrine.Artifacts;

/// <summary>The closed ladder of a comparison, best first.</summary>
public enum ComparisonVerdict
{
    /// <summary>Every byte is the same.</summary>
    Identical,

    /// <summary>Every difference is a signature, or a field derived from one.</summary>
    SameButForSignatures,

    /// <summary>Every differing byte is explained by a named normaliser.</summary>
    Equivalent,

    /// <summary>At least one difference is not explained; the differences are named.</summary>
    Different,

    /// <summary>The bytes differ, and at least one side could not be opened as what it says it is.</summary>
    NotComparable,
}

/// <summary>The words for <see cref="ComparisonVerdict"/>, the same in statements, JSON and text.</summary>
public static class ComparisonVerdictWords
{
    /// <summary>The verdict as it is written, for example <c>same but for signatures</c>.</summary>
    public static string ToWord(this ComparisonVerdict verdict) => verdict switch
    {
        ComparisonVerdict.Identical => "identical",
        ComparisonVerdict.SameButForSignatures => "same but for signatures",
        ComparisonVerdict.Equivalent => "equivalent",
        ComparisonVerdict.Different => "different",
        ComparisonVerdict.NotComparable => "not comparable",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };

    /// <summary>Whether the verdict says that both are the same software: the first three rungs.</summary>
    public static bool IsSame(this ComparisonVerdict verdict) => verdict <= ComparisonVerdict.Equivalent;
}
