namespace Vitrine.Register;

/// <summary>With whom an advisory may be shared: FIRST, Traffic Light Protocol 2.0.</summary>
public enum Tlp
{
    /// <summary>With everyone.</summary>
    Clear,

    /// <summary>Within the recipient's community.</summary>
    Green,

    /// <summary>Within the recipient's organisation and with its clients, where they need to know.</summary>
    Amber,

    /// <summary>Within the recipient's organisation alone.</summary>
    AmberStrict,

    /// <summary>With the named recipients alone.</summary>
    Red,
}

/// <summary>The labels' words.</summary>
public static class TlpWords
{
    private static readonly string[] Labels = ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"];

    // CSAF 2.0 knows TLP 1.0 alone, and nothing between AMBER and RED there: what is stricter than AMBER is told as RED, and never shared too widely.
    private static readonly string[] Csaf = ["WHITE", "GREEN", "AMBER", "RED", "RED"];

    /// <summary>The label of TLP 2.0: <c>TLP:AMBER+STRICT</c>.</summary>
    public static string Label(this Tlp tlp) => $"TLP:{Labels[(int)tlp]}";

    /// <summary>The word of CSAF 2.0.</summary>
    public static string CsafLabel(this Tlp tlp) => Csaf[(int)tlp];
}
