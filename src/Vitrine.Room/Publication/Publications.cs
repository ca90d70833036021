using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Room;

/// <summary>The publication policy of an engagement, as the views have it.</summary>
/// <param name="Engagement">The engagement.</param>
/// <param name="When">From when the public register shows it.</param>
/// <param name="On">The day, where it is shown from a day on.</param>
/// <param name="Shown">What is shown then.</param>
/// <param name="Salt">The commitment's salt; never shown.</param>
/// <param name="Commitment">What stands in public until then, and is opened then.</param>
/// <param name="Chosen">When it was chosen.</param>
/// <param name="Statement">What stands in the public log of it.</param>
public sealed record EngagementPublication(
    string Engagement, PublicationTime When, DateOnly? On, IReadOnlyList<PublicField> Shown, byte[] Salt, Digest Commitment, DateTimeOffset Chosen, Digest Statement)
{
    /// <summary>Whether the public register shows the engagement at this time.</summary>
    public bool IsOpen(Engagement engagement, DateTimeOffset at) => When switch
    {
        PublicationTime.Now => true,
        PublicationTime.OnDecision => engagement.State == EngagementState.Decided,
        PublicationTime.OnDate => DateOnly.FromDateTime(at.UtcDateTime) >= On,
        _ => false,
    };
}

/// <summary>An engagement as the public may know it: what is not shown is null, and stands nowhere in this.</summary>
/// <param name="Commitment">What stood there before, and still proves what is shown.</param>
/// <param name="Statement">The statement that holds it in the public log.</param>
/// <param name="Chosen">When the policy was chosen.</param>
/// <param name="When">From when it is shown.</param>
/// <param name="On">The day, where it is shown from a day on.</param>
/// <param name="IsOpen">Whether it is shown now.</param>
/// <param name="Opening">Opens the commitment (<see cref="PublicationCommitment"/>), where it is shown now.</param>
/// <param name="Engagement">The identifier, where the product is shown.</param>
/// <param name="Product">The product.</param>
/// <param name="Version">Its version.</param>
/// <param name="Vendor">The host party's identifier.</param>
/// <param name="Laboratory">The laboratory's identifier.</param>
/// <param name="Authority">The authority's identifier.</param>
/// <param name="Tier">How deep.</param>
/// <param name="Purpose">What for.</param>
/// <param name="Requested">When it was asked for.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Since">Since when it stands there.</param>
/// <param name="Decision">How it ended.</param>
/// <param name="Certificate">The certificate it was decided on.</param>
public sealed record PublicEngagement(
    Digest Commitment,
    Digest Statement,
    DateTimeOffset Chosen,
    PublicationTime When,
    DateOnly? On,
    bool IsOpen,
    byte[]? Opening,
    string? Engagement,
    string? Product,
    string? Version,
    string? Vendor,
    string? Laboratory,
    string? Authority,
    Tier? Tier,
    string? Purpose,
    DateTimeOffset? Requested,
    EngagementState? State,
    DateTimeOffset? Since,
    Decision? Decision,
    Digest? Certificate);

/// <summary>How many engagements there are, those that are never shown included.</summary>
/// <param name="All">Requests recorded, each counted once, in whatever state.</param>
/// <param name="Shown">Of these, shown by the public register now.</param>
/// <param name="Committed">Of these, not shown now; a commitment stands for each.</param>
/// <param name="Unstated">Of these, without a policy: neither shown nor committed to.</param>
/// <param name="ByState">By the state in which they stand now; states of none are left out.</param>
/// <param name="ByDecision">The decided ones by how they ended.</param>
public sealed record EngagementCounts(
    int All, int Shown, int Committed, int Unstated, IReadOnlyDictionary<EngagementState, int> ByState, IReadOnlyDictionary<Decision, int> ByDecision);

/// <summary>What the public may know of engagements.</summary>
public static class Publications
{
    /// <summary>Everything that can be shown.</summary>
    public static IReadOnlyList<PublicField> Everything { get; } = Enum.GetValues<PublicField>();

    private const string Select = "SELECT engagement, time, day, shown, salt, commitment, chosen, statement FROM room_publication ";

    /// <summary>The policy of an engagement; null where none was chosen, and then it is counted and nothing else.</summary>
    public static EngagementPublication? Find(string engagement, SqliteConnection views) => views.Query(Select + "WHERE engagement = $1", Read, engagement).FirstOrDefault();

    /// <summary>What the public register shows at this time: engagements with a policy, newest policy first.</summary>
    public static IReadOnlyList<PublicEngagement> Public(SqliteConnection views, DateTimeOffset at)
    {
        var engagements = Engagements.List(views).ToDictionary(engagement => engagement.Id, StringComparer.Ordinal);
        return [.. views.Query(Select + "ORDER BY chosen DESC, commitment", Read).Select(one => Show(one, engagements[one.Engagement], at))];
    }

    /// <summary>How many there are at this time.</summary>
    public static EngagementCounts Count(SqliteConnection views, DateTimeOffset at)
    {
        var all = Engagements.List(views);
        var open = Public(views, at);
        var shown = open.Count(one => one.IsOpen);
        return new EngagementCounts(
            all.Count,
            shown,
            open.Count - shown,
            all.Count - open.Count,
            all.CountBy(one => one.State).ToDictionary(),
            all.Where(one => one.Decision is not null).CountBy(one => one.Decision!.Value).ToDictionary());
    }

    /// <summary>Chooses when and what the public register shows of an engagement.</summary>
    /// <exception cref="ActRefusedException">There is no such engagement, its disclosure is decided, or the policy says nothing.</exception>
    public static async Task ChooseAsync(
        OpenCentre centre, string engagement, PublicationTime when, DateOnly? on, IReadOnlyList<PublicField> shown, Actor by, CancellationToken cancellationToken)
    {
        Engagement known;
        using (var views = centre.Snapshot())
        {
            known = Engagements.Find(engagement, views) ?? throw new ActRefusedException($"There is no engagement {engagement}.");
        }

        var salt = PublicationCommitment.NewSalt();
        var commitment = PublicationCommitment.Of(known, salt);
        await centre.RecordAsync(new PublicationChosen(engagement, when, on, shown, salt, commitment, Stage(centre, commitment)), by, cancellationToken);
    }

    /// <summary>Signs, for the public log, that the centre committed; gives the statement.</summary>
    public static Digest Stage(OpenCentre centre, Digest commitment) =>
        StagedStatement.Stage(centre.Paths, new PublicationPredicate(commitment, UtcTime.Whole(centre.Time.GetUtcNow())).Of(), centre.Keys.Signing);

    /// <summary>Refuses a policy that says nothing, or whose commitment is to something else.</summary>
    internal static void Check(PublicationChosen act, Engagement engagement, DateTimeOffset at)
    {
        if (engagement.State is not (EngagementState.Requested or EngagementState.Screened))
        {
            throw new ActRefusedException("What the public register shows is settled before the disclosure is decided: both sides decided on it.");
        }

        if ((act.When == PublicationTime.OnDate) != (act.On is not null) || act.On <= DateOnly.FromDateTime(at.UtcDateTime))
        {
            throw new ActRefusedException("Name a day after today where the register shows the engagement from a day on, and only there.");
        }

        if (act.Shown.Count == 0 || act.Shown.Distinct().Count() != act.Shown.Count)
        {
            throw new ActRefusedException("Name at least one thing that the register shows, and each once. To show none, choose never.");
        }

        if (act.Salt.Length != PublicationCommitment.SaltSize || act.Commitment != PublicationCommitment.Of(engagement, act.Salt))
        {
            throw new ActRefusedException("The commitment is not one to this engagement.");
        }
    }

    internal static void Project(PublicationChosen act, DateTimeOffset at, SqliteConnection views) => views.Execute(
        "INSERT OR REPLACE INTO room_publication VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        act.Engagement,
        act.When,
        act.On?.ToString("yyyy-MM-dd"),
        string.Join(' ', act.Shown),
        act.Salt,
        act.Commitment,
        at,
        act.Statement);

    internal const string Schema = """
        CREATE TABLE room_publication (
          engagement TEXT PRIMARY KEY, time TEXT NOT NULL, day TEXT, shown TEXT NOT NULL, salt BLOB NOT NULL, commitment TEXT NOT NULL, chosen TEXT NOT NULL, statement TEXT NOT NULL);

        """;

    private static PublicEngagement Show(EngagementPublication policy, Engagement engagement, DateTimeOffset at)
    {
        var open = policy.IsOpen(engagement, at);
        bool Shows(PublicField field) => open && policy.Shown.Contains(field);
        var outcome = Shows(PublicField.Outcome);
        return new PublicEngagement(
            policy.Commitment,
            policy.Statement,
            policy.Chosen,
            policy.When,
            policy.On,
            open,
            open ? PublicationCommitment.Open(engagement, policy.Salt, policy.Shown) : null,
            Shows(PublicField.Product) ? engagement.Id : null,
            Shows(PublicField.Product) ? engagement.Product : null,
            Shows(PublicField.Product) ? engagement.Version : null,
            Shows(PublicField.Vendor) ? engagement.Host : null,
            Shows(PublicField.Laboratory) ? engagement.Laboratory : null,
            Shows(PublicField.Authority) ? engagement.Authority : null,
            Shows(PublicField.Tier) ? engagement.Tier : null,
            Shows(PublicField.Purpose) ? engagement.Purpose : null,
            Shows(PublicField.Requested) ? engagement.Requested : null,
            outcome ? engagement.State : null,
            outcome ? engagement.Since : null,
            outcome ? engagement.Decision : null,
            outcome ? engagement.Certificate : null);
    }

    private static EngagementPublication Read(SqliteDataReader row) => new(
        row.GetString(0),
        Enum.Parse<PublicationTime>(row.GetString(1), ignoreCase: true),
        row.Text(2) is { } day ? DateOnly.ParseExact(day, "yyyy-MM-dd") : null,
        [.. row.GetString(3).Split(' ').Select(Enum.Parse<PublicField>)],
        row.GetFieldValue<byte[]>(4),
        Digest.ParseHex(row.GetString(5)),
        row.Time(6),
        Digest.ParseHex(row.GetString(7)));
}
