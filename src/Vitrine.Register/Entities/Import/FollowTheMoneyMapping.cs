using System.Collections.Immutable;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>What the register keeps of FollowTheMoney: which schema becomes which record (docs/formats/register.md has the table).</summary>
internal static class FollowTheMoneyMapping
{
    private const int MaxTies = 100;
    private const int MaxDetail = 1000;

    /// <summary>Schemas of parties, and what they are.</summary>
    public static ImmutableSortedDictionary<string, EntityKind> Parties { get; } = new Dictionary<string, EntityKind>
    {
        ["Company"] = EntityKind.Organisation,
        ["LegalEntity"] = EntityKind.Organisation,
        ["Organization"] = EntityKind.Organisation,
        ["Person"] = EntityKind.Person,
        ["PublicBody"] = EntityKind.PublicBody,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Schemas of ties: what they are, and the properties that hold who is tied, to whom, and the detail.</summary>
    public static ImmutableSortedDictionary<string, (TieKind Kind, string From, string To, ImmutableArray<string> Detail)> Links { get; } =
        new Dictionary<string, (TieKind, string, string, ImmutableArray<string>)>
        {
            ["Associate"] = (TieKind.Other, "person", "associate", ["relationship"]),
            ["Debt"] = (TieKind.Contract, "creditor", "debtor", ["amount", "currency"]),
            ["Directorship"] = (TieKind.Office, "director", "organization", ["role"]),
            ["Employment"] = (TieKind.Office, "employee", "employer", ["role"]),
            ["Family"] = (TieKind.Family, "person", "relative", ["relationship"]),
            ["Membership"] = (TieKind.Membership, "member", "organization", ["role"]),
            ["Ownership"] = (TieKind.Ownership, "owner", "asset", ["role", "ownershipType"]),
            ["Payment"] = (TieKind.Payment, "payer", "beneficiary", ["amount", "currency", "purpose"]),
            ["Representation"] = (TieKind.Contract, "client", "agent", ["role"]),
            ["Succession"] = (TieKind.Other, "predecessor", "successor", ["role"]),
            ["UnknownLink"] = (TieKind.Other, "subject", "object", ["role"]),
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>A party.</summary>
    /// <exception cref="FormatException">It has no name.</exception>
    public static EntityRecorded Party(FollowTheMoneyEntity entity, EntityKind kind, Source source, out int cleaned)
    {
        cleaned = 0;
        var names = FollowTheMoneyValues.Names(entity.Values("name"), ref cleaned);
        if (names.IsEmpty)
        {
            names = FollowTheMoneyValues.Names([entity.Caption ?? string.Join(' ', entity.Values("firstName", "lastName"))], ref cleaned);
        }

        if (names.IsEmpty)
        {
            throw new FormatException("it has no \"name\"");
        }

        var name = entity.Caption is { } caption && names.Contains(caption) ? caption : names[0];
        var aliases = FollowTheMoneyValues.Names([.. names, .. entity.Values("alias", "previousName", "weakAlias")], ref cleaned).Remove(name);
        var countries = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var given in kind == EntityKind.Person ? entity.Values("nationality", "citizenship", "country") : entity.Values("jurisdiction", "mainCountry", "country"))
        {
            if (FollowTheMoneyValues.Country(given) is { } country)
            {
                countries.Add(country);
            }
            else
            {
                cleaned++;
            }
        }

        return new EntityRecorded(entity.Id, kind, name, aliases, [.. countries], SourceOf(entity, source));
    }

    /// <summary>The ties of one link: each of those on one side with each on the other.</summary>
    /// <exception cref="FormatException">A side is empty, or a value is none.</exception>
    public static ImmutableArray<Act> Ties(FollowTheMoneyEntity link, Source source)
    {
        var (kind, from, to, detail) = Links[link.Schema];
        return Ties(link, kind, Side(link, from), Side(link, to), Detail(link, detail), source);
    }

    /// <summary>The ties of an award: from those who ordered to those who deliver.</summary>
    public static ImmutableArray<Act> Award(FollowTheMoneyEntity award, List<string> authorities, string? title, Source source) =>
        Ties(award, TieKind.Award, authorities, Side(award, "supplier"), Joined([title, Detail(award, ["role", "amount", "currency"])]), source);

    /// <summary>Those on one side of a link.</summary>
    public static List<string> Side(FollowTheMoneyEntity link, string property)
    {
        var side = link.Values(property).Distinct(StringComparer.Ordinal).ToList();
        return side.Count > 0 ? side : throw new FormatException($"it has no \"{property}\"");
    }

    private static ImmutableArray<Act> Ties(FollowTheMoneyEntity link, TieKind kind, List<string> from, List<string> to, string? detail, Source source)
    {
        if (from.Count * to.Count > MaxTies)
        {
            throw new FormatException($"it ties {from.Count} to {to.Count}; at most {MaxTies} pairs are kept of a line");
        }

        var (since, until, rough) = Days(link, isEvent: kind is TieKind.Payment or TieKind.Award);
        var percent = kind == TieKind.Ownership ? link.First("percentage") : null;
        var share = percent is null ? null : FollowTheMoneyValues.ShareOf(percent);
        var said = Joined([detail, percent is not null && share is null ? $"share as given: {FollowTheMoneyValues.Clean(percent, out _)}" : null, rough]);
        var claimed = SourceOf(link, source);
        var pairs = from.SelectMany(one => to, (one, other) => (one, other)).ToList();
        return [.. pairs.Select((pair, i) => new TieClaimed(pairs.Count == 1 ? link.Id : $"{link.Id}.{i + 1}", kind, pair.one, pair.other, share, said, since, until, claimed))];
    }

    /// <summary>First and last day; what is known to a month or a year covers all of it, and the detail says so.</summary>
    private static (DateOnly? Since, DateOnly? Until, string? Rough) Days(FollowTheMoneyEntity link, bool isEvent)
    {
        DateOnly? since = null, until = null;
        var given = new List<string>();
        foreach (var text in link.Values("startDate", "date"))
        {
            var (from, to) = Day(text, given);
            since = since < from ? since : from;

            // A payment happened on its day: it does not go on.
            until = isEvent && !(until > to) ? to : until;
        }

        foreach (var text in link.Values("endDate"))
        {
            // It holds until the day that is given; until the last that a month or year can mean.
            var (from, to) = Day(text, given);
            var end = to == from.AddDays(1) ? from : to;
            until = until > end ? until : end;
        }

        return (since, until <= since ? since.Value.AddDays(1) : until, given.Count == 0 ? null : $"dates as given: {string.Join(", ", given)}");
    }

    private static (DateOnly From, DateOnly To) Day(string text, List<string> rough)
    {
        if (!FollowTheMoneyValues.TryDay(text, out var from, out var to))
        {
            throw new FormatException($"\"{EntityRules.Shown(text)}\" is no day: 2024-05-17, 2024-05 or 2024");
        }

        if (text.Length < 10)
        {
            rough.Add(text);
        }

        return (from, to);
    }

    private static Source SourceOf(FollowTheMoneyEntity entity, Source source)
    {
        var title = entity.First("publisher") is { } publisher && FollowTheMoneyValues.Clean(publisher, out _).Trim() is { Length: > 0 and <= 500 } clean ? clean : source.Title;
        var url = entity.First("sourceUrl") is { Length: <= 2000 } given && Uri.TryCreate(given, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https" ? given : source.Url;
        var retrieved = entity.First("retrievedAt") is { } at && FollowTheMoneyValues.TryDay(at, out var day, out _) ? day : source.Retrieved;
        return new Source(title, url, retrieved, source.Grade);
    }

    private static string? Detail(FollowTheMoneyEntity link, ImmutableArray<string> properties) => Joined([.. properties.Select(property => link.First(property))], " ");

    private static string? Joined(IReadOnlyList<string?> parts, string between = "; ")
    {
        var text = FollowTheMoneyValues.Clean(string.Join(between, parts.Where(part => !string.IsNullOrWhiteSpace(part))), out _).Trim();
        return text.Length == 0 ? null : text.Length > MaxDetail ? Cut(text) : text;
    }

    private static string Cut(string text) => text[..(char.IsHighSurrogate(text[MaxDetail - 2]) ? MaxDetail - 2 : MaxDetail - 1)] + "…";
}
