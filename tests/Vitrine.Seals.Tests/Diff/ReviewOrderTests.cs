namespace Vitrine.Seals.Tests;

public sealed class ReviewOrderTests
{
    [Theory]
    [InlineData("src/UpdateClient.cs", "update")]
    [InlineData("drivers/net/e1000.c", "network")]
    [InlineData("src/auth/login.c", "privileges")]
    [InlineData("security/keys/trusted.c", "privileges")]
    [InlineData("crypto/aes_generic.c", "cryptography")]
    [InlineData("src/XMLParser.java", "reads input")]
    [InlineData("src/main.c", "code")]
    [InlineData("src/configure.ac", "build")]
    [InlineData("m4/build-to-host.m4", "build")]
    [InlineData("tests/update/Makefile", "test")]
    [InlineData("src/update_test.go", "test")]
    [InlineData("po/update.po", "translation")]
    [InlineData("docs/auth.md", "documentation")]
    [InlineData("src/updates.json", "data")]
    [InlineData("author/contest.c", "code")]
    public void Of_APath_SaysWhatItIs(string path, string reason) => Assert.StartsWith(reason, ReviewOrder.Of(path).Reason, StringComparison.Ordinal);
}
