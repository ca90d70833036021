using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;
using Vitrine.Release;

namespace Vitrine.Cli;

/// <summary><c>vitrine status issue|revoke</c>.</summary>
internal static class StatusCommands
{
    private static readonly Option<int> Days = new("--days") { Description = "How long the status counts.", DefaultValueFactory = _ => (int)StatusDesk.DefaultValidity.TotalDays };
    private static readonly Option<string> Out = new("--out") { Description = "Also write it as a bundle, for vitrine-gate update.", HelpName = "FILE" };
    private static readonly Argument<RevokedKind> Kind = new("KIND") { Description = "certificate, release or key." };
    private static readonly Argument<string> What = new("DIGEST") { Description = "The statement's digest, or the key's identifier: 64 hexadecimal digits." };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why it is no longer good; public.", Required = true };

    public static Command Make()
    {
        var issue = new Command("issue", "Sign and log what is no longer good, as of now.") { Days, Out };
        issue.SetAction(IssueAsync);
        var revoke = new Command("revoke", "Revoke a certificate, a release or a key.") { Kind, What, Reason };
        revoke.SetAction(RevokeAsync);
        return new Command("status", "What gates are told is no longer good.") { issue, revoke };
    }

    private static async Task<int> IssueAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var days = parsed.GetValue(Days);
        if (days is < 1 or > 366)
        {
            throw new BadInputException("A status counts for 1 to 366 days.");
        }

        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var status = await StatusDesk.IssueAsync(centre, TimeSpan.FromDays(days), Actor.Console, cancellationToken);
        Terminal.Fact("status", status);
        if (parsed.GetValue(Out) is { } path)
        {
            DurableFile.Write(Path.GetFullPath(path), BundleFile.Encode([LoggedBundles.Of(centre, status, centre.LogCheckpoint())]));
            Terminal.Fact("written", path);
        }

        return Exit.Yes;
    }

    private static async Task<int> RevokeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (!Digest.TryParseHex(parsed.GetValue(What), out var digest))
        {
            throw new BadInputException($"'{Terminal.Safe(parsed.GetValue(What)!)}' is no digest: 64 lower-case hexadecimal digits.");
        }

        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        await centre.RecordAsync(new Revoked(parsed.GetValue(Kind), digest, parsed.GetValue(Reason)!), Actor.Console, cancellationToken);
        Terminal.Line("Revoked. Gates learn of it with the next status: vitrine status issue");
        return Exit.Yes;
    }
}
