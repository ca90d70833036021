using System.Collections.Immutable;
using System.Globalization;
using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Web;

/// <summary>Claims: one of them, a reply to it, its withdrawal, and a new one.</summary>
public static class ClaimEndpoints
{
    public static void MapClaims(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/claims/{claim}", GetOne).Needs(Operation.ReadPublic);
        routes.MapPost("/claims/{claim}/reply", PostReply).Needs(Operation.ReplyToClaims);
        routes.MapPost("/claims/{claim}/withdraw", PostWithdrawal).Needs(Operation.RecordClaims);
        routes.MapGet("/parties/{party}/tie", GetTie).Needs(Operation.RecordClaims);
        routes.MapPost("/parties/{party}/tie", PostTie).Needs(Operation.RecordClaims);
    }

    private static IResult GetOne(HttpContext context, Visit visit, string claim) => Show(context, visit, claim, "", "", FieldErrors.None, StatusCodes.Status200OK);

    private static async Task<IResult> PostReply(HttpContext context, Visit visit, string claim)
    {
        if (Row(claim, visit) is null)
        {
            return Missing.Page(context, visit);
        }

        var form = await FormFields.ReadAsync(context);
        var text = form.Required("reply", "Write the reply.", 4000);
        var by = visit.Known.Role == Role.Administrator ? form.Required("by", "Choose who replies.") : visit.Known.Party ?? "";
        return await form.TryAsync("reply", () => visit.Centre.RecordAsync(new ClaimReplied(claim, by, text), visit.Actor, context.RequestAborted))
            ? Results.Redirect(Routes.Claim(claim))
            : Show(context, visit, claim, text, "", form.Errors, form.Status);
    }

    private static async Task<IResult> PostWithdrawal(HttpContext context, Visit visit, string claim)
    {
        if (Row(claim, visit) is null)
        {
            return Missing.Page(context, visit);
        }

        var form = await FormFields.ReadAsync(context);
        var reason = form.Required("reason", "Write why the claim is taken back.", 1000);
        return await form.TryAsync("reason", () => visit.Centre.RecordAsync(new ClaimWithdrawn(claim, reason), visit.Actor, context.RequestAborted))
            ? Results.Redirect(Routes.Claim(claim))
            : Show(context, visit, claim, "", reason, form.Errors, form.Status);
    }

    private static IResult Show(HttpContext context, Visit visit, string claim, string reply, string reason, FieldErrors errors, int status)
    {
        visit.Refresh();
        if (Row(claim, visit) is not (var row, var subject, var parties))
        {
            return Missing.Page(context, visit);
        }

        var withdrawn = Claims.Withdrawal(claim, visit.Views) is { } known ? $"Withdrawn on {Words.Date(known.At)}: {known.Reason}" : null;
        var mayAll = Permissions.Allows(visit.Identity?.Role, Operation.RecordClaims);
        ImmutableArray<Choice> repliers = [.. parties.Where(party => mayAll || (visit.Identity?.Party == party.Id && Permissions.Allows(visit.Identity?.Role, Operation.ReplyToClaims))).Select(party => new Choice(party.Id, party.Name))];
        return Page.Show<ClaimPage, ClaimView>(new ClaimView(visit.Shell(context), row, subject, parties, withdrawn, repliers, mayAll && withdrawn is null, reply, reason, errors), status);
    }

    private static (ClaimRow Row, string Subject, ImmutableArray<(string Id, string Name)> Parties)? Row(string claim, Visit visit)
    {
        if (Ties.Find(claim, visit.Views) is { } tie)
        {
            return (EntityModel.Row(tie, tie.From, visit), EntityModel.Name(tie.From, visit), [.. ((string[])[tie.From, tie.To]).Distinct().Select(id => (id, EntityModel.Name(id, visit)))]);
        }

        if (Claims.OwnersGap(claim, visit.Views) is { } gap)
        {
            return (EntityModel.Row(gap, visit), EntityModel.Name(gap.Entity, visit), [(gap.Entity, EntityModel.Name(gap.Entity, visit))]);
        }

        if (Accreditations.Find(claim, visit.Views) is { } one)
        {
            var row = EntityModel.Row(one, visit);
            ImmutableArray<ReplyRow> replies = [.. Claims.Replies(claim, visit.Views).Select(reply => new ReplyRow(EntityModel.Name(reply.Entity, visit), reply.Text, reply.At))];
            return (new ClaimRow(claim, "is accredited under", null, one.Scheme, one.Scope, one.Since, one.Until, one.Source, row.Tone, row.State, replies), row.Laboratory, [(one.Laboratory, row.Laboratory)]);
        }

        return null;
    }

    private static IResult GetTie(HttpContext context, Visit visit, string party) => ShowTie(context, visit, party, TieForm.Blank(visit.Now), FieldErrors.None, StatusCodes.Status200OK);

    private static async Task<IResult> PostTie(HttpContext context, Visit visit, string party)
    {
        if (Entities.Find(party, visit.Views) is null)
        {
            return Missing.Page(context, visit);
        }

        var form = await FormFields.ReadAsync(context);
        var filled = new TieForm(
            form.Text("kind"), form.Text("direction"), form.Required("other", "Write the identifier or the exact name of the other party."), form.Text("share"), form.Text("detail"), form.Text("since"), form.Text("until"),
            form.Required("title", "Write which document, register or data set says so.", 500), form.Text("url"), form.Text("retrieved"), form.Text("grade"));
        var kind = form.Word<TieKind>("kind", "Choose what the tie is.");
        var (since, until, retrieved) = (form.Day("since"), form.Day("until"), form.Day("retrieved"));
        if (filled.Direction is not ("from" or "to"))
        {
            form.Wrong("direction", "Choose which way the tie goes.");
        }

        if (filled.Grade is not [>= 'A' and <= 'F'])
        {
            form.Wrong("grade", "Choose how far the source is believed.");
        }

        var share = Share(filled.Share, form);
        var other = Other(filled.Other, form, visit);
        var claim = EntityId.New('t');
        return await form.TryAsync("other", () => visit.Centre.RecordAsync(
            new TieClaimed(
                claim, kind, filled.Direction == "from" ? party : other, filled.Direction == "from" ? other : party, share, filled.Detail.Length == 0 ? null : filled.Detail, since, until,
                new Source(filled.Title, filled.Url.Length == 0 ? null : filled.Url, retrieved ?? DateOnly.FromDateTime(visit.Now.UtcDateTime), filled.Grade[0])),
            visit.Actor, context.RequestAborted))
            ? Results.Redirect(Routes.Claim(claim))
            : ShowTie(context, visit, party, filled, form.Errors, form.Status);
    }

    private static IResult ShowTie(HttpContext context, Visit visit, string party, TieForm form, FieldErrors errors, int status) =>
        Entities.Find(party, visit.Views) is { } entity
            ? Page.Show<TiePage, TieView>(new TieView(visit.Shell(context), entity, form, errors), status)
            : Missing.Page(context, visit);

    private static Share? Share(string text, FormFields form)
    {
        if (text.Length == 0)
        {
            return null;
        }

        var ends = text.TrimEnd('%', ' ').Split('-', StringSplitOptions.TrimEntries);
        if (ends.Length <= 2 && ends.All(end => decimal.TryParse(end, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)))
        {
            return new Share(decimal.Parse(ends[0], CultureInfo.InvariantCulture), decimal.Parse(ends[^1], CultureInfo.InvariantCulture));
        }

        form.Wrong("share", "Write percent or a range, such as 25 or 25-50; leave it empty where it is not known.");
        return null;
    }

    /// <summary>A party by its identifier or its exact name.</summary>
    private static string Other(string text, FormFields form, Visit visit)
    {
        if (text.Length == 0 || Entities.Find(text, visit.Views) is not null)
        {
            return text;
        }

        var named = Entities.FindByName(text, visit.Views);
        if (named.Count != 1)
        {
            form.Wrong("other", named.Count == 0 ? "The register knows nobody by this name or identifier." : $"Several are called so. Write the identifier: {string.Join(", ", named.Take(5).Select(one => one.Id))}.");
        }

        return named.Count == 1 ? named[0].Id : "";
    }
}
