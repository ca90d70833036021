using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Room;

/// <summary>Acts that one person takes by name, beside another: whoever acts takes it for themselves.</summary>
/// <remarks>
/// The console may write such an act down for a person, who is named in it; the record then says <c>console</c> as who acted and the person
/// as whose decision it was. So two people are named in any case, and never one twice.
/// </remarks>
internal static class NamedPerson
{
    /// <summary>Refuses a person who is not one of these parties' people in a role that may do this, or not the one who acts.</summary>
    public static void Require(string person, Actor by, Operation operation, SqliteConnection views, params ReadOnlySpan<string> parties)
    {
        if (by != Actor.Console && by.Person != person)
        {
            throw new ActRefusedException("A person decides for themselves. Sign in as whoever decides.");
        }

        if (People.Find(person, views) is not { Party: { } party } known || !parties.Contains(party) || !Permissions.Allows(known.Role, operation))
        {
            throw new ActRefusedException($"This is for the people of {string.Join(" or ", parties.ToArray().Select(one => $"'{one}'"))} whose role allows it; name one of them.");
        }
    }
}
