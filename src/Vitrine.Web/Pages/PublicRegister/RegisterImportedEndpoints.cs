using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Web;

/// <summary>Registers that others keep, with their source and date, and states computed for today.</summary>
public static class RegisterImportedEndpoints
{
    private const string Gone = "Gone";

    private static readonly RowOrder<ImportedRow> Order = new(
    [
        ("name", row => row.Name),
        ("number", row => row.Number),
        ("state", row => row.State),
        ("validity", row => row.Validity),
        ("registered", row => row.Registered),
        ("laboratory", row => row.Laboratory),
        ("body", row => row.Body),
        ("applicant", row => row.Applicant),
    ]);

    public static void MapImportedRegisters(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.RegisterImported, GetImported).Needs(Operation.ReadPublic);
        routes.MapDownloads(Routes.RegisterImported, Table);
    }

    private static IResult GetImported(HttpContext context, Visit visit)
    {
        var listing = Read(context, visit);
        var (rows, state) = Order.Page(Routes.RegisterImported, listing.Matching, listing.Query, listing.Facets);
        return Page.Show<RegisterImportedPage, RegisterImportedView>(new RegisterImportedView(visit.Shell(context), listing.Registers, listing.Shown, rows, state));
    }

    private static RegisterTable Table(HttpContext context, Visit visit)
    {
        var (query, _, shown, matching, _) = Read(context, visit);
        return new RegisterTable(
            "imported-register",
            "One row is one certificate of a register that others keep; the state is computed from what it says and from today’s date.",
            visit.Now,
            ["register", "retrieved", "source", "number", "registered", "validity", "state", "name", "requirements", "scheme", "laboratory", "body", "applicant", "applicantDetails", "supportEnds"],
            [
                .. Order.Sort(matching, query).Select(row => (object?[])
                [
                    shown!.Id, shown.Retrieved, shown.Source, row.Number, row.Registered, row.Validity, row.State.ToLowerInvariant(), row.Name, row.Requirements, row.Scheme, row.Laboratory, row.Body,
                    row.Applicant, row.Details, row.Support,
                ]),
            ]);
    }

    private static Listing Read(HttpContext context, Visit visit)
    {
        var query = TableQuery.Read(context);
        var newest = ImportedRegisters.List(visit.Now, visit.Views);
        var asked = query.Chosen("register");
        var shown = newest.FirstOrDefault(register => asked.Length == 0 || register.Register == asked);
        var registers = newest.Select(register => Source(register, null)).ToImmutableArray();
        if (shown is null)
        {
            return new Listing(query, registers, null, [], []);
        }

        var today = DateOnly.FromDateTime(visit.Now.UtcDateTime);
        var rows = ImportedRegisters.RowsOf(shown, visit.Views);
        var before = ImportedRegisters.Versions(shown.Register, visit.Now, visit.Views) is [_, var older, ..] ? ImportedRegisters.RowsOf(older, visit.Views) : null;
        var numbers = rows.ToDictionary(row => row.Number, StringComparer.Ordinal);
        var gone = before is null ? [] : before.Where(row => !numbers.ContainsKey(row.Number)).ToList();
        var all = rows.Select(row => Row(row, row.StateOn(today).ToString(), CertificateModel.ToneOf(row.StateOn(today)))).Concat(gone.Select(row => Row(row, Gone, Tone.No))).ToList();
        var state = query.Chosen("state");
        var matching = all.Where(row => query.Matches(row.Number, row.Name, row.Applicant, row.Laboratory, row.Body, row.Requirements)).ToList();
        return new Listing(
            query,
            registers,
            Source(shown, before is null ? null : Changes(rows, before, gone.Count)),
            [.. matching.Where(row => state.Length == 0 || row.State.Equals(state, StringComparison.OrdinalIgnoreCase))],
            [
                TableFacet.Of("state", "State", state, matching.Select(row => (row.State.ToLowerInvariant(), row.State))),
                .. newest.Count > 1 ? [new TableFacet("register", "Register", shown.Register, [.. newest.Select(register => new Choice(register.Register, register.Name))])] : Array.Empty<TableFacet>(),
            ]);
    }

    private static string Changes(IReadOnlyList<ImportedCertificate> rows, IReadOnlyList<ImportedCertificate> before, int gone)
    {
        var old = before.ToDictionary(row => row.Number, StringComparer.Ordinal);
        var added = rows.Count(row => !old.ContainsKey(row.Number));
        var changed = rows.Count(row => old.TryGetValue(row.Number, out var was) && was != row);
        return $"{Words.Number(added)} new, {Words.Number(changed)} changed, {Words.Number(gone)} gone";
    }

    private static ImportedSource Source(ImportedRegister register, string? changes) =>
        new(register.Register, register.Name, register.Source, register.Retrieved, register.Document.ToHex(), register.Rows, changes);

    private static ImportedRow Row(ImportedCertificate row, string state, Tone tone) => new(
        row.Number,
        row.Name,
        tone,
        state,
        row.Stated?.ToString() ?? (row.ValidUntil is { } until ? $"Until {until:yyyy-MM-dd}" : "Without end"),
        row.Registered,
        row.Laboratory,
        row.Body,
        row.Applicant,
        row.Requirements,
        row.Scheme,
        row.ApplicantDetails,
        row.SupportEnds);

    private sealed record Listing(TableQuery Query, ImmutableArray<ImportedSource> Registers, ImportedSource? Shown, ImmutableArray<ImportedRow> Matching, ImmutableArray<TableFacet> Facets);
}
