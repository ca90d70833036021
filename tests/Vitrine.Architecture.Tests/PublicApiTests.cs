using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Architecture.Tests;

/// <summary>What others may call of Proofs changes only together with src/Vitrine.Proofs/PublicApi.txt.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void Proofs_PublicApi_IsWhatTheFileSays()
    {
        var text = PublicApi.Of(typeof(Digest).Assembly);
        var path = Path.Combine(Repository.Root, "src", "Vitrine.Proofs", "PublicApi.txt");
        if (Environment.GetEnvironmentVariable("VITRINE_ACCEPT_API") == "1")
        {
            File.WriteAllText(path, text, new UTF8Encoding(false));
        }

        var held = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.True(
            text == held,
            $"The public API of Vitrine.Proofs is not what {path} says. If the change is meant, run this test with VITRINE_ACCEPT_API=1. Changed lines:\n{Changes(held, text)}");
    }

    private static string Changes(string before, string after)
    {
        var (old, now) = (before.Split('\n'), after.Split('\n'));
        return string.Join('\n', old.Except(now).Select(l => "- " + l).Concat(now.Except(old).Select(l => "+ " + l)));
    }
}
