using Vitrine.Centre;

namespace Vitrine.Register;

/// <content>Ties. One concerns products where it changes an answer, and nobody where it ends nowhere.</content>
internal sealed partial class AffectedSearch
{
    /// <summary>
    /// Of a tie's claim: the products whose judge and maker it brings together, and who that judge is. Judged are those who certified a product and those who asked for it, under the bars that
    /// ship; the strictest of them decides, and a claim that was taken back counts as one that may hold.
    /// </summary>
    private ILookup<string, (string Product, string Judge)> Between => field ??= Judge().Distinct().ToLookup(one => one.Claim, one => (one.Product, one.Judge), StringComparer.Ordinal);

    /// <summary>
    /// What is owned is concerned, and whom it owns. Any other tie concerns whoever it ties to somebody on a list, and products whose maker it ties to who judged them. An office, a contract or
    /// a membership that does neither concerns nobody: it stands on record, and is found by whoever asks.
    /// </summary>
    public void Tie(Tie tie, string why)
    {
        if (tie.Kind == TieKind.Ownership)
        {
            Entity(tie.To, why, below: true);
        }
        else
        {
            foreach (var end in (string[])[tie.From, tie.To])
            {
                if (OnAList(tie, end) is { } listed)
                {
                    Entity(tie.Other(end), listed, below: true);
                }
            }
        }

        if (LeadsOn(tie.From, tie) && LeadsOn(tie.To, tie))
        {
            Judged(tie, why);
        }
    }

    private string Said(Tie tie) => $"{(tie.Withdrawn ? "no longer claimed: " : "")}{Sentence(tie)}";

    /// <summary>What a tie to one who certainly is on a list says of the other end; null where this one is on none.</summary>
    private string? OnAList(Tie tie, string end) => Lists.ScreenEntity(end, on, views).FirstOrDefault(IsCertain) is { } hit
        ? $"{Said(tie)}; {Name(end)} is on {Lists.Find(hit.List, views)!.Newest.Title}"
        : null;

    private void Judged(Tie tie, string why)
    {
        foreach (var (product, judge) in Between[tie.Claim])
        {
            Product(product, $"{Name(judge)} judged it, and may not be independent of its maker: {why}");
        }
    }

    /// <summary>Whether a path can go on from the end of a tie: somebody who makes or judges, or is tied to anybody else.</summary>
    private bool LeadsOn(string end, Tie tie) =>
        Ties.All(end, 2, views).Any(other => other.Claim != tie.Claim) || Makers().Contains(end, StringComparer.Ordinal) || Judges().Any(one => one.Judge == end);

    private IEnumerable<(string Claim, string Product, string Judge)> Judge()
    {
        foreach (var pair in Judges().Where(one => one.Judge != one.Maker && Entities.Find(one.Judge, views) is not null && Entities.Find(one.Maker, views) is not null).GroupBy(one => (one.Judge, one.Maker), one => one.Product))
        {
            foreach (var bar in Bars.Shipped)
            {
                var answer = Independence.Ask(pair.Key.Judge, pair.Key.Maker, bar.Bar with { WithdrawnUnknown = true }, on, views);
                foreach (var claim in answer.Paths.Where(path => path.Weight != PathWeight.Passes).SelectMany(path => path.Steps).SelectMany(step => step.Claims))
                {
                    foreach (var product in pair)
                    {
                        yield return (claim.Claim, product, pair.Key.Judge);
                    }
                }
            }
        }
    }

    /// <summary>Who certified a product, and who asked for that.</summary>
    private IEnumerable<(string Product, string Judge, string Maker)> Judges() => views
        .Query("SELECT DISTINCT product, vendor, laboratory, authority FROM register_certificate WHERE certified = 1", row => (Product: row.GetString(0), Maker: row.Text(1), Laboratory: row.GetString(2), Authority: row.Text(3)))
        .SelectMany(one => new[] { one.Laboratory, one.Authority }.OfType<string>().Select(judge => (one.Product, Judge: judge, Maker: one.Maker ?? _known.FirstOrDefault(product => product.Name == one.Product)?.Vendor)))
        .Where(one => one.Maker is not null)
        .Select(one => (one.Product, one.Judge, one.Maker!));
}
