namespace Vitrine.Web;

/// <summary>One thing in the list at the left of a desk.</summary>
public sealed record DeskItem(string Title, string Line, string Href, Tone Tone, string Word, bool Current);
