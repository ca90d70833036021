using System.IO.Compression;
using System.Text.Json;

namespace Vitrine.Cli.Tests;

public sealed class CompareTests : IDisposable
{
    private static readonly string Vectors = Path.Combine(Repository.Root, "vectors", "artifacts");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Compare_CopyOfAFile_IsIdentical() =>
        await VerdictAsync(0, "identical", _folder.Write("a", "same"), _folder.Write("b", "same"));

    [Fact]
    public async Task Compare_SignedAndUnsigned_IsSameButForSignatures() =>
        await VerdictAsync(0, "same but for signatures", Path.Combine(Vectors, "pe", "shop.dll"), Path.Combine(Vectors, "pe", "signed.dll"));

    [Fact]
    public async Task Compare_ArchivesOfTheSameFiles_AreEquivalent() =>
        await VerdictAsync(0, "equivalent", Zip("a.zip", 2026, ("x.txt", "same")), Zip("b.zip", 2027, ("x.txt", "same")));

    [Fact]
    public async Task Compare_ArchivesOfOtherFiles_AreDifferent() =>
        await VerdictAsync(1, "different", Zip("a.zip", 2026, ("x.txt", "one")), Zip("b.zip", 2026, ("x.txt", "two")));

    [Fact]
    public async Task Compare_FilesOfTwoKinds_AreNotComparable() =>
        await VerdictAsync(1, "not comparable", Zip("a.zip", 2026, ("x.txt", "one")), Path.Combine(Vectors, "pe", "shop.dll"));

    [Fact]
    public async Task Compare_DamagedImage_IsAnAnswerAndNoFault()
    {
        var whole = await File.ReadAllBytesAsync(Path.Combine(Vectors, "pe", "shop.dll"));
        var answer = await Cli.RunAsync("compare", _folder.Write("a.dll", whole), _folder.Write("b.dll", whole[..300]), "--json");
        answer.Ends(1);
        Assert.Contains(Verdict(answer), (string[])["different", "not comparable"]);
    }

    [Theory]
    [InlineData("missing", "There is no file")]
    [InlineData(".", "There is no file")]
    public async Task Compare_NoFile_IsBadInput(string name, string what)
    {
        var file = _folder.Write("a", "a");
        (await Cli.RunAsync("compare", file, _folder[name], "--json")).Fails(2, what);
        (await Cli.RunAsync("compare", _folder[name], file)).Fails(2, what);
    }

    private static async Task VerdictAsync(int code, string verdict, string a, string b)
    {
        var told = (await Cli.RunAsync("compare", a, b)).Ends(code);
        Assert.StartsWith($"{(code == 0 ? '✓' : '✗')} {verdict}", told.Out, StringComparison.Ordinal);

        var answer = (await Cli.RunAsync("compare", a, b, "--json")).Ends(code);
        Assert.Equal("", answer.Error);
        Assert.Equal(verdict, Verdict(answer));
        using var json = JsonDocument.Parse(answer.Out);
        Assert.Equal(verdict is "same but for signatures" or "equivalent", json.RootElement.GetProperty("explanations").GetArrayLength() > 0);
        Assert.Equal(code == 1, json.RootElement.GetProperty("differences").GetArrayLength() > 0);
        Assert.All(json.RootElement.GetProperty("explanations").EnumerateArray(), one => Assert.NotEqual("", one.GetProperty("normaliser").GetString()));
    }

    private static string? Verdict(Answer answer)
    {
        using var json = JsonDocument.Parse(answer.Out);
        return json.RootElement.GetProperty("verdict").GetString();
    }

    private string Zip(string name, int year, params (string Name, string Text)[] members)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (member, text) in members)
            {
                var entry = archive.CreateEntry(member);
                entry.LastWriteTime = new DateTimeOffset(year, 3, 1, 12, 0, 0, TimeSpan.Zero);
                using var writer = new StreamWriter(entry.Open());
                writer.Write(text);
            }
        }

        return _folder.Write(name, stream.ToArray());
    }
}
