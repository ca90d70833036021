namespace Vitrine.Web;

/// <summary>How a verdict stands. Each has a colour and a shape of its own, and is always shown with a word.</summary>
public enum Tone
{
    /// <summary>Nothing is decided or known.</summary>
    Open,
    Yes,
    Wait,
    No,
}
