using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>How an imported register is written.</summary>
public enum CertificatesFormat
{
    /// <summary>Eleven columns, as FSTEC's register has them (<see cref="FstecFormat"/>).</summary>
    Fstec,

    /// <summary>The CSV that another centre exports.</summary>
    Csv,

    /// <summary>The JSON that another centre exports.</summary>
    Json,
}

/// <summary>A register that others keep was imported, as it was on a day: one document, all of its rows or none.</summary>
/// <param name="Document">The file.</param>
/// <param name="Format">How it is written.</param>
/// <param name="Register">A short identifier; the next import under it is a newer version of the same register.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Source">Where it comes from: an address, a letter.</param>
/// <param name="Retrieved">The day it was had from there.</param>
/// <param name="Rows">How many rows it has.</param>
public sealed record CertificatesImported(Digest Document, CertificatesFormat Format, string Register, string Name, string Source, DateOnly Retrieved, int Rows) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"import:{Register}";

    /// <inheritdoc/>
    public override IReadOnlyList<Digest> Documents => [Document];
}

/// <summary>Registers that others keep, version by version.</summary>
public sealed class ImportedPart : Part
{
    /// <inheritdoc/>
    public override IReadOnlyList<ActKind> Acts { get; } = [ActKind.Of<CertificatesImported>("register.certificatesImported")];

    /// <inheritdoc/>
    public override string Schema => """
        CREATE TABLE register_import (
          n INTEGER PRIMARY KEY, register TEXT NOT NULL, name TEXT NOT NULL, source TEXT NOT NULL, retrieved TEXT NOT NULL, document TEXT NOT NULL, rows INTEGER NOT NULL, at TEXT NOT NULL);
        CREATE TABLE register_imported (
          n INTEGER NOT NULL, number TEXT NOT NULL, registered TEXT NOT NULL, valid_until TEXT, stated TEXT, name TEXT NOT NULL, requirements TEXT NOT NULL, scheme TEXT NOT NULL,
          laboratory TEXT NOT NULL, body TEXT NOT NULL, applicant TEXT NOT NULL, details TEXT NOT NULL, support TEXT NOT NULL, PRIMARY KEY (n, number)) WITHOUT ROWID;
        """;

    /// <inheritdoc/>
    public override void Check(Act act, Actor by, DateTimeOffset at, SqliteConnection views)
    {
        if (act is not CertificatesImported import)
        {
            return;
        }

        ActText.RequireId(import.Register, "register's identifier");
        ActText.Require(import.Name, "register's name", 120);
        ActText.Require(import.Source, "source", 500);
        if (by != Actor.Console && by.Role != Role.Administrator)
        {
            throw new ActRefusedException("A register is imported by the centre itself.");
        }

        if (import.Retrieved > DateOnly.FromDateTime(at.UtcDateTime).AddDays(1))
        {
            throw new ActRefusedException($"The register cannot have been retrieved on {import.Retrieved:yyyy-MM-dd}, which is still to come.");
        }

        if (ImportedRegisters.Newest(import.Register, views) is { } newest && (newest.Retrieved > import.Retrieved || newest.Document == import.Document))
        {
            throw new ActRefusedException(newest.Document == import.Document
                ? $"The register {import.Register} is this very file already."
                : $"The register {import.Register} is here as of {newest.Retrieved:yyyy-MM-dd} already, which is later.");
        }
    }

    /// <inheritdoc/>
    public override void Project(RecordedAct recorded, SqliteConnection views, Documents documents)
    {
        if (recorded.Act is not CertificatesImported import)
        {
            return;
        }

        var rows = ImportedRegisters.Read(documents.Read(import.Document), import.Format);
        if (rows.Count != import.Rows)
        {
            throw new ActRefusedException($"The file has {rows.Count:N0} rows, not {import.Rows:N0}.");
        }

        views.Execute(
            "INSERT INTO register_import VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            recorded.Position, import.Register, import.Name, import.Source, import.Retrieved.ToString("yyyy-MM-dd"), import.Document, import.Rows, recorded.At);
        foreach (var row in rows)
        {
            views.Execute(
                "INSERT INTO register_imported VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
                recorded.Position, row.Number, row.Registered.ToString("yyyy-MM-dd"), row.ValidUntil?.ToString("yyyy-MM-dd"), row.Stated,
                row.Name, row.Requirements, row.Scheme, row.Laboratory, row.Body, row.Applicant, row.ApplicantDetails, row.SupportEnds);
        }
    }
}
