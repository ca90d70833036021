namespace Vitrine.Web;

/// <summary>Something that waits for this reader.</summary>
/// <param name="What">What to do, beginning with a verb: "Decide on the disclosure".</param>
/// <param name="About">The engagement, product or finding it is about.</param>
/// <param name="Since">Since when it waits.</param>
/// <param name="Due">When it should be done; null without a limit.</param>
/// <param name="Overdue">By how much the limit is past.</param>
public sealed record TaskRow(string What, string About, string Href, TimeSpan Since, DateTimeOffset? Due = null, TimeSpan? Overdue = null);
