using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Room;

/// <summary>What may happen in a session. What it may show, and how much, is for the session itself: the views do not know.</summary>
internal static class SessionRules
{
    public static void Check(SessionAct act, Actor by, DateTimeOffset at, SqliteConnection views)
    {
        var engagement = Engagements.Find(act.Engagement, views) ?? throw new ActRefusedException($"There is no engagement {act.Engagement}.");
        CheckSealed(act);
        if (act is SessionOpened opened)
        {
            CheckOpened(opened, engagement, by, at, views);
            return;
        }

        var session = Sessions.Find(act.Session, views);
        if (session is null || session.Engagement != act.Engagement || session.Closed is not null)
        {
            throw new ActRefusedException("The session is over. Open a new one to read on.");
        }

        if (by.Person != session.Person && !(act is SessionClosed && by == Actor.Console))
        {
            throw new ActRefusedException("The session is another person's.");
        }

        if (act is SessionClosed)
        {
            return;
        }

        if (engagement.State != EngagementState.Open)
        {
            throw new ActRefusedException("The room was closed. What was read is on record; nothing more is shown.");
        }

        RequireHours(engagement.Rules!, at);
        if (act.Sealed!.Number < Sessions.NextPart(act.Session, views))
        {
            throw new ActRefusedException("A sealed part has a number that was used.");
        }
    }

    private static void CheckOpened(SessionOpened opened, Engagement engagement, Actor by, DateTimeOffset at, SqliteConnection views)
    {
        ActText.RequireId(opened.Session, "session's identifier");
        ActText.Require(opened.Terminal, "terminal", 120);
        if (by.Role != Role.Reviewer || !engagement.Concerns(by.Role, People.PartyOf(by.Person, views)))
        {
            throw new ActRefusedException("This room is open to the reviewers of its laboratory.");
        }

        if (engagement.State != EngagementState.Open || engagement.Rules is not { } rules)
        {
            throw new ActRefusedException($"The room of {engagement.Product} {engagement.Version} is not open.");
        }

        RequireHours(rules, at);
        if (!EntryGates.LetIn(engagement.Id, by.Person, views))
        {
            throw new ActRefusedException("The gates have not let this reviewer in as things stand now. Enter again.");
        }

        if (Sessions.Find(opened.Session, views) is not null)
        {
            throw new ActRefusedException($"There is a session {opened.Session} already.");
        }

        if (!opened.Key.AreWhole)
        {
            throw new ActRefusedException("The session's key is not wrapped as it must be.");
        }
    }

    /// <summary>What a session shows and writes is sealed, under its own key; its beginning and its end are open.</summary>
    private static void CheckSealed(SessionAct act)
    {
        var opensOrCloses = act is SessionOpened or SessionClosed;
        if (opensOrCloses ? act.Sealed is not null : act.Sealed?.Session != act.Session)
        {
            throw new ActRefusedException("The act does not carry the sealed part that it must.");
        }
    }

    private static void RequireHours(RoomRules rules, DateTimeOffset at)
    {
        if (!rules.AreOpenAt(at))
        {
            throw new ActRefusedException($"The room is open from {rules.FromHour:00}:00 to {rules.ToHour:00}:00 UTC.");
        }
    }
}
