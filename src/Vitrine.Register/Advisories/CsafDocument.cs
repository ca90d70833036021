using System.Globalization;
using System.Text;
using System.Text.Json;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>Who issues an advisory, as CSAF names a publisher.</summary>
/// <param name="Name">The centre's name.</param>
/// <param name="Namespace">An address that is the centre's own.</param>
public sealed record CsafPublisher(string Name, string Namespace);

/// <summary>One line of a document's history (§3.2.1.12.6).</summary>
/// <param name="Number">Its version: 1, 2 and so on.</param>
/// <param name="Date">When it was issued, whole seconds.</param>
/// <param name="Changed">What it changed; null: it is the first.</param>
public sealed record CsafRevision(int Number, DateTimeOffset Date, string? Changed)
{
    /// <summary>Of an advisory as it was issued.</summary>
    public static CsafRevision Of(AdvisoryIssue issue) => new(issue.Number, issue.Issued, issue.Changed);
}

/// <summary>Writes an advisory as CSAF 2.0 (OASIS Common Security Advisory Framework, version 2.0, 18 November 2022).</summary>
/// <remarks>
/// Profile <c>csaf_security_advisory</c> (§4.4) for a vulnerability, <c>csaf_informational_advisory</c> (§4.3) for everything else. In the latter whoever reads it must take every product
/// of the tree for affected, so there is none where nothing is. No operator is named in it: the document goes to all of them. Canonical JSON (RFC 8785).
/// </remarks>
public static class CsafDocument
{
    /// <summary>The file's name (§5.1).</summary>
    public static string FileName(string advisory) => advisory.ToLowerInvariant() + ".json";

    /// <summary>The document.</summary>
    /// <param name="draft">What it says.</param>
    /// <param name="publisher">Who issues it.</param>
    /// <param name="history">As it was issued, oldest first; the last is this document.</param>
    public static byte[] Write(AdvisoryDraft draft, CsafPublisher publisher, IReadOnlyList<CsafRevision> history)
    {
        var hasProducts = !draft.Products.IsEmpty && !draft.NoNewEvidence;
        var isSecurity = hasProducts && draft.Vulnerability is not null;
        return CanonicalJson.From(json =>
        {
            json.WriteStartObject();
            WriteDocument(json, draft, publisher, history, isSecurity);
            if (hasProducts)
            {
                WriteTree(json, draft);
            }

            if (isSecurity)
            {
                WriteVulnerability(json, draft);
            }

            json.WriteEndObject();
        });
    }

    private static void WriteDocument(Utf8JsonWriter json, AdvisoryDraft draft, CsafPublisher publisher, IReadOnlyList<CsafRevision> history, bool isSecurity)
    {
        json.WriteStartObject("document");
        json.WriteString("category", isSecurity ? "csaf_security_advisory" : "csaf_informational_advisory");
        json.WriteString("csaf_version", "2.0");
        json.WriteString("lang", "en");
        json.WriteString("title", draft.Title);
        json.WriteStartObject("distribution");
        json.WriteString("text", $"TLP v2.0: {draft.Tlp.Label()}. For {draft.Audience}.");
        json.WriteStartObject("tlp");
        json.WriteString("label", draft.Tlp.CsafLabel());
        json.WriteString("url", "https://www.first.org/tlp/");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("notes");
        Note(json, "summary", "What happened", draft.NoNewEvidence ? $"There is no new evidence. {draft.Summary}" : draft.Summary);
        Note(json, "details", "What it means and what can be done", draft.Text);
        if (!draft.Products.IsEmpty)
        {
            Note(json, "description", draft.NoNewEvidence ? "Products it speaks of" : "Products affected", Products(draft));
        }

        json.WriteEndArray();
        json.WriteStartObject("publisher");
        json.WriteString("category", "coordinator");
        json.WriteString("name", publisher.Name);
        json.WriteString("namespace", publisher.Namespace);
        json.WriteEndObject();
        json.WriteStartArray("references");
        foreach (var reference in draft.References)
        {
            json.WriteStartObject();
            json.WriteString("category", "external");
            json.WriteString("summary", reference.Summary);
            json.WriteString("url", reference.Url);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("tracking");
        json.WriteString("id", draft.Advisory.ToUpperInvariant());
        json.WriteString("initial_release_date", UtcTime.Format(history[0].Date));
        json.WriteString("current_release_date", UtcTime.Format(history[^1].Date));
        json.WriteStartArray("revision_history");
        foreach (var revision in history)
        {
            json.WriteStartObject();
            json.WriteString("date", UtcTime.Format(revision.Date));
            json.WriteString("number", Number(revision));
            json.WriteString("summary", revision.Changed ?? "First issue.");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("status", "final");
        json.WriteString("version", Number(history[^1]));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTree(Utf8JsonWriter json, AdvisoryDraft draft)
    {
        json.WriteStartObject("product_tree");
        json.WriteStartArray("branches");
        foreach (var vendor in draft.Products.GroupBy(product => product.Vendor, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("category", "vendor");
            json.WriteString("name", vendor.Key);
            json.WriteStartArray("branches");
            foreach (var product in vendor)
            {
                json.WriteStartObject();
                json.WriteString("category", "product_name");
                json.WriteString("name", product.Name);
                json.WriteStartObject("product");
                json.WriteString("name", $"{product.Vendor} {product.Name}");
                json.WriteString("product_id", product.Id);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteVulnerability(Utf8JsonWriter json, AdvisoryDraft draft)
    {
        json.WriteStartArray("vulnerabilities");
        json.WriteStartObject();
        if (draft.Vulnerability is { Length: > 0 } cve)
        {
            json.WriteString("cve", cve);
        }

        json.WriteString("title", draft.Title);
        json.WriteStartArray("notes");
        Note(json, "description", "What is known", draft.Summary);
        json.WriteEndArray();
        json.WriteStartObject("product_status");
        json.WriteStartArray("known_affected");
        foreach (var product in draft.Products)
        {
            json.WriteStringValue(product.Id);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static string Number(CsafRevision revision) => revision.Number.ToString(CultureInfo.InvariantCulture);

    private static void Note(Utf8JsonWriter json, string category, string title, string text)
    {
        json.WriteStartObject();
        json.WriteString("category", category);
        json.WriteString("title", title);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Products(AdvisoryDraft draft)
    {
        var text = new StringBuilder();
        foreach (var product in draft.Products)
        {
            text.Append(text.Length > 0 ? "\n" : "").Append($"{product.Name} ({product.Vendor})");
            foreach (var why in product.Why)
            {
                text.Append($"\n- {why}");
            }
        }

        return text.ToString();
    }
}
