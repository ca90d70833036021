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
    public async Task SignIn_ManyFailures_ANameWithoutAccountRestsTheSameWay()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync();
        var accounts = new Accounts(centre);
        await accounts.AddAsync("ines", Role.Host, "acme", Password, null, Actor.Console, CancellationToken.None);

        var known = Enumerable.Range(0, 6).Select(_ => accounts.SignIn("ines", "another password 7", "000000")).ToList();
        var unknown = Enumerable.Range(0, 6).Select(_ => accounts.SignIn("nobody", "another password 7", "000000")).ToList();

        Assert.Equal(known, unknown);
        Assert.NotNull(known[^1].LockedUntil);
        Assert.Null(known[0].LockedUntil);
    }

    [Fact]
    public async Task SignIn_ManyAtOnce_GetNoMoreTriesThanOneAfterTheOther()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync();
        var accounts = new Accounts(centre);
        await accounts.AddAsync("ines", Role.Host, "acme", Password, null, Actor.Console, CancellationToken.None);

        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => accounts.SignIn("ines", "another password 7", "000000"))));

        test.Time.Now = test.Time.Now.AddMinutes(1);
        Assert.Equal(test.Time.Now.AddMinutes(2), accounts.SignIn("ines", "another password 7", "000000").LockedUntil);
    }

    [Fact]
    public async Task Add_PartyRoleAndKeysThatDoNotGoTogether_LeaveNothing()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync();
        using var keys = PartyKeys.Create(Path.Combine(test.Folder, "laboratory"));
        var accounts = new Accounts(centre);

        await Assert.ThrowsAsync<ActRefusedException>(() => accounts.AddAsync("ines", Role.Host, null, Password, null, Actor.Console, CancellationToken.None));
        await Assert.ThrowsAsync<ActRefusedException>(() => accounts.AddAsync("ines", Role.Administrator, "acme", Password, null, Actor.Console, CancellationToken.None));
        await Assert.ThrowsAsync<ActRefusedException>(() => accounts.AddAsync("ines", Role.Host, "acme", Password, keys, Actor.Console, CancellationToken.None));
        await Assert.ThrowsAsync<ActRefusedException>(() => accounts.AddAsync("two words", Role.Host, "acme", Password, null, Actor.Console, CancellationToken.None));

        Assert.Empty(accounts.List());
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(test.Folder, "keys", "person")));
    }

    [Fact]
    public async Task Add_TheSameNameAtOnce_OneGetsIt()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync(CentreUse.Serve);
        var accounts = new Accounts(centre);

        var adding = Enumerable.Range(0, 3).Select(_ => Task.Run(() => accounts.AddAsync("ines", Role.Host, "acme", Password, null, Actor.Console, CancellationToken.None))).ToArray();
        await Task.WhenAll(adding).ContinueWith(_ => { }, TaskScheduler.Default);

        _ = Assert.Single(adding, one => one.IsCompletedSuccessfully);
        Assert.All(adding.Where(one => one.IsFaulted), one => Assert.IsType<ActRefusedException>(one.Exception!.InnerException));
        Assert.Single(accounts.List());
    }

    [Fact]
    public async Task Erase_APerson_EndsNameAccountAndActs()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync();
        var accounts = new Accounts(centre);
        var added = await accounts.AddAsync("ines", Role.Host, "acme", Password, null, Actor.Console, CancellationToken.None);
        var ines = new Actor(added.Person, Role.Host);
        await centre.RecordAsync(new Counted("apples", 1), ines, CancellationToken.None);
        await Assert.ThrowsAsync<ActRefusedException>(() => centre.RecordAsync(new Counted("apples", 1), ines with { Role = Role.Authority }, CancellationToken.None));

        await accounts.EraseAsync("ines", "Left the company.", Actor.Console, CancellationToken.None);

        Assert.Equal("(erased)", Accounts.NameOf(added.Person, centre));
        Assert.Null(accounts.SignIn("ines", Password, Totp.Code(added.CodeSecret, test.Time.Now)).Identity);
        var refused = await Assert.ThrowsAsync<ActRefusedException>(() => centre.RecordAsync(new Counted("apples", 1), ines, CancellationToken.None));
        Assert.Contains(added.Person, refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ActRefusedException>(() => accounts.EraseAsync("ines", "Again.", Actor.Console, CancellationToken.None));
    }

    [Fact]
    public async Task Open_AnErasureThatWasCutOff_IsFinished()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync();
        var added = await new Accounts(centre).AddAsync("ines", Role.Host, "acme", Password, null, Actor.Console, CancellationToken.None);

        // The crash lies between the act and the key.
        await centre.RecordAsync(new PersonErased(added.Person, "Left the company."), Actor.Console, CancellationToken.None);
        Assert.Equal("ines", Accounts.NameOf(added.Person, centre));

        Assert.Empty(new Accounts(centre).List());
        Assert.Equal("(erased)", Accounts.NameOf(added.Person, centre));
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
