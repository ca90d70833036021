using System.Collections.Immutable;
using Vitrine.Register;

namespace Vitrine.Web;

/// <summary>The register of parties.</summary>
public sealed record EntityListView(Shell Shell, ImmutableArray<EntityRow> Rows, TableState State);

/// <param name="Kind">What it is, as a word.</param>
/// <param name="Also">Another of its names; null where it has none.</param>
public sealed record EntityRow(string Id, string Name, string? Also, string Kind, string Countries);

/// <summary>A party, with all that is on record about it.</summary>
/// <param name="Part">What it is in this centre: host, laboratory, authority; null for all others.</param>
/// <param name="MoreTies">Claims that are on record and not listed.</param>
/// <param name="MayRecord">Whether this reader records claims.</param>
public sealed record EntityView(
    Shell Shell,
    Entity Entity,
    ImmutableArray<string> Aliases,
    string? Part,
    ImmutableArray<ClaimRow> Ties,
    long MoreTies,
    ImmutableArray<ClaimRow> Gaps,
    ImmutableArray<AccreditationRow> Accreditations,
    ImmutableArray<Product> Products,
    ImmutableArray<Regime> Regimes,
    bool MayRecord);

/// <summary>A claim as it reads from one party.</summary>
/// <param name="What">From this party on: "is owned by".</param>
/// <param name="Other">Whom it ties it to; null where it ties it to nobody.</param>
/// <param name="OtherName">What that one is called.</param>
/// <param name="Amount">The share, or the detail, or both.</param>
/// <param name="State">Holds, over, to come, withdrawn.</param>
public sealed record ClaimRow(
    string Claim,
    string What,
    string? Other,
    string OtherName,
    string? Amount,
    DateOnly? Since,
    DateOnly? Until,
    Source Source,
    Tone Tone,
    string State,
    ImmutableArray<ReplyRow> Replies);

public sealed record ReplyRow(string Name, string Text, DateTimeOffset At);

public sealed record AccreditationRow(Accreditation Accreditation, string Laboratory, Tone Tone, string State)
{
    /// <summary>Whether it holds today, as far as its days are known.</summary>
    public bool IsHolding => Tone is Tone.Yes or Tone.Wait;
}

/// <summary>Who reads, and who decides.</summary>
public sealed record ReadersView(Shell Shell, ImmutableArray<LaboratoryEntry> Laboratories, TableState State, ImmutableArray<AuthorityEntry> Authorities);

/// <param name="Here">Whether it is a party of this centre.</param>
public sealed record LaboratoryEntry(string Id, string Name, string Countries, bool Here, ImmutableArray<AccreditationRow> Accreditations)
{
    /// <summary>Accreditations that hold today, as far as their days are known.</summary>
    public int Holding => Accreditations.Count(one => one.IsHolding);
}

public sealed record AuthorityEntry(string Id, string Name, string Countries, bool Here, ImmutableArray<Regime> Regimes);

/// <summary>The products.</summary>
public sealed record ProductListView(Shell Shell, ImmutableArray<ProductEntry> Rows, TableState State);

public sealed record ProductEntry(string Id, string Name, string Vendor, string VendorName, string Class, ImmutableArray<string> Regimes);

/// <summary>One claim, with what was replied to it, and the forms for those who may.</summary>
/// <param name="Parties">The entities it is about, with their names.</param>
/// <param name="Repliers">For whom this reader may reply.</param>
public sealed record ClaimView(
    Shell Shell,
    ClaimRow Row,
    string Subject,
    ImmutableArray<(string Id, string Name)> Parties,
    string? Withdrawn,
    ImmutableArray<Choice> Repliers,
    bool MayWithdraw,
    string Reply,
    string Reason,
    FieldErrors Errors);

/// <summary>The form for a tie of one party.</summary>
public sealed record TieView(Shell Shell, Entity Entity, TieForm Form, FieldErrors Errors);

/// <summary>A tie as it was filled in.</summary>
/// <param name="Direction">Whether this party is the one who owns, pays, … ("from"), or the other ("to").</param>
public sealed record TieForm(
    string Kind, string Direction, string Other, string Share, string Detail, string Since, string Until, string Title, string Url, string Retrieved, string Grade)
{
    public static TieForm Blank(DateTimeOffset now) => new("Ownership", "to", "", "", "", "", "", "", "", Words.Date(now), "C");
}
