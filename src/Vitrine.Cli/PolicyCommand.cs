using System.CommandLine;
using System.Text;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;

namespace Vitrine.Cli;

/// <summary><c>vitrine policy PRODUCT</c>: a policy to start from, with this centre's keys.</summary>
internal static class PolicyCommand
{
    private static readonly Argument<string> Product = new("PRODUCT") { Description = "The product that the policy is for." };
    private static readonly Option<string> Out = new("--out") { Description = "Write it there instead of to standard output.", HelpName = "FILE" };

    public static Command Make()
    {
        var command = new Verb("policy", "Write a policy for a gate, with this centre's keys; read it before you trust it.", "0: written", "vitrine policy 'My product' --out policy") { Product, Out };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = Inputs.FileToWrite(parsed.GetValue(Out));
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var text = Write(centre, parsed.GetValue(Product)!);
        if (file is not null)
        {
            DurableFile.Write(file, Encoding.UTF8.GetBytes(text));
        }
        else
        {
            Terminal.Out.Write(text);
        }

        return Exit.Yes;
    }

    /// <summary>The text; a policy that its own reader refuses is never written.</summary>
    public static string Write(OpenCentre centre, string product)
    {
        using var views = centre.Snapshot();
        var parties = Parties.List(views);
        foreach (var (kind, word) in ((PartyKind, string)[])[(PartyKind.Host, "host"), (PartyKind.Laboratory, "laboratory")])
        {
            if (parties.All(party => party.Kind != kind))
            {
                throw new BadInputException($"There is no {word} yet, and a policy names one. Register it with: vitrine party add ID --kind {word}");
            }
        }

        var text = new StringBuilder()
            .Append("# Whom this gate believes, and what it asks for. Hold each key against what its owner publishes.\n")
            .Append($"product      {product}\n")
            .Append("# Which log must hold every statement, and which witnesses must have seen it.\n")
            .Append(string.Concat(LogKeys.All(CentreLog.Log, views).Where(past => past.Rotation is not null).Select(past => $"log {past.Key}\n")))
            .Append(centre.WitnessPolicy());
        foreach (var party in parties.Where(party => party.Kind is PartyKind.Host or PartyKind.Laboratory))
        {
            var rule = party.Kind == PartyKind.Host ? "vendor      " : "laboratory  ";
            text.Append($"# {party.Name}\n{rule} {PublicKey.FromSpki(party.SigningKey).ToBase64()}\n");
            foreach (var past in PartyKeyRotation.PastKeys(views).Where(past => past.Party == party.Id && past.End is not null))
            {
                text.Append($"{rule} {past.Key.ToBase64()} until {past.End}\n");
            }
        }

        text.Append("# The centre repeats builds and publishes the status.\n");
        foreach (var rule in (string[])["rebuilder   ", "status      "])
        {
            text.Append($"{rule} {centre.Keys.Signing.PublicKey.ToBase64()}\n");
            foreach (var past in SigningKeys.All(views).Where(key => key is { Key: not null, End: not null }))
            {
                text.Append($"{rule} {past.Key!.ToBase64()} until {past.End}\n");
            }
        }

        text.Append("certificate  tier overview   max-age 400d\ncoverage     0\nrebuild      equivalent\nstatus-age   7d\n");
        Policy.Parse(Encoding.UTF8.GetBytes(text.ToString()));
        return text.ToString();
    }
}
