using Vitrine.Proofs;
using Vitrine.Seals;

namespace Vitrine.Room;

/// <summary>How much of a scope was delivered. Delivered to a screen: nobody knows what was understood.</summary>
/// <param name="LinesDelivered">Lines in scope that were delivered at least once.</param>
/// <param name="LinesInScope">Lines in scope.</param>
/// <param name="People">People to whom at least one line was delivered.</param>
/// <param name="Files">Per file with lines: how many were delivered.</param>
public sealed record CoverageCount(long LinesDelivered, long LinesInScope, int People, IReadOnlyList<FileCoverage> Files)
{
    /// <summary>Counts by content, so that a file delivered under another name counts.</summary>
    public static CoverageCount Of(ScopedSeal tree, LaboratoryView laboratory) => Of(tree, laboratory, "", []);

    /// <summary>Counts what will have been delivered once a person has these lines too.</summary>
    public static CoverageCount Of(ScopedSeal tree, LaboratoryView laboratory, string person, IReadOnlyList<LineRange> coming)
    {
        var more = coming.ToLookup(range => range.Content);
        var files = tree.Files.Where(file => file.Lines > 0).Select(file => new FileCoverage(file.Path, Delivered(file.Digest).CountUpTo(file.Lines), file.Lines)).ToList();
        var people = laboratory.LinesByPerson;
        return new CoverageCount(files.Sum(file => file.Delivered), files.Sum(file => file.Lines), people.Count + (coming.Count > 0 && !people.ContainsKey(person) ? 1 : 0), files);

        LineSet Delivered(Digest content)
        {
            var lines = laboratory.DeliveredOf(content);
            foreach (var range in more[content])
            {
                lines.Add(range.From, range.To);
            }

            return lines;
        }
    }

    internal ReviewCoverage ToReview() => new((ulong)LinesDelivered, (ulong)LinesInScope, (ulong)People);
}

/// <summary>Lines of one file that were delivered, of how many.</summary>
public sealed record FileCoverage(string Path, long Delivered, long Lines);
