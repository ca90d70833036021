using System.Collections.Immutable;
using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>What one file gave.</summary>
/// <param name="Findings">In their order, at most <see cref="Screening.MaxFindingsPerFile"/>.</param>
/// <param name="Facts">What rules of the whole tree need of it.</param>
/// <param name="IsCut">Something was left out.</param>
internal sealed record FileScreening(IReadOnlyList<ScreeningFinding> Findings, LocatedFact[] Facts, bool IsCut)
{
    /// <summary>Nothing, as of most files.</summary>
    public static FileScreening Nothing { get; } = new([], [], false);
}

/// <summary>The rules that one audience asks, with their anchors in one table.</summary>
internal sealed class ScreeningEngine
{
    private static readonly ScreeningEngine Host = new(Screening.Rules.Where(rule => rule.Audience.HasFlag(ScreeningAudience.Host)));
    private static readonly ScreeningEngine Reviewer = new(Screening.Rules.Where(rule => rule.Audience.HasFlag(ScreeningAudience.Reviewer)));
    private static readonly ScreeningEngine All = new(Screening.Rules);

    private readonly ImmutableArray<ScreeningRule> _rules;
    private readonly AnchorTable _table;

    /// <summary>Prepares a set of rules.</summary>
    public ScreeningEngine(IEnumerable<ScreeningRule> rules)
    {
        _rules = [.. rules];
        _table = new AnchorTable(_rules);
        Name = Digest.Of(Encoding.UTF8.GetBytes($"{Screening.RulesVersion}\n{string.Join('\n', _rules.Select(rule => rule.Id))}"));
    }

    /// <summary>Digest of the rules' names and version: the same only for the same rules.</summary>
    public Digest Name { get; }

    /// <summary>The engine of an audience.</summary>
    public static ScreeningEngine For(ScreeningAudience audience) => audience switch
    {
        ScreeningAudience.Host => Host,
        ScreeningAudience.Reviewer => Reviewer,
        _ => All,
    };

    /// <summary>Screens one content.</summary>
    public FileScreening Screen(string path, Digest digest, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var file = new ScreenedFile(path, content);
        var hits = new Hits();
        _table.Scan(file, hits, cancellation);
        foreach (var rule in _rules)
        {
            if (file.IsText || rule.ReadsBinary)
            {
                rule.Scan(file, hits);
            }
        }

        var found = hits.InOrder();
        if (found.Count == 0 && hits.Facts.Count == 0)
        {
            return hits.IsCut ? new FileScreening([], [], true) : FileScreening.Nothing;
        }

        var findings = Locate(file, digest, found);
        findings.Sort(FoundFindings.Order);
        var isCut = hits.IsCut || findings.Count > Screening.MaxFindingsPerFile;
        return new FileScreening(
            findings.Count > Screening.MaxFindingsPerFile ? findings[..Screening.MaxFindingsPerFile] : findings, Locate(file, digest, hits.Facts), isCut);
    }

    /// <summary>Lets the rules of the whole tree speak.</summary>
    public void Conclude(TreeFacts tree, FoundFindings found)
    {
        foreach (var rule in _rules.OfType<TreeRule>())
        {
            var cut = false;
            var counts = new Dictionary<string, int>(StringComparer.Ordinal);
            var findings = new List<ScreeningFinding>();
            foreach (var finding in rule.Conclude(tree))
            {
                var count = counts[finding.Path] = counts.GetValueOrDefault(finding.Path) + 1;
                cut |= count > Hits.MaxPerRule;
                if (count <= Hits.MaxPerRule)
                {
                    findings.Add(finding);
                }
            }

            found.Add(findings);
            if (cut)
            {
                found.Cut(counts.First(path => path.Value > Hits.MaxPerRule).Key, ScreeningCutReason.FindingsOfFile);
            }
        }
    }

    /// <summary>Counts lines and columns, each byte once.</summary>
    private static List<ScreeningFinding> Locate(ScreenedFile file, Digest digest, List<Hit> hits)
    {
        var findings = new List<ScreeningFinding>(hits.Count);
        var place = new Place();
        foreach (var hit in hits)
        {
            var hasLine = file.IsText && hit.Length > 0;
            if (hasLine)
            {
                place.MoveTo(file, hit.Start);
            }

            findings.Add(new ScreeningFinding(
                hit.Rule.Id, hit.Rule.Title, hit.Rule.In(file, hit.Severity), file.Path, digest, hasLine ? place.Line : null, hasLine ? place.Column : null, hit.Message)
            {
                LineContent = hasLine ? place.Content(file) : Digest.Of([]),
            });
        }

        return findings;
    }

    private static LocatedFact[] Locate(ScreenedFile file, Digest digest, IReadOnlyList<Fact> facts)
    {
        var located = new LocatedFact[facts.Count];
        var place = new Place();
        foreach (var (fact, index) in facts.Select((fact, index) => (fact, index)).OrderBy(one => one.fact.Start))
        {
            place.MoveTo(file, file.IsText ? fact.Start : 0);
            located[index] = new LocatedFact(fact.Kind, fact.Value, file.Path, digest, file.IsText ? place.Line : null, file.IsText ? place.Column : null)
            {
                LineContent = file.IsText ? place.Content(file) : Digest.Of([]),
            };
        }

        return located;
    }

    /// <summary>A place that only moves on.</summary>
    private sealed class Place
    {
        private int _position;

        public int Line { get; private set; } = 1;

        public int Column { get; private set; } = 1;

        public void MoveTo(ScreenedFile file, int start)
        {
            var between = file.Text[_position..start];
            var feeds = between.Count((byte)'\n');
            Line += feeds;
            Column = feeds > 0 ? 1 + Encoding.UTF8.GetCharCount(between[(between.LastIndexOf((byte)'\n') + 1)..]) : Column + Encoding.UTF8.GetCharCount(between);
            _position = start;
        }

        /// <summary>Digest of the line without its end. A line of many megabytes counts by 4 KiB about the place.</summary>
        public Digest Content(ScreenedFile file)
        {
            const int Most = 4096;
            var start = file.LineStart(_position, Most);
            var line = file.Text[start..file.LineEnd(_position, Most)];
            return Digest.Of(line.EndsWith("\r"u8) ? line[..^1] : line);
        }
    }
}
