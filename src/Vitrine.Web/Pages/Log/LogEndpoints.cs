using System.Collections.Immutable;
using System.Text;
using Vitrine.Centre;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Web;

/// <summary>The public log, for people and for machines: pages, and the files of C2SP tlog-tiles as they lie.</summary>
public static class LogEndpoints
{
    private const int PageSize = 50;

    public static void MapLog(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.Log, GetLog).Needs(Operation.ReadPublic);
        routes.MapGet("/log/{index:long}", GetEntry).Needs(Operation.ReadPublic);
        routes.MapGet("/log/statement/{name}", GetStatement).Needs(Operation.ReadPublic);
        routes.MapGet("/tlog/checkpoint", GetCheckpoint).Needs(Operation.ReadPublic);
        routes.MapGet("/tlog/tile/{**path}", GetTile).Needs(Operation.ReadPublic);
    }

    private static IResult GetLog(HttpContext context, Visit visit, int? page)
    {
        var checkpoint = visit.Centre.LogCheckpoint();
        var size = (long)checkpoint.Size.Value;
        var pages = (int)Math.Max(1, (size + PageSize - 1) / PageSize);
        var current = Math.Clamp(page ?? 1, 1, pages);
        var newest = size - ((long)(current - 1) * PageSize);
        var rows = Enumerable.Range(0, (int)Math.Min(PageSize, newest)).Select(offset => Row(visit, newest - 1 - offset)).ToImmutableArray();
        var shell = visit.Shell(context);
        return Page.Show<LogPage, LogView>(new LogView(
            shell,
            checkpoint.Origin,
            size,
            checkpoint.Root.ToHex(),
            shell.Log!.SignedAt,
            shell.Log.Tone,
            $"The log is {shell.Log.Word}",
            $"Its key signed this root over {Words.Count(size, "1 entry", "{0} entries")}.",
            Encoding.UTF8.GetString(checkpoint.Note.Span),
            rows,
            new TableState(Routes.Log, null, false, "", [], current, (int)size, PageSize)));
    }

    private static IResult GetEntry(HttpContext context, Visit visit, long index)
    {
        var checkpoint = visit.Centre.LogCheckpoint();
        if (index < 0 || (ulong)index >= checkpoint.Size.Value)
        {
            return Missing.Page(context, visit);
        }

        var log = new TileReader(visit.Centre.Paths.Log);
        var position = new LogIndex((ulong)index);
        var entry = log.ReadEntry(position, checkpoint.Size);
        var row = Row(visit, index);
        return Page.Show<LogEntryPage, LogEntryView>(new LogEntryView(
            visit.Shell(context),
            row,
            checkpoint.Origin,
            Encoding.UTF8.GetString(entry),
            Picture(Merkle.LeafHash(entry), log.ProveInclusion(position, checkpoint.Size), checkpoint),
            row.Digest.Length > 0));
    }

    private static IResult GetStatement(HttpContext context, Visit visit, string name) =>
        name.EndsWith(".json", StringComparison.Ordinal) && Digest.TryParseHex(name.AsSpan()[..^5], out var digest) && File.Exists(PublishedStatements.PathOf(visit.Centre, digest))
            ? Forever(context, PublishedStatements.PathOf(visit.Centre, digest), "application/json")
            : Missing.Page(context, visit);

    private static IResult GetCheckpoint(Visit visit) => Results.Bytes(visit.Centre.LogCheckpoint().Note.ToArray(), "text/plain; charset=utf-8");

    private static IResult GetTile(HttpContext context, Visit visit, string path)
    {
        var file = Path.Combine(visit.Centre.Paths.Log, "tile", path);
        return path.Split('/').All(part => part.Length is > 0 and < 16 && part.All(c => char.IsAsciiLetterOrDigit(c) || c == '.') && part is not ("." or "..")) && File.Exists(file)
            ? Forever(context, file, "application/octet-stream")
            : Results.NotFound();
    }

    private static IResult Forever(HttpContext context, string file, string type)
    {
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.File(file, type);
    }

    private static LogEntryRow Row(Visit visit, long index)
    {
        var digest = visit.Views.Scalar<string>("SELECT digest FROM centre_statement WHERE log_index = $1", index);
        if (digest is null)
        {
            return new LogEntryRow(index, "Entry", "Not yet accounted for by an act", "", "");
        }

        var envelope = DsseEnvelope.Parse(File.ReadAllBytes(PublishedStatements.PathOf(visit.Centre, Digest.ParseHex(digest))));
        var statement = Statement.Parse(envelope.Payload.AsSpan());
        var (kind, about) = statement.PredicateType switch
        {
            ReviewPredicate.Type => ("Review", About(statement)),
            ReleasePredicate.Type => ("Release", About(statement)),
            VsaPredicate.Type => ("Certificate", $"Seal {statement.Subjects[0].Digest.ToHex()[..16]}…"),
            RebuildPredicate.Type => ("Rebuild", statement.Subjects[0].Name),
            StatusPredicate.Type => ("Status", $"Number {Words.Number((long)StatusPredicate.Parse(statement.Predicate).Number)}"),
            AnchorPredicate.Type => ("Anchor", Words.Count((long)AnchorPredicate.Parse(statement.Predicate).Ledger.Size.Value, "1 act of the ledger", "{0} acts of the ledger")),
            _ => ("Statement", statement.PredicateType),
        };
        return new LogEntryRow(index, kind, about, envelope.KeyId, digest);
    }

    private static string About(Statement statement) => $"{statement.Predicate.GetProperty("product").GetString()} {statement.Predicate.GetProperty("version").GetString()}";

    private static InclusionPicture Picture(Digest leaf, InclusionProof proof, VerifiedCheckpoint checkpoint)
    {
        var steps = ImmutableArray.CreateBuilder<InclusionStep>();
        var (index, last, hash) = (proof.Index.Value, checkpoint.Size.Value - 1, leaf);
        foreach (var sibling in proof.Path)
        {
            // RFC 9162, 2.1.3.2: a right-hand border without a sibling is climbed in silence.
            while ((index & 1) == 0 && index == last)
            {
                (index, last) = (index >> 1, last >> 1);
            }

            var onLeft = (index & 1) == 1;
            hash = onLeft ? Merkle.NodeHash(sibling, hash) : Merkle.NodeHash(hash, sibling);
            steps.Add(new InclusionStep(sibling.ToHex(), onLeft, hash.ToHex()));
            (index, last) = (index >> 1, last >> 1);
        }

        return new InclusionPicture((long)proof.Index.Value, (long)checkpoint.Size.Value, leaf.ToHex(), steps.ToImmutable(), checkpoint.Root.ToHex());
    }
}
