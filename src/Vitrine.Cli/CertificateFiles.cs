using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Cli;

/// <summary><c>vitrine certificates export|import</c>: registers as files.</summary>
internal static class CertificateFiles
{
    private static readonly Option<CertificatesFormat> Format = Inputs.Word<CertificatesFormat>("--format", "How it is written:");
    private static readonly Option<string> Out = new("--out") { Description = "Write it there (default: standard output).", HelpName = "FILE" };
    private static readonly Option<string> On = new("--on") { Description = "As of the end of a day, UTC (default: now).", HelpName = "DATE" };
    private static readonly Option<string> Imported = new("--imported") { Description = "An imported register, and not this centre's own certificates; only as fstec.", HelpName = "ID" };
    private static readonly Argument<string> File = new("FILE") { Description = "The register's file." };
    private static readonly Option<string> Register = new("--register") { Description = "A short identifier; a later import under it is a newer version.", HelpName = "ID", Required = true };
    private static readonly Option<string> Name = new("--name") { Description = "What people call the register (default: the identifier)." };
    private static readonly Option<string> Source = new("--source") { Description = "Where the file comes from: an address, a letter.", Required = true };
    private static readonly Option<string> Retrieved = new("--retrieved") { Description = "The day on which it was had from there.", HelpName = "DATE", Required = true };

    public static Command MakeExport()
    {
        var export = new Verb("export", "Write the certificates as a file: csv, json, or FSTEC's eleven columns.", null, "vitrine certificates export --format fstec --out register.csv", "vitrine certificates export --format json") { Format, Out, On, Imported };
        export.SetAction(ExportAsync);
        return export;
    }

    public static Command MakeImport()
    {
        var import = new Verb(
            "import",
            "Import a register that others keep: all of its rows, or none.",
            "0: imported; 1: refused; 2: the file is no such register, with the rows that are wrong",
            "vitrine certificates import register.csv --format fstec --register fstec --source https://reestr.fstec.ru/reg3 --retrieved 2026-03-25") { File, Format, Register, Name, Source, Retrieved };
        import.SetAction(ImportAsync);
        return import;
    }

    private static async Task<int> ExportAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = Inputs.FileToWrite(parsed.GetValue(Out));
        var format = parsed.GetValue(Format);
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var at = CertificatesCommands.Moment(parsed.GetValue(On), centre);
        var (bytes, rows) = Bytes(centre, format, parsed.GetValue(Imported), at);
        if (file is null)
        {
            Terminal.Out.Write(System.Text.Encoding.UTF8.GetString(bytes));
            return Exit.Yes;
        }

        DurableFile.Write(file, bytes);
        Terminal.Fact("rows", $"{rows:N0}");
        Terminal.Fact("written", file);
        return Exit.Yes;
    }

    private static (byte[] Bytes, int Rows) Bytes(OpenCentre centre, CertificatesFormat format, string? imported, DateTimeOffset at)
    {
        using var views = centre.Snapshot();
        if (imported is not null)
        {
            if (format != CertificatesFormat.Fstec)
            {
                throw new BadInputException("An imported register is written in eleven columns: --format fstec.");
            }

            if (ImportedRegisters.Versions(imported, at, views) is not [var version, ..])
            {
                throw new ActRefusedException($"No register {imported} was imported{(at < centre.Time.GetUtcNow() ? " until then" : "")}.");
            }

            var rows = ImportedRegisters.RowsOf(version, views);
            return (FstecFormat.Write(rows), rows.Count);
        }

        var certificates = Certificates.List(views).Where(certificate => certificate.Issued <= at).ToList();
        var names = CertificatesCommands.Names(centre);
        if (format == CertificatesFormat.Fstec)
        {
            var rows = OwnFormat.Of(certificates, at, names);
            return (FstecFormat.Write(rows), rows.Count);
        }

        var table = CertificateExport.Table(certificates, at, names);
        return (format == CertificatesFormat.Csv ? table.ToCsv() : table.ToJson(centre.Description.Name, ""), certificates.Count);
    }

    private static async Task<int> ImportAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var path = parsed.GetValue(File)!;
        var retrieved = CertificatesCommands.Day(parsed.GetValue(Retrieved)!, "--retrieved");
        var info = new FileInfo(path);
        if (!info.Exists)
        {
            throw new BadInputException($"There is no file {path}.");
        }

        if (info.Length > Documents.MaxBytes)
        {
            throw new BadInputException($"{path} is larger than {Documents.MaxBytes:N0} bytes.");
        }

        var register = parsed.GetValue(Register)!;
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var rows = await ImportedRegisters.ImportAsync(
            centre, await System.IO.File.ReadAllBytesAsync(path, cancellationToken), parsed.GetValue(Format), register, parsed.GetValue(Name) ?? register, parsed.GetValue(Source)!, retrieved, Actor.Console, cancellationToken);
        Terminal.Fact("register", register);
        Terminal.Fact("rows", $"{rows:N0}");
        return Exit.Yes;
    }
}
