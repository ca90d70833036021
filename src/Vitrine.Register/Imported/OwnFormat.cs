using System.Text.Json;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>What another centre exports of its certificates, as a register that is imported; and this centre's certificates in eleven columns.</summary>
public static class OwnFormat
{
    private const int MaxJson = 64 * 1024 * 1024;

    private static readonly string[] Needed = ["certificate", "product", "version", "vendor", "vendorName", "laboratoryName", "authorityName", "tier", "state", "issued", "validUntil", "sealRoot"];

    /// <summary>This centre's certificates in eleven columns, refusals left out: they are no certificates.</summary>
    public static IReadOnlyList<ImportedCertificate> Of(IEnumerable<Certificate> certificates, DateTimeOffset at, Func<string, string> nameOf) =>
    [
        .. certificates.Where(one => one.Certified).Select(one => new ImportedCertificate(
            one.Digest.ToHex(),
            Day(one.Issued),
            Day(one.ValidUntil),
            one.StateAt(at) is var state && state is CertificateState.Suspended or CertificateState.Withdrawn or CertificateState.Revoked ? state : null,
            $"{one.Product} {one.Version}",
            $"Review of the sealed source {one.Seal.ToHex()}{(one.Tier is null ? "" : $", tier {one.Tier}")}",
            "One sealed version",
            nameOf(one.Laboratory),
            one.Authority is null ? "" : nameOf(one.Authority),
            one.Vendor is null ? "" : nameOf(one.Vendor),
            one.Vendor ?? "",
            "")),
    ];

    /// <summary>Reads the CSV of <see cref="CertificateExport"/>.</summary>
    /// <exception cref="TableFormatException">It is no such file.</exception>
    /// <exception cref="RegisterRefusedException">Rows are malformed, or a certificate comes twice.</exception>
    public static IReadOnlyList<ImportedCertificate> ReadCsv(ReadOnlySpan<byte> bytes)
    {
        var rows = CsvText.Read(bytes);
        var names = rows.Count == 0 ? [] : rows[0].Fields;
        Require(names);
        return Read(rows.Skip(1).Select(row => ($"line {row.Line:N0}", row.Fields.Length == names.Length
            ? names.Zip(row.Fields).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal)
            : null)));
    }

    /// <summary>Reads the JSON of <see cref="CertificateExport"/>.</summary>
    /// <exception cref="TableFormatException">It is no such file.</exception>
    /// <exception cref="RegisterRefusedException">Rows are malformed, or a certificate comes twice.</exception>
    public static IReadOnlyList<ImportedCertificate> ReadJson(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            if (bytes.Length > MaxJson)
            {
                throw new TableFormatException($"The file is larger than {MaxJson:N0} bytes.");
            }

            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 8 });
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("rows", out var rows) || rows.ValueKind != JsonValueKind.Array)
            {
                throw new TableFormatException("The file is no export of certificates: an object with \"rows\".");
            }

            return Read(rows.EnumerateArray().Take(CsvText.MaxRows + 1).Select((row, i) => ($"row {i + 1:N0}", Members(row))));
        }
        catch (JsonException error)
        {
            throw new TableFormatException($"The file is no JSON: {JsonFault.Say(error, bytes.Span)}. Export it again where it is from; nothing was imported.");
        }
    }

    private static Dictionary<string, string>? Members(JsonElement row)
    {
        if (row.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in row.EnumerateObject())
        {
            members[member.Name] = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : member.Value.ValueKind == JsonValueKind.Null ? "" : member.Value.GetRawText();
        }

        return Array.TrueForAll(Needed, members.ContainsKey) ? members : null;
    }

    private static void Require(string[] names)
    {
        if (Array.FindAll(Needed, name => !names.Contains(name)) is { Length: > 0 } missing || names.Distinct(StringComparer.Ordinal).Count() != names.Length)
        {
            throw new TableFormatException($"The file is no export of certificates: it has a column twice or lacks {string.Join(", ", Array.FindAll(Needed, name => !names.Contains(name)))}.");
        }
    }

    private static List<ImportedCertificate> Read(IEnumerable<(string Where, Dictionary<string, string>? Row)> rows)
    {
        var (read, problems, seen) = (new List<ImportedCertificate>(), new List<string>(), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var (where, row) in rows)
        {
            try
            {
                var one = Row(row ?? throw new RowException("it has not the fields of an export"));
                if (!seen.TryAdd(one.Number, where))
                {
                    throw new RowException($"certificate {one.Number} stands at {seen[one.Number]} already");
                }

                read.Add(one);
            }
            catch (RowException wrong)
            {
                problems.Add($"{where}: {wrong.Message}");
            }
        }

        return problems.Count == 0 ? read : throw new RegisterRefusedException(problems);
    }

    private static ImportedCertificate Row(Dictionary<string, string> row)
    {
        if (!Digest.TryParseHex(row["certificate"], out var digest))
        {
            throw new RowException("the certificate is no digest of 64 hexadecimal digits");
        }

        if (!Enum.TryParse<CertificateState>(row["state"], ignoreCase: true, out var state) || !Enum.IsDefined(state) || char.IsAsciiDigit(row["state"][0]))
        {
            throw new RowException($"the state '{row["state"]}' is none");
        }

        return new ImportedCertificate(
            digest.ToHex(),
            Moment(row["issued"], "issued"),
            Moment(row["validUntil"], "validUntil"),
            state is CertificateState.Valid or CertificateState.Expired ? null : state,
            FstecFormat.Text($"{row["product"]} {row["version"]}", "product"),
            $"Review of the sealed source {FstecFormat.Text(row["sealRoot"], "seal root", 64)}{(row["tier"].Length == 0 ? "" : $", tier {FstecFormat.Text(row["tier"], "tier", 20)}")}",
            "One sealed version",
            FstecFormat.Text(row["laboratoryName"], "laboratory", required: false),
            FstecFormat.Text(row["authorityName"], "authority", required: false),
            FstecFormat.Text(row["vendorName"], "vendor", required: false),
            FstecFormat.Text(row["vendor"], "vendor's identifier", required: false),
            "");
    }

    private static DateOnly Moment(string text, string what) => UtcTime.TryParse(text, out var at) ? Day(at) : throw new RowException($"{what} is no time such as 2026-03-25T12:00:00Z");

    private static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
}
