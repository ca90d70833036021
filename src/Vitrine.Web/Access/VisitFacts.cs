using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;

namespace Vitrine.Web;

/// <summary>Short questions that several pages ask of one visit's snapshot.</summary>
public static class VisitFacts
{
    /// <summary>The last moment of a day; now, where it is today, later, or not named.</summary>
    public static DateTimeOffset EndOf(this Visit visit, DateOnly? day) =>
        day is { } known && new DateTimeOffset(known.ToDateTime(new TimeOnly(23, 59, 59)), TimeSpan.Zero) is var end && end < visit.Now ? end : visit.Now;

    /// <summary>What all parties are called, by identifier.</summary>
    public static IReadOnlyDictionary<string, string> PartyNames(this Visit visit) =>
        Parties.List(visit.Views).ToDictionary(party => party.Id, party => party.Name, StringComparer.Ordinal);

    /// <summary>Where a statement stands in the public log, as words and an address.</summary>
    public static (string Words, string? Href) InLog(this Visit visit, Digest statement) =>
        visit.Views.Scalar<long?>("SELECT log_index FROM centre_statement WHERE digest = $1", statement) is { } index
            ? ($"Log {Words.Number(index)}", Routes.LogEntry(index))
            : ("Not in the log yet", null);

    /// <summary>Who did an act; null where there is none at this place.</summary>
    public static string? PersonAt(this Visit visit, LogIndex position) => visit.Views.Scalar<string>("SELECT person FROM centre_act WHERE n = $1", position);
}
