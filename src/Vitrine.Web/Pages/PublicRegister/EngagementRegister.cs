using System.Collections.Immutable;
using Vitrine.Room;

namespace Vitrine.Web;

/// <summary>Engagements as the public may know them: by the publication policy of each, else by their number alone.</summary>
/// <param name="All">All engagements.</param>
/// <param name="Shown">Those that are shown now.</param>
/// <param name="Committed">Those for which a commitment stands, until they are shown or for ever.</param>
/// <param name="Rows">Those that are shown or committed to.</param>
public sealed record EngagementRegister(int All, int Shown, int Committed, ImmutableArray<PublicEngagementRow> Rows)
{
    /// <summary>What is counted.</summary>
    public const string Definition =
        "Requests to review one version of one product, in whatever state, public or not. An engagement is not a certificate: most have none yet, and one can have several.";

    /// <summary>What is shown now.</summary>
    public static EngagementRegister Read(Visit visit)
    {
        var (rows, names) = (Publications.Public(visit.Views, visit.Now), visit.PartyNames());
        return new EngagementRegister(Engagements.List(visit.Views).Count, rows.Count(row => row.IsOpen), rows.Count(row => !row.IsOpen), [.. rows.Select(row => Row(row, names))]);
    }

    /// <summary>Whether an engagement shows in public who asked for it.</summary>
    public static bool ShowsAuthority(Engagement engagement, Visit visit) =>
        Publications.Find(engagement.Id, visit.Views) is { } policy && policy.IsOpen(engagement, visit.Now) && policy.Shown.Contains(PublicField.Authority);

    private static PublicEngagementRow Row(PublicEngagement row, IReadOnlyDictionary<string, string> names)
    {
        string? Named(string? party) => party is null ? null : names.GetValueOrDefault(party, party);
        return new PublicEngagementRow(
            row.Commitment.ToHex(),
            row.Statement.ToHex(),
            row.IsOpen,
            From(row),
            row.Chosen,
            row.Product,
            row.Version,
            Named(row.Vendor),
            Named(row.Laboratory),
            Named(row.Authority),
            row.Tier?.ToString(),
            row.Purpose,
            row.Requested,
            row.Decision?.ToString() ?? row.State?.ToString(),
            ToneOf(row),
            row.Since,
            row.Certificate?.ToHex(),
            row.Opening is { } opening ? System.Text.Encoding.UTF8.GetString(opening) : null);
    }

    private static string From(PublicEngagement row) => (row.IsOpen, row.When) switch
    {
        (true, _) => "Now",
        (_, PublicationTime.OnDate) => $"From {row.On:yyyy-MM-dd}",
        (_, PublicationTime.OnDecision) => "Once it is decided",
        _ => PublicEngagementRow.Never,
    };

    private static Tone ToneOf(PublicEngagement row) => row.Decision switch
    {
        Decision.Certified => Tone.Yes,
        Decision.Refused => Tone.No,
        not null => Tone.Open,
        null => row.State is null ? Tone.Open : Tone.Wait,
    };
}

/// <summary>One engagement in the public register; what its policy does not show is null.</summary>
/// <param name="Commitment">The commitment that stood there before it was shown, hexadecimal; its permanent name.</param>
/// <param name="Statement">The signed statement that holds the commitment in the public log.</param>
/// <param name="Open">Whether it is shown now.</param>
/// <param name="From">From when it is shown, as words.</param>
/// <param name="Opening">What opens the commitment, canonical JSON.</param>
public sealed record PublicEngagementRow(
    string Commitment,
    string Statement,
    bool Open,
    string From,
    DateTimeOffset Chosen,
    string? Product,
    string? Version,
    string? Vendor,
    string? Laboratory,
    string? Authority,
    string? Tier,
    string? Purpose,
    DateTimeOffset? Requested,
    string? State,
    Tone Tone,
    DateTimeOffset? Since,
    string? Certificate,
    string? Opening)
{
    /// <summary>From when it is shown, where it never is.</summary>
    public const string Never = "Never";

    /// <summary>What it is called in a list.</summary>
    public string Title => Product is null ? (Open ? "Product not shown" : From == Never ? "Not public" : "Not public yet") : $"{Product} {Version}";

    /// <summary>Who takes part, as far as it is shown.</summary>
    public string Under => string.Join(" · ", ((string?[])[Vendor, Laboratory, Authority, State]).Where(text => text is not null).DefaultIfEmpty(From));

    /// <summary>Whether the words of a question are all in what is shown of it.</summary>
    public bool IsFoundBy(TableQuery query) => query.Matches(Commitment, Product, Version, Vendor, Laboratory, Authority, Purpose, State);
}
