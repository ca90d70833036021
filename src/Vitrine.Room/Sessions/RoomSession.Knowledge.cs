using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Room;

/// <summary>Who knows of the findings: written in the session, sealed to the laboratory, and to the vendor no more than that something was written.</summary>
public sealed partial class RoomSession
{
    // As many as fit a sealed part of the usual size.
    private const int MostAtOnce = 24;
    private const int MaxName = 120;

    private DateOnly Today => DateOnly.FromDateTime(_centre.Time.GetUtcNow().UtcDateTime);

    /// <summary>Puts on record that this person has read the findings that a page is about to list.</summary>
    /// <exception cref="ActRefusedException">The session is over.</exception>
    public async Task MarkFindingsReadAsync(CancellationToken cancellationToken)
    {
        foreach (var some in Laboratory.Findings.Select(finding => finding.Detail.Finding).Where(finding => !Knows(finding)).Chunk(MostAtOnce))
        {
            await WriteAsync(() => new WrittenDetail(null, null, [.. some.Select(finding => new FindingKnown(finding, Person, null, KnownHow.Read, Today))]), cancellationToken);
        }
    }

    /// <summary>Records that somebody who is nobody of the laboratory knows of a finding.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="name">Who knows: a party, a person, a public.</param>
    /// <param name="how">How they came to know.</param>
    /// <param name="since">Since which day.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ActRefusedException">The session is over, there is no such finding, the name is none, or the day is to come.</exception>
    public async Task RecordKnownAsync(string finding, string name, KnownHow how, DateOnly since, CancellationToken cancellationToken)
    {
        ActText.Require(name, "name of who knows", MaxName);
        if (since > Today || !Enum.IsDefined(how))
        {
            throw new ActRefusedException("Say how they came to know, and since which day: today, or one before.");
        }

        await WriteAsync(() => new WrittenDetail(null, null, [new FindingKnown(Standing(finding).Finding, null, name, how, since)]), cancellationToken);
    }

    /// <summary>Sets the day before which nobody outside the laboratory is to be told of a finding, or none.</summary>
    /// <exception cref="ActRefusedException">The session is over, or there is no such finding that stands.</exception>
    public Task SetEmbargoAsync(string finding, DateOnly? embargo, CancellationToken cancellationToken) =>
        WriteAsync(() => new WrittenDetail(null, Standing(finding) with { Embargo = embargo }), cancellationToken);

    /// <summary>Proposes to tell the vendor and the authority of a finding as it stands. Another person of the laboratory does (<see cref="TellAsync"/>).</summary>
    /// <exception cref="ActRefusedException">The session is over, there is no such finding, its embargo holds, or they were told of it as it is.</exception>
    public Task ProposeTellingAsync(string finding, CancellationToken cancellationToken) =>
        WriteAsync(() => new WrittenDetail(null, null, null, ToTell(finding).Finding), cancellationToken);

    /// <summary>
    /// Tells the vendor and the authority of a finding that a colleague proposed to tell: its title and severity, in the open, and neither its place nor its text.
    /// </summary>
    /// <exception cref="ActRefusedException">The session is over, nobody else proposed it as it stands, its embargo holds, or they were told of it as it is.</exception>
    public Task TellAsync(string finding, CancellationToken cancellationToken) => InTurnAsync(
        () =>
        {
            var detail = ToTell(finding);
            var proposed = Laboratory.ProposedBy(finding) ?? throw new ActRefusedException("Nobody proposes to tell of this finding as it stands. Two people of the laboratory tell: one proposes, the other confirms.");
            Engagement engagement;
            using (var views = _centre.Snapshot())
            {
                engagement = Engagements.Find(Engagement, views)!;
            }

            var told = new FindingTold(finding, Engagement, engagement.Laboratory, engagement.Product, engagement.Version, detail.Severity, detail.Title, detail.Withdrawn, proposed);
            return _centre.RecordAsync(told, _actor, CancellationToken.None);
        },
        cancellationToken);

    private FindingDetail ToTell(string finding)
    {
        var detail = Laboratory.Findings.FirstOrDefault(one => one.Detail.Finding == finding)?.Detail ?? throw new ActRefusedException($"There is no finding {finding}.");
        if (detail.Embargo is { } until && Today < until)
        {
            throw new ActRefusedException($"The finding is kept in the laboratory until {until:yyyy-MM-dd}. Lift the embargo first.");
        }

        using var views = _centre.Snapshot();
        return IsTold(detail, FindingNotices.Find(finding, views)) ? throw new ActRefusedException("There is nothing to tell: they know of it as it is.") : detail;
    }

    /// <summary>Whether nothing is left to tell of a finding, after what was told of it last.</summary>
    public static bool IsTold(FindingDetail detail, FindingNotice? notice) =>
        notice is null ? detail.Withdrawn : notice.Severity == detail.Severity && notice.Title == detail.Title && notice.Withdrawn == detail.Withdrawn;

    private bool Knows(string finding) => Laboratory.KnownBy(finding).Any(known => known.Detail.Person == Person);

    private FindingDetail Standing(string finding) =>
        Laboratory.Findings.FirstOrDefault(one => one.Detail.Finding == finding && !one.Detail.Withdrawn)?.Detail ?? throw new ActRefusedException($"There is no finding {finding} that stands.");
}
