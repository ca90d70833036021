using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Room;

namespace Vitrine.Cli;

/// <summary><c>vitrine certify ENGAGEMENT</c>: the laboratory signs its conclusion with its own key.</summary>
internal static class CertifyCommands
{
    private static readonly Argument<string> Id = new("ENGAGEMENT") { Description = "The engagement's identifier, as e-1a2b3c4d." };
    private static readonly Option<bool> Refuse = new("--refuse") { Description = "Conclude against the product." };
    private static readonly Option<int> Days = Inputs.Number("--days", "How long the certificate counts", 1, 3660, 365);
    private static readonly Option<string> Out = new("--out") { Description = "Write the certificate there too, as a plain SLSA summary (FILE.vsa.dsse.json).", HelpName = "FILE" };
    private static readonly Option<string> Keys = new("--keys") { Description = "The laboratory's keys (default: inside the centre).", HelpName = "DIR" };

    public static Command Make()
    {
        var command = new Verb("certify", "Sign the laboratory's certificate, bound to what was delivered; prints its digest on the last line.", "0: signed and logged; 1: refused", "vitrine certify e-1a2b3c4d --days 365", "vitrine certify e-1a2b3c4d --out guard.vsa.dsse.json") { Id, Refuse, Days, Out, Keys, SealKeyOptions.KeyFile, SealKeyOptions.GivenPassphrase };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = Inputs.FileToWrite(parsed.GetValue(Out));
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var read = LaboratoryDesk.Open(parsed, centre, parsed.GetValue(Id)!, parsed.GetValue(Keys), cancellationToken);
        var conclusion = parsed.GetValue(Refuse) ? ReviewConclusion.Refused : ReviewConclusion.Certified;
        var certificate = await CertificateDesk.IssueAsync(
            centre, read.Engagement, read.Tree, read.View, read.Earlier, read.Keys, conclusion, TimeSpan.FromDays(parsed.GetValue(Days)), Actor.Console, cancellationToken);
        var coverage = CoverageCount.Of(read.Tree, read.View, read.Earlier);
        Terminal.Fact("delivered", $"{coverage.LinesDelivered:N0} of {coverage.LinesInScope:N0} lines in scope, to {coverage.People:N0} people");
        CoverageCommand.TellCarried(coverage);
        if (file is not null)
        {
            DurableFile.Write(file, LoggedBundles.Envelope(centre, certificate).ToJson());
            Terminal.Fact("summary", file);
        }

        Terminal.Line(certificate.ToHex());
        return Exit.Yes;
    }
}
