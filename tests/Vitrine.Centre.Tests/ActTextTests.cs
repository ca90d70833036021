using Vitrine.Proofs;

namespace Vitrine.Centre.Tests;

public sealed class ActTextTests
{
    [Fact]
    public void Require_EveryCharacter_IsTakenExactlyWhereAStatementTakesIt()
    {
        for (var c = 0; c <= char.MaxValue; c++)
        {
            var text = $"a{(char)c}b";
            if (!char.IsSurrogate((char)c))
            {
                Assert.True(Accepts(text) == IsStated(text), $"U+{c:X4}");
            }
        }

        foreach (var text in (string[])["a\U0001F512b", "a\U000E0041b", "a\ud800b", "a\udc00b", "\ud83d"])
        {
            Assert.True(!Accepts(text) || IsStated(text), text);
        }

        Assert.True(Accepts("a\U0001F512b"));
        Assert.False(Accepts("a\U000E0041b"));
        Assert.False(Accepts("a\ud800b"));
    }

    [Fact]
    public void Require_Lines_OnlyWhereTheyAreAllowed()
    {
        ActText.Require("one\r\n\ttwo", "reason", 20, multiline: true);
        Assert.Throws<ActRefusedException>(() => ActText.Require("one\ntwo", "name", 20));
        Assert.Throws<ActRefusedException>(() => ActText.Require("  ", "name", 20));
        Assert.Throws<ActRefusedException>(() => ActText.Require("12345", "name", 4));
    }

    private static bool Accepts(string text)
    {
        try
        {
            ActText.Require(text, "text", 10);
            return true;
        }
        catch (ActRefusedException)
        {
            return false;
        }
    }

    private static bool IsStated(string text)
    {
        try
        {
            _ = new Revocation(RevokedKind.Key, Digest.Of("key"u8), text, DateTimeOffset.UnixEpoch) is var revocation
                && new StatusPredicate(1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1), new TreeHead("log.example", new TreeSize(0), Merkle.EmptyRoot), [revocation], [], []).ToJson().ValueKind == 0;
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
