using System.Text;
using System.Text.Json;

namespace Vitrine.Cli.Tests;

/// <summary>Learning, and identifying under another name in an archive.</summary>
public sealed class OriginTests : Scene
{
    [Fact]
    public async Task Origin_LearnThenIdentifyRenamedAndPacked_NamesVendorAndVersion()
    {
        Folder.Write("zebra.bin", Library("zebra"));
        Folder.Write("yak.bin", Library("yak"));
        var learned = (await RunAsync("origin", "learn", Folder["zebra.bin"], "--vendor", "Zebra Software Ltd", "--product", "libzebra", "--version", "1.0")).Ends(0);
        Assert.Contains("files         1 of 1", learned.Out, StringComparison.Ordinal);
        (await RunAsync("origin", "learn", Folder["yak.bin"], "--vendor", "Yak", "--product", "libyak", "--version", "2")).Ends(0);
        using (var zip = System.IO.Compression.ZipFile.Open(Folder["other.zip"], System.IO.Compression.ZipArchiveMode.Create))
        {
            using var member = zip.CreateEntry("driver.sys").Open();
            member.Write(Library("zebra"));
        }

        var answer = (await RunAsync("origin", "identify", "--json", Folder["other.zip"])).Ends(0);
        using var json = JsonDocument.Parse(answer.Out);
        Assert.Equal(Folder["other.zip"] + "!driver.sys", json.RootElement.GetProperty("path").GetString());
        var match = Assert.Single(json.RootElement.GetProperty("matches").EnumerateArray());
        Assert.Equal("Zebra Software Ltd", match.GetProperty("vendor").GetString());
        Assert.Equal("1.0", match.GetProperty("versions")[0].GetString());
        Assert.InRange(match.GetProperty("confidence").GetDouble(), 0.5, 1);
        Assert.Empty(match.GetProperty("lists").EnumerateArray());
        Assert.All(match.GetProperty("evidence").EnumerateArray(), one => Assert.True(one.GetProperty("offset").GetInt64() >= 0));
        Assert.Contains("Zebra Software Ltd · libzebra", (await RunAsync("origin", "identify", Folder["other.zip"])).Ends(0).Out, StringComparison.Ordinal);
        Assert.Contains("libzebra", (await RunAsync("origin", "list")).Ends(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Origin_IdentifyWhatWasNotLearned_IsOneAndSaysWhy()
    {
        Folder.Write("zebra.bin", Library("zebra"));
        Assert.Contains("corpus is empty", (await RunAsync("origin", "identify", Folder["zebra.bin"])).Ends(1).Out, StringComparison.Ordinal);
        (await LeavesNothingAsync("origin", "identify", Folder["nothing"])).Fails(2, "no file or folder");
        (await RunAsync("origin", "learn", Path.Combine(Repository, "README.md"), "--vendor", "V", "--product", "P", "--version", "1")).Fails(1, "None of these files");
    }

    [Fact]
    public async Task Origin_IdentifyWithRecord_PutsComponentsOnRecordOnce()
    {
        Folder.Write("zebra.bin", Library("zebra"));
        Folder.Write("shield.dll", Library("zebra"));
        (await RunAsync("origin", "learn", Folder["zebra.bin"], "--vendor", "Zebra Software Ltd", "--product", "libzebra", "--version", "1.0")).Ends(0);

        var first = (await RunAsync("origin", "identify", Folder["shield.dll"], "--record", "Shield", "--version", "2.2", "--json")).Ends(0);
        Assert.Contains("Recorded of Shield: one component.", first.Error, StringComparison.Ordinal);
        using (var json = JsonDocument.Parse(first.Out))
        {
            Assert.Equal("identified", json.RootElement.GetProperty("status").GetString());
        }

        Assert.Contains("Shield contains libzebra", (await RunAsync("advisory", "list", "--waiting")).Ends(0).Out, StringComparison.Ordinal);
        Assert.Contains("nothing that was not on record", (await RunAsync("origin", "identify", Folder["shield.dll"], "--record", "Shield", "--version", "2.2")).Ends(0).Error, StringComparison.Ordinal);
        (await RunAsync("origin", "identify", Folder["shield.dll"], "--version", "2.2")).Fails(2, "--record PRODUCT");
    }

    /// <summary>Bytes with sentences and tables that no other seed has.</summary>
    private static byte[] Library(string seed)
    {
        var random = new Random(seed.Sum(c => c));
        var bytes = new byte[32 * 30];
        random.NextBytes(bytes);
        var text = new StringBuilder();
        for (var i = 0; i < 60; i++)
        {
            text.Append('\0').Append(seed).Append(" cannot ").Append(Convert.ToHexString(bytes, 8 * i, 8).ToLowerInvariant().Replace('0', 'o')).Append(" the file of %s");
        }

        return [.. bytes, .. Encoding.ASCII.GetBytes(text.Append('\0').ToString())];
    }
}
