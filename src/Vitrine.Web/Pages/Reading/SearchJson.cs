using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>A page of a search for programs (docs/formats/search.md, "Commands and pages"): one JSON object, or a line for each match and one of the page.</summary>
public static class SearchJson
{
    /// <summary>The media type of JSON values on lines of their own.</summary>
    public const string Lines = "application/x-ndjson";

    /// <summary>The page, and the lines of content in it. All is counted if <paramref name="count"/> says so, or if it was searched anyway.</summary>
    /// <exception cref="SearchPatternException">The pattern cannot be searched for.</exception>
    /// <exception cref="GlobFormatException">A pattern over paths is malformed.</exception>
    /// <exception cref="SymbolsMissingException">The parser of definitions is not installed.</exception>
    public static (byte[] Json, ImmutableArray<LineRange> Lines) Page(RoomSession session, ReadingRequest request, bool count, bool onLines, TimeProvider time, CancellationToken cancellationToken) =>
        request.Symbol is { } look ? Places(session, request, look, onLines, cancellationToken)
        : request.Names ? Names(session, request, onLines, time, cancellationToken) : Matches(session, request, count, onLines, cancellationToken);

    /// <summary>What a file defines. Names and kinds alone, no line of the file.</summary>
    public static byte[] Outline(IReadOnlyList<Symbol> symbols) => Write(json =>
    {
        json.WriteStartArray("symbols");
        foreach (var symbol in symbols)
        {
            json.WriteStartObject();
            json.WriteNumber("line", symbol.Line);
            json.WriteNumber("end", symbol.End);
            json.WriteString("name", symbol.Name);
            json.WriteString("kind", symbol.Kind);
            json.WriteString("scope", symbol.Scope);
            json.WriteString("source", symbol.IsFromIndex ? "index" : "parser");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>Why there is no page.</summary>
    public static IResult Refusal(string sentence, int status) => Results.Text(Write(json => json.WriteString("error", sentence)), "application/json; charset=utf-8", status);

    private static (byte[] Json, ImmutableArray<LineRange> Lines) Matches(RoomSession session, ReadingRequest request, bool count, bool onLines, CancellationToken cancellationToken)
    {
        var pages = session.Searches.For(ReadingSearch.Query(request), !request.ByPath);
        var page = pages.Page(request.Skip, ReadingRequest.PageHits, cancellationToken);
        var summary = count ? pages.Count(cancellationToken) : page.Summary;
        var json = Write(
            page.Matches,
            onLines,
            Match,
            json =>
            {
                Tail(json, page.HasMore ? page.Skip + page.Matches.Count : null, summary.Ending != SearchEnding.Stopped && !summary.IsPartial ? summary.MatchingLines : null);
                json.WriteNumber("filesSearched", summary.FilesSearched);
                json.WriteNumber("files", summary.FilesTotal);
                json.WriteNumber("bytesSearched", summary.BytesSearched);
                json.WriteBoolean("partial", summary.IsPartial && (summary.Ending != SearchEnding.Stopped || summary.Unread.Count > 0));
            });
        return (json, ReadingSearch.Ranges(session, page.Matches));
    }

    private static (byte[] Json, ImmutableArray<LineRange> Lines) Places(RoomSession session, ReadingRequest request, NameLook look, bool onLines, CancellationToken cancellationToken)
    {
        var page = ReadingSearch.Places(session, request, look, cancellationToken);
        var json = Write(
            page.Places,
            onLines,
            (json, place) =>
            {
                Match(json, place.At);
                if (place.Definition is { } symbol)
                {
                    SymbolJson.Write(json, symbol);
                }
            },
            json =>
            {
                Tail(json, page.HasMore ? page.Skip + page.Places.Length : null, page.IsPartial ? null : page.Definitions + page.References);
                json.WriteNumber("definitions", page.Definitions);
                json.WriteNumber("files", page.FilesTotal);
                json.WriteBoolean("partial", page.IsPartial);
            });
        return (json, ReadingSearch.Ranges(session, page.Places.Select(place => place.At)));
    }

    private static void Match(Utf8JsonWriter json, SearchMatch match)
    {
        json.WriteString("path", match.Path);
        json.WriteNumber("line", match.Line);
        json.WriteNumber("column", match.Column);
        json.WriteString("text", match.Text);
    }

    private static (byte[] Json, ImmutableArray<LineRange> Lines) Names(RoomSession session, ReadingRequest request, bool onLines, TimeProvider time, CancellationToken cancellationToken)
    {
        var paths = SealSearch.For(ReadingSearch.Query(request), time).Names(session.Tree, !request.ByPath, cancellationToken);
        var json = Write(
            paths.Skip(request.Skip).Take(ReadingRequest.PageHits),
            onLines,
            (json, path) => json.WriteString("path", path),
            json =>
            {
                Tail(json, request.Skip + ReadingRequest.PageHits < paths.Count ? request.Skip + ReadingRequest.PageHits : null, paths.Count);
                json.WriteBoolean("partial", false);
            });
        return (json, []);
    }

    private static byte[] Write<T>(IEnumerable<T> matches, bool onLines, Action<Utf8JsonWriter, T> match, Action<Utf8JsonWriter> tail) => onLines
        ? [.. matches.SelectMany(one => (byte[])[.. Write(json => match(json, one)), (byte)'\n']), .. Write(tail), (byte)'\n']
        : Write(json =>
        {
            json.WriteStartArray("matches");
            foreach (var one in matches)
            {
                json.WriteStartObject();
                match(json, one);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            tail(json);
        });

    private static void Tail(Utf8JsonWriter json, int? next, long? matches)
    {
        if (next is { } skip)
        {
            json.WriteNumber("next", skip);
        }
        else
        {
            json.WriteNull("next");
        }

        if (matches is { } all)
        {
            json.WriteNumber("matchCount", all);
        }
        else
        {
            json.WriteNull("matchCount");
        }
    }

    private static byte[] Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
