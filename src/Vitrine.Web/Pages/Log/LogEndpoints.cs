using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Vitrine.Centre;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Web;

/// <summary>The public log for people: its checkpoint, its entries with their proofs, and the question whether it only grew.</summary>
public static class LogEndpoints
{
    private const int PageSize = 25;
    private const string BundleType = SigstoreBundle.MediaType;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapLog(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.Log, GetLog).Needs(Operation.ReadPublic);
        routes.MapGet(Routes.LogConsistency, GetConsistency).Needs(Operation.ReadPublic);
        routes.MapGet("/log/{index:long}", GetOldAddress).Needs(Operation.ReadPublic);
        routes.MapGet("/log/entries/{index:long}", GetEntry).Needs(Operation.ReadPublic);
        routes.MapGet("/log/entries/{index:long}/bundle.json", GetBundle).Needs(Operation.ReadPublic);
        routes.MapGet("/log/entries/{index:long}/proof.txt", GetProof).Needs(Operation.ReadPublic);
    }

    private static IResult GetLog(HttpContext context, Visit visit)
    {
        var query = TableQuery.Read(context);
        var checkpoint = visit.Centre.LogCheckpoint();
        var (found, told) = Search(visit, query, checkpoint);
        if (found is [var only] && told is null)
        {
            return Results.Redirect(Routes.LogEntry(only));
        }

        var size = (long)checkpoint.Size.Value;
        var total = found?.Length ?? size;
        var state = new TableState(Routes.Log, null, false, query.Filter, [], query.Page, (int)Math.Min(total, int.MaxValue), PageSize);
        state = state with { Page = Math.Min(state.Page, state.Pages) };
        var skipped = (long)(state.Page - 1) * PageSize;
        var shown = found?.Skip((int)skipped).Take(PageSize) ?? Newest(size - skipped);
        var shell = visit.Shell(context);
        return Page.Show<LogPage, LogView>(new LogView(
            shell,
            checkpoint.Origin,
            checkpoint.Log.ToString(),
            size,
            checkpoint.Root.ToHex(),
            shell.Log!.SignedAt,
            shell.Log.Tone,
            $"The log is {shell.Log.Word}",
            Words.Count(size, "Its key signed this root over 1 entry.", "Its key signed this root over {0} entries."),
            Encoding.UTF8.GetString(checkpoint.Note.Span),
            LogSigners.Of(visit.Centre, checkpoint),
            WitnessesNow.Of(visit.Centre, checkpoint),
            LogModel.Earlier(visit, checkpoint),
            told,
            [.. shown.Select(index => LogModel.Row(visit, index))],
            state));
    }

    /// <summary>The entries that were searched, newest first, and why there are none; no entries where nothing was searched.</summary>
    private static (ImmutableArray<long>? Found, string? Told) Search(Visit visit, TableQuery query, VerifiedCheckpoint checkpoint)
    {
        var words = query.Filter;
        if (words.Length == 0)
        {
            return (null, null);
        }

        if (Digest.TryParseHex(words, out var digest) || Digest.TryParseBase64(words, out digest))
        {
            var place = LogModel.IndexOf(visit, digest) ?? LogModel.FindLeaf(visit.Centre.Log, digest, checkpoint.Size);
            return place is { } entry && (ulong)entry < checkpoint.Size.Value
                ? ([entry], null)
                : ([], $"It is no statement’s digest, and no leaf hash among the newest {Words.Number(LogModel.ReachOfLeafSearch)} entries.");
        }

        if (long.TryParse(words.Replace(",", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return (ulong)index < checkpoint.Size.Value
                ? ([index], null)
                : ([], Words.Count((long)checkpoint.Size.Value, "The log has 1 entry, with the index 0.", checkpoint.Size.Value == 0 ? "The log is empty." : $"The log has {{0}} entries, with the indexes 0 to {Words.Number((long)checkpoint.Size.Value - 1)}."));
        }

        var found = LogModel.FindProduct(visit, query, checkpoint.Size);
        return found.IsEmpty
            ? (found, "No release, review, certificate or rebuild is of a product with these words in its name or version. An index, a leaf hash or a statement’s digest can be searched too.")
            : (found, found.Length == LogModel.MaxFound ? $"Only the newest {Words.Number(LogModel.MaxFound)} are shown." : "");
    }

    private static IEnumerable<long> Newest(long below)
    {
        for (var index = below - 1; index >= Math.Max(0, below - PageSize); index--)
        {
            yield return index;
        }
    }

    private static IResult GetOldAddress(long index) => Results.Redirect(Routes.LogEntry(index), permanent: true);

    private static IResult GetEntry(HttpContext context, Visit visit, long index)
    {
        var checkpoint = visit.Centre.LogCheckpoint();
        if (index < 0 || (ulong)index >= checkpoint.Size.Value)
        {
            return Missing.Page(context, visit);
        }

        var log = visit.Centre.Log;
        var position = new LogIndex((ulong)index);
        var entry = log.ReadEntry(position, checkpoint.Size);
        var proof = log.ProveInclusion(position, checkpoint.Size);
        var published = LogModel.StatementAt(visit, index) is { } digest ? PublishedStatements.TryRead(visit.Centre, digest) : null;
        var story = published is null ? null : StatementStory.Of(published.Statement);
        var (tone, word, sentence) = Judge(entry, proof, published, checkpoint);
        return Page.Show<LogEntryPage, LogEntryView>(new LogEntryView(
            visit.Shell(context),
            LogModel.Row(visit, index),
            checkpoint.Origin,
            tone,
            word,
            story is null ? sentence : $"{story.Sentence} {sentence}",
            story?.Facts ?? [],
            Encoding.UTF8.GetString(entry),
            published is null ? null : Indent(published.Envelope.Payload.AsSpan()),
            LogModel.Picture(Merkle.LeafHash(entry), proof, checkpoint),
            (long)checkpoint.Size.Value - 1));
    }

    /// <summary>What this page computed: inclusion, and that the published statement is the one that the entry is of.</summary>
    private static (Tone Tone, string Word, string Sentence) Judge(byte[] entry, InclusionProof proof, PublishedStatement? published, VerifiedCheckpoint checkpoint)
    {
        if (!proof.Verify(Merkle.LeafHash(entry), checkpoint.Root))
        {
            return (Tone.No, "Not proven", "The entry’s hash does not lead to the signed root: the log’s files were changed after it was signed.");
        }

        if (published is null)
        {
            return (Tone.Wait, "In the log", "The entry is proven to be in the log; the statement that it is of cannot be read here.");
        }

        return IsOf(entry, published.Envelope)
            ? (Tone.Yes, "Signed and in the log", "Its signature is good, and the proof leads from it to the root that the log signed.")
            : (Tone.No, "Not this statement", "The statement that lies here is not the one that the entry is of.");
    }

    private static bool IsOf(byte[] entry, DsseEnvelope envelope)
    {
        try
        {
            var key = LogEntryBody.Parse(entry).Key;
            return envelope.IsSignedBy(key) && LogEntryBody.For(envelope, key).AsSpan().SequenceEqual(entry);
        }
        catch (BundleFormatException)
        {
            return false;
        }
    }

    private static IResult GetBundle(HttpContext context, Visit visit, long index)
    {
        var checkpoint = visit.Centre.LogCheckpoint();
        if (index < 0 || (ulong)index >= checkpoint.Size.Value || LogModel.StatementAt(visit, index) is not { } digest || !File.Exists(PublishedStatements.PathOf(visit.Centre, digest)))
        {
            return Missing.Page(context, visit);
        }

        return Results.File(BundleFile.Encode([LoggedBundles.Of(visit.Centre, digest, checkpoint)]), BundleType, $"entry-{index}{BundleFile.Extension}");
    }

    private static IResult GetProof(HttpContext context, Visit visit, long index)
    {
        var checkpoint = visit.Centre.LogCheckpoint();
        if (index < 0 || (ulong)index >= checkpoint.Size.Value)
        {
            return Missing.Page(context, visit);
        }

        var proof = visit.Centre.Log.ProveInclusion(new LogIndex((ulong)index), checkpoint.Size);
        return Results.File(TlogProof.Create(proof, checkpoint.Note.Span, default).Encode(), "text/plain; charset=utf-8", $"entry-{index}.tlog-proof");
    }

    private static IResult GetConsistency(HttpContext context, Visit visit, string? from, string? to)
    {
        var checkpoint = visit.Centre.LogCheckpoint();
        var size = (long)checkpoint.Size.Value;
        var asked = from is not null || to is not null;
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        var first = Size("from", from ?? "", size, errors);
        var last = Size("to", to ?? "", size, errors);
        if (errors.Count == 0 && first > last)
        {
            errors.Add(new FieldError("to", "Write a size that is not smaller than the first."));
        }

        var answer = asked && errors.Count == 0 ? Prove(visit.Centre.Log, first, last) : null;
        return Page.Show<LogConsistencyPage, ConsistencyView>(new ConsistencyView(
            visit.Shell(context), checkpoint.Origin, size, from ?? "", to ?? size.ToString(CultureInfo.InvariantCulture), asked ? new FieldErrors(errors.ToImmutable()) : FieldErrors.None, answer));
    }

    private static long Size(string field, string text, long size, ImmutableArray<FieldError>.Builder errors)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= size)
        {
            return value;
        }

        errors.Add(new FieldError(field, $"Write a number of entries from 1 to {size.ToString(CultureInfo.InvariantCulture)}."));
        return 0;
    }

    private static ConsistencyAnswer Prove(TileReader log, long from, long to)
    {
        var proof = log.ProveConsistency(new TreeSize((ulong)from), new TreeSize((ulong)to));
        var (fromRoot, toRoot) = (log.RootAt(proof.From), log.RootAt(proof.To));
        return new ConsistencyAnswer(
            from,
            to,
            fromRoot.ToHex(),
            toRoot.ToHex(),
            [.. proof.Path.Select(hash => hash.ToHex())],
            string.Concat(proof.Path.Select(hash => hash.ToBase64() + "\n")),
            proof.Verify(fromRoot, toRoot));
    }

    private static string Indent(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload);
        using var document = JsonDocument.ParseValue(ref reader);

        // Below the members that a predicate leaves open any character may stand: what hides or turns text is spelled out.
        return string.Join('\n', JsonSerializer.Serialize(document.RootElement, Indented).Split('\n').Select(VisibleText.Flat));
    }
}
