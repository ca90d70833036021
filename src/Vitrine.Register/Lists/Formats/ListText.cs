using System.Collections.Immutable;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>What every format of a list asks of the texts in it.</summary>
internal static class ListText
{
    /// <summary>What is wrong with a text; null for nothing.</summary>
    public static string? Fault(string text, string what)
    {
        try
        {
            ActText.Require(text, what, ListFile.MaxText);
            return null;
        }
        catch (ActRefusedException refused)
        {
            return refused.Message;
        }
    }

    public static DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day) ? day : null;

    /// <summary>Texts without repetitions, in their order.</summary>
    public static ImmutableArray<string> Once(IEnumerable<string> texts) => [.. texts.Where(text => text.Length > 0).Distinct(StringComparer.Ordinal)];
}
