using Vitrine.Centre;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>The host's seals.</summary>
public static class SealEndpoints
{
    public static void MapSeals(this IEndpointRouteBuilder routes) => routes.MapGet(Routes.Seals, GetSeals).Needs(Operation.ReadSeals);

    private static IResult GetSeals(HttpContext context, Visit visit, string? q)
    {
        var filter = (q ?? "").Trim();
        var engagements = Engagements.List(visit.Views).ToLookup(engagement => engagement.Seal);
        var rows = SealsPart.List(visit.Views)
            .Where(seal => seal.Vendor == visit.Known.Party)
            .Where(seal => filter.Length == 0 || $"{seal.Product} {seal.Version} {seal.Root}".Contains(filter, StringComparison.OrdinalIgnoreCase))
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
            .ToList();
        return Page.Show<SealsPage, SealsView>(new SealsView(visit.Shell(context), [.. rows], TableState.Plain(Routes.Seals, rows.Count) with { Filter = filter }));
    }
}
