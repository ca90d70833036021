using System.Text;
using System.Text.Json;

namespace Vitrine.Artifacts.Tests;

public sealed class CapabilityTests
{
    [Fact]
    public void Of_DebianPackage_ShowsWhatItCanDoWithItsEvidence()
    {
        var report = Report("shopd_1.1.deb");

        var setuid = Find(report, "privilege.setuid", "usr/sbin/shopd");
        Assert.Equal(("shopd_1.1.deb!data.tar.xz!usr/sbin/shopd", -1L, "mode 4755, owner 0"), (setuid.Evidence[0].Member, setuid.Evidence[0].Offset, setuid.Evidence[0].Seen));
        Find(report, "service.unit", "shopd.service");
        Find(report, "service.unit", "shopd.service ExecStart=/usr/sbin/shopd");
        Find(report, "listener.unit", "shopd.socket ListenStream=0.0.0.0:8443");
        Find(report, "endpoint.address", "https://updates.shop.example");
        Find(report, "privilege.script", "setcap cap_net_bind_service=ep /usr/sbin/shopd");
        Find(report, "service.script", "systemctl enable shopd");
        Find(report, "loading.script", "curl -s https://updates.shop.example/latest | sh");
        Find(report, "update.self", "https://updates.shop.example/latest");
        Assert.Contains(report.Capabilities, c => c.Rule == "service.schedule" && c.Subject.StartsWith("etc/cron.d/shopd: 17 3", StringComparison.Ordinal));
        var script = Find(report, "service.script", "systemctl enable shopd").Evidence[0];
        Assert.Equal("#!/bin/sh\nset -e\n".Length, script.Offset);
        Assert.Contains("Possibly incomplete", report.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Between_TwoVersions_NamesWhatWasGainedAndLost()
    {
        var difference = CapabilityDifference.Between(Report("shopd_1.0.deb"), Report("shopd_1.1.deb"));

        Assert.Equal(
            [
                "endpoint.address", "listener.unit", "loading.script", "privilege.setuid", "service.schedule", "service.unit", "update.self",
            ],
            difference.Gained.Select(c => c.Rule).Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(difference.Lost);
        Assert.Empty(CapabilityDifference.Between(Report("shopd_1.1.deb"), Report("shopd_1.1.deb")).Gained);
        Assert.Equal(difference.Gained.Length, CapabilityDifference.Between(Report("shopd_1.1.deb"), Report("shopd_1.0.deb")).Lost.Length);
        Assert.Contains("capabilities gained", difference.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ProgramsOfTwoSystems_NamesTheirFunctions()
    {
        var native = CapabilityReport.Of(ByteSource.Of(NativeImage.Signed), "host.exe", OpenLimits.Default, CancellationToken.None);
        Assert.Contains("KERNEL32.dll", Find(native, "loading.library", "LoadLibraryEx").Evidence[0].Seen, StringComparison.Ordinal);

        const string Source = """
            namespace Shop;
            public static class Till
            {
                public static object Ring(byte[] code) => System.Reflection.Assembly.Load(code);
                public static string Where() => "https://till.shop.example:8443/v1/ring and 203.0.113.9";
            }
            """;
        var managed = CapabilityReport.Of(ByteSource.Of(Compiler.Compile(Source, "capabilities")), "shop.dll", OpenLimits.Default, CancellationToken.None);
        Find(managed, "loading.library", "System.Reflection.Assembly.Load");
        Find(managed, "endpoint.address", "https://till.shop.example:8443");
    }

    [Fact]
    public void Of_ScriptsAndPlaces_FollowTheirRules()
    {
        static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
        var tar = Containers.Tar(
            Containers.TarMember("./etc/apt/sources.list.d/shop.list", Bytes("# a comment\ndeb [signed-by=/x.gpg] https://apt.shop.example stable main\n")),
            Containers.TarMember("./etc/sudoers.d/shop", Bytes("shop ALL=(root) NOPASSWD: ALL\n")),
            Containers.TarMember("./etc/init.d/shop", Bytes("#!/bin/sh\n# eval nothing\neval \"$CODE\"\nmodprobe shopmod\n")),
            Containers.TarMember("./usr/share/doc/shop/README", Bytes("see https://docs.shop.example/ and run eval $X\n")),
            Containers.TarMember("./opt/shop/run.py", Bytes("import subprocess\nsubprocess.run(['x'])\nhost = 'http://203.0.113.7:8080/x'\nversion = '1.2.3.4'\n")),
            Containers.TarMember("./opt/shop/addresses.txt", Bytes("203.0.113.200\n1.2.3.4\n127.0.0.1\n")));

        var report = CapabilityReport.Of(ByteSource.Of(tar), "shop.tar", OpenLimits.Default, CancellationToken.None);

        Find(report, "update.source", "deb [signed-by=/x.gpg] https://apt.shop.example");
        Find(report, "update.source", "etc/apt/sources.list.d/shop.list");
        Find(report, "privilege.grant", "etc/sudoers.d/shop");
        Find(report, "service.file", "etc/init.d/shop");
        Find(report, "driver.script", "modprobe shopmod");
        Assert.Equal(3, Assert.Single(report.Capabilities, c => c.Rule == "loading.script").Evidence[0].Seen.Split(' ')[0].Length - 1);
        Find(report, "execution.script", "subprocess.run");
        Find(report, "endpoint.address", "http://203.0.113.7:8080");
        Assert.DoesNotContain(report.Capabilities, c => c.Subject.Contains("docs.shop.example", StringComparison.Ordinal) || c.Subject is "1.2.3.4" or "127.0.0.1");
    }

    [Fact]
    public void Of_MemberThatIsNotOpened_IsListedWithItsReason()
    {
        byte[] zstd = [0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0, 0];
        var deb = Containers.Ar(("debian-binary", "2.0\n"u8.ToArray()), ("control.tar.zst", zstd), ("data.tar.zst", zstd));

        var report = CapabilityReport.Of(ByteSource.Of(deb), "a.deb", OpenLimits.Default, CancellationToken.None);

        Assert.Equal(["a.deb!control.tar.zst", "a.deb!data.tar.zst"], report.NotOpened.Select(m => m.Path));
        Assert.Contains("not opened: zstd", report.ToText(), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(report.ToJson());
        Assert.Equal("unsupported", json.RootElement.GetProperty("notOpened")[0].GetProperty("reason").GetString());
        Assert.True(json.RootElement.GetProperty("possiblyIncomplete").GetBoolean());
    }

    [Fact]
    public void Rules_Names_AreUniqueAndSayTheirKind()
    {
        Assert.Equal(CapabilityReport.Rules.Length, CapabilityReport.Rules.Select(r => r.Name).Distinct().Count());
        Assert.All(CapabilityReport.Rules, rule => Assert.StartsWith(rule.Kind.ToWord() + ".", rule.Name, StringComparison.Ordinal));
        Assert.Equal(Enum.GetValues<CapabilityKind>().Length, CapabilityReport.Rules.Select(r => r.Kind).Distinct().Count());
    }

    [Theory]
    [InlineData("shopd_1.1.deb", 1_500)]
    public void Of_MutatedPackage_EndsInAReport(string name, int times)
    {
        var random = new Random(3);
        var original = Vectors.Read("open/" + name);
        for (var i = 0; i < times; i++)
        {
            var report = CapabilityReport.Of(ByteSource.Of(Mutations.Of(original, random)), "x", OpenLimits.Default, CancellationToken.None);
            Assert.All(report.Capabilities, c => Assert.InRange(c.Evidence.Length, 1, CapabilityReport.MostEvidence));
        }
    }

    private static CapabilityReport Report(string name) =>
        CapabilityReport.Of(Path.Combine(Vectors.Folder, "open", name), OpenLimits.Default, CancellationToken.None);

    private static Capability Find(CapabilityReport report, string rule, string subject)
    {
        var found = report.Capabilities.SingleOrDefault(c => c.Rule == rule && c.Subject == subject);
        Assert.True(found is not null, $"{rule} {subject} is not in\n{report.ToText()}");
        return found;
    }
}
