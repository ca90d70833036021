using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>
/// A register in the eleven columns of FSTEC's: CSV with Russian or English names, in any order, each once; see docs/formats/register-csv.md.
/// </summary>
public static class FstecFormat
{
    private const int MaxText = 8_000;
    private const int MaxNumber = 100;
    private const string Day = "dd.MM.yyyy";

    /// <summary>The columns: the Russian name that is written, and the others that are read.</summary>
    private static readonly ImmutableArray<(string Russian, string English, string[] Also)> Columns =
    [
        ("№ сертификата", "number", ["номер сертификата", "certificate number", "no", "№"]),
        ("Дата внесения в реестр", "registration date", ["дата регистрации", "registered"]),
        ("Срок действия сертификата", "validity", ["срок действия", "valid until"]),
        ("Наименование средства (шифр)", "name", ["наименование средства", "наименование", "product"]),
        ("Наименования документов, требованиям которых соответствует средство", "requirement documents", ["документы", "requirements"]),
        ("Схема сертификации", "scheme", ["схема"]),
        ("Испытательная лаборатория", "laboratory", ["лаборатория", "testing laboratory"]),
        ("Орган по сертификации", "certification body", ["орган", "body"]),
        ("Заявитель", "applicant", []),
        ("Реквизиты заявителя (индекс, адрес, телефон)", "applicant details", ["реквизиты заявителя", "details"]),
        ("Информация об окончании срока технической поддержки, полученная от заявителя", "end of support", ["окончание технической поддержки", "support ends"]),
    ];

    /// <summary>Reads a whole register, or refuses it as a whole.</summary>
    /// <exception cref="TableFormatException">It is no CSV file with these columns.</exception>
    /// <exception cref="RegisterRefusedException">Rows are malformed, or a number comes twice.</exception>
    public static IReadOnlyList<ImportedCertificate> Read(ReadOnlySpan<byte> bytes)
    {
        var rows = CsvText.Read(bytes);
        if (rows.Count == 0)
        {
            throw new TableFormatException("The file is empty. Its first line names the columns.");
        }

        var places = Places(rows[0].Fields);
        var (read, problems, numbers) = (new List<ImportedCertificate>(rows.Count), new List<string>(), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var (line, fields) in rows.Skip(1))
        {
            try
            {
                if (fields.Length != Columns.Length)
                {
                    throw new RowException($"it has {fields.Length} fields, not {Columns.Length}");
                }

                var row = Row([.. places.Select(place => fields[place])]);
                if (!numbers.TryAdd(row.Number, line))
                {
                    throw new RowException($"number {row.Number} stands on line {numbers[row.Number]:N0} already");
                }

                read.Add(row);
            }
            catch (RowException wrong)
            {
                problems.Add($"line {line:N0}: {wrong.Message}");
            }
        }

        return problems.Count == 0 ? read : throw new RegisterRefusedException(problems);
    }

    /// <summary>Writes a register with the Russian names, so that <see cref="Read"/> gives the same rows; a byte order mark first, for spreadsheets.</summary>
    public static byte[] Write(IEnumerable<ImportedCertificate> rows)
    {
        var text = new StringBuilder("\uFEFF");
        CsvText.Write(text, Columns.Select(column => column.Russian));
        foreach (var row in rows)
        {
            CsvText.Write(text,
            [
                row.Number, row.Registered.ToString(Day), Validity(row), row.Name, row.Requirements, row.Scheme, row.Laboratory, row.Body, row.Applicant, row.ApplicantDetails, row.SupportEnds,
            ]);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A text as rows hold it: line ends and runs of blanks are one space.</summary>
    /// <exception cref="RowException">It holds what is never seen, or is too long or missing.</exception>
    internal static string Text(string text, string what, int most = MaxText, bool required = true)
    {
        var one = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (one.Length == 0 && !required)
        {
            return one;
        }

        try
        {
            ActText.Require(one, what, most);
            return one;
        }
        catch (ActRefusedException refused)
        {
            throw new RowException(refused.Message.TrimEnd('.'));
        }
    }

    internal static DateOnly Date(string text, string what) =>
        DateOnly.TryParseExact(text.Trim(), [Day, "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new RowException($"the {what} '{Shown(text)}' is no day such as 25.03.2026 or 2026-03-25");

    private static int[] Places(string[] names)
    {
        var places = new int[Columns.Length];
        Array.Fill(places, -1);
        for (var i = 0; i < names.Length; i++)
        {
            var name = Plain(names[i]);
            var column = Columns.IndexOf(Columns.FirstOrDefault(one => Plain(one.Russian) == name || one.English == name || one.Also.Contains(name)));
            if (column < 0)
            {
                throw new TableFormatException($"The file has a column '{Shown(names[i])}'. The eleven columns are: {string.Join(", ", Columns.Select(one => one.English))}; or their Russian names.");
            }

            if (places[column] >= 0)
            {
                throw new TableFormatException($"The column '{Shown(names[i])}' comes twice.");
            }

            places[column] = i;
        }

        var missing = Columns.Where((_, i) => places[i] < 0).Select(column => $"'{column.Russian}' ({column.English})").ToList();
        return missing.Count == 0 ? places : throw new TableFormatException($"The file lacks {(missing.Count == 1 ? "the column" : "the columns")} {string.Join(", ", missing)}.");
    }

    private static string Plain(string name) =>
        string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant().Replace('ё', 'е');

    private static ImportedCertificate Row(string[] fields)
    {
        var (until, stated) = ReadValidity(fields[2]);
        return new ImportedCertificate(
            Text(fields[0], "number", MaxNumber),
            Date(fields[1], "registration date"),
            until,
            stated,
            Text(fields[3], "name"),
            Text(fields[4], "requirement documents", required: false),
            Text(fields[5], "scheme", required: false),
            Text(fields[6], "laboratory", required: false),
            Text(fields[7], "certification body", required: false),
            Text(fields[8], "applicant", required: false),
            Text(fields[9], "applicant details", required: false),
            Text(fields[10], "end of support", required: false));
    }

    private static (DateOnly? Until, CertificateState? Stated) ReadValidity(string text)
    {
        var plain = Plain(text);
        bool Says(params ReadOnlySpan<string> words)
        {
            foreach (var word in words)
            {
                if (plain.Contains(word, StringComparison.Ordinal))
                {
                    return true;
                }
            }

            return false;
        }

        return Says("приостан", "suspended") ? (Until(plain), CertificateState.Suspended)
            : Says("прекращ", "аннулир", "withdrawn", "revoked") ? (Until(plain), CertificateState.Withdrawn)
            : Says("бессроч", "perpetual") ? (null, null)
            : char.IsAsciiDigit(plain.FirstOrDefault()) ? (Date(plain, "validity"), null)
            : throw new RowException($"the validity '{Shown(text)}' is neither a day nor 'бессрочно' (perpetual), 'приостановлено' (suspended), 'прекращено' (withdrawn)");
    }

    /// <summary>The day behind "до" (until) in a validity that also states something; null where there is none.</summary>
    private static DateOnly? Until(string plain)
    {
        var words = plain.Split([' ', ',', ';', '(', ')'], StringSplitOptions.RemoveEmptyEntries);
        var at = Array.FindIndex(words, word => word is "до" or "until");
        return at >= 0 && at + 1 < words.Length ? Date(words[at + 1], "validity") : null;
    }

    private static string Validity(ImportedCertificate row)
    {
        var stated = row.Stated switch
        {
            CertificateState.Suspended => "приостановлено",
            CertificateState.Withdrawn or CertificateState.Revoked or CertificateState.Refused => "прекращено",
            _ => null,
        };
        return (stated, row.ValidUntil?.ToString(Day)) switch
        {
            (null, var day) => day ?? "бессрочно",
            (_, null) => stated,
            var (word, day) => $"{word}, до {day}",
        };
    }

    private static string Shown(string text) => text.Length > 60 ? text[..60] + "…" : text;
}

/// <summary>One row is wrong; the sentence has neither a capital nor a full stop.</summary>
internal sealed class RowException(string message) : Exception(message);
