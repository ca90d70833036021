using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>What somebody says beside what the record says.</summary>
/// <param name="Title">In place of the record's; null: the record's.</param>
/// <param name="Text">What it means and what can be done; null: a sentence that says that nothing was said.</param>
/// <param name="Tlp">With whom it may be shared.</param>
/// <param name="Audience">Whom it is for.</param>
/// <param name="References">Where more can be read, beside what the record says.</param>
/// <param name="Changed">What a revision changes; null: the cause's title, or that there is no new evidence. Of a first issue nothing is said.</param>
public sealed record AdvisoryWords(string? Title, string? Text, Tlp Tlp, Audience Audience, ImmutableArray<AdvisoryReference> References, string? Changed = null)
{
    /// <summary>What the centre says by itself: what the record says, to those affected and their clients.</summary>
    public static AdvisoryWords None { get; } = new(null, null, Tlp.Amber, Audience.All, []);
}

/// <summary>Drafts, approves and issues advisories.</summary>
public static class AdvisoryDesk
{
    private const int SaltSize = 32;
    private const int Batch = 100;
    private const string NothingSaid = "Nothing more is known to who wrote this. Decide by what the sources say.";

    private static ReadOnlySpan<byte> Domain => "vitrine/advisory/v1\n"u8;

    /// <summary>
    /// Drafts an advisory about a cause, drafts one anew, or drafts what revises an issued one; gives what was written.
    /// </summary>
    /// <exception cref="ActRefusedException">There is no such cause or advisory, or a text cannot be.</exception>
    public static async Task<AdvisoryDraft> DraftAsync(OpenCentre centre, string cause, string? advisory, AdvisoryWords words, Actor by, CancellationToken cancellationToken)
    {
        AdvisoryDrafted act;
        AdvisoryDraft draft;
        using (var views = centre.Snapshot())
        {
            (act, draft) = Write(centre, cause, advisory, words, Affected.By(cause, Today(centre), views), views);
        }

        await centre.RecordAsync(act, by, cancellationToken);
        return draft;
    }

    /// <summary>
    /// Looks at every cause that nobody has looked at since it came, what has run out among them: finds whom it affects, and drafts an advisory where that is anybody. Drafts wait for a
    /// person; what is recorded meanwhile waits for the next time. Gives the drafts.
    /// </summary>
    public static async Task<IReadOnlyList<string>> FollowAsync(OpenCentre centre, CancellationToken cancellationToken)
    {
        await LookAtCalendarAsync(centre, cancellationToken);
        var drafted = new List<string>();
        for (var moved = true; moved;)
        {
            moved = false;
            foreach (var cause in Waiting(centre))
            {
                var act = Weigh(centre, cause);
                try
                {
                    await centre.RecordAsync(act, Actor.Centre, cancellationToken);
                }
                catch (ActRefusedException)
                {
                    // Somebody else drafted, or it changed, between the look and the act: it still waits, and is looked at again.
                    continue;
                }

                moved = true;
                if (act is AdvisoryDrafted one)
                {
                    drafted.Add(one.Advisory);
                }
            }
        }

        return drafted;
    }

    /// <summary>Approves the newest draft of an advisory, by somebody else than its author.</summary>
    /// <exception cref="ActRefusedException">There is none, or it is the author who approves.</exception>
    public static async Task ApproveAsync(OpenCentre centre, string advisory, Actor by, CancellationToken cancellationToken) =>
        await centre.RecordAsync(new AdvisoryApproved(advisory, Known(centre, advisory).Draft), by, cancellationToken);

    /// <summary>Decides that the newest draft of an advisory is not issued.</summary>
    /// <exception cref="ActRefusedException">There is none that waits, no reason is given, or no person gives it.</exception>
    public static async Task DropAsync(OpenCentre centre, string advisory, string reason, Actor by, CancellationToken cancellationToken) =>
        await centre.RecordAsync(new AdvisoryDropped(advisory, Known(centre, advisory).Draft, reason), by, cancellationToken);

    /// <summary>Issues an approved advisory, and waits until its statement stands in the public log.</summary>
    /// <exception cref="ActRefusedException">It is not approved, or would be no valid CSAF document.</exception>
    public static async Task<Advisory> IssueAsync(OpenCentre centre, string advisory, Actor by, CancellationToken cancellationToken)
    {
        var known = Known(centre, advisory);
        var draft = Read(centre, known);
        var now = UtcTime.Whole(centre.Time.GetUtcNow());
        var csaf = CsafDocument.Write(draft, Publisher(centre), [.. known.Issues.Select(CsafRevision.Of), new CsafRevision(known.Issues.Length + 1, now, draft.Changed)]);
        if (CsafCheck.Faults(csaf) is [var fault, ..])
        {
            throw new ActRefusedException($"The advisory would be no valid CSAF document: {fault}");
        }

        var salt = draft.Tlp == Tlp.Clear ? [] : RandomNumberGenerator.GetBytes(SaltSize);
        var predicate = draft.Tlp == Tlp.Clear
            ? AdvisoryPredicate.Public(CsafDocument.FileName(draft.Advisory), Digest.Of(csaf), draft.Title, now)
            : AdvisoryPredicate.Restricted(Commitment(salt, csaf), now);
        var statement = StagedStatement.Stage(centre.Paths, predicate.Of(), centre.Keys.Signing);
        await centre.RecordAsync(new AdvisoryIssued(advisory, known.Draft, centre.Documents.Add(csaf), statement, salt), by, cancellationToken);
        await centre.PublishedAsync(statement, cancellationToken);
        return Known(centre, advisory);
    }

    /// <summary>What the newest draft says.</summary>
    public static AdvisoryDraft Read(OpenCentre centre, Advisory advisory) => Read(centre, advisory.Draft);

    /// <summary>What a draft says.</summary>
    public static AdvisoryDraft Read(OpenCentre centre, Digest draft) => AdvisoryDraft.Parse(centre.Documents.Read(draft));

    /// <summary>What the log holds of a restricted advisory: SHA-256(<c>vitrine/advisory/v1</c> LF ‖ salt ‖ document).</summary>
    public static Digest Commitment(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> csaf) => Digest.Of([.. Domain, .. salt, .. csaf]);

    /// <summary>Who issues this centre's advisories.</summary>
    public static CsafPublisher Publisher(OpenCentre centre) => new(centre.Description.Name, $"https://{centre.Description.Origin}");

    /// <summary>The words that a restricted advisory's recipient needs to hold it against the log, as a text file.</summary>
    public static byte[] Receipt(AdvisoryIssue issue, string file) => Encoding.UTF8.GetBytes(
        $"""
        {file} was committed to in the public log, by the statement
        {issue.Statement}
        The commitment is SHA-256 over the line "vitrine/advisory/v1", this salt (32 bytes), and the file:
        {Convert.ToHexStringLower(issue.Salt)}
        To compute it: (printf 'vitrine/advisory/v1\n'; printf %s SALT | xxd -r -p; cat {file}) | sha256sum

        """);

    /// <summary>Records the day, where something has run out since it was looked last.</summary>
    private static async Task LookAtCalendarAsync(OpenCentre centre, CancellationToken cancellationToken)
    {
        var today = Today(centre);
        using (var views = centre.Snapshot())
        {
            if (!Calendar.Moves(today, views))
            {
                return;
            }
        }

        try
        {
            await centre.RecordAsync(new CalendarLooked(today), Actor.Centre, cancellationToken);
        }
        catch (ActRefusedException)
        {
            // Another look recorded the day in between.
        }
    }

    private static IReadOnlyList<AdvisoryCause> Waiting(OpenCentre centre)
    {
        using var views = centre.Snapshot();
        return Causes.Waiting(Batch, views);
    }

    /// <summary>What the centre does about a cause: it drafts, or says why it does not.</summary>
    private static Act Weigh(OpenCentre centre, AdvisoryCause cause)
    {
        using var views = centre.Snapshot();
        try
        {
            var affected = Affected.By(cause.Cause, Today(centre), views);
            if (affected.IsNobody)
            {
                return new CauseWeighed(cause.Cause, Causes.Position(views), null);
            }

            // A draft of the centre's own, that nobody has taken up, is written anew; what a person wrote or what was issued stays as it is.
            var own = cause.Advisory is { } id && Advisories.Find(id, views) is { IsOfTheCentre: true, Waits: true } draft ? draft.Id : null;
            return Write(centre, cause.Cause, own, AdvisoryWords.None, affected, views).Act;
        }
        catch (ActRefusedException refused)
        {
            return new CauseWeighed(cause.Cause, Causes.Position(views), refused.Message[..Math.Min(refused.Message.Length, AdvisoryRules.MaxTrouble)].ReplaceLineEndings(" "));
        }
    }

    private static (AdvisoryDrafted Act, AdvisoryDraft Draft) Write(OpenCentre centre, string cause, string? advisory, AdvisoryWords words, Affected affected, SqliteConnection views)
    {
        ImmutableArray<AdvisoryReference> references = [.. affected.References, .. words.References];
        var isRevision = advisory is not null && Advisories.Find(advisory, views) is { Newest: not null };
        var operators = Operators.List(views).ToDictionary(one => one.Id, StringComparer.Ordinal);
        var draft = new AdvisoryDraft(
            advisory ?? Advisories.NextId(centre.Time.GetUtcNow().Year, views),
            cause,
            words.Title ?? affected.Title,
            affected.Summary,
            words.Text ?? NothingSaid,
            words.Tlp,
            words.Audience,
            affected.NoNewEvidence,
            affected.Vulnerability,
            affected.Products,
            [.. affected.Operators.Select(one => one with { Addressed = words.Audience.Holds(operators[one.Id]) })],
            references.IsEmpty ? [new AdvisoryReference("The public record of this centre", $"{Publisher(centre).Namespace}/log")] : references,
            isRevision ? words.Changed ?? (affected.NoNewEvidence ? "There is no new evidence." : affected.Title) : null);
        return (new AdvisoryDrafted(draft.Advisory, cause, centre.Documents.Add(draft.ToJson()), Causes.Position(views)), draft);
    }

    private static DateOnly Today(OpenCentre centre) => DateOnly.FromDateTime(centre.Time.GetUtcNow().UtcDateTime);

    private static Advisory Known(OpenCentre centre, string advisory)
    {
        using var views = centre.Snapshot();
        return Advisories.Find(advisory, views) ?? throw new ActRefusedException($"There is no advisory '{EntityRules.Shown(advisory)}'. See: vitrine advisory list");
    }
}
