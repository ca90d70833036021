using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>The host's seals.</summary>
public static class SealEndpoints
{
    public static void MapSeals(this IEndpointRouteBuilder routes) => routes.MapGet(Routes.Seals, GetSeals).Needs(Operation.ReadSeals);

    private static readonly RowOrder<SealRow> Order = new(
    [
        ("product", row => $"{row.Product}\n{row.Version}"),
        ("source", row => row.Source),
        ("files", row => row.Files),
        ("size", row => row.Bytes),
        ("made", row => row.Made),
        ("engagements", row => row.Engagements),
        ("export", row => row.Export),
        ("state", row => row.State),
    ]);

    private static IResult GetSeals(HttpContext context, Visit visit)
    {
        var query = TableQuery.Read(context);
        var engagements = Engagements.List(visit.Views).ToLookup(engagement => engagement.Seal);
        var rows = SealsPart.List(visit.Views)
            .Where(seal => seal.Vendor == visit.Known.Party)
            .Where(seal => query.Matches(seal.Product, seal.Version, seal.Root.ToHex()))
            .Select(seal => new SealRow(
                seal.Root.ToHex(),
                seal.Product,
                seal.Version,
                seal.Source,
                seal.Files,
                seal.Bytes,
                seal.Made,
                seal.Destroyed is null ? Tone.Yes : Tone.Open,
                seal.Destroyed is null ? "Kept" : "Destroyed",
                engagements[seal.Root].Count(),
                ExportRules.Find(seal.Root, visit.Views)?.Class ?? "Not stated"))
            .ToImmutableArray();
        var (shown, state) = Order.Page(Routes.Seals, rows, query, []);
        return Page.Show<SealsPage, SealsView>(new SealsView(visit.Shell(context), shown, state));
    }
}
