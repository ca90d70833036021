using System.Text;
using Vitrine.Centre;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Cli.Tests;

/// <summary>Keys that change: what was signed stays good, and the old key signs nothing that counts any more.</summary>
public sealed class KeyTests : Scene
{
    private const string Password = "correct horse battery 9";

    [Fact]
    public async Task Rotate_CentreAndParties_OldReleasePassesAndNewOnesTooUnderBothLines()
    {
        var review = new Review(this);
        await review.OpenAsync();
        (await AnswerAsync(Password + "\n", "user", "add", "rita", "--role", "reviewer", "--party", "lab", "--password-stdin")).Ends(0);
        (await RunAsync("engagement", "close", review.Id, "--reason", "Read")).Ends(0);
        (await RunAsync("certify", review.Id)).Ends(0);
        (await RunAsync("rebuild", review.Root, "--recipe", review.Recipe(), "--against", review.Artifact)).Ends(0);
        (await RunAsync("release", review.Artifact, "--seal", review.Root, "--version", "1.0")).Ends(0);
        (await RunAsync("policy", "Product", "--out", review.Policy)).Ends(0);
        Accepted(await VerifyAsync(review));
        var before = await File.ReadAllBytesAsync(Path.Combine(Centre, "keys", "sign.key"));

        var centre = (await RunAsync("key", "rotate", "centre")).Ends(0).Out;
        Assert.Contains(" until ", centre, StringComparison.Ordinal);
        (await RunAsync("key", "rotate", "party", "acme")).Ends(0);
        (await RunAsync("key", "rotate", "party", "lab")).Ends(0);
        Assert.NotEqual(before, await File.ReadAllBytesAsync(Path.Combine(Centre, "keys", "sign.key")));
        Assert.False(File.Exists(Path.Combine(Centre, "keys", "sign.next.key")));
        Assert.Equal(3, (await RunAsync("key", "show")).Ends(0).Out.Split(" until ").Length - 1);

        // The old bundle under the policy of before, and under the one that names both keys and where the old ones ended.
        Accepted(await VerifyAsync(review));
        (await RunAsync("policy", "Product", "--out", review.Policy)).Ends(0);
        Assert.Equal(4, (await File.ReadAllTextAsync(review.Policy)).Split(" until ").Length - 1);
        Accepted(await VerifyAsync(review));

        // New statements under the new keys.
        (await RunAsync("certify", review.Id)).Ends(0);
        (await RunAsync("rebuild", review.Root, "--recipe", review.Recipe(), "--against", review.Artifact)).Ends(0);
        (await RunAsync("release", review.Artifact, "--seal", review.Root, "--version", "1.0.1")).Ends(0);
        Accepted(await VerifyAsync(review));
        (await RunAsync("ledger", "verify")).Ends(0);
        (await RunAsync("views", "rebuild")).Ends(0);
        (await AnswerAsync("another password 9\n", "user", "keys", "rita")).Fails(1, "not the password");
        (await AnswerAsync(Password + "\n", "user", "keys", "rita")).Ends(0);
        (await AnswerAsync(Password + "\n", "user", "keys", "hanna")).Fails(1, "Only a reviewer");
    }

    [Fact]
    public async Task Rotate_LogAndLedger_OldBundleReceiptAndMonitorGoOnUnderBothLines()
    {
        var review = new Review(this);
        await review.OpenAsync();
        (await RunAsync("engagement", "close", review.Id, "--reason", "Read")).Ends(0);
        (await RunAsync("certify", review.Id)).Ends(0);
        (await RunAsync("rebuild", review.Root, "--recipe", review.Recipe(), "--against", review.Artifact)).Ends(0);
        (await RunAsync("release", review.Artifact, "--seal", review.Root, "--version", "1.0")).Ends(0);
        (await RunAsync("policy", "Product", "--out", review.Policy)).Ends(0);
        Accepted(await VerifyAsync(review));
        var old = (await RunAsync("log", "show")).Ends(0).Out.Split('\n').Single(line => line.StartsWith("key ", StringComparison.Ordinal)).Split(' ')[^1];
        var lines = $"log {old}\n{(await RunAsync("key", "rotate", "log", "--announce")).Ends(0).Out}quorum none\n";
        Folder.Write("both", lines);
        (await MonitorAsync()).Ends(0);

        Assert.Contains(lines.Split('\n')[1], (await RunAsync("key", "rotate", "log")).Ends(0).Out, StringComparison.Ordinal);
        (await RunAsync("key", "rotate", "ledger")).Ends(0);
        Assert.Equal(2, (await RunAsync("key", "show")).Ends(0).Out.Split("whose successor stands at").Length - 1);
        (await MonitorAsync()).Ends(0);
        (await RunAsync("ledger", "verify")).Ends(0);
        (await RunAsync("log", "verify")).Ends(0);

        // The old bundle under the old policy and the new one; a new bundle under the new one alone.
        Accepted(await VerifyAsync(review));
        var before = await File.ReadAllBytesAsync(review.Policy);
        (await RunAsync("policy", "Product", "--out", review.Policy)).Ends(0);
        Assert.Equal(2, (await File.ReadAllTextAsync(review.Policy)).Split("\nlog ").Length - 1);
        Accepted(await VerifyAsync(review));
        (await RunAsync("release", review.Artifact, "--seal", review.Root, "--version", "1.0.1")).Ends(0);
        Accepted(await VerifyAsync(review));
        await File.WriteAllBytesAsync(review.Policy, before);
        Assert.Contains("not signed by a log that the policy names", (await VerifyAsync(review)).Ends(1).Out, StringComparison.Ordinal);

        Task<Answer> MonitorAsync() => Cli.RunAsync("log", "monitor", Path.Combine(Centre, "log"), "--policy", Folder["both"], "--state", Folder["seen"], "--once");
    }

    [Fact]
    public async Task Rotate_CutOffAfterItsAct_IsFinishedByWhateverOpensTheCentreNext()
    {
        await new Review(this).PartiesAsync();
        var (keys, party) = (Path.Combine(Centre, "keys"), Path.Combine(Centre, "keys", "party", "acme"));
        var (old, oldParty) = (await File.ReadAllBytesAsync(Path.Combine(keys, "sign.key")), await File.ReadAllBytesAsync(Path.Combine(party, "sign.key")));
        (await RunAsync("key", "rotate", "centre")).Ends(0);
        (await RunAsync("key", "rotate", "party", "acme")).Ends(0);
        foreach (var (folder, bytes) in ((string, byte[])[])[(keys, old), (party, oldParty)])
        {
            File.Move(Path.Combine(folder, "sign.key"), Path.Combine(folder, "sign.next.key"));
            KeyFile.Create(Path.Combine(folder, "sign.key"), bytes);
        }

        (await RunAsync("status", "issue")).Ends(0);
        Assert.False(File.Exists(Path.Combine(keys, "sign.next.key")));
        (await RunAsync("ledger", "verify")).Ends(0);
        (await RunAsync("key", "rotate", "party", "acme")).Ends(0);
        Assert.False(File.Exists(Path.Combine(party, "sign.next.key")));
        Assert.Equal(2, (await RunAsync("key", "show")).Ends(0).Out.Split(" until ").Length - 1);

        // An old key file that was put back is no key of this centre any more.
        await File.WriteAllBytesAsync(Path.Combine(keys, "sign.key"), old);
        (await RunAsync("status", "issue")).Fails(2, "sign.key", "not the key with which this centre signs");
    }

    [Fact]
    public async Task Rotate_WhatCannotBe_IsRefusedAndNothingRecorded()
    {
        await new Review(this).PartiesAsync();
        (await RunAsync("key", "rotate", "party", "nobody")).Fails(1, "There is no party nobody");
        (await RunAsync("key", "rotate", "party", "acme", "--keys", Path.Combine(Centre, "keys", "party", "lab"))).Fails(1, "not the one with which Acme signs");
        Assert.False(File.Exists(Path.Combine(Centre, "keys", "party", "lab", "sign.next.key")));
        (await RunAsync("key", "rotate", "party", "acme", "--keys", Folder["nothing"])).Fails(2, "sign.key");
        var size = (await RunAsync("ledger", "verify")).Ends(0).Out;
        await using (await OpenCentre.OpenAsync(Centre, CentreOption.Parts, CentreUse.Serve, TimeProvider.System, CancellationToken.None))
        {
            (await RunAsync("key", "rotate", "centre")).Fails(1, "A server runs");
        }

        Assert.Equal(size, (await RunAsync("ledger", "verify")).Ends(0).Out);
    }

    [Fact]
    public async Task Verify_AnchorUnderAKeyThatEnded_IsAProblem()
    {
        await new Review(this).PartiesAsync();
        var old = await File.ReadAllBytesAsync(Path.Combine(Centre, "keys", "sign.key"));
        (await RunAsync("key", "rotate", "centre")).Ends(0);
        await using (var centre = await OpenCentre.OpenAsync(Centre, CentreOption.Parts, CentreUse.Command, TimeProvider.System, CancellationToken.None))
        {
            // Whoever copied the old key, and can write the log beside the writer, which refuses what that key signs.
            using var leaked = SigningKey.FromPkcs8Pem(Encoding.ASCII.GetString(old));
            var checkpoint = centre.LedgerCheckpoint();
            var anchor = Dsse.Sign(new AnchorPredicate(new TreeHead(checkpoint.Origin, checkpoint.Size, checkpoint.Root), DateTimeOffset.UnixEpoch).Of(), leaked);
            await File.WriteAllBytesAsync(Path.Combine(centre.Paths.Statements, anchor.PayloadDigest.ToHex() + ".json"), anchor.ToJson());
            await using var log = await TileLog.OpenAsync(new LogOptions { Folder = centre.Paths.Log, Signer = centre.Keys.Log }, TimeProvider.System, CancellationToken.None);
            await log.AppendAsync(LogEntryBody.For(anchor, leaked.PublicKey), CancellationToken.None);
        }

        Assert.Contains("under a key of the centre's that ended at", (await RunAsync("ledger", "verify")).Ends(1).Out, StringComparison.Ordinal);
    }

    private Task<Answer> VerifyAsync(Review review) => RunAsync("verify", review.Artifact, "--policy", review.Policy, "--state", Folder[$"state-{Guid.NewGuid():N}"]);

    private static void Accepted(Answer answer) => answer.Ends(0);
}
