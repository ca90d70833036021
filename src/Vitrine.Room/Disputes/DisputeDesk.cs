using System.Security.Cryptography;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Room;

/// <summary>Opens one session with the keys of both dispute parties: the room's host and authority, who can do it only together.</summary>
public static class DisputeDesk
{
    /// <summary>Opens a session's sealed parts. That they are opened is on record before anything is given.</summary>
    /// <param name="centre">The centre.</param>
    /// <param name="session">The session.</param>
    /// <param name="host">The host's key.</param>
    /// <param name="authority">The authority's key.</param>
    /// <param name="reason">Why, for the record.</param>
    /// <param name="by">Who does it, for both.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ActRefusedException">There is no such session, or this is not for whoever asks.</exception>
    /// <exception cref="CryptographicException">One of the keys is not the party's; nothing was recorded.</exception>
    /// <exception cref="LedgerFormatException">A sealed part was altered; that the session was opened is on record.</exception>
    public static async Task<IReadOnlyList<OpenedAct>> OpenAsync(
        OpenCentre centre, string session, OpeningKey host, OpeningKey authority, string reason, Actor by, CancellationToken cancellationToken)
    {
        Session disputed;
        List<LogIndex> positions;
        using (var views = centre.Snapshot())
        {
            disputed = Sessions.Find(session, views) ?? throw new ActRefusedException($"There is no session {session}.");
            positions = Sessions.SealedActs(disputed.Engagement, views);
        }

        using var key = SessionKey.Open(session, disputed.Key, host, authority);
        var act = await centre.RecordAsync(new DisputeOpened(disputed.Engagement, session, reason), by, cancellationToken);
        try
        {
            return [.. centre.ReadActs(positions).Where(recorded => ((SessionAct)recorded.Act).Session == session).Select(recorded => OpenedSessions.Open(recorded, key))];
        }
        catch (LedgerFormatException error)
        {
            throw new LedgerFormatException($"{error.Message} Nothing is shown; that the session was opened is on record, as act {act}.", error);
        }
    }
}
