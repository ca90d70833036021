using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>What the register's records must be like, whether they come as acts or in a document.</summary>
internal static class EntityRules
{
    private const int MaxName = 500;
    private const int MaxAliases = 500;
    private const int MaxCountries = 50;
    private const int MaxDetail = 1000;
    private const int MaxText = 4000;
    private const int MaxClasses = 50;

    public static void Check(Entity entity, ImmutableArray<string> aliases)
    {
        RequireId(entity.Id, "entity's identifier");
        ActText.Require(entity.Name, "entity's name", MaxName);
        RequireCount(aliases, MaxAliases, "aliases");
        foreach (var alias in aliases)
        {
            ActText.Require(alias, "alias", MaxName);
        }

        RequireCount(entity.Countries, MaxCountries, "countries");
        if (entity.Countries.FirstOrDefault(country => country is not { Length: 2 } || !country.All(char.IsAsciiLetterUpper)) is { } wrong)
        {
            throw new ActRefusedException($"'{Shown(wrong)}' is no country: two capital letters of ISO 3166-1, as DE.");
        }
    }

    public static void Check(Tie tie)
    {
        CheckClaim(tie.Claim, tie.Since, tie.Until, tie.Source);
        RequireId(tie.From, "identifier of who is tied");
        RequireId(tie.To, "identifier of whom it is tied to");
        if (tie.Share is { } share && (share.Least < 0 || share.Most > 100 || share.Least > share.Most || decimal.Round(share.Least, Share.Places) != share.Least || decimal.Round(share.Most, Share.Places) != share.Most))
        {
            throw new ActRefusedException($"The share {share} is none: 0 to 100 percent, the lesser end first, with at most {Share.Places} decimal places.");
        }

        if (tie.Detail is { } detail)
        {
            ActText.Require(detail, "detail", MaxDetail);
        }
    }

    public static void Check(OwnersGapClaim gap)
    {
        CheckClaim(gap.Claim, gap.Since, gap.Until, gap.Source);
        RequireId(gap.Entity, "entity's identifier");
    }

    public static void Check(Accreditation one)
    {
        CheckClaim(one.Claim, one.Since, one.Until, one.Source);
        RequireId(one.Laboratory, "laboratory's identifier");
        ActText.Require(one.Scheme, "scheme", MaxName);
        ActText.Require(one.Scope, "scope", MaxDetail);
    }

    public static void Check(Product product)
    {
        RequireId(product.Id, "product's identifier");
        ActText.Require(product.Name, "product's name", MaxName);
        ActText.Require(product.Class, "product's class", MaxName);
    }

    public static void Check(Regime regime)
    {
        RequireId(regime.Id, "regime's identifier");
        ActText.Require(regime.Instrument, "instrument", MaxName);
        ActText.Require(regime.Trigger, "trigger", MaxDetail);
        RequireCount(regime.Classes, MaxClasses, "classes");
        foreach (var one in regime.Classes)
        {
            ActText.Require(one, "class", MaxName);
        }
    }

    public static void CheckReply(string text) => ActText.Require(text, "reply", MaxText, multiline: true);

    public static void CheckReason(string reason) => ActText.Require(reason, "reason", MaxDetail);

    public static void Check(Source source)
    {
        ActText.Require(source.Title, "source's title", MaxName);
        if (source.Grade is < 'A' or > 'F')
        {
            throw new ActRefusedException("A source's grade is a letter from A (completely reliable) to F (cannot be judged).");
        }

        if (source.Url is { } url)
        {
            ActText.Require(url, "source's address", 2000);
            if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https"))
            {
                throw new ActRefusedException($"'{Shown(url)}' is no address of a source: it begins with https:// or http://.");
            }
        }
    }

    /// <summary>An entity that an act names is on record.</summary>
    public static Entity Known(string id, SqliteConnection views) =>
        Entities.Find(id, views) ?? throw new ActRefusedException($"The register knows no entity '{Shown(id)}'. Record it first: vitrine register entity");

    public static void RequireId(string id, string what)
    {
        if (!EntityId.IsValid(id))
        {
            throw new ActRefusedException($"The {what}, '{Shown(id)}', is none: 1 to {EntityId.MaxLength} letters, digits, dots, hyphens and underscores, beginning with a letter or digit.");
        }
    }

    /// <summary>A text from outside in a sentence: short, and without what would not show.</summary>
    public static string Shown(string text)
    {
        var shown = string.Concat(text.Take(60).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\ufffd' : c));
        return text.Length > 60 ? shown + "…" : shown;
    }

    private static void CheckClaim(string claim, DateOnly? since, DateOnly? until, Source source)
    {
        RequireId(claim, "claim's identifier");
        if (until <= since)
        {
            throw new ActRefusedException($"The claim ends on {until:yyyy-MM-dd} and begins on {since:yyyy-MM-dd}: it must hold for some time.");
        }

        Check(source);
    }

    private static void RequireCount(ImmutableArray<string> texts, int most, string what)
    {
        if (texts.IsDefault || texts.Length > most)
        {
            throw new ActRefusedException($"At most {most} {what} are kept of one record.");
        }
    }
}
