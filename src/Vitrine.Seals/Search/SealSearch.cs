using System.Text;

namespace Vitrine.Seals;

/// <summary>Searches the decrypted contents of a seal, within a scope, by scanning all of them. Every matching line is found, or the summary says what was not searched.</summary>
public sealed class SealSearch
{
    private const int BatchBytes = 2 << 20;
    private const int LongestText = 400;
    private const int BeforeMatch = 80;

    private readonly LinePattern _pattern;
    private readonly Glob? _paths;
    private readonly Language? _language;
    private readonly TimeSpan _budget;
    private readonly TimeProvider _time;

    private SealSearch(LinePattern pattern, Glob? paths, Language? language, TimeSpan budget, TimeProvider time)
    {
        _pattern = pattern;
        _paths = paths;
        _language = language;
        _budget = budget;
        _time = time;
    }

    /// <summary>Reads a query.</summary>
    /// <exception cref="SearchPatternException">The pattern is empty, too long, malformed, or asks for a line feed; or the language is not known.</exception>
    /// <exception cref="GlobFormatException">The pattern over paths is malformed.</exception>
    public static SealSearch For(SearchQuery query, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(query.Budget, TimeSpan.Zero);
        if (query.Pattern.Length is 0 or > SearchQuery.MaxPatternLength)
        {
            throw new SearchPatternException($"A pattern has 1 to {SearchQuery.MaxPatternLength} characters.");
        }

        return new SealSearch(
            LinePattern.Compile(query.Pattern, query.IsRegex, query.IgnoreCase, query.WholeWord),
            query.PathGlob is { } glob ? Glob.Parse(glob) : null,
            query.Language is { } name ? Language.Find(name) ?? throw new SearchPatternException($"There is no language {name}. Known are: {string.Join(", ", Language.All.Select(language => language.Name))}.") : null,
            query.Budget,
            time);
    }

    /// <summary>
    /// Searches, and hands over matching lines in the order of paths and lines on the calling thread, until <paramref name="take"/> says false.
    /// Without <paramref name="take"/> lines are only counted.
    /// </summary>
    public SearchSummary Run(ScopedSeal seal, Func<SearchMatch, bool>? take, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(seal);
        using var use = seal.Use();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var budget = new QueryBudget(_time, _budget, stop.Token);
        var places = Select(seal);
        var tally = new Tally();
        var ending = SearchEnding.Complete;
        var running = new Queue<Task<Batch>>();
        using var batches = Batches(seal, places).GetEnumerator();
        try
        {
            var more = batches.MoveNext();
            while (ending == SearchEnding.Complete && (more || running.Count > 0))
            {
                while (more && running.Count < 2 * Environment.ProcessorCount)
                {
                    var batch = batches.Current;
                    running.Enqueue(Task.Run(() => Search(seal, batch, take is not null, budget), CancellationToken.None));
                    more = batches.MoveNext();
                }

                ending = tally.Add(running.Dequeue().GetAwaiter().GetResult(), take);
                cancellation.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            // Nothing reads the seal's memory after this.
            stop.Cancel();
            Task.WhenAll(running).GetAwaiter().GetResult();
        }

        return new SearchSummary
        {
            MatchingLines = tally.Lines,
            MatchingFiles = tally.Files,
            FilesSearched = tally.Searched,
            FilesTotal = places.Count,
            BytesSearched = tally.Bytes,
            Unread = tally.Unread,
            Ending = ending,
            Elapsed = budget.Elapsed,
        };
    }

    private List<int> Select(ScopedSeal seal)
    {
        var places = new List<int>();
        for (var i = 0; i < seal.Files.Length; i++)
        {
            var file = seal.Files[i];
            if (file.Mode is SealedMode.Regular or SealedMode.Executable && _paths?.Matches(file.Path) != false && (_language is null || Language.Of(file.Path) == _language))
            {
                places.Add(i);
            }
        }

        return places;
    }

    private static IEnumerable<List<int>> Batches(ScopedSeal seal, List<int> places)
    {
        var batch = new List<int>();
        var bytes = 0L;
        foreach (var place in places)
        {
            batch.Add(place);
            bytes += seal.Files[place].Size;
            if (bytes >= BatchBytes)
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private Batch Search(ScopedSeal seal, List<int> places, bool keep, QueryBudget budget)
    {
        var batch = new Batch();
        var matcher = _pattern.Rent();
        try
        {
            foreach (var place in places)
            {
                SearchFile(seal, place, matcher, batch, keep, budget);
            }
        }
        catch (OperationCanceledException)
        {
            batch.IsOutOfTime = true;
        }
        finally
        {
            _pattern.Return(matcher);
        }

        return batch;
    }

    private static void SearchFile(ScopedSeal seal, int place, LineMatcher matcher, Batch batch, bool keep, QueryBudget budget)
    {
        budget.Check();
        if (!seal.TryRead(place, out var content))
        {
            batch.Unread.Add(seal.Files[place].Path);
            return;
        }

        var text = SealText.Utf8(content).Span;
        var found = new FoundLines(seal.Files[place].Path, text, matcher, batch, keep, budget);
        var before = batch.Lines;
        try
        {
            matcher.Scan(text, ref found, budget);
        }
        finally
        {
            batch.Files += batch.Lines > before ? 1 : 0;
        }

        batch.Searched++;
        batch.Bytes += content.Length;
    }

    /// <summary>Cuts a long line to what is around the match, at the edges of characters.</summary>
    private static SearchMatch Match(string path, int number, ReadOnlySpan<byte> line, int matchStart, int matchEnd)
    {
        var column = matchStart + 1;
        line = line.EndsWith("\r"u8) ? line[..^1] : line;
        (matchStart, matchEnd) = (Math.Min(matchStart, line.Length), Math.Min(matchEnd, line.Length));
        var isCut = line.Length > LongestText;
        if (isCut)
        {
            var from = Math.Max(0, matchStart - BeforeMatch);
            var to = Math.Min(line.Length, from + LongestText);
            while (from < matchStart && (line[from] & 0xC0) == 0x80)
            {
                from++;
            }

            while (to < line.Length && to > from && (line[to] & 0xC0) == 0x80)
            {
                to--;
            }

            line = line[from..to];
            (matchStart, matchEnd) = (matchStart - from, Math.Min(matchEnd, to) - from);
        }

        var start = Encoding.UTF8.GetCharCount(line[..matchStart]);
        return new SearchMatch(path, number, column, Encoding.UTF8.GetString(line), start, Encoding.UTF8.GetCharCount(line[..Math.Max(matchStart, matchEnd)]) - start, isCut);
    }

    /// <summary>Counts the lines of a file that match, and keeps what is shown of them.</summary>
    private ref struct FoundLines(string path, ReadOnlySpan<byte> text, LineMatcher matcher, Batch batch, bool keep, QueryBudget budget) : ILineSink
    {
        private readonly ReadOnlySpan<byte> _text = text;
        private LineWalk _walk = new(text);

        public bool Take(int start, int end)
        {
            if (keep)
            {
                var line = _text[start..end];
                matcher.TryFind(line, 0, budget, out var matchStart, out var matchEnd);
                batch.Matches.Add(Match(path, _walk.NumberAt(start), line, matchStart, matchEnd));
            }

            batch.Lines++;
            return true;
        }
    }

    /// <summary>What was found in some files that follow each other.</summary>
    private sealed class Batch
    {
        public List<SearchMatch> Matches { get; } = [];

        public List<string> Unread { get; } = [];

        public long Lines { get; set; }

        public int Files { get; set; }

        public int Searched { get; set; }

        public long Bytes { get; set; }

        public bool IsOutOfTime { get; set; }
    }

    private sealed class Tally
    {
        public long Lines { get; private set; }

        public int Files { get; private set; }

        public int Searched { get; private set; }

        public long Bytes { get; private set; }

        public List<string> Unread { get; } = [];

        public SearchEnding Add(Batch batch, Func<SearchMatch, bool>? take)
        {
            Unread.AddRange(batch.Unread);
            if (take is not null)
            {
                var (taken, path) = (0, "");
                foreach (var match in batch.Matches)
                {
                    taken++;
                    Lines++;
                    Files += match.Path == path ? 0 : 1;
                    path = match.Path;
                    if (!take(match))
                    {
                        // Only whole batches count as searched.
                        return SearchEnding.Stopped;
                    }
                }
            }
            else
            {
                Lines += batch.Lines;
                Files += batch.Files;
            }

            Searched += batch.Searched;
            Bytes += batch.Bytes;
            return batch.IsOutOfTime ? SearchEnding.OutOfTime : SearchEnding.Complete;
        }
    }
}
