using System.Text.Json;
using System.Text.RegularExpressions;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>Holds a CSAF document of a profile written here against CSAF 2.0: what §4 asks of the profile, and the mandatory tests of §6.1 that apply to what such a document holds.</summary>
/// <remarks>
/// Tests of members that are never written here (scores, relationships, groups, hashes, translations, remediations) fail any document that holds one, so that nothing passes unseen.
/// </remarks>
public static partial class CsafCheck
{
    private static readonly string[] Categories = ["csaf_informational_advisory", "csaf_security_advisory"];
    private static readonly string[] Statuses = ["fixed", "first_fixed", "known_affected", "first_affected", "last_affected", "known_not_affected", "recommended", "under_investigation"];
    private static readonly string[] ReleasedStatuses = ["final", "interim"];

    /// <summary>What is wrong with a document, each with the test or section it fails; empty where nothing is.</summary>
    public static IReadOnlyList<string> Faults(ReadOnlySpan<byte> csaf)
    {
        var faults = new List<string>();
        JsonElement root;
        try
        {
            root = CanonicalJson.Parse(csaf);
        }
        catch (JsonFormatException error)
        {
            return [$"§3: {error.Message}"];
        }

        Only(root, faults, "$", "document", "product_tree", "vulnerabilities");
        if (!Has(root, "document", JsonValueKind.Object, faults, out var document))
        {
            return faults;
        }

        CheckDocument(document, faults);
        CheckTracking(document, faults);
        var defined = Defined(root, faults);
        CheckProfile(root, document, defined, faults);
        return faults;
    }

    private static void CheckDocument(JsonElement document, List<string> faults)
    {
        Only(document, faults, "document", "category", "csaf_version", "distribution", "lang", "notes", "publisher", "references", "title", "tracking");
        Text(document, "title", faults);
        if (Text(document, "category", faults) is { } category && !Categories.Contains(category))
        {
            faults.Add($"§4: document.category '{category}' is none of {string.Join(", ", Categories)}.");
        }

        if (Text(document, "csaf_version", faults) is { } version && version != "2.0")
        {
            faults.Add("§3.2.1.3: document.csaf_version is not 2.0.");
        }

        if (Has(document, "publisher", JsonValueKind.Object, faults, out var publisher))
        {
            Text(publisher, "name", faults);
            Address(publisher, "namespace", faults);
            if (Text(publisher, "category", faults) is { } kind && kind is not ("coordinator" or "discoverer" or "other" or "translator" or "user" or "vendor"))
            {
                faults.Add($"§3.2.1.8.1: document.publisher.category '{kind}' is none.");
            }
        }

        if (Has(document, "distribution", JsonValueKind.Object, faults, out var distribution) && Has(distribution, "tlp", JsonValueKind.Object, faults, out var tlp)
            && Text(tlp, "label", faults) is { } label && label is not ("WHITE" or "GREEN" or "AMBER" or "RED"))
        {
            faults.Add($"§3.2.1.5.2.1: the TLP label '{label}' is none of CSAF 2.0.");
        }
    }

    private static void CheckTracking(JsonElement document, List<string> faults)
    {
        if (!Has(document, "tracking", JsonValueKind.Object, faults, out var tracking) || !Has(tracking, "revision_history", JsonValueKind.Array, faults, out var history))
        {
            return;
        }

        Text(tracking, "id", faults);
        Time(tracking, "current_release_date", faults);
        Time(tracking, "initial_release_date", faults);
        var revisions = history.EnumerateArray().Select(one => (Date: Time(one, "date", faults), Number: Text(one, "number", faults) ?? "", Summary: Text(one, "summary", faults))).ToList();
        var numbers = revisions.ConvertAll(one => one.Number);
        if (revisions.Count == 0 || numbers.Exists(number => !WholeNumber().IsMatch(number)))
        {
            faults.Add("§3.1.11: a version is a whole number here, and there is at least one revision.");
            return;
        }

        if (!revisions.OrderBy(one => one.Date).ThenBy(one => int.Parse(one.Number)).Select(one => one.Number).SequenceEqual(numbers.OrderBy(int.Parse)))
        {
            faults.Add("6.1.14: revisions sorted by date are not sorted by number.");
        }

        if (Text(tracking, "version", faults) is not { } version || version != numbers.MaxBy(int.Parse))
        {
            faults.Add("6.1.16: document.tracking.version is not the newest revision.");
        }

        if (Text(tracking, "status", faults) is not { } status || !ReleasedStatuses.Contains(status))
        {
            faults.Add("6.1.17: an issued document is final or interim.");
        }

        if (numbers.Contains("0"))
        {
            faults.Add("6.1.18: a released document has no revision 0.");
        }

        if (numbers.Distinct(StringComparer.Ordinal).Count() < numbers.Count)
        {
            faults.Add("6.1.22: a revision is there twice.");
        }
        else if (!numbers.Select(int.Parse).Order().SequenceEqual(Enumerable.Range(1, numbers.Count)))
        {
            faults.Add("6.1.21: a revision is missing from the history.");
        }
    }

    private static HashSet<string> Defined(JsonElement root, List<string> faults)
    {
        var defined = new HashSet<string>(StringComparer.Ordinal);
        if (root.TryGetProperty("product_tree", out var tree))
        {
            Only(tree, faults, "product_tree", "branches");
            Walk(tree, 0);
        }

        return defined;

        void Walk(JsonElement node, int depth)
        {
            if (depth > 30 || !Has(node, "branches", JsonValueKind.Array, faults, out var branches))
            {
                return;
            }

            foreach (var branch in branches.EnumerateArray())
            {
                Text(branch, "name", faults);
                Text(branch, "category", faults);
                if (branch.TryGetProperty("branches", out _))
                {
                    Walk(branch, depth + 1);
                }
                else if (Has(branch, "product", JsonValueKind.Object, faults, out var product) && Text(product, "name", faults) is not null && Text(product, "product_id", faults) is { } id && !defined.Add(id))
                {
                    faults.Add($"6.1.2: the product '{id}' is defined twice.");
                }
            }
        }
    }

    private static void CheckProfile(JsonElement root, JsonElement document, HashSet<string> defined, List<string> faults)
    {
        var isSecurity = document.TryGetProperty("category", out var category) && category.ValueKind == JsonValueKind.String && category.GetString() == Categories[1];
        if (!isSecurity)
        {
            if (!Items(document, "notes").Any(note => Word(note, "category") is "description" or "details" or "general" or "summary"))
            {
                faults.Add("6.1.27.1: no note says what the advisory is about.");
            }

            if (!Items(document, "references").Any(reference => Word(reference, "category") is "external" or null && Word(reference, "url") is not null))
            {
                faults.Add("6.1.27.2: no reference leads to an external source.");
            }

            if (root.TryGetProperty("vulnerabilities", out _))
            {
                faults.Add("6.1.27.3: an informational advisory has no vulnerabilities.");
            }
        }
        else
        {
            if (!root.TryGetProperty("product_tree", out _))
            {
                faults.Add("6.1.27.4: a security advisory has a product tree.");
            }

            if (!Items(root, "vulnerabilities").Any())
            {
                faults.Add("6.1.27.11: a security advisory has vulnerabilities.");
            }
        }

        foreach (var reference in Items(document, "references"))
        {
            Text(reference, "summary", faults);
            Address(reference, "url", faults);
        }

        foreach (var note in Items(document, "notes"))
        {
            Text(note, "text", faults);
            Text(note, "category", faults);
        }

        foreach (var vulnerability in Items(root, "vulnerabilities"))
        {
            CheckVulnerability(vulnerability, defined, faults);
        }
    }

    private static void CheckVulnerability(JsonElement vulnerability, HashSet<string> defined, List<string> faults)
    {
        Only(vulnerability, faults, "vulnerabilities[]", "cve", "notes", "product_status", "title");
        if (!Items(vulnerability, "notes").Any())
        {
            faults.Add("6.1.27.5: a vulnerability has notes.");
        }

        if (Word(vulnerability, "cve") is { } cve && !Cve().IsMatch(cve))
        {
            faults.Add($"§3.2.3.2: '{cve}' is no CVE number.");
        }

        if (!vulnerability.TryGetProperty("product_status", out var status) || status.ValueKind != JsonValueKind.Object)
        {
            faults.Add("6.1.27.6: a vulnerability says which products it affects.");
            return;
        }

        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in status.EnumerateObject())
        {
            if (!Statuses.Contains(group.Name))
            {
                faults.Add($"§3.2.3.9: '{group.Name}' is no product status.");
            }

            foreach (var id in group.Value.ValueKind == JsonValueKind.Array ? group.Value.EnumerateArray().Select(one => one.GetString() ?? "") : [])
            {
                if (!defined.Contains(id))
                {
                    faults.Add($"6.1.1: the product '{id}' is not defined.");
                }

                if (!seen.TryAdd(id, group.Name))
                {
                    faults.Add($"6.1.6: the product '{id}' is {seen[id]} and {group.Name}.");
                }
            }
        }
    }

    private static void Only(JsonElement element, List<string> faults, string path, params string[] names)
    {
        foreach (var member in element.ValueKind == JsonValueKind.Object ? element.EnumerateObject().Where(member => !names.Contains(member.Name)) : [])
        {
            faults.Add($"{path}.{member.Name} is not written here, and not checked.");
        }
    }

    private static bool Has(JsonElement element, string name, JsonValueKind kind, List<string> faults, out JsonElement value)
    {
        value = default;
        if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value) && value.ValueKind == kind)
        {
            return true;
        }

        faults.Add($"§3.2: {name} is missing, or no {kind.ToString().ToLowerInvariant()}.");
        return false;
    }

    private static string? Text(JsonElement element, string name, List<string> faults) =>
        Has(element, name, JsonValueKind.String, faults, out var value) && value.GetString() is { Length: > 0 } text ? text : Empty(name, faults);

    private static string? Empty(string name, List<string> faults)
    {
        if (faults.Count == 0 || !faults[^1].StartsWith($"§3.2: {name} ", StringComparison.Ordinal))
        {
            faults.Add($"§3.2: {name} is empty.");
        }

        return null;
    }

    private static DateTimeOffset Time(JsonElement element, string name, List<string> faults)
    {
        if (Text(element, name, faults) is { } text && !UtcTime.TryParse(text, out var time))
        {
            faults.Add($"§2.2: {name} is no date-time.");
        }
        else
        {
            return Word(element, name) is { } known && UtcTime.TryParse(known, out time) ? time : default;
        }

        return default;
    }

    private static void Address(JsonElement element, string name, List<string> faults)
    {
        if (Text(element, name, faults) is { } text && !AdvisoryRules.IsAddress(text))
        {
            faults.Add($"§3: {name} is no address.");
        }
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string name) =>
        element.TryGetProperty(name, out var array) && array.ValueKind == JsonValueKind.Array ? array.EnumerateArray() : default;

    private static string? Word(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex(@"^(0|[1-9][0-9]{0,6})\z", RegexOptions.CultureInvariant)]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"^CVE-[0-9]{4}-[0-9]{4,}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Cve();
}
