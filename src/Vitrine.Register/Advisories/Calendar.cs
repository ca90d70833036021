using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>What changes because a day begins, without anybody's act: a certificate or an accreditation that runs out is a cause of an advisory.</summary>
/// <remarks>
/// The act names the day, and is recorded only where something ran out; the views follow from it and never from a clock. What had run out before it was recorded is no change. Each
/// look reaches back to the one before, the first one <see cref="FirstReach"/> days.
/// </remarks>
internal static class Calendar
{
    public const string Schema = "CREATE TABLE advisories_day (day TEXT PRIMARY KEY);";

    private const int FirstReach = 31;

    /// <summary>Whether something ran out that no look has seen.</summary>
    public static bool Moves(DateOnly day, SqliteConnection views) => !(Last(views) >= day) && RanOut(day, views).Count > 0;

    /// <summary>A day is looked at once, by the centre, when it has begun, and where something ran out.</summary>
    /// <exception cref="ActRefusedException">It is not so.</exception>
    public static void Check(DateOnly day, Actor by, DateTimeOffset at, SqliteConnection views)
    {
        if (by != Actor.Centre)
        {
            throw new ActRefusedException("Only the centre itself looks what has run out.");
        }

        if (day > DateOnly.FromDateTime(at.UtcDateTime) || !Moves(day, views))
        {
            throw new ActRefusedException($"Nothing has run out on {UtcDay.Format(day)} that was not looked at.");
        }
    }

    /// <summary>What ran out comes as a cause.</summary>
    public static void Project(DateOnly day, RecordedAct recorded, SqliteConnection views)
    {
        foreach (var (cause, what) in RanOut(day, views))
        {
            Causes.Put(cause, what, recorded.At, recorded.Position, views);
        }

        views.Execute("INSERT INTO advisories_day VALUES ($1)", UtcDay.Format(day));
    }

    private static DateOnly? Last(SqliteConnection views) => views.Scalar<string>("SELECT max(day) FROM advisories_day") is { } day && UtcDay.TryParse(day, out var last) ? last : null;

    private static List<(string Cause, string What)> RanOut(DateOnly day, SqliteConnection views)
    {
        var (from, to) = (Last(views) ?? day.AddDays(-FirstReach), day);
        var midnight = new DateTimeOffset(to, TimeOnly.MinValue, TimeSpan.Zero);
        return
        [
            .. Certificates.EndingWithin(new DateTimeOffset(from, TimeOnly.MinValue, TimeSpan.Zero), midnight, views).Where(one => one.StateAt(midnight) == CertificateState.Expired)
                .Select(one => ($"certificate:{one.Digest}", $"Certificate of {one.Product} {one.Version} ran out")),
            .. Accreditations.EndingWithin(from, to, views).Select(one => ($"claim:{one.Claim}", $"Accreditation of {Entities.Find(one.Laboratory, views)?.Name ?? one.Laboratory} ran out")),
        ];
    }
}
