using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;

namespace Vitrine.Web;

/// <summary>A certificate's own laboratory and authority change how it stands.</summary>
public static class ChangeEndpoints
{
    public static void MapCertificateChanges(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/certificates/{digest}/change", GetChange).Needs(Operation.ChangeCertificate);
        routes.MapPost("/certificates/{digest}/change", PostChange).Needs(Operation.ChangeCertificate);
    }

    /// <summary>Whether somebody may change this certificate; the writer checks it again.</summary>
    public static bool IsFor(Certificate certificate, Centre.SignedIn? reader) => reader is { Party: { } party } && Permissions.Allows(reader.Role, Operation.ChangeCertificate)
        && (reader.Role == Role.Reviewer ? certificate.Laboratory : certificate.Authority) == party;

    private static IResult GetChange(HttpContext context, Visit visit, string digest) =>
        Own(digest, visit) is { } certificate ? Show(context, visit, certificate, "", "", "", FieldErrors.None) : Missing.Page(context, visit);

    private static async Task<IResult> PostChange(HttpContext context, Visit visit, string digest)
    {
        if (Own(digest, visit) is not { } certificate)
        {
            return Missing.Page(context, visit);
        }

        var form = await FormFields.ReadAsync(context);
        var (change, successor) = (form.Text("change"), form.Text("successor"));
        var reason = form.Required("reason", "Give the reason; it is public.", 500).ReplaceLineEndings(" ");
        Digest later = default;
        if (change == "supersede" && !Digest.TryParseHex(successor, out later))
        {
            form.Wrong("successor", "Choose the certificate that takes its place.");
        }

        CertificateAct? act = change switch
        {
            "suspend" => new CertificateSuspended(certificate.Digest, reason),
            "reinstate" => new CertificateReinstated(certificate.Digest, reason),
            "withdraw" => new CertificateWithdrawn(certificate.Digest, reason),
            "supersede" => new CertificateSuperseded(certificate.Digest, later, reason),
            _ => null,
        };
        if (act is null)
        {
            form.Wrong("change", "Choose what to do.");
        }

        if (form.Errors.Any)
        {
            return Show(context, visit, certificate, change, successor, reason, form.Errors);
        }

        await visit.Centre.RecordAsync(act!, visit.Actor, context.RequestAborted);
        return Results.Redirect(Routes.Certificate(digest));
    }

    private static Certificate? Own(string digest, Visit visit) =>
        Digest.TryParseHex(digest, out var known) && Certificates.Find(known, visit.Views) is { } certificate && IsFor(certificate, visit.Identity) ? certificate : null;

    private static IResult Show(HttpContext context, Visit visit, Certificate certificate, string change, string successor, string reason, FieldErrors errors)
    {
        var standing = certificate.StandingAt(visit.Now);
        var successors = Successors(certificate, visit);
        return Page.Show<ChangePage, ChangeView>(
            new ChangeView(
                visit.Shell(context),
                certificate.Digest.ToHex(),
                certificate.Product,
                certificate.Version,
                CertificateModel.ToneOf(standing.State),
                standing.State.ToString(),
                CertificateModel.Sentence(certificate, standing, null),
                [.. Changes(certificate, standing.State, successors.Length > 0, visit)],
                successors,
                change,
                successor,
                reason,
                errors),
            errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static IEnumerable<Choice> Changes(Certificate certificate, CertificateState state, bool hasSuccessors, Visit visit)
    {
        if (state is CertificateState.Withdrawn or CertificateState.Revoked)
        {
            yield break;
        }

        var own = certificate.IsSuspendedBy(visit.Known.Party!);
        if (own)
        {
            yield return new Choice("reinstate", "Reinstate it", "Takes back your own suspension. Gates accept it again from the next status on.");
        }
        else if (certificate.Certified)
        {
            yield return new Choice("suspend", "Suspend it", "For now. Gates refuse it from the next status on, until you reinstate it.");
        }

        if (certificate.Certified && hasSuccessors && state != CertificateState.Superseded)
        {
            yield return new Choice("supersede", "Put a later certificate in its place", "What it says of its own tree stays true: gates are told nothing.");
        }

        yield return new Choice("withdraw", "Withdraw it", "For good. Gates refuse it from the next status on.");
    }

    private static ImmutableArray<Choice> Successors(Certificate certificate, Visit visit) => certificate.Vendor is not { } vendor ? [] :
    [
        .. from other in Certificates.OfProduct(vendor, certificate.Product, visit.Views)
           where other.Position.Value > certificate.Position.Value && other is { Certified: true, RevokedFor: null, IsHeld: false }
           select new Choice(other.Digest.ToHex(), $"{other.Version}, {visit.PartyName(other.Laboratory)}, {Words.Date(other.Issued)}"),
    ];
}
