using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Centre.Tests;

public sealed class DocumentTests
{
    [Fact]
    public async Task Record_AnActOnADocument_ProjectsWhatTheDocumentHolds()
    {
        await using var test = await TestCentre.MakeAsync();
        await using (var centre = await test.OpenAsync())
        {
            await centre.RecordAsync(new Imported(centre.Documents.Add("apples 3\npears 4\n"u8)), Actor.Console, CancellationToken.None);
            using var views = centre.Snapshot();
            Assert.Equal(4, CountingPart.Sum(views, "pears"));
            Assert.True(LedgerVerification.Run(centre, CancellationToken.None).Holds);
        }

        await test.AssertViewsAreAProjectionAsync();
    }

    [Fact]
    public async Task Record_ADocumentThatIsNotThere_IsRefused()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync();
        await Assert.ThrowsAsync<ActRefusedException>(() => centre.RecordAsync(new Imported(Digest.Of("apples 3\n"u8)), Actor.Console, CancellationToken.None));
    }

    [Fact]
    public async Task Record_ADocumentThatCannotBeRead_IsRefusedWithNothingProjected()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync();
        var before = centre.LedgerCheckpoint().Size;

        await Assert.ThrowsAsync<ActRefusedException>(() => centre.RecordAsync(new Imported(centre.Documents.Add("apples 3\npears\n"u8)), Actor.Console, CancellationToken.None));

        Assert.Equal(before, centre.LedgerCheckpoint().Size);
        using var views = centre.Snapshot();
        Assert.Equal(0, CountingPart.Sum(views, "apples"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Verify_ADocumentLostOrAltered_IsAProblem(bool lost)
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync();
        var digest = centre.Documents.Add("apples 3\n"u8);
        await centre.RecordAsync(new Imported(digest), Actor.Console, CancellationToken.None);
        var file = Path.Combine(centre.Paths.Documents, digest.ToHex());
        if (lost)
        {
            File.Delete(file);
        }
        else
        {
            await File.WriteAllTextAsync(file, "apples 4\n");
        }

        var found = LedgerVerification.Run(centre, CancellationToken.None);

        Assert.Contains(found.Problems, problem => problem.Contains(digest.ToHex(), StringComparison.Ordinal));
        Assert.Throws<CentreFaultException>(() => centre.Documents.Read(digest));
    }

    [Fact]
    public async Task Add_AnAlteredDocument_IsMendedForItsOwnerAlone()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync();
        var digest = centre.Documents.Add("apples 3\n"u8);
        var file = Path.Combine(centre.Paths.Documents, digest.ToHex());
        await File.WriteAllTextAsync(file, "apples 4\n");

        Assert.Equal(digest, centre.Documents.Add("apples 3\n"u8));
        Assert.Equal("apples 3\n", Encoding.UTF8.GetString(centre.Documents.Read(digest)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Open_ToWrite_SweepsWhatNoActNamedInTime()
    {
        await using var test = await TestCentre.MakeAsync();
        string named, forgotten, fresh;
        await using (var centre = await test.OpenAsync())
        {
            var digest = centre.Documents.Add("apples 3\n"u8);
            await centre.RecordAsync(new Imported(digest), Actor.Console, CancellationToken.None);
            string Of(Digest one) => Path.Combine(centre.Paths.Documents, one.ToHex());
            (named, forgotten, fresh) = (Of(digest), Of(centre.Documents.Add("pears 1\n"u8)), Of(centre.Documents.Add("plums 1\n"u8)));
        }

        foreach (var old in (string[])[named, forgotten])
        {
            File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-2));
        }

        await using (await test.OpenAsync(CentreUse.Serve))
        {
            Assert.True(File.Exists(named));
            Assert.False(File.Exists(forgotten));
            Assert.True(File.Exists(fresh));
        }
    }
}
