using System.ComponentModel;
using System.Diagnostics;

namespace Vitrine.Proofs.Tests;

/// <summary>Go's golang.org/x/mod/sumdb/tlog and ours judge each other's proofs. <c>./lab agree</c> asks about 100,000.</summary>
public sealed class GoAgreementTests
{
    private const string Missing = "This test needs Go and its module library from Debian or Ubuntu: apt install golang-go golang-golang-x-mod-dev";

    [Fact]
    public void Proofs_OfGoAndOurs_AreEqualAndJudgedAlike()
    {
        using var agreement = new GoAgreement(Build(), seed: 20261122);
        var tally = agreement.Run(4_000);
        Assert.Equal((4_000, 4_000), (tally.Whole, tally.Corrupted));

        // What chance corrupted is now and then still true: equal hashes exchanged, a leaf for itself.
        Assert.InRange(tally.Refused, 3_600, 4_000);
    }

    private static string Build()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "go");
        var start = new ProcessStartInfo("go")
        {
            ArgumentList = { "build", "-o", Path.Combine(folder, "agree"), Path.Combine(folder, "agree.go") },
            RedirectStandardError = true,
            Environment = { ["GO111MODULE"] = "off", ["GOPATH"] = "/usr/share/gocode", ["GOFLAGS"] = "", ["GOCACHE"] = Path.Combine(folder, "cache") },
        };
        Process? process = null;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Fail(Missing);
        }

        using (process)
        {
            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"{Missing}\n{errors}");
        }

        return Path.Combine(folder, "agree");
    }
}
