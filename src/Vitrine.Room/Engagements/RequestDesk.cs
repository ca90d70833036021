using Vitrine.Centre;

namespace Vitrine.Room;

/// <summary>Asks for a review, settles what the public sees of it, and asks the gates about its parties for the first time.</summary>
public static class RequestDesk
{
    /// <summary>
    /// Records the request, its publication policy, and what the gates answer by the rules of the host's house. A gate that says no stops nothing
    /// here: it is seen, and keeps people out later.
    /// </summary>
    /// <exception cref="ActRefusedException">The request or the policy cannot be; where it is the policy, the request stands, and is counted alone.</exception>
    public static async Task AskAsync(
        OpenCentre centre, EngagementRequested request, PublicationTime when, DateOnly? on, IReadOnlyList<PublicField> shown, Actor by, CancellationToken cancellationToken)
    {
        if (when == PublicationTime.OnDate && !(on > DateOnly.FromDateTime(centre.Time.GetUtcNow().UtcDateTime)))
        {
            throw new ActRefusedException("Name a day after today where the register shows the engagement from a day on.");
        }

        await centre.RecordAsync(request, by, cancellationToken);
        await Publications.ChooseAsync(centre, request.Engagement, when, on, shown, by, cancellationToken);
        await EntryGates.AskAndRecordAsync(centre, request.Engagement, cancellationToken);
    }
}
