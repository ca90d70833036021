using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>Whom a cause affects, and what can be said of it before anybody has written a word.</summary>
/// <param name="Title">A title to start from.</param>
/// <param name="Summary">What happened, from the record.</param>
/// <param name="NoNewEvidence">Whether the cause says that there is none.</param>
/// <param name="Vulnerability">For a vulnerability its CVE number, or empty where it has none; null for everything else.</param>
/// <param name="Products">The products affected, by name.</param>
/// <param name="Operators">Who uses them; everybody counts as addressed.</param>
/// <param name="References">Where the record says that more can be read.</param>
public sealed record Affected(
    string Title,
    string Summary,
    bool NoNewEvidence,
    string? Vulnerability,
    ImmutableArray<AffectedProduct> Products,
    ImmutableArray<AffectedOperator> Operators,
    ImmutableArray<AdvisoryReference> References)
{
    /// <summary>Whether nothing on record leads from the cause to a product or an operator.</summary>
    public bool IsNobody => Products.IsEmpty && Operators.IsEmpty;

    /// <summary>Finds out, on a day.</summary>
    /// <exception cref="ActRefusedException">There is no such cause.</exception>
    public static Affected By(string cause, DateOnly on, SqliteConnection views)
    {
        var at = cause.IndexOf(':', StringComparison.Ordinal);
        var (kind, id) = at < 0 ? ("", cause) : (cause[..at], cause[(at + 1)..]);
        var search = new AffectedSearch(on, views);
        var said = kind switch
        {
            "list" => OfList(id, search, on, views),
            "claim" => OfClaim(id, search, views),
            "import" => OfImport(cause, id, search, on, views),
            "certificate" => OfCertificate(id, search, on, views),
            "release" => OfRelease(id, search, views),
            "component" => OfComponent(id, search, views),
            "finding" => OfFinding(id, search, views),
            "event" or "assessment" => OfRecord(cause, search, views),
            _ => throw new ActRefusedException($"'{EntityRules.Shown(cause)}' is no cause of an advisory: list:ID, claim:ID, import:N, certificate:DIGEST, release:DIGEST, component:ID, finding:ID, event:ID or assessment:ID."),
        };
        var products = search.Products();
        return said with { Products = products, Operators = search.Operators(products) };
    }

    private static Affected Start(string title, string summary, params AdvisoryReference?[] references) =>
        new(title.Length <= 200 ? title : title[..199] + "…", summary, false, null, [], [], [.. references.OfType<AdvisoryReference>()]);

    private static AdvisoryReference? Reference(string summary, string? url) => AdvisoryRules.IsAddress(url) ? new AdvisoryReference(summary, url!) : null;

    private static Affected OfList(string id, AffectedSearch search, DateOnly on, SqliteConnection views)
    {
        var list = Lists.Find(id, views) ?? throw new ActRefusedException($"There is no list '{EntityRules.Shown(id)}'.");
        var newest = list.Newest;
        DateOnly? before = list.Versions.Length > 1 ? list.Versions[1].Date : null;
        search.Screen(id, newest.Title, on, before);
        return Start(
            $"{newest.Title}: what the version of {UtcDay.Format(newest.Date)} changes",
            $"{newest.Publisher} published {newest.Title}, version of {UtcDay.Format(newest.Date)}. Named here is what is on it now{(before is { } day ? $" and was not as of {UtcDay.Format(day)}" : "")}: by name, by ownership of 50 % or more, and by what products contain.",
            Reference(newest.Title, newest.Source));
    }

    private static Affected OfClaim(string id, AffectedSearch search, SqliteConnection views)
    {
        if (Ties.Find(id, views) is { } tie)
        {
            var sentence = search.Sentence(tie);
            search.Tie(tie, sentence);
            return Start($"{(tie.Withdrawn ? "Claim withdrawn: " : "")}{sentence}", $"{(tie.Withdrawn ? "This claim was taken back: " : "It is claimed: ")}{sentence}. Source: {tie.Source.Title}, grade {tie.Source.Grade}.", Reference(tie.Source.Title, tie.Source.Url));
        }

        if (Claims.OwnersGap(id, views) is { } gap)
        {
            var sentence = search.Sentence(gap);
            search.Entity(gap.Entity, sentence, below: true);
            return Start(sentence, $"{sentence}. Source: {gap.Source.Title}, grade {gap.Source.Grade}.", Reference(gap.Source.Title, gap.Source.Url));
        }

        if (Accreditations.Find(id, views) is { } accreditation)
        {
            var sentence = search.Sentence(accreditation);
            search.Entity(accreditation.Laboratory, sentence, below: false);
            return Start(sentence, $"{sentence}. Scope: {accreditation.Scope}.", Reference(accreditation.Source.Title, accreditation.Source.Url));
        }

        throw new ActRefusedException($"The register has no claim '{EntityRules.Shown(id)}'.");
    }

    /// <summary>What one document changed: of a document of parties its claims about makers, laboratories and who stands above them; of a register of certificates its rows.</summary>
    private static Affected OfImport(string cause, string id, AffectedSearch search, DateOnly on, SqliteConnection views)
    {
        var known = Causes.Find(cause, views) ?? throw new ActRefusedException($"No import is act '{EntityRules.Shown(id)}'.");
        if (ImportedRegisters.At(known.Position, views) is { } register)
        {
            search.Rows(register, on);
            return Start(
                $"{register.Name}: what the version of {UtcDay.Format(register.Retrieved)} changes",
                $"{register.Name} was read on {UtcDay.Format(register.Retrieved)}. Named here is what it says is valid no longer, and did not say in the version before; by the product's name, and the applicant's.",
                Reference(register.Name, register.Source));
        }

        var source = search.Import(known.Position);
        return Start($"{known.What}: what it changes", $"{known.What}. Named here are the makers of products, and laboratories, of whom it says what was not said before.", source is null ? null : Reference(source.Title, source.Url));
    }

    private static Affected OfCertificate(string id, AffectedSearch search, DateOnly on, SqliteConnection views)
    {
        var certificate = Digest.TryParseHex(id, out var digest) ? Certificates.Find(digest, views) : null;
        if (certificate is null)
        {
            throw new ActRefusedException($"This centre has issued no certificate '{EntityRules.Shown(id)}'.");
        }

        var standing = certificate.StandingAt(new DateTimeOffset(on.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero));
        var sentence = standing.State switch
        {
            CertificateState.Stale => $"{certificate.Product} {standing.Change!.Version} was released from another tree than the certificate of {certificate.Version} by {search.Name(certificate.Laboratory)} speaks of",
            CertificateState.Valid => $"The certificate of {certificate.Product} {certificate.Version} by {search.Name(certificate.Laboratory)} counts again",
            CertificateState.Expired => $"The certificate of {certificate.Product} {certificate.Version} by {search.Name(certificate.Laboratory)} ran out on {UtcDay.Format(DateOnly.FromDateTime(certificate.ValidUntil.UtcDateTime))}",
            var state => $"The certificate of {certificate.Product} {certificate.Version} by {search.Name(certificate.Laboratory)} was {state.ToString().ToLowerInvariant()}",
        };

        // Stale for an hour, until the next release was of its tree again: there is nothing to tell.
        if (standing.State != CertificateState.Valid || !certificate.Steps.IsEmpty)
        {
            search.Product(certificate.Product, sentence);
        }

        return Start(sentence, $"{sentence}.{(standing.Reason is { } reason ? $" {reason}" : "")}");
    }

    private static Affected OfRelease(string id, AffectedSearch search, SqliteConnection views)
    {
        var found = views.Query(
            "SELECT h.product, h.version, r.reason FROM register_change h JOIN register_revocation r ON r.kind = 'release' AND r.digest = h.release WHERE h.release = $1",
            row => (Product: row.GetString(0), Version: row.GetString(1), Reason: row.GetString(2)),
            id);
        if (found is not [var one])
        {
            throw new ActRefusedException($"This centre knows no product of the release '{EntityRules.Shown(id)}'.");
        }

        var sentence = $"The release {one.Version} of {one.Product} was revoked";
        search.Product(one.Product, sentence);
        return Start(sentence, $"{sentence}. {one.Reason}");
    }

    private static Affected OfComponent(string id, AffectedSearch search, SqliteConnection views)
    {
        var one = Components.Find(id, views) ?? throw new ActRefusedException($"There is no identification '{EntityRules.Shown(id)}'.");
        var sentence = $"{one.Product} contains {one.Name}{(one.Vendor is { } vendor ? $" of {search.Name(vendor)}" : "")}";
        search.Product(one.Product, sentence);
        return Start(sentence, $"{sentence}, recognised by its content with a confidence of {one.Confidence} %. {one.Evidence}");
    }

    private static Affected OfFinding(string id, AffectedSearch search, SqliteConnection views)
    {
        var told = FindingNotices.Find(id, views) ?? throw new ActRefusedException($"Nobody was told of a finding '{EntityRules.Shown(id)}'.");
        var where = $"{told.Product} {told.Version}";
        var title = told.Withdrawn ? $"A finding in {where} was taken back: {told.Title}" : $"A finding in {where}: {told.Title}";
        search.Product(told.Product, title);
        return Start(title, told.Withdrawn
            ? $"{search.Name(told.Laboratory)} has taken back what it told of {where}: {told.Title}"
            : $"{search.Name(told.Laboratory)} read the source of {where} and told a finding of severity {told.Severity.ToString().ToLowerInvariant()}: {told.Title}");
    }

    private static Affected OfRecord(string cause, AffectedSearch search, SqliteConnection views)
    {
        var rows = views.Query(
            "SELECT kind, title, text, day, cve, products, entities, source, url FROM advisories_record WHERE cause = $1",
            row => (
                Kind: row.GetString(0), Title: row.GetString(1), Text: row.GetString(2), Day: row.GetString(3), Cve: row.Text(4),
                Products: JsonSerializer.Deserialize<string[]>(row.GetString(5), ActJson.Options)!, Entities: JsonSerializer.Deserialize<string[]>(row.GetString(6), ActJson.Options)!,
                Source: row.GetString(7), Url: row.Text(8)),
            cause);
        if (rows is not [var one])
        {
            throw new ActRefusedException($"Nothing is on record as '{EntityRules.Shown(cause)}'.");
        }

        foreach (var product in one.Products)
        {
            search.Product(Register.Products.Find(product, views)!.Name, one.Title);
        }

        foreach (var entity in one.Entities)
        {
            search.Entity(entity, one.Title, below: true);
        }

        return Start(one.Title, $"{one.Text}\n\n{one.Day}. Source: {one.Source}.", Reference(one.Source, one.Url)) with
        {
            NoNewEvidence = one.Kind == nameof(AssessmentKind.NoNewEvidence),
            Vulnerability = one.Kind == nameof(EventKind.Vulnerability) ? one.Cve ?? "" : null,
        };
    }
}
