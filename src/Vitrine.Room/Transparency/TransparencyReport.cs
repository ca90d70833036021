using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Room;

/// <summary>A number with what it counts.</summary>
/// <param name="Key">Its name in files: "demands".</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Count">The number.</param>
/// <param name="Definition">What is counted, and what is not; whole sentences.</param>
public sealed record TransparencyFigure(string Key, string Title, long Count, string Definition);

/// <summary>How long engagements stayed in a state.</summary>
/// <param name="State">The state.</param>
/// <param name="Ended">Stays that ended in the period.</param>
/// <param name="Median">The median of these; null where there was none.</param>
/// <param name="Longest">The longest of these.</param>
/// <param name="Waiting">Stays that go on at the period's end.</param>
/// <param name="LongestWaiting">The longest of these, until the period's end.</param>
public sealed record StateDelay(EngagementState State, int Ended, TimeSpan? Median, TimeSpan? Longest, int Waiting, TimeSpan? LongestWaiting);

/// <summary>The demands of one authority, or of all that cannot be named.</summary>
/// <param name="Authority">Its identifier; null for those whose engagements do not show who asked.</param>
/// <param name="Demands">Requests made in the period.</param>
/// <param name="Certified">Of these, approved since.</param>
/// <param name="Refused">Of these, refused since, by the vendor or by the authority.</param>
/// <param name="Withdrawn">Of these, taken back since.</param>
/// <param name="Lapsed">Of these, out of time since.</param>
public sealed record AuthorityDemands(string? Authority, int Demands, int Certified, int Refused, int Withdrawn, int Lapsed);

/// <summary>
/// What was demanded, granted, refused and left lying in a period: counts alone, over all engagements, published or not. An authority is named for
/// those of its engagements that are public by themselves; all others are counted together.
/// </summary>
/// <param name="From">The first day, UTC.</param>
/// <param name="Until">The last day, UTC.</param>
/// <param name="Figures">The counts.</param>
/// <param name="Authorities">The demands of the period by who asked, most first.</param>
/// <param name="Delays">A row for each state but the last.</param>
public sealed record TransparencyReport(
    DateOnly From, DateOnly Until, ImmutableArray<TransparencyFigure> Figures, ImmutableArray<AuthorityDemands> Authorities, ImmutableArray<StateDelay> Delays)
{
    /// <summary>What a delay is.</summary>
    public const string DelayDefinition =
        "A stay is the time from the act that brought an engagement into a state until the act that brought it into another. It counts in the period in which it ended; the median is over stays, not over engagements.";

    /// <summary>Who is named.</summary>
    public const string AuthorityDefinition =
        "Demands made in the period, by the authority that made them, and how those were decided since. An authority is named only for engagements that show it in public; all others stand together as not named.";

    private static readonly ImmutableArray<EngagementState> Waits = [EngagementState.Requested, EngagementState.Screened, EngagementState.Disclosed, EngagementState.Open, EngagementState.Closed];

    /// <summary>The report of a period.</summary>
    /// <param name="centre">The centre, from whose ledger scopes are read.</param>
    /// <param name="views">The views.</param>
    /// <param name="from">The first day.</param>
    /// <param name="until">The last day; what has not happened yet is not waited for.</param>
    /// <param name="isNamed">Whether an engagement shows in public who asked for it.</param>
    public static TransparencyReport Of(OpenCentre centre, SqliteConnection views, DateOnly from, DateOnly until, Predicate<Engagement> isNamed)
    {
        var period = new Period(new DateTimeOffset(from.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), Earlier(new DateTimeOffset(until.ToDateTime(new TimeOnly(23, 59, 59)), TimeSpan.Zero), centre.Time.GetUtcNow()));
        var acts = views.Query(
            """
            SELECT n, at, kind, substr(subject, 12) FROM centre_act
            WHERE subject LIKE 'engagement:%' AND kind LIKE 'room.%' AND kind NOT IN ($1, $2) AND at <= $3 ORDER BY n
            """,
            row => new Step(new LogIndex((ulong)row.GetInt64(0)), row.Time(1), row.GetString(2), row.GetString(3)),
            RoomPart.FrameKindName,
            RoomPart.WrittenKindName,
            period.End);
        var engagements = Engagements.List(views).ToDictionary(engagement => engagement.Id, StringComparer.Ordinal);
        var stays = acts.GroupBy(act => act.Engagement).SelectMany(group => Stays(group, engagements[group.Key])).ToList();
        var inPeriod = acts.Where(act => period.Holds(act.At)).ToList();
        return new TransparencyReport(from, until, [.. CountAll(inPeriod, acts, engagements, centre), Advisories(views, period)], Demands(inPeriod, engagements, isNamed), [.. Waits.Select(state => Delay(state, stays, period))]);
    }

    private static IEnumerable<TransparencyFigure> CountAll(List<Step> inPeriod, List<Step> acts, Dictionary<string, Engagement> engagements, OpenCentre centre)
    {
        long Count(string kind) => inPeriod.LongCount(act => act.Kind == kind);
        long Ended(Decision decision) => inPeriod.LongCount(act => act.Kind == "room.engagementDecided" && engagements[act.Engagement].Decision == decision);
        yield return new("demands", "Demands", Count("room.engagementRequested"),
            "Requests to review one version of one product, each counted once when it was made. A demand is not a review: it may be refused, taken back or lapse.");
        yield return new("scopeWidened", "Scopes widened", Widened(inPeriod, acts, centre),
            "Times that the vendor named a scope with more files than the one it had named before in the same engagement. Who asked for it is not on record.");
        yield return new("disclosureRefused", "Disclosures refused", inPeriod.LongCount(act => act.Kind == "room.disclosureDecided" && EndsBy(act, engagements[act.Engagement])),
            "Engagements that ended because the vendor decided not to disclose.");
        yield return new("roomsOpened", "Rooms opened", Count("room.opened"), "Times that a vendor opened a room, again included.");
        yield return new("sessions", "Sessions", Count("room.sessionOpened"), "Times that one reviewer entered a room. One person can have many.");
        yield return new("certified", "Certified", Ended(Decision.Certified), "Engagements that the authority decided with approval, on a laboratory’s certificate.");
        yield return new("refused", "Refused", Ended(Decision.Refused), "Engagements that the authority decided without approval; refused disclosures are not among them.");
        yield return new("withdrawn", "Withdrawn", Ended(Decision.Withdrawn), "Demands that the authority took back.");
        yield return new("lapsed", "Lapsed", Ended(Decision.Lapsed), "Demands that ran out of time.");
        yield return new("overrides", "Entry gates overridden", Count("room.overrideConfirmed"), "Times that two people let somebody in whom an entry gate had refused, or could not clear.");
        yield return new("disputes", "Sessions opened in dispute", Count("room.disputeOpened"), "Times that vendor and authority together opened what a session’s record seals to the laboratory.");
    }

    private static TransparencyFigure Advisories(SqliteConnection views, Period period) => new(
        "advisories",
        "Advisories issued",
        views.Scalar<long>("SELECT count(*) FROM centre_act WHERE kind = 'advisories.issued' AND at >= $1 AND at <= $2", period.Begin, period.End),
        "Advisories that this centre issued, restricted ones included, each version counted once. An advisory is a warning, not a proof.");

    private static long Widened(List<Step> inPeriod, List<Step> acts, OpenCentre centre)
    {
        var again = inPeriod.Where(act => act.Kind == "room.disclosurePrepared").Select(act => act.Engagement).ToHashSet(StringComparer.Ordinal);
        var counted = inPeriod.Select(act => act.Position).ToHashSet();
        return acts.Where(act => act.Kind == "room.disclosurePrepared" && again.Contains(act.Engagement)).GroupBy(act => act.Engagement).Where(group => group.Skip(1).Any()).Sum(group =>
        {
            var (widened, before) = (0L, long.MaxValue);
            foreach (var step in group)
            {
                var files = centre.ReadAct(step.Position).Act is DisclosurePrepared prepared ? prepared.Counts.Files : before;
                widened += files > before && counted.Contains(step.Position) ? 1 : 0;
                before = files;
            }

            return widened;
        });
    }

    private static ImmutableArray<AuthorityDemands> Demands(List<Step> inPeriod, Dictionary<string, Engagement> engagements, Predicate<Engagement> isNamed) =>
    [
        .. inPeriod.Where(act => act.Kind == "room.engagementRequested").Select(act => engagements[act.Engagement])
            .GroupBy(engagement => isNamed(engagement) ? engagement.Authority : null)
            .Select(group =>
            {
                int Ended(Decision decision) => group.Count(engagement => engagement.Decision == decision);
                return new AuthorityDemands(group.Key, group.Count(), Ended(Decision.Certified), Ended(Decision.Refused), Ended(Decision.Withdrawn), Ended(Decision.Lapsed));
            })
            .OrderBy(row => row.Authority is null).ThenByDescending(row => row.Demands).ThenBy(row => row.Authority, StringComparer.Ordinal),
    ];

    private static StateDelay Delay(EngagementState state, List<Stay> stays, Period period)
    {
        var ended = stays.Where(stay => stay.State == state && stay.Left is { } left && period.Holds(left)).Select(stay => stay.Left!.Value - stay.Entered).Order().ToList();
        var waiting = stays.Where(stay => stay.State == state && stay.Left is null).Select(stay => period.End - stay.Entered).Order().ToList();
        return new StateDelay(
            state,
            ended.Count,
            ended.Count == 0 ? null : (ended[(ended.Count - 1) / 2] + ended[ended.Count / 2]) / 2,
            ended.Count == 0 ? null : ended[^1],
            waiting.Count,
            waiting.Count == 0 ? null : waiting[^1]);
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    /// <summary>The stays of one engagement, oldest first; the last one goes on.</summary>
    private static IEnumerable<Stay> Stays(IEnumerable<Step> acts, Engagement engagement)
    {
        Stay? now = null;
        foreach (var act in acts)
        {
            if (StateAfter(act, engagement) is { } state && state != now?.State)
            {
                if (now is not null)
                {
                    yield return now with { Left = act.At };
                }

                now = new Stay(state, act.At, null);
            }
        }

        if (now is not null)
        {
            yield return now;
        }
    }

    private static EngagementState? StateAfter(Step act, Engagement engagement) => act.Kind switch
    {
        "room.engagementRequested" => EngagementState.Requested,
        "room.disclosurePrepared" => EngagementState.Screened,
        "room.disclosureDecided" => EndsBy(act, engagement) ? EngagementState.Decided : EngagementState.Disclosed,
        "room.opened" => EngagementState.Open,
        "room.closed" => EngagementState.Closed,
        "room.engagementDecided" => EngagementState.Decided,
        _ => null,
    };

    /// <summary>Whether a decision on the disclosure was the end: the vendor refused it, so that the engagement never had rules.</summary>
    private static bool EndsBy(Step act, Engagement engagement) => engagement is { State: EngagementState.Decided, Decision: Decision.Refused } && engagement.Since == act.At;

    private sealed record Step(LogIndex Position, DateTimeOffset At, string Kind, string Engagement);

    private sealed record Stay(EngagementState State, DateTimeOffset Entered, DateTimeOffset? Left);

    private readonly record struct Period(DateTimeOffset Begin, DateTimeOffset End)
    {
        public bool Holds(DateTimeOffset at) => at >= Begin && at <= End;
    }
}
