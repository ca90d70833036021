namespace Vitrine.Web;

/// <summary>The room without an open session: before entering, or after it locked.</summary>
/// <param name="MayEnter">Whether the room is open.</param>
/// <param name="Sentence">How the engagement stands.</param>
public sealed record LockedView(Shell Shell, string Engagement, string Product, string Version, bool MayEnter, string Sentence);
