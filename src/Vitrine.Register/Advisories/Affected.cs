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
            "certificate" => OfCertificate(id, search, views),
            "component" => OfComponent(id, search, views),
            "event" or "assessment" => OfRecord(cause, search, views),
            _ => throw new ActRefusedException($"'{EntityRules.Shown(cause)}' is no cause of an advisory: list:ID, claim:ID, certificate:DIGEST, component:ID, event:ID or assessment:ID."),
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
            var sentence = $"{search.Name(tie.From)} and {search.Name(tie.To)}: {tie.Kind.ToString().ToLowerInvariant()}{(tie.Share is { } share ? $" of {share}" : "")}{(tie.Detail is { } detail ? $" ({detail})" : "")}";
            search.Entity(tie.From, sentence, below: false);
            search.Entity(tie.To, sentence, below: tie.Kind == TieKind.Ownership);
            return Start($"{(tie.Withdrawn ? "Claim withdrawn: " : "")}{sentence}", $"{(tie.Withdrawn ? "This claim was taken back: " : "It is claimed: ")}{sentence}. Source: {tie.Source.Title}, grade {tie.Source.Grade}.", Reference(tie.Source.Title, tie.Source.Url));
        }

        if (Accreditations.List(views).FirstOrDefault(one => one.Claim == id) is { } accreditation)
        {
            var name = search.Name(accreditation.Laboratory);
            var sentence = $"The accreditation of {name} ({accreditation.Scheme}) {(accreditation.Withdrawn ? "is taken back" : accreditation.Until is { } until ? $"holds until {UtcDay.Format(until)}" : "is on record")}";
            search.Entity(accreditation.Laboratory, sentence, below: false);
            return Start(sentence, $"{sentence}. Scope: {accreditation.Scope}.", Reference(accreditation.Source.Title, accreditation.Source.Url));
        }

        throw new ActRefusedException($"The register has no tie and no accreditation '{EntityRules.Shown(id)}'.");
    }

    private static Affected OfCertificate(string id, AffectedSearch search, SqliteConnection views)
    {
        var certificate = Digest.TryParseHex(id, out var digest) ? Certificates.Find(digest, views) : null;
        if (certificate is null)
        {
            throw new ActRefusedException($"This centre has issued no certificate '{EntityRules.Shown(id)}'.");
        }

        var steps = views.Query("SELECT what, reason FROM register_certificate_step WHERE certificate = $1 ORDER BY n DESC LIMIT 1", row => (What: row.GetString(0), Reason: row.GetString(1)), id);
        var (what, reason) = certificate.RevokedFor is { } revoked ? ("revoked", revoked) : steps is [var last, ..] ? last : ("issued", "");
        var sentence = $"The certificate of {certificate.Product} {certificate.Version} by {search.Name(certificate.Laboratory)} was {what}";
        search.Product(certificate.Product, sentence);
        return Start(sentence, $"{sentence}.{(reason.Length > 0 ? $" {reason}" : "")}");
    }

    private static Affected OfComponent(string id, AffectedSearch search, SqliteConnection views)
    {
        var one = Components.Find(id, views) ?? throw new ActRefusedException($"There is no identification '{EntityRules.Shown(id)}'.");
        var sentence = $"{one.Product} contains {one.Name}{(one.Vendor is { } vendor ? $" of {search.Name(vendor)}" : "")}";
        search.Product(one.Product, sentence);
        return Start(sentence, $"{sentence}, recognised by its content with a confidence of {one.Confidence} %. {one.Evidence}");
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
