namespace Vitrine.Artifacts.Tests;

public sealed class BinaryFactsTests
{
    [Fact]
    public void Read_SignedDotNet_ShowsTheSignerApartFromTheAuthor()
    {
        var facts = Facts("pe/signed.dll");

        Assert.Equal((ArtifactFormat.DotNet, "shop", BinaryKind.Library), (facts.Format, facts.OwnName, facts.Kind));
        var signer = Assert.Single(facts.Signers);
        Assert.StartsWith("CN=", signer.Subject, StringComparison.Ordinal);
        Assert.NotNull(signer.Certificate);
        Assert.Empty(facts.Authors);
        Assert.Empty(Facts("pe/shop.dll").Signers);
        Assert.Contains(facts.BuildPaths, path => path.Kind == BuildPathKind.Symbols && path.Path.EndsWith("shop.pdb", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_NativeProgramOfMicrosoft_GivesWhatItsHeadersSay()
    {
        var facts = BinaryFacts.Read(ByteSource.Of(NativeImage.Signed), CancellationToken.None);

        Assert.Equal((ArtifactFormat.Pe, "x86-64", 64, BinaryKind.Program), (facts.Format, facts.Machine, facts.Bits, facts.Kind));
        Assert.Contains("KERNEL32.dll", facts.Needed);
        Assert.Contains(facts.Imports, i => i is { Library: "KERNEL32.dll", Name: "LoadLibraryExW" });
        Assert.Contains(facts.Authors, a => a is { Key: "CompanyName", Value: "Microsoft Corporation" });
        Assert.Contains("O=Microsoft Corporation", Assert.Single(facts.Signers).Subject, StringComparison.Ordinal);
        Assert.Equal("asInvoker", facts.RequestedLevel!.Value);
        Assert.Contains(facts.BuildPaths, path => path.Path.EndsWith(@"\apphost.pdb", StringComparison.Ordinal));
        Assert.Equal([".text", ".rdata"], facts.Sections.Select(s => s.Name).Take(2));
        Assert.Empty(facts.Faults);
        Assert.All(facts.Imports, import => Assert.InRange(import.Offset, 64, NativeImage.Signed.Length));
    }

    [Fact]
    public void Read_CompiledDotNet_GivesMembersTypesAndCompany()
    {
        const string Source = """
            using System.Runtime.InteropServices;
            [assembly: System.Reflection.AssemblyCompany("Shop Ltd")]
            [assembly: System.Reflection.AssemblyProduct("Till")]
            namespace Shop;
            public static class Till
            {
                [DllImport("user32")] static extern int MessageBeep(uint kind);
                public static object Ring(string name) { MessageBeep(0); return System.Reflection.Assembly.Load(name); }
            }
            """;

        var facts = BinaryFacts.Read(ByteSource.Of(Compiler.Compile(Source, "facts")), CancellationToken.None);

        Assert.Contains(facts.Imports, i => i is { Library: "user32", Name: "MessageBeep" });
        Assert.Contains(facts.Imports, i => i.Name == "System.Reflection.Assembly.Load" && i.Library.Length > 0 && i.Offset > 0);
        Assert.Contains(facts.Exports, e => e.Name == "Shop.Till");
        Assert.Contains(facts.Authors, a => a is { Key: "AssemblyCompany", Value: "Shop Ltd" });
        Assert.Contains(facts.Details, a => a is { Key: "AssemblyProduct", Value: "Till" });
        Assert.Equal(32, facts.BuildId!.Length);
    }

    [Fact]
    public void Read_Elf_GivesSectionsAndBuildId()
    {
        var facts = Facts("elf/program");

        Assert.Equal((ArtifactFormat.Elf, "x86-64", BinaryKind.Program), (facts.Format, facts.Machine, facts.Kind));
        Assert.Equal(string.Concat(Enumerable.Repeat("01", 20)), facts.BuildId);
        Assert.Contains(facts.Sections, s => s is { Name: ".text", IsExecutable: true, IsWritable: false });
        Assert.Equal(BinaryKind.Object, Facts("elf/object.o").Kind);
        Assert.Equal(32, Facts("elf/program-32").Bits);
        Assert.Contains(Facts("elf/object.o").Exports, e => e.Name == "twice");
        Assert.Contains(Facts("elf/program-debug").BuildPaths, p => p.Kind == BuildPathKind.Source && p.Path.EndsWith("program.c", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_DynamicElfOfThisMachine_GivesItsLibrariesAndFunctions()
    {
        var shell = new[] { "/bin/dash", "/bin/bash", "/bin/sh" }.First(File.Exists);
        using var source = ByteSource.OpenFile(shell);

        var facts = BinaryFacts.Read(source, CancellationToken.None);

        Assert.Contains(facts.Needed, n => n.StartsWith("libc.so", StringComparison.Ordinal));
        Assert.Contains(facts.Imports, i => i.Name is "execve" or "execv");
        Assert.Empty(facts.Faults);
    }

    [Fact]
    public void Read_Text_IsRefusedWithItsReason()
    {
        var fault = Assert.Throws<ArtifactFormatException>(() => BinaryFacts.Read(ByteSource.Of("text"u8.ToArray()), CancellationToken.None));

        Assert.Equal(ArtifactFault.Unsupported, fault.Fault);
        Assert.Null(BinaryFacts.TryRead(ByteSource.Of("MZ"u8.ToArray()), CancellationToken.None));
    }

    [Fact]
    public void PackageFacts_OfPackages_NameMaintainerAndAuthors()
    {
        var deb = PackageFactsOf(Vectors.Read("open/shopd_1.1.deb"));
        Assert.Contains(deb.Authors, a => a is { Key: "Maintainer", Value: "Shop Ltd <shop@example.org>" });
        Assert.Contains(deb.Details, d => d is { Key: "Version", Value: "1.1" });
        Assert.Contains(deb.Details, d => d is { Key: "Description", Value: "sells\nmore than it says" });

        var nuspec = "<package xmlns=\"x\"><metadata><id>Shop</id><authors>Shop Ltd, A. Person</authors><repository url=\"https://shop.example/git\" /></metadata></package>"u8.ToArray();
        var nupkg = PackageFactsOf(Zips.Of(("[Content_Types].xml", "<Types />"u8.ToArray()), ("Shop.nuspec", nuspec)));
        Assert.Contains(nupkg.Authors, a => a is { Key: "authors", Value: "Shop Ltd, A. Person" });
        Assert.Contains(nupkg.Details, d => d is { Key: "repository", Value: "https://shop.example/git" });

        var entities = "<!DOCTYPE p [<!ENTITY a \"aaaaaaaaaa\">]><package><metadata><id>&a;</id></metadata></package>"u8.ToArray();
        var fault = Assert.Throws<ArtifactFormatException>(
            () => PackageFactsOf(Zips.Of(("[Content_Types].xml", "<Types />"u8.ToArray()), ("Shop.nuspec", entities))));
        Assert.Equal(ArtifactFault.Malformed, fault.Fault);
    }

    private static PackageFacts PackageFactsOf(byte[] package)
    {
        var members = new List<Member>();
        PackageFacts? found = null;
        new Opener(OpenLimits.Default).Open(
            ByteSource.Of(package), "p",
            (member, content) =>
            {
                members.Add(member);
                found ??= PackageFacts.Read(members.SingleOrDefault(m => m.Index == member.Parent), member, content);
            },
            CancellationToken.None);
        return found!;
    }

    private static BinaryFacts Facts(string vector) => BinaryFacts.Read(ByteSource.Of(Vectors.Read(vector)), CancellationToken.None);
}
