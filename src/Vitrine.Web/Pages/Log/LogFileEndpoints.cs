using System.IO.Compression;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Web;

/// <summary>The log for machines: the files of C2SP tlog-tiles as they lie, and the statements by the digest of their payload.</summary>
/// <remarks>
/// A monitor is given the address that ends in <see cref="Routes.LogFiles"/>. Tiles and statements never change and may be kept for ever; the
/// checkpoint is not stored by caches. An answer is at most one bundle of 256 entries, or one statement; a bundle comes compressed where gzip is taken. Docs: docs/formats/log.md.
/// </remarks>
public static class LogFileEndpoints
{
    private const string Json = "application/json";
    private const string Octets = "application/octet-stream";

    public static void MapLogFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.LogFiles + "/checkpoint", GetCheckpoint).Needs(Operation.ReadPublic);
        routes.MapGet(Routes.LogFiles + "/tile/{**path}", GetTile).Needs(Operation.ReadPublic);
        routes.MapGet("/log/statement/{name}", GetStatement).Needs(Operation.ReadPublic);
        routes.MapGet("/log/entries/{index:long}/statement.json", GetStatementOfEntry).Needs(Operation.ReadPublic);
    }

    private static IResult GetCheckpoint(Visit visit) => Results.Bytes(visit.Centre.LogCheckpoint().Note.ToArray(), "text/plain; charset=utf-8");

    private static IResult GetTile(HttpContext context, Visit visit, string path)
    {
        // A partial tile that wider ones have replaced is cut from them.
        if (!TilePath.TryParse("tile/" + path, out var tile) || !visit.Centre.Log.TryRead(tile, out var bytes))
        {
            return Results.NotFound();
        }

        Forever(context);
        return Results.Bytes(tile.IsEntries ? Compressed(context, bytes) : bytes, Octets);
    }

    /// <summary>A bundle is compressed for whoever takes gzip, as tlog-tiles wants it; hashes do not get smaller.</summary>
    private static byte[] Compressed(HttpContext context, byte[] bundle)
    {
        context.Response.Headers.Vary = "Accept-Encoding";
        if (!TakesGzip(context.Request))
        {
            return bundle;
        }

        using var body = new MemoryStream();
        using (var gzip = new GZipStream(body, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(bundle);
        }

        context.Response.Headers.ContentEncoding = "gzip";
        return body.ToArray();
    }

    // RFC 9110, 12.5.3: what is named goes before the star, and a weight of 0 is a no.
    private static bool TakesGzip(HttpRequest request)
    {
        var takes = request.GetTypedHeaders().AcceptEncoding;
        var named = takes.FirstOrDefault(one => one.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase)) ?? takes.FirstOrDefault(one => one.Value == "*");
        return named is not null && named.Quality != 0;
    }

    private static IResult GetStatement(HttpContext context, Visit visit, string name) =>
        name.EndsWith(".json", StringComparison.Ordinal) && Digest.TryParseHex(name.AsSpan()[..^5], out var digest) ? Statement(context, visit, digest) : Missing.Page(context, visit);

    private static IResult GetStatementOfEntry(HttpContext context, Visit visit, long index) =>
        LogModel.StatementAt(visit, index) is { } digest ? Statement(context, visit, digest) : Missing.Page(context, visit);

    private static IResult Statement(HttpContext context, Visit visit, Digest digest)
    {
        var file = PublishedStatements.PathOf(visit.Centre, digest);
        if (!File.Exists(file))
        {
            return Missing.Page(context, visit);
        }

        Forever(context);
        return Results.File(file, Json);
    }

    private static void Forever(HttpContext context) => context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
}
