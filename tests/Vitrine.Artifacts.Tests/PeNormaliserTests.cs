namespace Vitrine.Artifacts.Tests;

public sealed class PeNormaliserTests
{
    [Fact]
    public void Compare_TheSameFile_IsIdentical()
    {
        var image = Compiler.Compile(Compiler.Library);
        Compared.Explains(ComparisonVerdict.Identical, image, image.ToArray());
    }

    [Fact]
    public void Compare_BuiltInAnotherFolderOfEqualLength_IsEquivalentByFiveNormalisers()
    {
        var one = Compiler.Compile(Compiler.Library, "one", "-deterministic");
        var two = Compiler.Compile(Compiler.Library, "two", "-deterministic");
        Compared.Explains(
            ComparisonVerdict.Equivalent, one, two, "pe.coff-timestamp", "pe.debug-timestamps", "pe.codeview", "pe.pdb-checksum", "dotnet.mvid");
    }
}
