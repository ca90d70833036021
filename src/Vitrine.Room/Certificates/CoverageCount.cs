using System.Collections.Immutable;
using Vitrine.Proofs;
using Vitrine.Seals;

namespace Vitrine.Room;

/// <summary>How much of a scope was delivered. Delivered to a screen: nobody knows what was understood.</summary>
/// <param name="LinesDelivered">Lines in scope that were delivered at least once.</param>
/// <param name="LinesInScope">Lines in scope.</param>
/// <param name="People">People to whom at least one line was delivered.</param>
/// <param name="Files">Per file with lines: how many were delivered.</param>
/// <param name="Carried">Lines that were not, but in an earlier review, and are unchanged since.</param>
public sealed record CoverageCount(long LinesDelivered, long LinesInScope, int People, IReadOnlyList<FileCoverage> Files, ImmutableArray<CarriedCoverage> Carried)
{
    /// <summary>Counts by content, so that a file delivered under another name counts.</summary>
    public static CoverageCount Of(ScopedSeal tree, LaboratoryView laboratory, EarlierReviews earlier)
    {
        var files = tree.Files.Where(file => file.Lines > 0).Select(file => new FileCoverage(file.Path, laboratory.DeliveredOf(file.Digest).CountUpTo(file.Lines), file.Lines)).ToList();
        return new CoverageCount(files.Sum(file => file.Delivered), files.Sum(file => file.Lines), laboratory.LinesByPerson.Count, files, earlier.Carried(tree, laboratory, []));
    }

    /// <summary>The lines, and the people, once a person has these lines too; counted over what was delivered, not over all there is.</summary>
    public static (long Lines, int People) Delivered(ScopedSeal tree, LaboratoryView laboratory, string person, IReadOnlyList<LineRange> coming)
    {
        var more = coming.ToLookup(range => range.Content);
        var lines = 0L;
        foreach (var content in laboratory.DeliveredContents.Union(more.Select(ranges => ranges.Key)))
        {
            var delivered = laboratory.DeliveredOf(content);
            foreach (var range in more[content])
            {
                delivered.Add(range.From, range.To);
            }

            lines += tree.PlacesOf(content).Sum(place => delivered.CountUpTo(tree.Files[place].Lines));
        }

        var people = laboratory.LinesByPerson;
        return (lines, people.Count + (coming.Count > 0 && !people.ContainsKey(person) ? 1 : 0));
    }

    internal ReviewCoverage ToReview() => new((ulong)LinesDelivered, (ulong)LinesInScope, (ulong)People, null, Carried.IsEmpty ? default : Carried);
}

/// <summary>Lines of one file that were delivered, of how many.</summary>
public sealed record FileCoverage(string Path, long Delivered, long Lines);
