namespace Vitrine.Centre.Tests;

public sealed class AccountTests
{
    private const string Password = "correct horse battery 9";

    [Theory]
    [InlineData("short", "12 to 256")]
    [InlineData("reviewer-1-and-more", "account's name")]
    [InlineData("aaaaaaaabbbbbbbb", "different characters")]
    [InlineData("password123456password", "guessed first")]
    public async Task Add_AWeakPassword_IsRefusedWithItsReason(string password, string reason)
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync();

        var error = await Assert.ThrowsAsync<ActRefusedException>(
            () => new Accounts(centre).AddAsync("reviewer-1", Role.Reviewer, null, password, null, Actor.Console, CancellationToken.None));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Empty(new Accounts(centre).List());
    }

    [Fact]
    public async Task SignIn_PasswordAndCode_OpensOnceACode()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync();
        var accounts = new Accounts(centre);
        var added = await accounts.AddAsync("ines", Role.Host, "acme", Password, null, Actor.Console, CancellationToken.None);
        var code = Totp.Code(added.CodeSecret, test.Time.Now);

        Assert.Null(accounts.SignIn("ines", Password, "000000").Identity);
        Assert.Null(accounts.SignIn("ines", "another password 7", code).Identity);
        Assert.Null(accounts.SignIn("nobody", Password, code).Identity);
        Assert.Equal(Role.Host, accounts.SignIn("ines", Password, code).Identity!.Role);
        Assert.Null(accounts.SignIn("ines", Password, code).Identity);
    }

    [Fact]
    public async Task SignIn_ManyFailures_LocksForGrowingTimes()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync();
        var accounts = new Accounts(centre);
        var added = await accounts.AddAsync("ines", Role.Host, "acme", Password, null, Actor.Console, CancellationToken.None);
        for (var i = 0; i < 5; i++)
        {
            accounts.SignIn("ines", "another password 7", "000000");
        }

        var locked = accounts.SignIn("ines", Password, Totp.Code(added.CodeSecret, test.Time.Now));
        Assert.Null(locked.Identity);
        Assert.Equal(test.Time.Now.AddMinutes(1), locked.LockedUntil);

        test.Time.Now = test.Time.Now.AddMinutes(2);
        Assert.NotNull(accounts.SignIn("ines", Password, Totp.Code(added.CodeSecret, test.Time.Now)).Identity);
    }

    [Fact]
    public async Task SignIn_AReviewer_BringsTheLaboratorysKeys()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync();
        var folder = Path.Combine(test.Folder, "laboratory");
        using var keys = PartyKeys.Create(folder);
        var accounts = new Accounts(centre);
        var added = await accounts.AddAsync("ruth", Role.Reviewer, "lab", Password, keys, Actor.Console, CancellationToken.None);

        using var brought = accounts.SignIn("ruth", Password, Totp.Code(added.CodeSecret, test.Time.Now)).Identity!.Keys;

        Assert.Equal(keys.Opening.PublicKey, brought!.Opening.PublicKey);
        Assert.Equal(keys.Signing.PublicKey, brought.Signing.PublicKey);
    }

    [Fact]
    public async Task NameOf_APersonWhoseKeyWasErased_IsGone()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync();
        var added = await new Accounts(centre).AddAsync("ines", Role.Host, "acme", Password, null, Actor.Console, CancellationToken.None);
        Assert.Equal("ines", Accounts.NameOf(added.Person, centre));

        centre.Keys.ErasePerson(added.Person);

        Assert.Equal("(erased)", Accounts.NameOf(added.Person, centre));
        Assert.DoesNotContain("ines", string.Join('\n', Directory.EnumerateFiles(centre.Paths.Ledger, "*", SearchOption.AllDirectories).Select(File.ReadAllText)), StringComparison.Ordinal);
    }

    /// <summary>RFC 6238, appendix B: the SHA-1 rows, cut to six digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Code_PublishedVectors_Agree(long time, string code) =>
        Assert.Equal(code, Totp.Code("12345678901234567890"u8, DateTimeOffset.FromUnixTimeSeconds(time)));

    /// <summary>RFC 4648, section 10, without padding.</summary>
    [Theory]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void ToBase32_PublishedVectors_Agree(string text, string encoded) =>
        Assert.Equal(encoded, Totp.ToBase32(System.Text.Encoding.ASCII.GetBytes(text)));
}
