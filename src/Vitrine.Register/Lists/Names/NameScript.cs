namespace Vitrine.Register;

/// <summary>The script that a word of a name is written in, as far as it is told apart here.</summary>
internal enum NameScript
{
    Latin,
    Cyrillic,
    Greek,
    Arabic,
    Hebrew,
    Devanagari,
    Hangul,
    Kana,
    Han,

    /// <summary>Digits, and scripts that are compared as they stand.</summary>
    Other,
}

internal static class NameScripts
{
    public static NameScript Of(char c) => c switch
    {
        (>= 'a' and <= 'z') or (>= '\u00c0' and <= '\u02af') or (>= '\u1e00' and <= '\u1eff') => NameScript.Latin,
        >= '\u0400' and <= '\u052f' => NameScript.Cyrillic,
        (>= '\u0370' and <= '\u03ff') or (>= '\u1f00' and <= '\u1fff') => NameScript.Greek,
        >= '\u0590' and <= '\u05ff' => NameScript.Hebrew,
        (>= '\u0600' and <= '\u06ff') or (>= '\u0750' and <= '\u077f') => NameScript.Arabic,
        >= '\u0900' and <= '\u097f' => NameScript.Devanagari,
        (>= '\uac00' and <= '\ud7a3') or (>= '\u1100' and <= '\u11ff') => NameScript.Hangul,
        (>= '\u3040' and <= '\u30ff') => NameScript.Kana,
        (>= '\u3400' and <= '\u9fff') or (>= '\uf900' and <= '\ufaff') or '\u3005' => NameScript.Han,
        _ => NameScript.Other,
    };

    /// <summary>Whether words of it are written without blanks between them.</summary>
    public static bool RunsTogether(this NameScript script) => script is NameScript.Han or NameScript.Kana or NameScript.Hangul;

    /// <summary>Whether it leaves vowels out, or adds some: such words are compared by their consonants with others.</summary>
    public static bool HasOtherVowels(this NameScript script) => script is NameScript.Arabic or NameScript.Hebrew or NameScript.Kana or NameScript.Hangul;
}
