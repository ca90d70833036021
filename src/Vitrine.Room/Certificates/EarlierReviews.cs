using System.Collections.Immutable;
using System.Security.Cryptography;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Seals;

namespace Vitrine.Room;

/// <summary>
/// What the same laboratory was shown of the same product in earlier engagements of this centre, so that a content that did not change is not read again for its own sake. It is a view over the
/// frames on record, opened with the laboratory's key: nobody states it, so nobody can overstate it; and it holds only what the scope of its own room let through.
/// </summary>
public sealed class EarlierReviews
{
    private readonly ImmutableArray<EarlierReview> _reviews;

    private EarlierReviews(ImmutableArray<EarlierReview> reviews, ImmutableArray<string> unopened) => (_reviews, Unopened) = (reviews, unopened);

    /// <summary>None.</summary>
    public static EarlierReviews None { get; } = new([], []);

    /// <summary>Versions whose review the laboratory's present key does not open; nothing is carried over from it.</summary>
    public ImmutableArray<string> Unopened { get; }

    /// <summary>Opens the record of each earlier engagement of the same host, laboratory and product that has a session; the newest first.</summary>
    public static EarlierReviews Open(OpenCentre centre, Engagement engagement, OpeningKey laboratory, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(centre);
        ArgumentNullException.ThrowIfNull(engagement);
        List<Engagement> earlier;
        using (var views = centre.Snapshot())
        {
            earlier = [.. Engagements.List(views).Where(one => IsEarlier(one, engagement) && Sessions.OfEngagement(one.Id, views).Count > 0).Take(ReviewCoverage.MaxCarried)];
        }

        var reviews = ImmutableArray.CreateBuilder<EarlierReview>();
        var unopened = ImmutableArray.CreateBuilder<string>();
        foreach (var one in earlier)
        {
            try
            {
                reviews.Add(new EarlierReview(one.Id, one.Version, one.Seal!.Value, LaboratoryView.Open(centre, one.Id, laboratory, cancellationToken)));
            }
            catch (CryptographicException)
            {
                unopened.Add(one.Version);
            }
        }

        return new EarlierReviews(reviews.ToImmutable(), unopened.ToImmutable());
    }

    /// <summary>Whether one engagement is an earlier review, by the same laboratory, of what another is about.</summary>
    public static bool IsEarlier(Engagement one, Engagement than) =>
        (one.Requested < than.Requested || (one.Requested == than.Requested && string.CompareOrdinal(one.Id, than.Id) < 0))
        && one.Seal is not null && (one.Host, one.Laboratory, one.Product) == (than.Host, than.Laboratory, than.Product);

    /// <summary>Lines in scope that were delivered in an earlier review and not in this one, by review; a line counts once, for the newest.</summary>
    /// <param name="tree">What is in scope now.</param>
    /// <param name="laboratory">What was delivered in this review.</param>
    /// <param name="coming">Lines that are about to be delivered.</param>
    public ImmutableArray<CarriedCoverage> Carried(ScopedSeal tree, LaboratoryView laboratory, IReadOnlyList<LineRange> coming)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(laboratory);
        var taken = new Dictionary<Digest, LineSet>();
        var more = coming.ToLookup(range => range.Content);
        LineSet Taken(Digest content)
        {
            if (!taken.TryGetValue(content, out var lines))
            {
                taken[content] = lines = laboratory.DeliveredOf(content);
                lines.AddAll(more[content].Select(range => (range.From, range.To)));
            }

            return lines;
        }

        return
        [
            .. _reviews.Select(review =>
            {
                var sum = 0L;
                foreach (var content in review.Delivered)
                {
                    if (tree.PlacesOf(content).Select(place => tree.Files[place].Lines).ToList() is { Count: > 0 } places)
                    {
                        var lines = Taken(content);
                        var before = lines.CountUpTo(places[0]);
                        lines.AddAll(review.LinesOf(content).Ranges);
                        sum += (lines.CountUpTo(places[0]) - before) * places.Count;
                    }
                }

                return new CarriedCoverage(review.Engagement, review.Version, review.Seal, (ulong)sum);
            }).Where(one => one.Lines > 0),
        ];
    }

    /// <summary>The lines of a content that were delivered in any earlier review.</summary>
    public LineSet LinesOf(Digest content)
    {
        var all = new LineSet();
        foreach (var review in _reviews)
        {
            all.AddAll(review.LinesOf(content).Ranges);
        }

        return all;
    }

    private sealed record EarlierReview(string Engagement, string Version, Digest Seal, LaboratoryView View)
    {
        public IReadOnlyList<Digest> Delivered => View.DeliveredContents;

        public LineSet LinesOf(Digest content) => View.DeliveredOf(content);
    }
}
