namespace Vitrine.Artifacts.Tests;

public sealed class DotNetDifferenceTests
{
    [Theory]
    [InlineData("hallo ")]
    [InlineData("good evening to you, dear ")]
    public void Compare_OneStringLiteralChanged_NamesExactlyThatMethodAndString(string literal)
    {
        Assert.Equal(
            [
                "method | Shop.Basket.Greeting(string) | only string literals differ",
                $"string | Shop.Basket.Greeting(string) | “hello ” became “{literal}”",
            ],
            Differences("hello ", literal));
    }

    [Fact]
    public void Compare_OneMethodsCodeChanged_NamesItAlone()
    {
        Assert.Equal(
            ["method | Shop.Basket.First(!!0[]) | its code differs: 22 against 26 bytes"],
            Differences("items[0]", "items[^1]"));
    }

    [Fact]
    public void Compare_StringsAddedBeforeOthers_TokensShiftAndOnlyTheirMethodIsNamed()
    {
        // Every other method's tokens for members and strings are now other numbers.
        var names = Differences(
            "public int Price => _price;", "public int Price => _price + \"a new string\".Length.CompareTo(7);")
            .Select(d => string.Join('|', d.Split(" | ")[..2])).Distinct();
        Assert.Equal(["method|Shop.Basket.get_Price()", "string|Shop.Basket.get_Price()"], names);
    }

    [Fact]
    public void Compare_ExceptionClauseChanged_NamesTheMethod()
    {
        Assert.Equal(["Shop.Basket.Add(int)"], Differences("catch (OverflowException)", "catch (ArithmeticException)").Select(d => d.Split(" | ")[1]));
    }

    [Fact]
    public void Compare_DeclarationsChanged_NamesEach()
    {
        var differences = Differences(
            "public interface IPriced",
            """
            [Obsolete("do not use")] public sealed class Added { public const string Word = "x"; }
            public interface IPriced
            """);
        Assert.Contains("type | Shop.Added | only in B", differences);
        Assert.Contains("field | Shop.Added.Word | only in B", differences);
        Assert.Contains("method | Shop.Added..ctor() | only in B", differences);
        Assert.Contains("attribute | [System.ObsoleteAttribute] on Shop.Added | only in B", differences);
    }

    [Fact]
    public void Compare_TypeAndMemberShapesChanged_NamesWhatOfThem()
    {
        Assert.Equal(
            ["type | Shop.Basket | attributes differ"], Differences("public sealed class Basket", "public class Basket"));
        Assert.StartsWith("method | Shop.Basket.Greeting(string) | its declaration differs", Differences("string Greeting(string name) => \"hello \" + name", "string Greeting(string n) => \"hello \" + n").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_ConstantAndInitialDataChanged_NamesTheFields()
    {
        const string Data = "public static class Data { public const string Word = \"one\"; public static ReadOnlySpan<byte> Table => [1, 2, 3, 4, 5]; } ";
        var differences = Differences("public interface IPriced", Data.Replace("one", "two", StringComparison.Ordinal) + "public interface IPriced", Data + "public interface IPriced");
        var difference = Assert.Single(differences);
        Assert.StartsWith("field | Shop.Data.Word | ", difference, StringComparison.Ordinal);
        Assert.Contains("“one” against", difference, StringComparison.Ordinal);
        differences = Differences(
            "public interface IPriced", Data.Replace('4', '7') + "public interface IPriced", Data + "public interface IPriced");
        Assert.Contains(differences, d => d.StartsWith("field | <PrivateImplementationDetails>.", StringComparison.Ordinal));
        Assert.Contains(differences, d => d.StartsWith("method | Shop.Data.get_Table()", StringComparison.Ordinal));
    }

    [Fact]
    public void Compare_ResourceChanged_NamesIt()
    {
        var a = Compiler.Compile(Compiler.Library, "one", "-resource:{folder}/resource.txt,words");
        var b = Compiler.Compile(Compiler.Library + " ", "one", "-resource:{folder}/resource.txt,words");
        var difference = Assert.Single(Compared.Fails(ComparisonVerdict.Different, a, b).Differences);
        Assert.Equal((DifferenceKind.Resource, "words"), (difference.Kind, difference.Name));
    }

    [Fact]
    public void Compare_VersionChanged_NamesTheAssemblyAndTheVersionResource()
    {
        var differences = Differences(
            "namespace Shop;", "[assembly: System.Reflection.AssemblyVersion(\"2.0.0.0\")] namespace Shop;");
        Assert.Contains(differences, d => d.StartsWith("reference | this assembly | shop 0.0.0.0", StringComparison.Ordinal));
        Assert.Contains(differences, d => d.StartsWith("section | .rsrc | ", StringComparison.Ordinal));
    }

    [Fact]
    public void Compare_SignatureNestedBeyondBounds_SaysThatNothingCanBeNamed()
    {
        var pointers = $"public unsafe class Deep {{ public int{new string('*', 500)} P; }} ";
        var differences = Differences("namespace Shop;", pointers, first: pointers + " public class Other {}", "-unsafe");
        Assert.StartsWith("bytes | metadata | what differs cannot be named", differences[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_PlatformLibraryWithOneByteOfCodeChanged_NamesItsMethod()
    {
        // The library of JSON: half a megabyte of real code, compiled ahead of time too, signed by Microsoft.
        var library = File.ReadAllBytes(typeof(System.Text.Json.JsonDocument).Assembly.Location);
        var image = PeImage.Parse(library);
        var outline = AssemblyOutline.Read(image, image.Cli!, CancellationToken.None);
        Assert.InRange(outline.Methods.Count, 2_000, 20_000);
        var method = MetadataRows.Rvas(image, image.Cli!, MetadataRows.Kind.Methods)[1_000];
        var body = MethodBody.Read(image.View, image.OffsetOf(image.View.U32(method), 1));
        var result = Compared.Fails(
            ComparisonVerdict.Different, library, library.With(body.CodeOffset, (byte)(library[body.CodeOffset] ^ 1)));
        Assert.Single(result.Differences, d => d.Kind == DifferenceKind.Method);
    }

    private static string[] Differences(string from, string to, string? first = null, params string[] options)
    {
        var a = Compiler.Compile(
            first is null ? Compiler.Library : Compiler.Library.Replace(from, first, StringComparison.Ordinal), "one", options);
        var b = Compiler.Compile(Compiler.Library.Replace(from, to, StringComparison.Ordinal), "one", options);
        var result = Compared.Fails(ComparisonVerdict.Different, a, b);
        return [.. result.Differences.Select(d => $"{d.Kind.ToWord()} | {d.Name} | {d.What}")];
    }
}
