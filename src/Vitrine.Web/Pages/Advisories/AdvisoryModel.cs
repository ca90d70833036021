using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;

namespace Vitrine.Web;

/// <summary>How advisories are put into words and rows.</summary>
public static class AdvisoryModel
{
    public const int MaxReason = 1_000;

    private const int MostCauses = 50;

    /// <summary>Whether the reader writes advisories, and so sees those that are not public.</summary>
    public static bool Manages(Visit visit) => Permissions.Allows(visit.Identity?.Role, Operation.ManageAdvisories);

    public static AdvisoryListView List(HttpContext context, Visit visit, string filter)
    {
        var manages = Manages(visit);
        var rows = Advisories.List(visit.Views)
            .Where(one => one.IsPublic || manages)
            .Select(one => manages
                ? new AdvisoryRow(one.Id, Words.Tied(one.Title), one.Tlp.Label(), ToneOf(one), StateWord(one), one.State == AdvisoryState.Issued ? one.Newest!.Issued : one.Drafted)
                : new AdvisoryRow(one.Id, Words.Tied(one.Newest!.Title), one.Newest.Tlp.Label(), Tone.Yes, one.Newest.Number > 1 ? $"Revision {one.Newest.Number}" : "Issued", one.Newest.Issued))
            .Where(one => filter.Length == 0 || $"{one.Title} {one.Id}".Contains(Words.Tied(filter), StringComparison.OrdinalIgnoreCase))
            .ToImmutableArray();
        var state = TableState.Plain(Routes.Advisories, rows.Length) with { Filter = filter };
        return new AdvisoryListView(visit.Shell(context), rows, state, Advisories.Restricted(visit.Views), manages ? Open(visit) : [], Causes.OpenCount(visit.Views), manages);
    }

    public static AdvisoryView One(HttpContext context, Visit visit, Advisory one, string reason, FieldErrors errors)
    {
        var manages = Manages(visit);
        var draft = AdvisoryDesk.Read(visit.Centre, manages ? one.Draft : one.Newest!.Draft);
        var isIssued = !manages || one.State == AdvisoryState.Issued;
        var isAuthor = manages && one.DraftedBy == visit.Known.Person;
        var (word, sentence) = Verdict(one, draft, isIssued, isAuthor);
        return new AdvisoryView(
            visit.Shell(context),
            one.Id,
            Words.Tied(draft.Title),
            !isIssued ? ToneOf(one) : draft.NoNewEvidence || draft.Products.IsEmpty ? Tone.Open : Tone.Wait,
            word,
            sentence,
            draft.Tlp.Label(),
            draft.Audience.ToString(),
            draft.NoNewEvidence,
            draft.Vulnerability is { Length: > 0 } cve ? cve : null,
            Lines(draft.Summary),
            Lines(draft.Text),
            [.. draft.Products.Select(product => product with { Why = [.. product.Why.Select(Words.Tied)] })],
            manages ? draft.Operators : [],
            draft.References,
            Timeline(one, manages, visit),
            [.. one.Issues.Where(issue => manages || issue.Tlp == Tlp.Clear).Reverse().Select(issue => new IssueRow(issue.Number, issue.Changed ?? "First issue.", issue.Issued, issue.Statement.ToHex(), LogIndex(issue.Statement, visit)))],
            one.Cause,
            manages,
            manages && one.State == AdvisoryState.Drafted && !isAuthor,
            manages && one.State == AdvisoryState.Approved,
            manages && one.Waits,
            manages && one.IsOver,
            reason,
            errors,
            isAuthor);
    }

    /// <summary>What a draft about a cause may be instead of an advisory of its own.</summary>
    public static ImmutableArray<Choice> Revisable(string cause, Visit visit) =>
    [
        new Choice("", "An advisory of its own"),
        .. Advisories.List(visit.Views).Where(one => one.Newest is not null || (one.Cause == cause && !one.IsOver))
            .Select(one => new Choice(one.Id, one.Newest is null ? $"{one.Id.ToUpperInvariant()} written anew" : $"A revision of {one.Id.ToUpperInvariant()}: {one.Title}")),
    ];

    /// <summary>The paragraphs of a text.</summary>
    public static ImmutableArray<string> Lines(string text) => [.. Words.Tied(text).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private static ImmutableArray<CauseRow> Open(Visit visit) =>
    [
        .. Causes.Open(MostCauses, visit.Views).Select(cause => cause switch
        {
            { Looked: false } => new CauseRow(cause.Cause, Words.Tied(cause.What), cause.At, Tone.Wait, "Not looked at yet", null),
            { Trouble: { } trouble } => new CauseRow(cause.Cause, Words.Tied(cause.What), cause.At, Tone.No, "Cannot be told", trouble),
            _ => new CauseRow(cause.Cause, Words.Tied(cause.What), cause.At, Tone.Open, "Affects nobody", null),
        }),
    ];

    private static (string Word, string Sentence) Verdict(Advisory one, AdvisoryDraft draft, bool isIssued, bool isAuthor)
    {
        var affects = draft.NoNewEvidence ? "It says that there is no new evidence." : Words.Count(draft.Products.Length, "It affects 1 product.", "It affects {0} products.");
        if (isIssued)
        {
            return draft.NoNewEvidence
                ? ("No new evidence", "What was said before stands as it was said.")
                : ("Issued", one.IsPublic ? $"{affects} It may be shared with everyone." : $"{affects} It is for {draft.Audience}; the log holds a commitment to it and nothing else.");
        }

        if (one.DroppedFor is { } reason)
        {
            return (draft.Changed is null ? "Dropped" : "Revision dropped", $"It is not issued: {reason.ReplaceLineEndings(" ")}{(one.Newest is null ? "" : " What was issued before stands.")}");
        }

        var stands = one.Newest is null ? "" : " Until it is issued, what was issued before stands.";
        return one.State == AdvisoryState.Approved
            ? (draft.Changed is null ? "Approved" : "Revision approved", $"{affects} It can be issued now.{stands}")
            : (draft.Changed is null ? "Drafted" : "Revision drafted", (isAuthor, one.IsOfTheCentre) switch
            {
                (true, _) => $"{affects} You wrote it, so somebody else must approve it.{stands}",
                (_, true) => $"{affects} The centre wrote it from the record when the facts changed: approve it as it is, or write it anew in your own words.",
                _ => $"{affects} It must be approved by somebody other than its author.{stands}",
            });
    }

    private static long LogIndex(Digest statement, Visit visit) => visit.Views.Scalar<long>("SELECT ifnull(log_index, -1) FROM centre_statement WHERE digest = $1", statement);

    private static ImmutableArray<TimelineEntry> Timeline(Advisory one, bool manages, Visit visit)
    {
        var entries = ImmutableArray.CreateBuilder<TimelineEntry>();
        var issues = new Queue<AdvisoryIssue>(one.Issues);
        var drops = Advisories.Drops(one.Id, visit.Views);
        foreach (var act in visit.Views.Query(
            "SELECT n, at, person, role, kind FROM centre_act WHERE subject = 'advisory:' || $1 ORDER BY n",
            row => (N: row.GetInt64(0), At: row.Time(1), Person: row.GetString(2), Role: row.GetString(3), Kind: row.GetString(4)),
            one.Id))
        {
            var (who, role) = manages ? (visit.PersonName(act.Person), act.Person == Actor.Centre.Person ? null : act.Role) : ("The centre", null);
            if (act.Kind == "advisories.issued")
            {
                var issue = issues.Dequeue();
                var index = LogIndex(issue.Statement, visit);
                if (manages || issue.Tlp == Tlp.Clear)
                {
                    entries.Add(new TimelineEntry(act.At, who, role, issue.Number == 1 ? "Issued it." : $"Issued revision {issue.Number}.", $"Log {Words.Number(index)}", Routes.LogEntry(index), issue.Changed, Tone.Yes));
                }
            }
            else if (manages)
            {
                var (what, tone) = act.Kind switch
                {
                    "advisories.drafted" => ("Drafted it.", Tone.Open),
                    "advisories.dropped" => ("Dropped it.", Tone.No),
                    _ => ("Approved it.", Tone.Yes),
                };
                entries.Add(new TimelineEntry(act.At, who, role, what, $"Ledger {Words.Number(act.N)}", null, drops.GetValueOrDefault(act.N), tone));
            }
        }

        return entries.ToImmutable();
    }

    private static string StateWord(Advisory one) => one.State == AdvisoryState.Issued
        ? one.Newest!.Number > 1 ? $"Revision {one.Newest.Number}" : "Issued"
        : $"{(one.Newest is null ? "" : "Revision ")}{(one.IsOfTheCentre && one.State == AdvisoryState.Drafted ? "Drafted by the centre" : one.State.ToString())}";

    private static Tone ToneOf(Advisory one) => one.State switch
    {
        AdvisoryState.Issued => Tone.Yes,
        AdvisoryState.Approved => Tone.Wait,
        _ => Tone.Open,
    };
}
