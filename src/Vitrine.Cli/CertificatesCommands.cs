using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;

namespace Vitrine.Cli;

/// <summary><c>vitrine certificates list|show|suspend|reinstate|withdraw|supersede|export|import</c>.</summary>
internal static class CertificatesCommands
{
    private static readonly Argument<string> What = new("DIGEST") { Description = "The certificate's digest: 64 hexadecimal digits." };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why; public.", Required = true };
    private static readonly Option<string> By = new("--by") { Description = "The later certificate that takes its place.", HelpName = "DIGEST", Required = true };
    private static readonly Option<string> On = new("--on") { Description = "Read as of the end of a day, UTC (default: now).", HelpName = "DATE" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object." };

    public static Command Make()
    {
        var list = new Verb("list", "Show the certificates with their states.", null, "vitrine certificates list --on 2026-03-25") { On, Json };
        list.SetAction(ListAsync);
        var show = new Verb("show", "Show how one stands, and what happened to it.", "0: it counts (valid or stale); 1: it does not", "vitrine certificates show $digest") { What, On, Json };
        show.SetAction(ShowAsync);
        return new Command("certificates", "The register of certificates: how they stand, export and import.")
        {
            list,
            show,
            Change("suspend", "Suspend a certificate: gates refuse it from the next status on.", (digest, reason, _) => new CertificateSuspended(digest, reason)),
            Change("reinstate", "Take a suspension back.", (digest, reason, _) => new CertificateReinstated(digest, reason)),
            Change("withdraw", "Withdraw a certificate for good.", (digest, reason, _) => new CertificateWithdrawn(digest, reason)),
            Change("supersede", "Put a later certificate in its place.", (digest, reason, parsed) => new CertificateSuperseded(digest, Roots.Digest(parsed.GetValue(By)!, "later certificate"), reason), By),
            CertificateFiles.MakeExport(),
            CertificateFiles.MakeImport(),
        };
    }

    /// <summary>The end of the day that was named; now, where none was or it is not over.</summary>
    /// <exception cref="BadInputException">It is no day.</exception>
    public static DateTimeOffset Moment(string? day, OpenCentre centre)
    {
        var now = centre.Time.GetUtcNow();
        return day is null ? now : new DateTimeOffset(Day(day, "--on").ToDateTime(new TimeOnly(23, 59, 59)), TimeSpan.Zero) is var end && end < now ? end : now;
    }

    /// <summary>A day as it is typed.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public static DateOnly Day(string text, string option) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day) ? day : throw new BadInputException($"{option} takes a day such as 2026-03-25, not '{text}'.");

    /// <summary>What parties are called.</summary>
    public static Func<string, string> Names(OpenCentre centre)
    {
        using var views = centre.Snapshot();
        var names = Parties.List(views).ToDictionary(party => party.Id, party => party.Name, StringComparer.Ordinal);
        return party => names.GetValueOrDefault(party, party);
    }

    private static Verb Change(string name, string description, Func<Digest, string, ParseResult, CertificateAct> act, params Option[] more)
    {
        var verb = new Verb(name, description, "0: on record; 1: refused", $"vitrine certificates {name} $digest {(more.Length > 0 ? "--by $later " : "")}--reason 'A finding is disputed.'") { What };
        foreach (var option in more)
        {
            verb.Options.Add(option);
        }

        verb.Options.Add(Reason);
        verb.SetAction(async (parsed, cancellationToken) =>
        {
            var change = act(Roots.Digest(parsed.GetValue(What)!, "certificate"), parsed.GetValue(Reason)!, parsed);
            await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
            await centre.RecordAsync(change, Actor.Console, cancellationToken);
            using var views = centre.Snapshot();
            Terminal.Fact("state", Certificates.Find(change.Certificate, views)!.StateAt(centre.Time.GetUtcNow()).ToString().ToLowerInvariant());
            if (change is not CertificateSuperseded)
            {
                Terminal.Line("On record. Gates learn of it with the next status: vitrine status issue");
            }

            return Exit.Yes;
        });
        return verb;
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var at = Moment(parsed.GetValue(On), centre);
        using var views = centre.Snapshot();
        var certificates = Certificates.List(views).Where(certificate => certificate.Issued <= at).ToList();
        if (parsed.GetValue(Json))
        {
            Terminal.Out.Write(System.Text.Encoding.UTF8.GetString(CertificateExport.Table(certificates, at, Names(centre)).ToJson(centre.Description.Name, "")));
            return Exit.Yes;
        }

        foreach (var certificate in certificates)
        {
            Terminal.Line($"{certificate.StateAt(at).ToString().ToLowerInvariant(),-10}  {UtcTime.Format(certificate.ValidUntil)[..10]}  {certificate.Digest}  {Terminal.Safe($"{certificate.Product} {certificate.Version}")}, {certificate.Laboratory}");
        }

        return Exit.Yes;
    }

    private static async Task<int> ShowAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var digest = Roots.Digest(parsed.GetValue(What)!, "certificate");
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var at = Moment(parsed.GetValue(On), centre);
        using var views = centre.Snapshot();
        if (Certificates.Find(digest, views) is not { } certificate || certificate.Issued > at)
        {
            throw new ActRefusedException($"This centre has issued no certificate {digest}{(at < centre.Time.GetUtcNow() ? " until then" : "")}.");
        }

        var standing = certificate.StandingAt(at);
        var counts = standing.State is CertificateState.Valid or CertificateState.Stale;
        if (parsed.GetValue(Json))
        {
            Terminal.Out.Write(System.Text.Encoding.UTF8.GetString(CertificateExport.Table([certificate], at, Names(centre)).ToJson(centre.Description.Name, "")));
            return counts ? Exit.Yes : Exit.No;
        }

        Terminal.Verdict(counts, $"{standing.State}{(standing.Since is { } since ? $" since {UtcTime.Format(since)}" : "")}{(standing.Reason is { } reason ? $": {reason}" : "")}");
        if (standing.Change is { } change)
        {
            Terminal.Fact("changed", $"released as {change.Version} from the tree {change.Seal}");
        }

        if (standing.Successor is { } successor)
        {
            Terminal.Fact("superseded by", successor);
        }

        Terminal.Fact("product", Terminal.Safe($"{certificate.Product} {certificate.Version}"));
        Terminal.Fact("seal", certificate.Seal);
        Terminal.Fact("laboratory", certificate.Laboratory);
        Terminal.Fact("issued", UtcTime.Format(certificate.Issued));
        Terminal.Fact("valid until", UtcTime.Format(certificate.ValidUntil));
        foreach (var step in certificate.Steps.Where(step => step.At <= at))
        {
            Terminal.Fact(step.What.ToString().ToLowerInvariant(), $"{UtcTime.Format(step.At)}  {(step.Party.Length == 0 ? "console" : step.Party)}  act {step.Position.Value}  {step.Reason}");
        }

        return counts ? Exit.Yes : Exit.No;
    }
}
