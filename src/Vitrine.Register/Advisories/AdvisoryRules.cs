using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>What the acts of advisories must be like.</summary>
internal static partial class AdvisoryRules
{
    /// <summary>Characters of the reason why it cannot be told whom a cause affects.</summary>
    public const int MaxTrouble = 1_000;

    private const int MaxReason = 1_000;
    private const int MaxTitle = 200;
    private const int MaxText = 8_000;
    private const int MaxChanged = 500;
    private const int MaxItems = 256;
    private const int MaxFiles = 512;
    private const int SaltSize = 32;

    public static void Check(Act act, Actor by, DateTimeOffset at, SqliteConnection views)
    {
        switch (act)
        {
            case OperatorRecorded one:
                CheckOperator(one, views);
                break;
            case EventRecorded one:
                CheckRecord(one.Subject, one.Event, one.Title, one.Text, one.Products, one.Entities, one.Source, views);
                if (one.Cve is { } cve && (one.Kind != EventKind.Vulnerability || !CveNumber().IsMatch(cve)))
                {
                    throw new ActRefusedException("A CVE number is of a vulnerability, and is written as CVE-2026-12345.");
                }

                break;
            case AssessmentRecorded one:
                CheckRecord(one.Subject, one.Assessment, one.Title, one.Text, one.Products, one.Entities, one.Source, views);
                EntityRules.Known(one.Author, views);
                break;
            case ComponentIdentified one:
                CheckComponent(one, views);
                break;
            case FindingTold told:
                FindingNotices.Check(told, views);
                break;
            case CauseWeighed one:
                CheckWeighed(one, by, views);
                break;
            case AdvisoryDrafted one:
                CheckDraft(one, at, views);
                break;
            case AdvisoryApproved one:
                CheckApproval(one, by, views);
                break;
            case AdvisoryIssued one:
                CheckIssue(one, views);
                break;
            case AdvisoryDropped one:
                CheckDrop(one, by, views);
                break;
            case CalendarLooked one:
                Calendar.Check(one.Day, by, at, views);
                break;
        }
    }

    /// <summary>What a draft says is bounded and shows as it reads, and what revises an advisory says so.</summary>
    public static void Check(AdvisoryDraft draft, AdvisoryDrafted act, ImmutableArray<AdvisoryIssue> before)
    {
        if (draft.Advisory != act.Advisory || draft.Cause != act.Cause)
        {
            throw new ActRefusedException("The draft is of another advisory than the act says.");
        }

        ActText.Require(draft.Title, "title", MaxTitle);
        ActText.Require(draft.Summary, "summary", MaxText, multiline: true);
        ActText.Require(draft.Text, "text", MaxText, multiline: true);
        if (before.IsEmpty != draft.Changed is null)
        {
            throw new ActRefusedException(before.IsEmpty ? "Nothing was issued that this could revise." : $"{act.Advisory} was issued meanwhile. Draft it again: a revision says what it changes.");
        }

        if (draft.Changed is { } changed)
        {
            ActText.Require(changed, "sentence on what changed", MaxChanged);
        }

        if (draft.Tlp != Tlp.Clear && before is [.., { Tlp: Tlp.Clear }])
        {
            throw new ActRefusedException("What was told to everyone is revised for everyone (TLP:CLEAR). What is for some only is an advisory of its own.");
        }

        CheckWords(draft.Audience.Sectors, "sectors");
        CheckWords(draft.Audience.Attributes, "attributes");
        if (draft.References.IsDefaultOrEmpty || draft.References.Length > MaxItems || draft.References.Any(one => !IsAddress(one.Url)))
        {
            throw new ActRefusedException("An advisory refers to at least one address (https or http) where more can be read.");
        }
    }

    public static bool IsAddress(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" && text!.Length <= 2_000;

    private static void CheckOperator(OperatorRecorded one, SqliteConnection views)
    {
        EntityRules.Known(one.Operator, views);
        ActText.Require(one.Sector, "sector", 60);
        CheckWords(one.Attributes, "attributes");
        if (one.Uses.IsDefault || one.Uses.Length > MaxItems || one.Uses.Any(use => use.Files.IsDefault || use.Files.Length > MaxFiles))
        {
            throw new ActRefusedException($"An operator uses up to {MaxItems} products, of each up to {MaxFiles} files.");
        }

        foreach (var use in one.Uses)
        {
            RequireProduct(use.Product, views);
            if (use.Versions is { } versions)
            {
                ActText.Require(versions, "versions", 200);
            }
        }
    }

    private static void CheckRecord(
        string subject, string id, string title, string text, ImmutableArray<string> products, ImmutableArray<string> entities, Source source, SqliteConnection views)
    {
        ActText.RequireId(id, "identifier");
        ActText.Require(title, "title", MaxTitle);
        ActText.Require(text, "text", MaxText, multiline: true);
        EntityRules.Check(source);
        if (products.IsDefault || entities.IsDefault || products.Length + entities.Length is < 1 or > MaxItems)
        {
            throw new ActRefusedException($"It concerns 1 to {MaxItems} products and entities; name at least one.");
        }

        foreach (var product in products)
        {
            RequireProduct(product, views);
        }

        foreach (var entity in entities)
        {
            EntityRules.Known(entity, views);
        }

        if (views.Scalar<long>("SELECT count(*) FROM advisories_record WHERE cause = $1", subject) > 0)
        {
            throw new ActRefusedException($"There is {subject} already. Record another under a name of its own.");
        }
    }

    private static void CheckComponent(ComponentIdentified one, SqliteConnection views)
    {
        ActText.RequireId(one.Component, "identifier");
        ActText.Require(one.Product, "product's name", 120);
        ActText.Require(one.Name, "name of what it contains", 120);
        ActText.Require(one.Evidence, "evidence", 2_000, multiline: true);
        if (one.Version is { } version)
        {
            ActText.Require(version, "version", 60);
        }

        if (one.Vendor is { } vendor)
        {
            EntityRules.Known(vendor, views);
        }

        if (one.Confidence is < 1 or > 100)
        {
            throw new ActRefusedException("A confidence is 1 to 100 percent.");
        }

        if (Components.Find(one.Component, views) is not null)
        {
            throw new ActRefusedException($"There is an identification {one.Component} already.");
        }
    }

    private static void CheckWeighed(CauseWeighed one, Actor by, SqliteConnection views)
    {
        if (by != Actor.Centre)
        {
            throw new ActRefusedException("Only the centre itself says that a cause affects nobody. A person drafts an advisory, or leaves it.");
        }

        if (one.Trouble is { } trouble)
        {
            ActText.Require(trouble, "reason", MaxTrouble);
        }

        CheckSeen(one.Cause, one.Seen, views);
    }

    private static void CheckDraft(AdvisoryDrafted one, DateTimeOffset at, SqliteConnection views)
    {
        if (Advisories.Find(one.Advisory, views) is { } before)
        {
            if (before.IsOver)
            {
                throw new ActRefusedException($"{one.Advisory} was dropped. Draft an advisory of its own.");
            }

            if (before.Issues.IsEmpty && before.Cause != one.Cause)
            {
                throw new ActRefusedException($"{one.Advisory} is about {before.Cause}, and was not issued yet.");
            }
        }
        else if (one.Advisory != Advisories.NextId(at.Year, views))
        {
            throw new ActRefusedException($"The next advisory is {Advisories.NextId(at.Year, views)}; another was drafted meanwhile. Draft it again.");
        }

        CheckSeen(one.Cause, one.Seen, views);
    }

    private static void CheckSeen(string cause, long seen, SqliteConnection views)
    {
        if (!Causes.Knows(cause, views))
        {
            throw new ActRefusedException($"Nothing is on record as '{EntityRules.Shown(cause)}'. See: vitrine advisory list --waiting");
        }

        if (seen < 0 || seen > Causes.Position(views))
        {
            throw new ActRefusedException("It rests on acts that are still to come.");
        }
    }

    private static void CheckApproval(AdvisoryApproved one, Actor by, SqliteConnection views)
    {
        var advisory = Require(one.Advisory, views);
        if (advisory.State != AdvisoryState.Drafted || advisory.Draft != one.Draft)
        {
            throw new ActRefusedException(advisory.State switch
            {
                AdvisoryState.Drafted => "It was drafted anew meanwhile. Read it again before you approve it.",
                AdvisoryState.Dropped => $"{one.Advisory} was dropped. Draft an advisory of its own.",
                AdvisoryState.Issued => $"{one.Advisory} was issued already.",
                _ => $"{one.Advisory} is approved already.",
            });
        }

        if (advisory.DraftedBy == by.Person)
        {
            throw new ActRefusedException("Whoever wrote an advisory does not approve it. Somebody else must.");
        }

        // The console drafts and the centre drafts, but a warning is meant by somebody who can be asked.
        if (advisory.DraftedBy == Actor.Centre.Person && by.Person == Actor.Console.Person)
        {
            throw new ActRefusedException("The centre wrote it, so a person approves it: name who, with --as.");
        }
    }

    private static void CheckDrop(AdvisoryDropped one, Actor by, SqliteConnection views)
    {
        ActText.Require(one.Reason, "reason", MaxReason, multiline: true);
        var advisory = Require(one.Advisory, views);
        if (!advisory.Waits)
        {
            throw new ActRefusedException(advisory.State == AdvisoryState.Dropped ? $"{one.Advisory} was dropped already." : $"{one.Advisory} is issued. Revise it: what was told is not untold.");
        }

        if (advisory.Draft != one.Draft)
        {
            throw new ActRefusedException("It was drafted anew meanwhile. Read it again before you drop it.");
        }

        // Not to warn is as much a decision as to warn: somebody who may approve answers for it.
        if (by == Actor.Console || by == Actor.Centre || !Permissions.Allows(by.Role, Operation.ManageAdvisories))
        {
            throw new ActRefusedException("A draft is dropped by a person of an authority: name who, with --as.");
        }
    }

    private static void CheckIssue(AdvisoryIssued one, SqliteConnection views)
    {
        var advisory = Require(one.Advisory, views);
        if (advisory.State != AdvisoryState.Approved || advisory.Draft != one.Draft)
        {
            throw new ActRefusedException(advisory.State == AdvisoryState.Issued ? $"{one.Advisory} was issued already." : $"{one.Advisory} is not approved. Somebody other than its author must approve it first.");
        }

        if (one.Salt.Length != (advisory.Tlp == Tlp.Clear ? 0 : SaltSize))
        {
            throw new ActRefusedException($"A restricted advisory is committed to with {SaltSize} bytes of salt, a public one with none.");
        }
    }

    private static Advisory Require(string id, SqliteConnection views) => Advisories.Find(id, views) ?? throw new ActRefusedException($"There is no advisory '{EntityRules.Shown(id)}'. See: vitrine advisory list");

    private static void RequireProduct(string product, SqliteConnection views)
    {
        if (Products.Find(product, views) is null)
        {
            throw new ActRefusedException($"The register has no product '{EntityRules.Shown(product)}'. Record it first.");
        }
    }

    private static void CheckWords(ImmutableArray<string> words, string what)
    {
        if (words.IsDefault || words.Length > 32)
        {
            throw new ActRefusedException($"There are at most 32 {what}.");
        }

        foreach (var word in words)
        {
            ActText.Require(word, $"word among the {what}", 60);
        }
    }

    [GeneratedRegex(@"^CVE-[0-9]{4}-[0-9]{4,19}\z", RegexOptions.CultureInvariant)]
    private static partial Regex CveNumber();
}
