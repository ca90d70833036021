using FsCheck;
using FsCheck.Fluent;
using Xunit.Abstractions;

namespace Vitrine.Artifacts.Tests;

/// <summary>
/// Changed images, always the same ones: only <see cref="ArtifactFormatException"/> escapes; offsets lie within the file; the same bytes give the same
/// facts; and what a report or signer says of a changed file is bounded.
/// </summary>
public sealed class FactsFuzzTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("pe/shop.dll", 10_000)]
    [InlineData("pe/signed.dll", 6_000)]
    [InlineData("elf/program-debug", 6_000)]
    [InlineData("elf/program-32", 6_000)]
    [InlineData("elf/object.o", 6_000)]
    public void Read_MutatedImage_GivesFactsOrRefuses(string name, int times) => Run(Vectors.Read(name), times);

    [Fact]
    public void Read_MutatedNativeProgram_GivesFactsOrRefuses() => Run(NativeImage.Signed, 400);

    [Fact]
    public void ReadCms_MutatedSignature_GivesSignersOrRefuses()
    {
        var image = Vectors.Read("pe/signed.dll");
        var table = BitConverter.ToInt32(image, BitConverter.ToInt32(image, 0x3c) + 24 + (BitConverter.ToUInt16(image, BitConverter.ToInt32(image, 0x3c) + 24) == 0x20b ? 112 : 96) + (4 * 8));
        var signature = image[(table + 8)..];
        Assert.NotEmpty(ArtifactSigner.ReadCms(signature));
        var random = new System.Random(7);
        var (read, refused) = (0, 0);
        for (var i = 0; i < 20_000; i++)
        {
            try
            {
                _ = ArtifactSigner.ReadCms(Mutations.Of(signature, random));
                read++;
            }
            catch (ArtifactFormatException)
            {
                refused++;
            }
        }

        output.WriteLine($"read {read}, refused {refused}");
        Assert.True(read > 0 && refused > 0);
    }

    [Theory]
    [InlineData("./control", "control.tar.xz", ArtifactFormat.Xz, "Package: shop\nMaintainer: Shop Ltd <a@b>\nDescription: a\n b\n c\n")]
    [InlineData("Shop.nuspec", "a.nupkg", ArtifactFormat.Nupkg, "<package><metadata><id>Shop</id><authors>A, B</authors><repository url=\"x\"/></metadata></package>")]
    [InlineData("META-INF/MANIFEST.MF", "a.jar", ArtifactFormat.Jar, "Manifest-Version: 1.0\r\nImplementation-Vendor: Shop\r\n  Ltd\r\n")]
    public void PackageFacts_MutatedDescription_GivesFactsOrRefuses(string name, string container, ArtifactFormat format, string text)
    {
        var original = System.Text.Encoding.UTF8.GetBytes(text);
        var random = new System.Random(5);
        var around = new Member(container, format, 1, default) { Name = container, Index = 0, Parent = -1, Depth = 0 };
        var member = new Member(name, ArtifactFormat.Data, original.Length, default) { Name = name, Index = 1, Parent = 0, Depth = 1 };
        Assert.NotEmpty(PackageFacts.Read(around, member, ByteSource.Of(original))!.Authors);
        for (var i = 0; i < 5_000; i++)
        {
            try
            {
                Assert.NotNull(PackageFacts.Read(around, member, ByteSource.Of(Mutations.Of(original, random))));
            }
            catch (ArtifactFormatException refused)
            {
                Assert.Equal("package", refused.Format);
            }
        }
    }

    [Fact]
    public void Read_AnyBytesBehindAnImageHead_GivesFactsOrRefuses()
    {
        byte[][] heads = [Vectors.Read("pe/shop.dll")[..512], Vectors.Read("elf/program")[..120], Vectors.Read("elf/program-32")[..84]];
        var cases = from head in Gen.Elements(heads) from rest in Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf(2_000) select (byte[])[.. head, .. rest];
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(cases.ToArbitrary(), bytes => { Look(bytes); }));
    }

    private void Run(byte[] original, int times)
    {
        var random = new System.Random(20261122);
        var (whole, partly, refused) = (0, 0, 0);
        for (var i = 0; i < times; i++)
        {
            var facts = Look(Mutations.Of(original, random));
            (whole, partly, refused) = facts is null ? (whole, partly, refused + 1) : facts.Faults.IsEmpty ? (whole + 1, partly, refused) : (whole, partly + 1, refused);
        }

        output.WriteLine($"whole {whole}, partly {partly}, refused {refused}");
        Assert.True(whole > 0 && refused > 0);
    }

    private static BinaryFacts? Look(byte[] bytes)
    {
        BinaryFacts facts;
        try
        {
            facts = BinaryFacts.Read(ByteSource.Of(bytes), CancellationToken.None);
        }
        catch (ArtifactFormatException)
        {
            return null;
        }

        Assert.All(facts.Imports.Concat(facts.Exports), s => Assert.InRange(s.Offset, -1, bytes.Length - 1));
        Assert.All(facts.BuildPaths, p => Assert.InRange(p.Offset, 0, bytes.Length - 1));
        Assert.All(facts.Sections, s => Assert.True(s.Size == 0 || s.Offset + s.Size <= bytes.Length));
        return facts;
    }
}
