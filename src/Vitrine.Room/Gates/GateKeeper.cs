using System.Collections.Concurrent;
using Vitrine.Centre;

namespace Vitrine.Room;

/// <summary>Asks the gates for the rooms of a running server, and puts on record whom they let in and whom they kept out.</summary>
internal sealed class GateKeeper(OpenCentre centre)
{
    /// <summary>On which act and which day the newest answer for a session rests.</summary>
    private readonly ConcurrentDictionary<string, (long Facts, DateOnly Day, DateTimeOffset? Ends)> _answered = new(StringComparer.Ordinal);

    /// <summary>Asks for one who wants to enter; gives why they are kept out, or null. Either is on record.</summary>
    public async Task<string?> AskAsync(Engagement engagement, string person, string terminal)
    {
        GateReport report;
        using (var views = centre.Snapshot())
        {
            report = EntryGates.Ask(centre, engagement, person, terminal, centre.Time.GetUtcNow(), views);
        }

        await centre.RecordAsync(report.ToAct(), Actor.Console, CancellationToken.None);
        return report.Refusal;
    }

    /// <summary>Asks for one who is in the room, where anything changed since the last time; gives why they are kept out, or null. Only being kept out is put on record.</summary>
    public async Task<string?> AskAgainAsync(string session, string engagement, string person, string terminal)
    {
        GateReport report;
        using (var views = centre.Snapshot())
        {
            var now = centre.Time.GetUtcNow();
            var day = DateOnly.FromDateTime(now.UtcDateTime);
            var facts = EntryGates.FactsAt(views);
            if (_answered.TryGetValue(session, out var known) && known.Facts == facts && known.Day == day && !(now >= known.Ends))
            {
                return null;
            }

            report = EntryGates.Ask(centre, Engagements.Find(engagement, views)!, person, terminal, now, views);
            if (report.LetsIn)
            {
                var overrides = report.Answers.Select(answer => answer.Override).OfType<string>().ToHashSet(StringComparer.Ordinal);
                DateTimeOffset? ends = overrides.Count == 0 ? null : GateOverrides.Of(engagement, views).Where(one => overrides.Contains(one.Id)).Min(one => one.Until);
                _answered[session] = (facts, day, ends);
                return null;
            }
        }

        await centre.RecordAsync(report.ToAct(), Actor.Console, CancellationToken.None);
        return report.Refusal;
    }

    /// <summary>Forgets a session that ended.</summary>
    public void Forget(string session) => _answered.TryRemove(session, out _);
}
