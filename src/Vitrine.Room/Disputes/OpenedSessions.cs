using System.Security.Cryptography;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Room;

/// <summary>One act of a session with its sealed part opened: a frame, or what was written.</summary>
public sealed record OpenedAct(LogIndex Position, DateTimeOffset At, string Session, string Person, FrameDetail? Frame, WrittenDetail? Written);

/// <summary>Opens the sealed parts of acts, wherever they were read: from a centre, or from a copy of its ledger, offline.</summary>
public static class OpenedSessions
{
    /// <summary>Opens those of the engagement's sessions, oldest first, with the laboratory's key.</summary>
    /// <exception cref="CryptographicException">The key is not the laboratory's.</exception>
    /// <exception cref="LedgerFormatException">A sealed part was altered.</exception>
    public static IReadOnlyList<OpenedAct> Read(IEnumerable<RecordedAct> acts, string engagement, OpeningKey laboratory) =>
        Read(acts, opened => opened.Engagement == engagement ? SessionKey.Open(opened.Session, opened.Key, laboratory) : null);

    /// <summary>Opens one session with the keys of both dispute parties.</summary>
    /// <exception cref="CryptographicException">One of the keys is not the party's.</exception>
    /// <exception cref="LedgerFormatException">A sealed part was altered.</exception>
    public static IReadOnlyList<OpenedAct> Read(IEnumerable<RecordedAct> acts, string session, OpeningKey host, OpeningKey authority) =>
        Read(acts, opened => opened.Session == session ? SessionKey.Open(session, opened.Key, host, authority) : null);

    private static List<OpenedAct> Read(IEnumerable<RecordedAct> acts, Func<SessionOpened, SessionKey?> open)
    {
        var keys = new Dictionary<string, SessionKey>(StringComparer.Ordinal);
        var read = new List<OpenedAct>();
        try
        {
            foreach (var recorded in acts)
            {
                if (recorded.Act is SessionOpened opened && open(opened) is { } key)
                {
                    keys.Add(opened.Session, key);
                }
                else if (recorded.Act is SessionAct { Sealed: not null } act && keys.TryGetValue(act.Session, out var own))
                {
                    read.Add(Open(recorded, own));
                }
            }
        }
        finally
        {
            foreach (var key in keys.Values)
            {
                key.Dispose();
            }
        }

        return read;
    }

    internal static OpenedAct Open(RecordedAct recorded, SessionKey key)
    {
        var (session, part) = (((SessionAct)recorded.Act).Session, recorded.Act.Sealed!);
        try
        {
            return recorded.Act is FrameDelivered
                ? new OpenedAct(recorded.Position, recorded.At, session, recorded.By.Person, key.Open<FrameDetail>(recorded.Kind, part), null)
                : new OpenedAct(recorded.Position, recorded.At, session, recorded.By.Person, null, key.Open<WrittenDetail>(recorded.Kind, part));
        }
        catch (CryptographicException error)
        {
            throw new LedgerFormatException($"The sealed part of act {recorded.Position} does not open with its session's key: it was altered, or sealed with another.", error);
        }
    }
}
