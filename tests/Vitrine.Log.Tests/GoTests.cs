using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Vitrine.Proofs;

namespace Vitrine.Log.Tests;

/// <summary>Another implementation, Go's golang.org/x/mod/sumdb as Debian ships it, accepts what we write: see go/verify.go.</summary>
public sealed class GoTests
{
    private const string Missing = "This test needs Go and its module library from Debian or Ubuntu: apt install golang-go golang-golang-x-mod-dev";
    private const string Library = "/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog";

    // One entry; one full tile; several and a partial one; a full tile of the level above and one more level.
    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(700)]
    [InlineData(65_800)]
    public async Task Log_OfAnySize_IsAcceptedByGo(ulong size)
    {
        using var folder = new TemporaryFolder();
        await using (await Sample.MakeAsync(folder.Path, size, 50_000))
        {
        }

        var proofs = Path.Combine(Path.GetDirectoryName(folder.Path)!, "proofs.json");
        var count = WriteProofs(new TileReader(folder.Path), size, proofs);
        Assert.Equal(
            $"checkpoint of {size}, {count.Inclusion} inclusion, {count.Consistency} consistency, {size} entries\n",
            await VerifyAsync(Sample.Signer.Verifier.ToString(), folder.Path, proofs));
    }

    private static (int Inclusion, int Consistency) WriteProofs(TileReader reader, ulong size, string path)
    {
        var sizes = ((ulong[])[1, 2, 3, 7, 8, 255, 256, 257, 511, 512, 699, 65_535, 65_536, 65_537, size - 1, size])
            .Where(some => some > 0 && some <= size).Distinct().ToArray();
        var inclusion = (
            from some in sizes
            from index in ((ulong[])[0, some / 3, some / 2, some - 1]).Distinct()
            let proof = reader.ProveInclusion(new LogIndex(index), new TreeSize(some))
            select new
            {
                Index = index,
                Size = some,
                Root = reader.RootAt(proof.Size).ToArray(),
                Entry = reader.ReadEntry(proof.Index, proof.Size),
                Path = proof.Path.Select(hash => hash.ToArray()),
            }).ToArray();
        var consistency = (
            from some in sizes
            let proof = reader.ProveConsistency(new TreeSize(some), new TreeSize(size))
            select new
            {
                From = some,
                To = size,
                FromRoot = reader.RootAt(proof.From).ToArray(),
                ToRoot = reader.RootAt(proof.To).ToArray(),
                Path = proof.Path.Select(hash => hash.ToArray()),
            }).ToArray();
        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(new { Inclusion = inclusion, Consistency = consistency }));
        return (inclusion.Length, consistency.Length);
    }

    private static async Task<string> VerifyAsync(params string[] arguments)
    {
        Assert.True(Directory.Exists(Library), Missing);
        var start = new ProcessStartInfo("go")
        {
            ArgumentList = { "run", Path.Combine(AppContext.BaseDirectory, "go", "verify.go") },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["GO111MODULE"] = "off",
                ["GOPATH"] = "/usr/share/gocode",
                ["GOFLAGS"] = "",
                // Kept between runs of the tests, so that Go's own library is compiled once.
                ["GOCACHE"] = Path.Combine(AppContext.BaseDirectory, "go", "cache"),
            },
        };
        Array.ForEach(arguments, start.ArgumentList.Add);
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
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, await errors);
            return output;
        }
    }
}
