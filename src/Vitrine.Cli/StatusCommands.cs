using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;

namespace Vitrine.Cli;

/// <summary><c>vitrine status issue|revoke</c>.</summary>
internal static class StatusCommands
{
    private static readonly Option<int> Days = Inputs.Number("--days", "How long the status counts", 1, 366, (int)StatusDesk.DefaultValidity.TotalDays);
    private static readonly Option<string> Out = new("--out") { Description = "Also write it as a bundle, for vitrine-gate update.", HelpName = "FILE" };
    private static readonly Argument<RevokedKind> Kind = Inputs.WordArgument<RevokedKind>("KIND", "What is revoked:");
    private static readonly Argument<string> What = new("DIGEST") { Description = "The statement's digest, or the key's identifier: 64 hexadecimal digits." };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why it is no longer good; public.", Required = true };

    public static Command Make()
    {
        var issue = new Verb("issue", "Sign and log what is no longer good, as of now.", "0: issued", "vitrine status issue --out status.sigstore.jsonl") { Days, Out };
        issue.SetAction(IssueAsync);
        var revoke = new Verb("revoke", "Revoke a certificate, a release or a key.", "0: revoked; 1: refused", "vitrine status revoke release $digest --reason 'CVE-2026-1234'") { Kind, What, Reason };
        revoke.SetAction(RevokeAsync);
        return new Command("status", "What gates are told is no longer good.") { issue, revoke };
    }

    private static async Task<int> IssueAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = Inputs.FileToWrite(parsed.GetValue(Out));
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var status = await StatusDesk.IssueAsync(centre, TimeSpan.FromDays(parsed.GetValue(Days)), Actor.Console, cancellationToken);
        Terminal.Fact("status", status);
        if (file is not null)
        {
            DurableFile.Write(file, BundleFile.Encode([LoggedBundles.Of(centre, status, centre.LogCheckpoint())]));
            Terminal.Fact("written", file);
        }

        return Exit.Yes;
    }

    private static async Task<int> RevokeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var digest = Roots.Digest(parsed.GetValue(What)!, "digest");
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        await centre.RecordAsync(new Revoked(parsed.GetValue(Kind), digest, parsed.GetValue(Reason)!), Actor.Console, cancellationToken);
        Terminal.Line("Revoked. Gates learn of it with the next status: vitrine status issue");
        return Exit.Yes;
    }
}
