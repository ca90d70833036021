using System.Text.Json;

namespace Vitrine.Cli.Tests;

public sealed class CapabilitiesTests : IDisposable
{
    private static readonly string Packages = Path.Combine(Repository.Root, "vectors", "artifacts", "open");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Capabilities_Package_ShowsEachWithItsEvidenceAndTheCaveat()
    {
        var file = Path.Combine(Packages, "shopd_1.1.deb");

        var told = (await Cli.RunAsync("capabilities", file)).Ends(0);
        Assert.Contains("mode 4755", told.Out, StringComparison.Ordinal);
        Assert.Contains("Possibly incomplete", told.Out, StringComparison.Ordinal);

        var answer = (await Cli.RunAsync("capabilities", file, "--json")).Ends(0);
        Assert.Equal("", answer.Error);
        using var json = JsonDocument.Parse(answer.Out);
        var listener = json.RootElement.GetProperty("capabilities").EnumerateArray().Single(c => c.GetProperty("rule").GetString() == "listener.unit");
        Assert.Equal("shopd.socket ListenStream=0.0.0.0:8443", listener.GetProperty("subject").GetString());
        Assert.Equal("shopd_1.1.deb!data.tar.xz!lib/systemd/system/shopd.socket", listener.GetProperty("evidence")[0].GetProperty("member").GetString());
        Assert.Equal(9, listener.GetProperty("evidence")[0].GetProperty("offset").GetInt64());
    }

    [Fact]
    public async Task Compare_TwoVersionsOfAPackage_ShowsWhatWasGainedAndLost()
    {
        var (old, next) = (Path.Combine(Packages, "shopd_1.0.deb"), Path.Combine(Packages, "shopd_1.1.deb"));

        var told = (await Cli.RunAsync("compare", old, next)).Ends(1);
        Assert.Contains("capabilities gained", told.Out, StringComparison.Ordinal);
        Assert.Contains("usr/sbin/shopd", told.Out, StringComparison.Ordinal);

        using var json = JsonDocument.Parse((await Cli.RunAsync("compare", next, old, "--json")).Ends(1).Out);
        var capabilities = json.RootElement.GetProperty("capabilities");
        Assert.Equal(0, capabilities.GetProperty("gained").GetArrayLength());
        Assert.Contains("privilege.setuid", capabilities.GetProperty("lost").EnumerateArray().Select(c => c.GetProperty("rule").GetString()));
    }

    [Fact]
    public async Task Capabilities_DamagedPackage_SaysWhatWasNotOpened()
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(Packages, "shopd_1.1.deb"));
        var told = (await Cli.RunAsync("capabilities", _folder.Write("cut.deb", bytes[..1500]))).Ends(0);
        Assert.Contains("not opened", told.Out, StringComparison.Ordinal);
        Assert.Contains("reaches beyond the end", told.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Members_PackageAndItsPart_ListsAllAndSaysWhatIsMissing()
    {
        var package = Path.Combine(Packages, "shopd_1.1.deb");
        Assert.Contains("shopd_1.1.deb!data.tar.xz!usr/sbin/shop -> shopd", (await Cli.RunAsync("members", package)).Ends(0).Out, StringComparison.Ordinal);

        var bytes = await File.ReadAllBytesAsync(package);
        using var json = JsonDocument.Parse((await Cli.RunAsync("members", _folder.Write("cut.deb", bytes[..1500]), "--json")).Ends(1).Out);
        Assert.False(json.RootElement.GetProperty("complete").GetBoolean());
        Assert.Equal("truncated", json.RootElement.GetProperty("members")[0].GetProperty("fault").GetProperty("reason").GetString());
        Assert.Equal("xz", json.RootElement.GetProperty("members")[2].GetProperty("format").GetString());
    }

    [Theory]
    [InlineData("missing")]
    [InlineData(".")]
    public async Task Capabilities_NoFile_IsBadInput(string name)
    {
        (await Cli.RunAsync("capabilities", _folder[name], "--json")).Fails(2, "There is no file");
        (await Cli.RunAsync("members", _folder[name])).Fails(2, "There is no file");
    }
}
