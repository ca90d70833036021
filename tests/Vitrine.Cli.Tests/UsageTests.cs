namespace Vitrine.Cli.Tests;

public sealed class UsageTests
{
    private const string Root = "0000000000000000000000000000000000000000000000000000000000000000";

    [Theory]
    [InlineData("selb list", "There is no command 'selb'; did you mean \"seal\"?", "vitrine --help")]
    [InlineData("seal mak .", "There is no command 'mak'; did you mean \"make\"?", "vitrine seal --help")]
    [InlineData("nothing-like-it", "There is no command 'nothing-like-it'", "vitrine --help")]
    [InlineData("compare a b --jsn", "There is no option --jsn; did you mean \"--json\"?", "vitrine compare --help")]
    [InlineData("compare --jsn a b", "There is no option --jsn; did you mean \"--json\"?", "vitrine compare --help")]
    [InlineData("seal make --produkt", "There is no option --produkt", "vitrine seal make --help")]
    [InlineData("seal make", "'SOURCE'", "vitrine seal make --help")]
    [InlineData("seal make a b", "'b'", "vitrine seal make --help")]
    [InlineData("search", "'ROOT'", "'PATTERN'")]
    [InlineData("verify app.dll", "'--policy'", "vitrine verify --help")]
    [InlineData("verify app.dll --policy", "'--policy'", "vitrine verify --help")]
    [InlineData("user add rita --role king", "--role is administrator, host, reviewer or authority, not 'king'.", "vitrine user add --help")]
    [InlineData("user add rita --role 2", "--role is administrator, host, reviewer or authority, not '2'.", "vitrine user add --help")]
    [InlineData("party add acme --kind vendor", "--kind is host, laboratory or authority, not 'vendor'.", "vitrine party add --help")]
    [InlineData("engagement request --product P --version 1 --purpose x --tier deep", "--tier is overview, targeted or full, not 'deep'.", "--help")]
    [InlineData("engagement decide e-1 --reason x --decision perhaps", "--decision is certified, refused, withdrawn or lapsed, not 'perhaps'.", "--help")]
    [InlineData("status revoke thing " + Root + " --reason x", "KIND is certificate, release or key, not 'thing'.", "vitrine status revoke --help")]
    [InlineData("status issue --days 0", "--days takes a whole number from 1 to 366, not '0'.", "vitrine status issue --help")]
    [InlineData("certify e-1 --days 99999999999", "--days takes a whole number from 1 to 3,660, not '99999999999'.", "vitrine certify --help")]
    [InlineData("engagement disclose e-1 --proposed-by a --gain x --reason x --idle soon", "--idle takes a whole number from 1 to 120, not 'soon'.", "--help")]
    [InlineData("log prove first", "'first' is no place in a log", "")]
    [InlineData("log prove -1", "There is no option -1", "")]
    [InlineData("search abc x", "'abc' is no root: 64 lower-case hexadecimal digits.", "")]
    [InlineData("search " + Root + " [ --regex", "", "")]
    [InlineData("search " + Root + " x --lang klingon", "klingon", "")]
    [InlineData("search " + Root + " x --path [", "", "")]
    [InlineData("seal show ABC", "'ABC' is no root", "")]
    [InlineData("seal verify 00", "'00' is no root", "")]
    [InlineData("status revoke key nothing --reason x", "'nothing' is no digest", "")]
    [InlineData("seal make . --accept anything", "--accept does not know 'anything'. It knows: link-leaves-tree", "")]
    [InlineData("party add Acme! --kind host", "'Acme!' is no identifier of a party", "")]
    public async Task Run_WrongWords_AreToldWithWhatWouldBeRight(string line, string what, string hint)
    {
        using var folder = new TempFolder();

        var answer = await Cli.RunAsync(["--centre", folder["none"], .. line.Split(' ')]);

        answer.Fails(2, what, hint);
        Assert.Empty(folder.Look());
    }

    [Theory]
    [InlineData("seal list")]
    [InlineData("seal make .")]
    [InlineData("seal verify " + Root)]
    [InlineData("search " + Root + " x --json")]
    [InlineData("user list")]
    [InlineData("ledger verify")]
    [InlineData("views rebuild")]
    [InlineData("policy P")]
    [InlineData("serve")]
    public async Task Run_NoCentre_SaysHowToMakeOne(string line)
    {
        using var folder = new TempFolder();
        var source = folder.Write("a", "a");

        (await Cli.RunAsync(["--centre", folder["none"], .. line.Replace(" .", " " + folder.Path, StringComparison.Ordinal).Split(' ')]))
            .Fails(2, folder["none"], "vitrine init");

        Assert.Equal(["a ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"], folder.Look());
        Assert.True(File.Exists(source));
    }

    [Fact]
    public async Task Run_ControlCharactersInWords_AreShownByTheirNumbers()
    {
        var answer = (await Cli.RunAsync("search", "\e[31mred", "x")).Fails(2, "\\u001b[31mred");
        Assert.DoesNotContain('\e', answer.Error);
    }

    [Fact]
    public async Task Run_PatternLikeAFileOfArguments_IsItself()
    {
        (await Cli.RunAsync("search", Root, "@Override", "--centre", "/nonexistent")).Fails(2, "There is no centre at /nonexistent");
    }
}
