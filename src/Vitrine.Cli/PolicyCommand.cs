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
            .Append($"log          {centre.Keys.Log.Verifier}\n")
            .Append("quorum       none\n");
        foreach (var party in parties.Where(party => party.Kind is PartyKind.Host or PartyKind.Laboratory))
        {
            text.Append($"# {party.Name}\n{(party.Kind == PartyKind.Host ? "vendor      " : "laboratory  ")} {PublicKey.FromSpki(party.SigningKey).ToBase64()}\n");
        }

        text.Append($"# The centre repeats builds and publishes the status.\nrebuilder    {centre.Keys.Signing.PublicKey.ToBase64()}\nstatus       {centre.Keys.Signing.PublicKey.ToBase64()}\n")
            .Append("certificate  tier overview   max-age 400d\ncoverage     0\nrebuild      equivalent\nstatus-age   7d\n");
        Policy.Parse(Encoding.UTF8.GetBytes(text.ToString()));
        return text.ToString();
    }
}
