using System.Collections.Immutable;
using System.Text;
using Vitrine.Centre;
using Vitrine.Room;

namespace Vitrine.Web;

/// <summary>When and what the public register shows of an engagement.</summary>
public static class PublicationEndpoints
{
    /// <summary>What a form begins with: everything, once it is decided.</summary>
    public static PublicationForm Blank { get; } = new("ondecision", "", string.Join(' ', Publications.Everything).ToLowerInvariant());

    public static void MapPublication(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/engagements/{id}/publication", Get).Needs(Operation.ReadDesk);
        routes.MapPost("/engagements/{id}/publication", Post).Needs(Operation.ChoosePublication);
    }

    /// <summary>Reads the questions of <see cref="PublicationRows"/>.</summary>
    public static (PublicationForm Form, PublicationTime When, DateOnly? On, ImmutableArray<PublicField> Shown) Read(FormFields form)
    {
        var when = form.Word<PublicationTime>("when", "Choose when it is shown.");
        var on = when == PublicationTime.OnDate ? form.Day("on") : null;
        if (when == PublicationTime.OnDate && on is null)
        {
            form.Wrong("on", "Write the day from which it is shown.");
        }

        var shown = form.Words<PublicField>("shown");
        if (shown.IsEmpty)
        {
            form.Wrong("shown", "Choose at least one; to show nothing, choose Never above.");
        }

        return (new PublicationForm(form.Text("when"), form.Text("on"), form.Chosen("shown")), when, on, shown);
    }

    private static IResult Get(HttpContext context, Visit visit, string id)
    {
        if (visit.Engagement(id) is not { } engagement)
        {
            return Missing.Page(context, visit);
        }

        var policy = Publications.Find(id, visit.Views);
        var form = policy is null ? Blank : new PublicationForm(policy.When.ToString().ToLowerInvariant(), policy.On?.ToString("yyyy-MM-dd") ?? "", string.Join(' ', policy.Shown).ToLowerInvariant());
        return Show(context, visit, engagement, form, FieldErrors.None, StatusCodes.Status200OK);
    }

    private static async Task<IResult> Post(HttpContext context, Visit visit, string id)
    {
        if (visit.Engagement(id) is not { } engagement)
        {
            return Missing.Page(context, visit);
        }

        var form = await FormFields.ReadAsync(context);
        var (filled, when, on, shown) = Read(form);
        return await form.TryAsync("when", () => Publications.ChooseAsync(visit.Centre, id, when, on, shown, visit.Actor, context.RequestAborted))
            ? Results.Redirect(Routes.Publication(id))
            : Show(context, visit, engagement, filled, form.Errors, form.Status);
    }

    private static IResult Show(HttpContext context, Visit visit, Engagement engagement, PublicationForm form, FieldErrors errors, int status)
    {
        var policy = Publications.Find(engagement.Id, visit.Views);
        var open = policy?.IsOpen(engagement, visit.Now) ?? false;
        var (tone, word, sentence) = (policy, open) switch
        {
            (null, _) => (Tone.Wait, "Counted, and nothing else", "Nobody has chosen when the public register shows this engagement."),
            (_, true) => (Tone.Yes, "Shown", "The public register shows what was settled, and the commitment is open."),
            ({ When: PublicationTime.OnDate, On: { } on }, _) => (Tone.Wait, "A commitment stands there", $"The public register shows it from {on:yyyy-MM-dd} on."),
            ({ When: PublicationTime.OnDecision }, _) => (Tone.Wait, "A commitment stands there", "The public register shows it once it is decided."),
            _ => (Tone.Open, "A commitment stands there", "It is never shown; it is counted."),
        };
        return Page.Show<PublicationPage, PublicationView>(
            new PublicationView(
                visit.Shell(context),
                engagement.Id,
                engagement.Product,
                engagement.Version,
                tone,
                word,
                sentence,
                policy?.Commitment.ToHex(),
                open ? Encoding.UTF8.GetString(PublicationCommitment.Open(engagement, policy!.Salt, policy.Shown)) : null,
                (errors.Any || engagement.State is EngagementState.Requested or EngagementState.Screened) && Permissions.Allows(visit.Known.Role, Operation.ChoosePublication),
                form,
                errors),
            status);
    }
}
