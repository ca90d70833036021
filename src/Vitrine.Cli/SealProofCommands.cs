using System.CommandLine;
using Vitrine.Seals;

namespace Vitrine.Cli;

/// <summary><c>vitrine seal prove</c>, and what <c>vitrine seal verify</c> does with a proof and a file: one disclosed file, without the rest.</summary>
internal static class SealProofCommands
{
    private static readonly Argument<string> Root = new("ROOT") { Description = "The seal's root." };
    private static readonly Argument<string> FilePath = new("PATH") { Description = "The file's path in the seal, as the seal writes it." };

    public static Command Prove()
    {
        var prove = new Verb(
            "prove",
            "Print the proof that one file is in a seal; it shows nothing of the others but their number.",
            "0: printed; 1: there is no such file",
            "vitrine seal prove ROOT src/main.c > main.c.proof")
        { Root, FilePath, SealKeyOptions.KeyFile, SealKeyOptions.GivenPassphrase };
        prove.SetAction(RunAsync);
        return prove;
    }

    /// <summary>Checks a file against a proof and a root; needs no centre.</summary>
    public static int Verify(string proofFile, string file, SealRoot root)
    {
        DisclosedFile proof;
        try
        {
            proof = DisclosedFile.Parse(Inputs.FileToRead(proofFile, DisclosedFile.MaxJsonSize, "a proof"));
        }
        catch (SealFormatException malformed)
        {
            throw new BadInputException($"{proofFile}: {malformed.Message}");
        }

        bool isContent;
        try
        {
            using var content = File.OpenRead(file);
            isContent = proof.IsContent(content);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{file} cannot be read: {unreadable.Message}");
        }

        var isProved = proof.Verify(root);
        Terminal.Verdict(
            isContent && isProved,
            !isContent ? $"{Terminal.Safe(file)} is not the file that the proof is about: its content is another."
            : !isProved ? $"The proof does not lead to the root {root}."
            : $"{Terminal.Safe(proof.Path)} is in the seal {root}, with this content.");
        if (isContent && isProved)
        {
            Terminal.Fact("mode", System.Text.Encoding.ASCII.GetString(proof.Mode.Octal()));
            Terminal.Fact("size", $"{proof.Size:N0} bytes");
        }

        return isContent && isProved ? Exit.Yes : Exit.No;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var root = Roots.Seal(parsed.GetValue(Root)!);
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var seals = ClosedSeals.Of(parsed, centre, cancellationToken, root);
        using var seal = seals.Store.Open(root);
        Terminal.Line(System.Text.Encoding.UTF8.GetString(seal.Whole.Disclose(parsed.GetValue(FilePath)!).ToJson()));
        return Exit.Yes;
    }
}
