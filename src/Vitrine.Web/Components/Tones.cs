namespace Vitrine.Web;

internal static class Tones
{
    /// <summary>The suffix of the style classes that carry the tone's colour.</summary>
    public static string Class(Tone tone) => tone switch
    {
        Tone.Yes => "yes",
        Tone.Wait => "wait",
        Tone.No => "no",
        _ => "open",
    };
}
