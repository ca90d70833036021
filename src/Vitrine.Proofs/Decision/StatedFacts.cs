using System.Collections.Immutable;

namespace Vitrine.Proofs;

/// <summary>What the status signers say of lists and parties, held against the policy. Their word, not proof: whatever was used is told as an assumption.</summary>
/// <remarks>
/// Whatever speaks against counts from every newest status, fresh or not, as revocations do; what speaks for only from a fresh one. Where no
/// status is fresh that is refused already, and nothing is said here about what is therefore unknown.
/// </remarks>
/// <param name="policy">What the operator asks.</param>
/// <param name="newest">The newest status of each signer, the newest first.</param>
/// <param name="fresh">Those of them that still count.</param>
/// <param name="now">The time to judge by.</param>
internal sealed class StatedFacts(Policy policy, ImmutableArray<StatusPredicate> newest, ImmutableArray<StatusPredicate> fresh, DateTimeOffset now)
{
    private readonly SortedSet<string> _used = new(StringComparer.Ordinal);
    private readonly HashSet<string> _hit = new(StringComparer.Ordinal);

    /// <summary>The lists that the policy refuses, as far as a fresh status has them.</summary>
    internal ImmutableArray<ListFacts> Lists => [.. policy.RefusedLists.Select(Newest).OfType<StatedList>().Select(l => new ListFacts(l.Name, l.Date, l.Digest, _hit.Contains(l.Name)))];

    /// <summary>What was said of the parties and used, as sentences hold it.</summary>
    internal IEnumerable<string> Used => _used;

    /// <summary>Refuses lists that are missing or old.</summary>
    internal void RefuseStaleLists(Refusals refusals)
    {
        foreach (var name in policy.RefusedLists.Where(_ => !fresh.IsEmpty))
        {
            if (Newest(name) is not { } list)
            {
                var known = fresh.SelectMany(static s => s.Lists).Select(static l => l.Name).Distinct(StringComparer.Ordinal).ToList();
                refusals.Add(
                    GateReason.ListStale,
                    $"The status carries no list \"{name}\"; {(known.Count == 0 ? "it carries none" : $"it carries {string.Join(", ", known.Take(4).Select(static k => $"\"{k}\""))}")}.",
                    "Take in a status of a signer who follows this list with \"update\", or spell the list's name in the policy as the status does.");
            }
            else if (now - UtcDay.Start(list.Date) > policy.ListAge)
            {
                refusals.Add(
                    GateReason.ListStale,
                    $"The list \"{name}\" in the status is of {UtcDay.Format(list.Date)}, more than {Words.Age(policy.ListAge)} before {UtcTime.Format(now)}.",
                    "Ask the status's signer to take in the list of today, and take in the status that follows with \"update\".");
            }
        }
    }

    /// <summary>Refuses a product that is on a list.</summary>
    internal void RefuseListedProduct(string product, Refusals refusals) => RefuseListed(entry => entry.Product == product, $"The product {product}", "Install another product", refusals);

    /// <summary>Refuses a signer who is on a list, or whose seat is not where the policy wants it.</summary>
    internal void RefuseSigner(SignerRole role, Digest key, string name, Refusals refusals)
    {
        RefuseListed(
            entry => entry.KeyId == key,
            $"The {role.Word()} {name}",
            role == SignerRole.Vendor ? "Install a product of another vendor" : $"Ask the vendor for the word of another {role.Word()}",
            refusals);
        if (fresh.IsEmpty || policy.Jurisdictions.FirstOrDefault(rule => rule.Role == role) is not { } rule)
        {
            return;
        }

        var seats = Seats(key);
        if (seats.IsEmpty)
        {
            refusals.Add(
                GateReason.JurisdictionUnknown,
                $"Nothing says under which jurisdiction the {role.Word()} {name} is; the policy says \"{role.Word()} {rule.Shown}\".",
                "Take in a status whose signer knows this party's seat with \"update\".");
        }
        else if (rule.Refused(seats) is { } refused)
        {
            refusals.Add(
                GateReason.JurisdictionRefused,
                $"The {role.Word()} {name} is under the jurisdiction {refused}; the policy says \"{role.Word()} {rule.Shown}\".",
                role == SignerRole.Vendor
                    ? "Install a product of a vendor elsewhere, or change the policy if you can live with this one."
                    : $"Ask the vendor for the word of a {role.Word()} elsewhere, or change the policy if you can live with this one.");
        }
    }

    /// <summary>Whether two keys are one party's.</summary>
    internal bool AreOne(Digest a, Digest b) => a == b || newest.Any(s => Find(s, a) is { } one && Find(s, b) is { } other && one.Id == other.Id);

    /// <summary>Why two laboratories are not apart as the policy asks, a sentence; null where they are.</summary>
    internal string? NotApart((Digest Key, string Name) a, (Digest Key, string Name) b)
    {
        var (one, other) = (Party(a.Key), Party(b.Key));
        if ((policy.Apart & Apartness.Owner) != 0)
        {
            Use(one, static p => $"{p.Name} ({Owned(p)})");
            Use(other, static p => $"{p.Name} ({Owned(p)})");
            if (SharedOwner(one, other) is { } shared)
            {
                return $"The laboratories {a.Name} and {b.Name} are not apart: {shared}.";
            }

            foreach (var (party, name) in ((StatedParty?, string)[])[(one, a.Name), (other, b.Name)])
            {
                if (party is null || party.OwnersUnknown is not null)
                {
                    return $"Nothing says that the laboratories {a.Name} and {b.Name} share no owner: who owns {name} is not known{(party is null ? "" : $" ({party.OwnersUnknown})")}.";
                }
            }
        }

        if ((policy.Apart & Apartness.Jurisdiction) != 0)
        {
            var (here, there) = (Seats(a.Key), Seats(b.Key));
            if (here.IsEmpty || there.IsEmpty)
            {
                return $"Nothing says that the laboratories {a.Name} and {b.Name} are under two jurisdictions: that of {(here.IsEmpty ? a.Name : b.Name)} is not known.";
            }

            if (here.FirstOrDefault(there.Contains) is { } both)
            {
                return $"The laboratories {a.Name} and {b.Name} are both under the jurisdiction {both}.";
            }
        }

        return null;
    }

    private static string? SharedOwner(StatedParty? one, StatedParty? other)
    {
        if (one is null || other is null)
        {
            return null;
        }

        if (one.Owners.FirstOrDefault(o => o.Id == other.Id) is not null)
        {
            return $"{other.Name} owns a part of {one.Name}";
        }

        if (other.Owners.FirstOrDefault(o => o.Id == one.Id) is not null)
        {
            return $"{one.Name} owns a part of {other.Name}";
        }

        return one.Owners.FirstOrDefault(o => other.Owners.Any(p => p.Id == o.Id)) is { } shared ? $"both have the owner {shared.Name}" : null;
    }

    private static string Owned(StatedParty party) => party.Owners.IsEmpty ? "no owner" : $"owned by {string.Join(", ", party.Owners.Select(static o => o.Name))}";

    private static StatedParty? Find(StatusPredicate status, Digest key) => status.Parties.FirstOrDefault(p => p.KeyId == key);

    private void RefuseListed(Func<StatedEntry, bool> concerns, string who, string instead, Refusals refusals)
    {
        foreach (var list in newest.SelectMany(static s => s.Lists).Where(l => policy.RefusedLists.Contains(l.Name, StringComparer.Ordinal)))
        {
            foreach (var entry in list.Entries.Where(e => concerns(e) && UtcDay.Start(e.Since) <= now))
            {
                _hit.Add(list.Name);
                refusals.Add(
                    GateReason.Listed,
                    $"{who} is on the list \"{list.Name}\" of {UtcDay.Format(list.Date)} since {UtcDay.Format(entry.Since)}, as {entry.Name}{Way(entry)}{(entry.Clause is null ? "" : $", under {entry.Clause}")} ({entry.Source}).",
                    $"{instead}; if the entry was lifted, take in the status that says so with \"update\"; if this list does not bind you, take it out of the policy.");
            }
        }
    }

    private static string Way(StatedEntry entry) => entry.Through.IsEmpty ? "" : $" through {string.Join(" → ", entry.Through)}";

    private StatedList? Newest(string name) => fresh.SelectMany(static s => s.Lists).Where(l => l.Name == name).MaxBy(static l => l.Date);

    private StatedParty? Party(Digest key) => fresh.Select(s => Find(s, key)).FirstOrDefault(static p => p is not null);

    private ImmutableArray<string> Seats(Digest key)
    {
        var party = Party(key);
        Use(party, static p => $"{p.Name} ({(p.Jurisdictions.IsEmpty ? "jurisdiction unknown" : string.Join(", ", p.Jurisdictions))})");
        return party?.Jurisdictions ?? [];
    }

    private void Use(StatedParty? party, Func<StatedParty, string> say)
    {
        if (party is not null)
        {
            _used.Add(say(party));
        }
    }
}

/// <summary>A list that the policy refuses, as a fresh status carries it.</summary>
/// <param name="Name">The list's name.</param>
/// <param name="Date">The day as of which it is.</param>
/// <param name="Digest">SHA-256 of its file.</param>
/// <param name="Listed">Whether the product or a signer is on it.</param>
public sealed record ListFacts(string Name, DateOnly Date, Digest Digest, bool Listed);
