using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>What a claim is about.</summary>
public enum ClaimKind
{
    /// <summary>A tie between two entities.</summary>
    Tie,

    /// <summary>That an entity's owners are not known, or that it has none.</summary>
    OwnersUnknown,

    /// <summary>An accreditation.</summary>
    Accreditation,
}

/// <summary>What somebody whom a claim concerns says to it.</summary>
public sealed record ClaimReply(string Claim, string Entity, string Text, DateTimeOffset At);

/// <summary>That a claim was taken back.</summary>
public sealed record ClaimWithdrawal(string Claim, string Reason, DateTimeOffset At);

/// <summary>Why an entity's owners are not in the register: the reasons of the Beneficial Ownership Data Standard 0.4 (<c>unspecifiedReason</c>).</summary>
public enum OwnersGap
{
    /// <summary>Nobody owns it: a foundation, a state's own body. This is knowledge, no gap.</summary>
    NoBeneficialOwners,

    /// <summary>It could not say who its owners are.</summary>
    SubjectUnableToConfirmOrIdentifyBeneficialOwner,

    /// <summary>The owner told it nothing.</summary>
    InterestedPartyHasNotProvidedInformation,

    /// <summary>It need not disclose its owners.</summary>
    SubjectExemptFromDisclosure,

    /// <summary>The owner need not be disclosed.</summary>
    InterestedPartyExemptFromDisclosure,

    /// <summary>Nobody said why.</summary>
    Unknown,

    /// <summary>Who published the data does not know.</summary>
    InformationUnknownToPublisher,
}

/// <summary>A claim that an entity's owners, or some of them, are not known and why.</summary>
public sealed record OwnersGapClaim(string Claim, string Entity, OwnersGap Reason, DateOnly? Since, DateOnly? Until, Source Source, bool Withdrawn)
{
    /// <summary>The act that claimed it, changed it or took it back.</summary>
    internal long Position { get; init; }

    /// <summary>Whether the claim holds on a day, as far as its dates are known.</summary>
    public bool HoldsOn(DateOnly day) => !Withdrawn && !(Since > day) && !(Until <= day);
}

/// <summary>What is on record about claims of every kind.</summary>
public static class Claims
{
    private const string SelectGaps = """
        SELECT c.id, g.entity, g.reason, c.since, c.until, c.title, c.url, c.retrieved, c.grade, c.withdrawn, c.n
        FROM register_owners_unknown g JOIN register_claim c ON c.id = g.claim
        """;

    /// <summary>What kind of claim an identifier names; null where it names none.</summary>
    public static ClaimKind? KindOf(string claim, SqliteConnection views) =>
        views.Scalar<string>("SELECT kind FROM register_claim WHERE id = $1", claim) is { } kind ? Enum.Parse<ClaimKind>(kind, ignoreCase: true) : null;

    /// <summary>What was replied to a claim, oldest first.</summary>
    public static IReadOnlyList<ClaimReply> Replies(string claim, SqliteConnection views) => views.Query(
        "SELECT claim, entity, text, at FROM register_reply WHERE claim = $1 ORDER BY n", row => new ClaimReply(row.GetString(0), row.GetString(1), row.GetString(2), row.Time(3)), claim);

    /// <summary>Why and when a claim was taken back; null where it was not.</summary>
    public static ClaimWithdrawal? Withdrawal(string claim, SqliteConnection views) => views.Query(
        "SELECT claim, reason, at FROM register_withdrawal WHERE claim = $1", row => new ClaimWithdrawal(row.GetString(0), row.GetString(1), row.Time(2)), claim).FirstOrDefault();

    /// <summary>What is said of an entity's unknown owners, withdrawn claims among it, newest first.</summary>
    public static IReadOnlyList<OwnersGapClaim> OwnersGaps(string entity, SqliteConnection views) => views.Query($"{SelectGaps} WHERE g.entity = $1 ORDER BY c.n DESC, c.id", ReadGap, entity);

    /// <summary>One claim about unknown owners; null where there is none.</summary>
    public static OwnersGapClaim? OwnersGap(string claim, SqliteConnection views) => views.Query($"{SelectGaps} WHERE g.claim = $1", ReadGap, claim) is [var gap, ..] ? gap : null;

    internal static IReadOnlyList<OwnersGapClaim> EveryOwnersGap(SqliteConnection views) => views.Query($"{SelectGaps} ORDER BY c.id", ReadGap);

    /// <summary>A nullable day column.</summary>
    internal static DateOnly? Day(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : DateOnly.ParseExact(row.GetString(column), "yyyy-MM-dd");

    /// <summary>Four columns: title, address, day, grade.</summary>
    internal static Source Source(this SqliteDataReader row, int column) => new(row.GetString(column), row.Text(column + 1), row.Day(column + 2)!.Value, row.GetString(column + 3)[0]);

    private static OwnersGapClaim ReadGap(SqliteDataReader row) =>
        new(row.GetString(0), row.GetString(1), Enum.Parse<OwnersGap>(row.GetString(2), ignoreCase: true), row.Day(3), row.Day(4), row.Source(5), row.GetBoolean(9)) { Position = row.GetInt64(10) };
}
