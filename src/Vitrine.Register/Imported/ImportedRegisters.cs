using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>One version of a register that others keep.</summary>
/// <param name="Position">The place in the ledger of the act that imported it.</param>
/// <param name="Register">The register's identifier.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Retrieved">The day it was had from there.</param>
/// <param name="Document">The file.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="At">When it was imported.</param>
public sealed record ImportedRegister(LogIndex Position, string Register, string Name, string Source, DateOnly Retrieved, Digest Document, int Rows, DateTimeOffset At);

/// <summary>The registers that others keep, as they were imported.</summary>
public static class ImportedRegisters
{
    private const string Select = "SELECT n, register, name, source, retrieved, document, rows, at FROM register_import ";
    private const string SelectRows = "SELECT number, registered, valid_until, stated, name, requirements, scheme, laboratory, body, applicant, details, support FROM register_imported ";

    /// <summary>Imports a file: one act on one document. Gives the number of rows.</summary>
    /// <exception cref="TableFormatException">It is no file of this format.</exception>
    /// <exception cref="RegisterRefusedException">Rows are malformed or come twice; none was taken.</exception>
    /// <exception cref="ActRefusedException">A later version is here, or what is said of the register is none.</exception>
    public static async Task<int> ImportAsync(
        OpenCentre centre, byte[] file, CertificatesFormat format, string register, string name, string source, DateOnly retrieved, Actor by, CancellationToken cancellationToken)
    {
        if (file.Length > Documents.MaxBytes)
        {
            throw new TableFormatException($"The file is larger than {Documents.MaxBytes:N0} bytes.");
        }

        var rows = Read(file, format).Count;
        await centre.RecordAsync(new CertificatesImported(centre.Documents.Add(file), format, register, name, source, retrieved, rows), by, cancellationToken);
        return rows;
    }

    /// <summary>Reads a file in one of the formats.</summary>
    /// <exception cref="TableFormatException">It is no file of this format.</exception>
    /// <exception cref="RegisterRefusedException">Rows are malformed or come twice.</exception>
    public static IReadOnlyList<ImportedCertificate> Read(byte[] file, CertificatesFormat format) => format switch
    {
        CertificatesFormat.Fstec => FstecFormat.Read(file),
        CertificatesFormat.Csv => OwnFormat.ReadCsv(file),
        _ => OwnFormat.ReadJson(file),
    };

    /// <summary>The newest version of a register; null where none was imported.</summary>
    public static ImportedRegister? Newest(string register, SqliteConnection views) => Versions(register, DateTimeOffset.MaxValue, views) is [var newest, ..] ? newest : null;

    /// <summary>The versions of a register imported until a moment, newest first.</summary>
    public static IReadOnlyList<ImportedRegister> Versions(string register, DateTimeOffset at, SqliteConnection views) =>
        views.Query(Select + "WHERE register = $1 AND at <= $2 ORDER BY n DESC", ReadRegister, register, at);

    /// <summary>The newest version of each register imported until a moment, by name.</summary>
    public static IReadOnlyList<ImportedRegister> List(DateTimeOffset at, SqliteConnection views) =>
        views.Query(Select + "WHERE n IN (SELECT max(n) FROM register_import WHERE at <= $1 GROUP BY register) ORDER BY name, register", ReadRegister, at);

    /// <summary>The version that an act imported; null where it imported none.</summary>
    public static ImportedRegister? At(long position, SqliteConnection views) => views.Query(Select + "WHERE n = $1", ReadRegister, position).FirstOrDefault();

    /// <summary>The version before one; null where that is the first.</summary>
    public static ImportedRegister? Before(ImportedRegister version, SqliteConnection views) =>
        views.Query(Select + "WHERE register = $1 AND n < $2 ORDER BY n DESC LIMIT 1", ReadRegister, version.Register, version.Position).FirstOrDefault();

    /// <summary>The rows of a version, by number.</summary>
    public static IReadOnlyList<ImportedCertificate> RowsOf(ImportedRegister version, SqliteConnection views) => views.Query(SelectRows + "WHERE n = $1 ORDER BY number", ReadRow, version.Position);

    private static ImportedRegister ReadRegister(SqliteDataReader row) => new(
        new LogIndex((ulong)row.GetInt64(0)),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        Day(row.GetString(4)),
        Digest.ParseHex(row.GetString(5)),
        row.GetInt32(6),
        row.Time(7));

    private static ImportedCertificate ReadRow(SqliteDataReader row) => new(
        row.GetString(0),
        Day(row.GetString(1)),
        row.Text(2) is { } until ? Day(until) : null,
        row.Text(3) is { } stated ? Enum.Parse<CertificateState>(stated, ignoreCase: true) : null,
        row.GetString(4),
        row.GetString(5),
        row.GetString(6),
        row.GetString(7),
        row.GetString(8),
        row.GetString(9),
        row.GetString(10),
        row.GetString(11));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd");
}
