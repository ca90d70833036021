using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>What somebody says beside what the record says.</summary>
/// <param name="Title">In place of the record's; null: the record's.</param>
/// <param name="Text">What it means and what can be done; null: a sentence that says that nothing was said.</param>
/// <param name="Tlp">With whom it may be shared.</param>
/// <param name="Audience">Whom it is for.</param>
/// <param name="References">Where more can be read, beside what the record says.</param>
public sealed record AdvisoryWords(string? Title, string? Text, Tlp Tlp, Audience Audience, ImmutableArray<AdvisoryReference> References);

/// <summary>Drafts, approves and issues advisories.</summary>
public static class AdvisoryDesk
{
    private const int SaltSize = 32;
    private const string NothingSaid = "Nothing more is known to who wrote this. Decide by what the sources say.";

    private static ReadOnlySpan<byte> Domain => "vitrine/advisory/v1\n"u8;

    /// <summary>Drafts an advisory about a cause, or drafts one anew; gives what was written.</summary>
    /// <exception cref="ActRefusedException">There is no such cause or advisory, or a text cannot be.</exception>
    public static async Task<AdvisoryDraft> DraftAsync(OpenCentre centre, string cause, string? advisory, AdvisoryWords words, Actor by, CancellationToken cancellationToken)
    {
        var now = centre.Time.GetUtcNow();
        AdvisoryDraft draft;
        using (var views = centre.Snapshot())
        {
            var affected = Affected.By(cause, DateOnly.FromDateTime(now.UtcDateTime), views);
            ImmutableArray<AdvisoryReference> references = [.. affected.References, .. words.References];
            draft = new AdvisoryDraft(
                advisory ?? Advisories.NextId(now.Year, views),
                cause,
                words.Title ?? affected.Title,
                affected.Summary,
                words.Text ?? NothingSaid,
                words.Tlp,
                words.Audience,
                affected.NoNewEvidence,
                affected.Vulnerability,
                affected.Products,
                [.. affected.Operators.Select(one => one with { Addressed = words.Audience.Holds(Operators.List(views).First(known => known.Id == one.Id)) })],
                references.IsEmpty ? [new AdvisoryReference("The public record of this centre", $"{Publisher(centre).Namespace}/log")] : references);
        }

        var document = centre.Documents.Add(draft.ToJson());
        await centre.RecordAsync(new AdvisoryDrafted(draft.Advisory, cause, document), by, cancellationToken);
        return draft;
    }

    /// <summary>Approves the newest draft of an advisory, by somebody else than its author.</summary>
    /// <exception cref="ActRefusedException">There is none, or it is the author who approves.</exception>
    public static async Task ApproveAsync(OpenCentre centre, string advisory, Actor by, CancellationToken cancellationToken) =>
        await centre.RecordAsync(new AdvisoryApproved(advisory, Known(centre, advisory).Draft), by, cancellationToken);

    /// <summary>Issues an approved advisory, and waits until its statement stands in the public log.</summary>
    /// <exception cref="ActRefusedException">It is not approved, or would be no valid CSAF document.</exception>
    public static async Task<Advisory> IssueAsync(OpenCentre centre, string advisory, Actor by, CancellationToken cancellationToken)
    {
        var known = Known(centre, advisory);
        var draft = Read(centre, known);
        var now = UtcTime.Whole(centre.Time.GetUtcNow());
        var csaf = CsafDocument.Write(draft, Publisher(centre), now);
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

    /// <summary>What a draft says.</summary>
    public static AdvisoryDraft Read(OpenCentre centre, Advisory advisory) => AdvisoryDraft.Parse(centre.Documents.Read(advisory.Draft));

    /// <summary>What the log holds of a restricted advisory: SHA-256(<c>vitrine/advisory/v1</c> LF ‖ salt ‖ document).</summary>
    public static Digest Commitment(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> csaf) => Digest.Of([.. Domain, .. salt, .. csaf]);

    /// <summary>Who issues this centre's advisories.</summary>
    public static CsafPublisher Publisher(OpenCentre centre) => new(centre.Description.Name, $"https://{centre.Description.Origin}");

    /// <summary>The words that a restricted advisory's recipient needs to hold it against the log, as a text file.</summary>
    public static byte[] Receipt(Advisory advisory, string file) => Encoding.UTF8.GetBytes(
        $"""
        {file} was committed to in the public log, by the statement
        {advisory.Statement}
        The commitment is SHA-256 over the line "vitrine/advisory/v1", this salt (32 bytes), and the file:
        {Convert.ToHexStringLower(advisory.Salt)}
        To compute it: (printf 'vitrine/advisory/v1\n'; printf %s SALT | xxd -r -p; cat {file}) | sha256sum

        """);

    private static Advisory Known(OpenCentre centre, string advisory)
    {
        using var views = centre.Snapshot();
        return Advisories.Find(advisory, views) ?? throw new ActRefusedException($"There is no advisory '{EntityRules.Shown(advisory)}'. See: vitrine advisory list");
    }
}
