using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Web;

/// <summary>How advisories are put into words and rows.</summary>
public static class AdvisoryModel
{
    private const int MostWaiting = 50;

    /// <summary>Whether the reader writes advisories, and so sees those that are not public.</summary>
    public static bool Manages(Visit visit) => Permissions.Allows(visit.Identity?.Role, Operation.ManageAdvisories);

    public static AdvisoryListView List(HttpContext context, Visit visit, string filter)
    {
        var manages = Manages(visit);
        var rows = Advisories.List(visit.Views)
            .Where(one => one.IsPublic || manages)
            .Where(one => filter.Length == 0 || $"{one.Title} {one.Id}".Contains(filter, StringComparison.OrdinalIgnoreCase))
            .Select(one => new AdvisoryRow(one.Id, one.Title, one.Tlp.Label(), ToneOf(one), one.State.ToString(), one.Issued ?? one.Drafted))
            .ToImmutableArray();
        var state = TableState.Plain(Routes.Advisories, rows.Length) with { Filter = filter };
        return new AdvisoryListView(visit.Shell(context), rows, state, Advisories.Restricted(visit.Views), manages ? Waiting(visit) : [], manages);
    }

    public static AdvisoryView One(HttpContext context, Visit visit, Advisory one)
    {
        var draft = AdvisoryDesk.Read(visit.Centre, one);
        var manages = Manages(visit);
        var isAuthor = manages && one.DraftedBy == visit.Known.Person;
        var (word, sentence) = Verdict(one, draft, isAuthor);
        return new AdvisoryView(
            visit.Shell(context),
            one.Id,
            one.Title,
            HeadTone(one, draft),
            word,
            sentence,
            one.Tlp.Label(),
            draft.Audience.ToString(),
            draft.NoNewEvidence,
            draft.Vulnerability is { Length: > 0 } cve ? cve : null,
            Lines(draft.Summary),
            Lines(draft.Text),
            draft.Products,
            manages ? draft.Operators : [],
            draft.References,
            Timeline(one, manages, LogIndex(one, visit), visit),
            one.Statement?.ToHex(),
            LogIndex(one, visit),
            manages,
            manages && one.State == AdvisoryState.Drafted && !isAuthor,
            manages && one.State == AdvisoryState.Approved,
            isAuthor);
    }

    /// <summary>The paragraphs of a text.</summary>
    public static ImmutableArray<string> Lines(string text) => [.. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private static ImmutableArray<WaitingRow> Waiting(Visit visit)
    {
        var today = DateOnly.FromDateTime(visit.Now.UtcDateTime);
        return
        [
            .. Advisories.Waiting(visit.Views, MostWaiting).Select(cause =>
            {
                var affected = Affected.By(cause.Cause, today, visit.Views);
                return new WaitingRow(cause.Cause, cause.What, cause.At, affected.Products.Length, affected.Operators.Length);
            }),
        ];
    }

    private static (string Word, string Sentence) Verdict(Advisory one, AdvisoryDraft draft, bool isAuthor)
    {
        var affects = draft.NoNewEvidence ? "It says that there is no new evidence." : Words.Count(draft.Products.Length, "It affects 1 product.", "It affects {0} products.");
        return one.State switch
        {
            AdvisoryState.Issued when draft.NoNewEvidence => ("No new evidence", "What was said before stands as it was said."),
            AdvisoryState.Issued => ("Issued", one.IsPublic ? $"{affects} It may be shared with everyone." : $"{affects} It is for {draft.Audience}; the log holds a commitment to it and nothing else."),
            AdvisoryState.Approved => ("Approved", $"{affects} It can be issued now."),
            _ => ("Drafted", isAuthor ? $"{affects} You wrote it, so somebody else must approve it." : $"{affects} It must be approved by somebody other than its author."),
        };
    }

    private static long LogIndex(Advisory one, Visit visit) =>
        one.Statement is { } statement ? visit.Views.Scalar<long>("SELECT ifnull(log_index, -1) FROM centre_statement WHERE digest = $1", statement) : -1;

    private static ImmutableArray<TimelineEntry> Timeline(Advisory one, bool manages, long logIndex, Visit visit) =>
    [
        .. visit.Views.Query("SELECT n, at, person, role, kind FROM centre_act WHERE subject = 'advisory:' || $1 ORDER BY n", row => (N: row.GetInt64(0), At: row.Time(1), Person: row.GetString(2), Role: row.GetString(3), Kind: row.GetString(4)), one.Id)
            .Where(act => manages || act.Kind == "advisories.issued")
            .Select(act => new TimelineEntry(
                act.At,
                manages ? visit.PersonName(act.Person) : "The centre",
                manages ? act.Role : null,
                act.Kind switch
                {
                    "advisories.drafted" => "Drafted it.",
                    "advisories.approved" => "Approved it.",
                    _ => "Issued it.",
                },
                act.Kind == "advisories.issued" ? $"Log {Words.Number(logIndex)}" : $"Ledger {Words.Number(act.N)}",
                act.Kind == "advisories.issued" ? Routes.LogEntry(logIndex) : null,
                Tone: act.Kind == "advisories.drafted" ? Tone.Open : Tone.Yes)),
    ];

    /// <summary>Of an issued advisory the head tells what it says, not that it was said: a warning is no yes.</summary>
    private static Tone HeadTone(Advisory one, AdvisoryDraft draft) =>
        one.State != AdvisoryState.Issued ? ToneOf(one) : draft.NoNewEvidence || draft.Products.IsEmpty ? Tone.Open : Tone.Wait;

    private static Tone ToneOf(Advisory one) => one.State switch
    {
        AdvisoryState.Issued => Tone.Yes,
        AdvisoryState.Approved => Tone.Wait,
        _ => Tone.Open,
    };
}
