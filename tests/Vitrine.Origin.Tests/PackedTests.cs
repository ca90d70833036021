namespace Vitrine.Origin.Tests;

/// <summary>
/// A small program of ours, built for Linux and for Windows and packed by UPX 3.96 (Debian 11): as UPX leaves it, and with every mark of UPX overwritten by somebody who hides. Nothing of
/// the program can be read in it, and that is the answer. <c>./lab origin</c> measures the same on libraries.
/// </summary>
public sealed class PackedTests
{
    [Theory]
    [InlineData("packed.elf", "marks of the packer UPX")]
    [InlineData("packed.exe", "section UPX0 is that of the packer UPX")]
    [InlineData("unmarked.elf", "compressed or encrypted")]
    [InlineData("unmarked.exe", "compressed or encrypted")]
    public void Identify_APackedProgram_CannotBeTold(string file, string why)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Packed", file);
        Assert.Equal(file.StartsWith("packed", StringComparison.Ordinal), File.ReadAllBytes(path).AsSpan().IndexOf("UPX!"u8) >= 0);
        var found = Scene.Trixie.Identify(Scene.Read(path), CancellationToken.None);
        Assert.Equal(IdentificationStatus.Packed, found.Status);
        Assert.Empty(found.Matches);
        Assert.Contains(why, found.Reason, StringComparison.Ordinal);
        Assert.Contains("unpack it and ask again", found.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Learn_APackedProgram_TeachesNothing() => Assert.Null(LearnedFile.Of(Scene.Read(Path.Combine(AppContext.BaseDirectory, "Packed", "packed.exe"))));
}
