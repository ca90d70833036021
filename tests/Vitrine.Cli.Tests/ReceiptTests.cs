using System.Text;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Cli.Tests;

/// <summary>What a reviewer leaves with, what two parties open together, and what a meter saw: each by command, at the centre and from copies of it.</summary>
public sealed class ReceiptTests : Scene
{
    private const string Note = "The copy is not bounded.";

    private string _engagement = "";
    private string _session = "";

    [Fact]
    public async Task Receipt_MadeAndVerified_HoldsWithTheKeyTheLogTheLedgerAndTheActs()
    {
        var key = await ReadAsync();
        var receipt = Folder["receipt"];
        var made = (await RunAsync("receipt", "make", _session, "--out", receipt)).Ends(0);
        Assert.Contains(key, made.Out, StringComparison.Ordinal);
        (await RunAsync("receipt", "export", _session, "--out", Folder["acts"])).Ends(0);
        (await RunAsync("status", "issue")).Ends(0);

        Assert.StartsWith("✓ The receipt holds: the anchor stands at ", (await Cli.RunAsync("receipt", "verify", receipt, "--key", key)).Ends(0).Out, StringComparison.Ordinal);
        var all = (await Cli.RunAsync("receipt", "verify", receipt, "--key", key, "--log", Path.Combine(Centre, "log"), "--ledger", Path.Combine(Centre, "ledger"), "--acts", Folder["acts"])).Ends(0).Out;
        Assert.Contains("the log goes on from there to", all, StringComparison.Ordinal);
        Assert.Contains("the ledger holds exactly its 6 acts; the export holds exactly its 6 acts", all, StringComparison.Ordinal);
        Assert.Contains("frames        0 without lines, 2 up to 50, 0 up to 200", all, StringComparison.Ordinal);

        var acts = await File.ReadAllLinesAsync(Folder["acts"]);
        await File.WriteAllLinesAsync(Folder["fewer"], acts.Where((_, i) => i != 2));
        Assert.Contains("dropped, added or changed", (await Cli.RunAsync("receipt", "verify", receipt, "--key", key, "--acts", Folder["fewer"])).Ends(1).Out, StringComparison.Ordinal);
        await File.WriteAllLinesAsync(Folder["another"], [.. acts, "{}"]);
        (await Cli.RunAsync("receipt", "verify", receipt, "--key", key, "--acts", Folder["another"])).Fails(2, "no act of this session");
    }

    [Fact]
    public async Task Receipt_OfAnotherLogLedgerOrCentre_DoesNotHold()
    {
        var key = await ReadAsync();
        TempFolder.Copy(Path.Combine(Centre, "log"), Folder["older"]);
        (await RunAsync("status", "issue")).Ends(0);
        var receipt = Folder["receipt"];
        (await RunAsync("receipt", "make", _session, "--out", receipt)).Ends(0);
        (await Cli.RunAsync("init", "--centre", Folder["other"])).Ends(0);
        var other = (await Cli.RunAsync("log", "show", "--centre", Folder["other"])).Ends(0).Out.Split('\n').Single(line => line.StartsWith("key ", StringComparison.Ordinal)).Split(' ')[^1];

        Assert.Contains("another log", (await Cli.RunAsync("receipt", "verify", receipt, "--key", other)).Ends(1).Out, StringComparison.Ordinal);
        Assert.Contains("This copy is older", (await Cli.RunAsync("receipt", "verify", receipt, "--key", key, "--log", Folder["older"])).Ends(1).Out, StringComparison.Ordinal);
        Assert.Contains("not signed with its key", (await Cli.RunAsync("receipt", "verify", receipt, "--key", key, "--log", Path.Combine(Folder["other"], "log"))).Ends(1).Out, StringComparison.Ordinal);
        (await Cli.RunAsync("receipt", "verify", receipt, "--key", "nonsense")).Fails(2, "no key of a log");
        (await Cli.RunAsync("receipt", "verify", receipt, "--key", key, "--witness", key)).Fails(2, "no key of a witness");
        var signer = (await RunAsync("key", "show")).Ends(0).Out.Split('\n').Single(line => line.StartsWith("centre ", StringComparison.Ordinal)).Split(' ')[^1];
        (await Cli.RunAsync("receipt", "verify", receipt, "--key", key, "--signer", signer)).Ends(0);
        (await RunAsync("key", "rotate", "centre")).Ends(0);
        var later = (await RunAsync("key", "show")).Ends(0).Out.Split('\n').Single(line => line.StartsWith("centre ", StringComparison.Ordinal)).Split(' ')[^1];
        Assert.Contains("not with the one named by --signer", (await Cli.RunAsync("receipt", "verify", receipt, "--key", key, "--signer", later)).Ends(1).Out, StringComparison.Ordinal);
        (await Cli.RunAsync("receipt", "verify", receipt, "--key", key, "--signer", "nonsense")).Fails(2, "no P-256 key");
        (await Cli.RunAsync("receipt", "verify", Folder["nothing"], "--key", key)).Fails(2, "There is no file");
        (await Cli.RunAsync("receipt", "verify", Folder["older/checkpoint"], "--key", key)).Fails(2);
        (await LeavesNothingAsync("receipt", "make", "s-0000000000", "--out", Folder["none"])).Fails(1, "There is no session");

        // The log has another key; the receipt is of the one before.
        (await RunAsync("key", "rotate", "log")).Ends(0);
        (await Cli.RunAsync("receipt", "verify", receipt, "--key", key)).Ends(0);
        Assert.Contains("not signed with its key", (await Cli.RunAsync("receipt", "verify", receipt, "--key", key, "--log", Path.Combine(Centre, "log"))).Ends(1).Out, StringComparison.Ordinal);
        var next = (await RunAsync("key", "show")).Ends(0).Out.Split('\n').Single(line => line.StartsWith("log ", StringComparison.Ordinal)).Split(' ')[^1];
        Assert.Contains("another log", (await Cli.RunAsync("receipt", "verify", receipt, "--key", next)).Ends(1).Out, StringComparison.Ordinal);
        (await Cli.RunAsync("receipt", "verify", receipt, "--key", next, "--key", key, "--log", Path.Combine(Centre, "log"))).Ends(0);

        // A damaged copy of the log accuses nobody; one that is missing a part neither.
        TempFolder.Copy(Path.Combine(Centre, "log"), Folder["damaged"]);
        foreach (var tile in Directory.EnumerateFiles(Folder["damaged/tile/0"], "*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(tile);
            bytes[^1] ^= 1;
            await File.WriteAllBytesAsync(tile, bytes);
        }

        (await Cli.RunAsync("receipt", "verify", receipt, "--key", next, "--key", key, "--log", Folder["damaged"])).Fails(2, "tiles in", "are damaged", "no evidence of a fork");
        Directory.Delete(Folder["damaged/tile/0"], recursive: true);
        (await Cli.RunAsync("receipt", "verify", receipt, "--key", next, "--key", key, "--log", Folder["damaged"])).Fails(2, "has no tile/0/000");

        // Readers may be given any of the widths that were shown.
        foreach (var entries in Directory.EnumerateFiles(Path.Combine(Centre, "ledger", "tile", "entries"), "*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(entries);
            bytes[200] ^= 1;
            await File.WriteAllBytesAsync(entries, bytes);
        }

        Assert.Contains("rewritten", (await Cli.RunAsync("receipt", "verify", receipt, "--key", key, "--ledger", Path.Combine(Centre, "ledger"))).Ends(1).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_WithBothKeys_ShowsTheSessionAtTheCentreAsAnActAndFromACopyOffline()
    {
        await ReadAsync();
        TempFolder.Copy(Path.Combine(Centre, "ledger"), Folder["ledger"]);
        foreach (var party in (string[])["acme", "office", "lab"])
        {
            TempFolder.Copy(Path.Combine(Centre, "keys", "party", party), Folder[party]);
        }

        string[] both = ["--host", Folder["acme"], "--authority", Folder["office"], "--reason", "A photograph was leaked"];
        var opened = (await RunAsync(["ledger", "open", _session, .. both])).Ends(0);
        Assert.Contains("src/main.c 1-5", opened.Out, StringComparison.Ordinal);
        Assert.Contains(Note, opened.Out, StringComparison.Ordinal);
        Assert.Contains("room.disputeOpened", (await RunAsync("engagement", "show", _engagement)).Ends(0).Out, StringComparison.Ordinal);

        Directory.Move(Centre, Folder["gone"]);
        both = [.. both, "--record", Directory.CreateDirectory(Folder["openings"]).FullName];
        var offline = (await RunAsync(["ledger", "open", _session, "--ledger", Folder["ledger"], .. both])).Ends(0);
        Assert.Equal(opened.Out, offline.Out);
        Assert.Contains("vitrine ledger record", offline.Error, StringComparison.Ordinal);
        var opening = Directory.EnumerateFiles(Folder["openings"]).Single();
        Assert.Contains("\"note\":{", (await RunAsync(["ledger", "open", _session, "--ledger", Folder["ledger"], "--json", .. both])).Ends(0).Out, StringComparison.Ordinal);

        foreach (var (host, authority) in ((string, string)[])[("acme", "acme"), ("office", "office"), ("office", "acme"), ("acme", "lab"), ("lab", "office")])
        {
            var answer = await RunAsync("ledger", "open", _session, "--ledger", Folder["ledger"], "--host", Folder[host], "--authority", Folder[authority], "--reason", "Alone");
            answer.Fails(1, "does not open");
            Assert.DoesNotContain(Note, answer.Out + answer.Error, StringComparison.Ordinal);
        }

        (await RunAsync("ledger", "open", _session, "--ledger", Folder["ledger"], "--host", Folder["acme"], "--reason", "Alone")).Fails(2, "both keys only");
        (await RunAsync("ledger", "open", _session, "--ledger", Folder["ledger"], "--host", Folder["acme"], "--authority", Folder["office"])).Fails(2, "--reason");
        (await RunAsync(["ledger", "open", "s-0000000000", "--ledger", Folder["ledger"], .. both])).Fails(1, "There is no session");
        (await RunAsync(["ledger", "open", _session, "--ledger", Folder["acme"], .. both])).Fails(2, "no log");

        // What both signed becomes an act, once, and nothing else does.
        Directory.Move(Folder["gone"], Centre);
        (await RunAsync("ledger", "record", opening)).Ends(0);
        Assert.Contains("room.openingRecorded", (await RunAsync("engagement", "show", _engagement)).Ends(0).Out, StringComparison.Ordinal);
        (await RunAsync("ledger", "record", opening)).Fails(1, "on record already");
        (await RunAsync("ledger", "verify")).Ends(0);
        var lines = await File.ReadAllLinesAsync(opening);
        foreach (var wrong in (string[])[lines[0] + "\n", lines[1] + "\n" + lines[0] + "\n", lines[0] + "\n" + lines[0] + "\n", lines[0] + "\n" + lines[1].Replace("\"payload\":\"ey", "\"payload\":\"e1", StringComparison.Ordinal) + "\n", "{}\n{}\n"])
        {
            (await LeavesNothingAsync("ledger", "record", Folder.Write("wrong", wrong))).Fails(1);
        }
    }

    [Fact]
    public async Task Open_OneKeyAtTheCentre_OpensNothingAndRecordsNothing()
    {
        await ReadAsync();
        var keys = Path.Combine(Centre, "keys", "party");
        (await LeavesNothingAsync("ledger", "open", _session, "--host", Path.Combine(keys, "acme"), "--authority", Path.Combine(keys, "acme"), "--reason", "Alone")).Fails(1, "does not open");
        (await LeavesNothingAsync("ledger", "open", _session, "--host", Path.Combine(keys, "acme"), "--authority", Path.Combine(keys, "lab"), "--reason", "Alone")).Fails(1, "nothing is on record of it");
    }

    [Fact]
    public async Task Open_TheLedgerOfALiveCentreAsIfItWereACopy_IsRefusedHoweverItIsNamed()
    {
        await ReadAsync();
        var keys = Path.Combine(Centre, "keys", "party");
        File.CreateSymbolicLink(Folder["link"], Path.Combine(Centre, "ledger"));
        File.CreateSymbolicLink(Folder["other"], Centre);
        foreach (var named in (string[])[Path.Combine(Centre, "ledger"), Path.Combine(Centre, "log", "..", "ledger") + "/", Folder["link"], Folder["other/ledger"]])
        {
            (await LeavesNothingAsync("ledger", "open", _session, "--ledger", named, "--host", Path.Combine(keys, "acme"), "--authority", Path.Combine(keys, "office"), "--reason", "In silence"))
                .Fails(2, "would leave no act there", "--centre");
        }
    }

    [Fact]
    public async Task Open_AfterBothPartiesChangedTheirOpeningKeys_OldSessionsOpenWithTheNewFilesAndNewOnesNotWithCopies()
    {
        await ReadAsync();
        var (keys, old) = (Path.Combine(Centre, "keys", "party"), _session);
        TempFolder.Copy(Path.Combine(keys, "acme"), Folder["stale"]);
        foreach (var party in (string[])["acme", "office", "lab"])
        {
            Assert.Contains("Keep the old keys", (await RunAsync("key", "rotate", "opening", party)).Ends(0).Error, StringComparison.Ordinal);
        }

        (await RunAsync("key", "rotate", "opening", "acme", "--keys", Path.Combine(keys, "lab"))).Fails(1, "are not those with which Acme signs and opens");
        Assert.Equal(3, (await RunAsync("key", "show")).Ends(0).Out.Split("what was wrapped before act").Length - 1);
        await EnterAsync();
        TempFolder.Copy(Path.Combine(Centre, "ledger"), Folder["ledger"]);
        Directory.CreateDirectory(Folder["openings"]);
        foreach (var session in (string[])[old, _session])
        {
            string[] both = ["ledger", "open", session, "--host", Path.Combine(keys, "acme"), "--authority", Path.Combine(keys, "office"), "--reason", "A dispute"];
            Assert.Contains(Note, (await RunAsync(both)).Ends(0).Out, StringComparison.Ordinal);
            Assert.Contains(Note, (await RunAsync([.. both, "--ledger", Folder["ledger"], "--record", Folder["openings"]])).Ends(0).Out, StringComparison.Ordinal);
        }

        (await RunAsync("ledger", "open", old, "--host", Folder["stale"], "--authority", Path.Combine(keys, "office"), "--reason", "A dispute")).Ends(0);
        (await RunAsync("ledger", "open", _session, "--host", Folder["stale"], "--authority", Path.Combine(keys, "office"), "--reason", "A dispute")).Fails(1, "does not open");
        (await RunAsync("ledger", "verify")).Ends(0);
        (await RunAsync("certify", _engagement)).Ends(0);
    }

    [Fact]
    public async Task Meter_RecordThatAgreesOrNot_IsToldFrameByFrame()
    {
        await ReadAsync();
        string key;
        await using (var record = await MeterRecord.OpenAsync(Folder["meter"], TimeProvider.System, CancellationToken.None))
        {
            key = record.Key.ToString();
            foreach (var (path, body) in ((string, string)[])[("/sign-in", "the form"), ($"/engagements/{_engagement}/read", "page 1"), ($"/engagements/{_engagement}/read", "page 2"), ("/engagements/e-00000000", "a page")])
            {
                await record.AppendAsync(Passed(path, MeteredPart.Of(Encoding.UTF8.GetBytes(body))), CancellationToken.None);
            }
        }

        Assert.StartsWith("✓ Meter and ledger agree: 2 frames", (await RunAsync("meter", "compare", Folder["meter"], _engagement, "--key", key)).Ends(0).Out, StringComparison.Ordinal);
        string[] both = ["--host", Path.Combine(Centre, "keys", "party", "acme"), "--authority", Path.Combine(Centre, "keys", "party", "office"), "--reason", "The yearly check"];
        TempFolder.Copy(Path.Combine(Centre, "ledger"), Folder["ledger"]);
        Assert.StartsWith("✓", (await RunAsync(["meter", "compare", Folder["meter"], _engagement, "--key", key, "--ledger", Folder["ledger"], .. both])).Ends(0).Out, StringComparison.Ordinal);
        (await LeavesNothingAsync(["meter", "compare", Folder["meter"], _engagement, "--key", key, "--ledger", Path.Combine(Centre, "ledger"), .. both])).Fails(2, "would leave no act there");
        Assert.Contains("\"equal\":true,\"matched\":{\"responses\":2,\"bytes\":12,\"headBytes\":200}", (await RunAsync(["meter", "compare", Folder["meter"], _engagement, "--key", key, "--json", .. both])).Ends(0).Out, StringComparison.Ordinal);

        await using (var record = await MeterRecord.OpenAsync(Folder["meter"], TimeProvider.System, CancellationToken.None))
        {
            await record.AppendAsync(Passed($"/engagements/{_engagement}/read", new MeteredPart(4711, Digest.Of("nobody's act"u8))), CancellationToken.None);
        }

        var found = (await RunAsync("meter", "compare", Folder["meter"], _engagement, "--key", key)).Ends(1).Out;
        Assert.Contains("no act:      1970-01-01T00:00:00Z GET", found, StringComparison.Ordinal);
        Assert.Contains("4,711 bytes", found, StringComparison.Ordinal);
        Assert.Contains("record        5, 4,737 bytes, heads 500: all of the above", found, StringComparison.Ordinal);
        await using (var record = await MeterRecord.OpenAsync(Folder["meter"], TimeProvider.System, CancellationToken.None))
        {
            await record.AppendAsync(Passed("/engagements/e-99999999/READ/", new MeteredPart(815, Digest.Of("of a room that is none"u8))), CancellationToken.None);
            await record.AppendAsync(Passed($"/engagements/{_engagement}/read", new MeteredPart(60_000, Digest.Of("says no"u8)), 404), CancellationToken.None);
        }

        var more = (await RunAsync("meter", "compare", Folder["meter"], _engagement, "--key", key)).Ends(1).Out;
        Assert.Contains("2 frames without an act", more, StringComparison.Ordinal);
        Assert.Contains("GET /engagements/e-99999999/READ/ 200 815 bytes", more, StringComparison.Ordinal);
        Assert.Contains("60,000 bytes in 1 of status 404", more, StringComparison.Ordinal);
        Assert.Contains("look at:     a refusal of 60,000 bytes", more, StringComparison.Ordinal);
        Assert.Contains("newer than the record", (await RunAsync(["meter", "compare", Folder["meter"], _engagement, "--key", key, "--ledger", Folder["ledger"], .. both])).Ends(1).Error, StringComparison.Ordinal);
        (await RunAsync("meter", "compare", Folder["meter"], _engagement, "--key", "x")).Fails(2, "no key of a meter");
        (await RunAsync("meter", "compare", Folder["meter"], _engagement, "--key", NoteSigner.Generate("meter/x").Verifier.ToString())).Fails(2, "not signed with the key");
        (await RunAsync("meter", "compare", Folder["meter"], _engagement, "--key", key, "--keys", Path.Combine(Centre, "keys", "party", "acme"))).Fails(1, "not the keys of the engagement's laboratory");
        (await RunAsync("meter", "compare", Folder["meter"], "e-00000001", "--key", key)).Fails(1, "There is no engagement");
    }

    private static MeteredResponse Passed(string path, MeteredPart body, int status = 200) =>
        new(DateTimeOffset.UnixEpoch, "GET", path, status, "text/html", new MeteredPart(100, Digest.Of("a head"u8)), body, ResponseEnd.Whole, true);

    /// <summary>A session in which two frames, a note and a finding were; gives the log's key.</summary>
    private async Task<string> ReadAsync()
    {
        _engagement = await new Review(this).OpenAsync();
        (await RunAsync("user", "add", "rita", "--role", "reviewer", "--party", "lab")).Ends(0);
        return await EnterAsync();
    }

    private async Task<string> EnterAsync()
    {
        await using var centre = await OpenCentre.OpenAsync(Centre, CentreOption.Parts, CentreUse.Serve, TimeProvider.System, CancellationToken.None);
        using var seals = SealDesk.Store(centre);
        await using var rooms = new RoomDesk(centre, seals);
        using var keys = PartyKeys.Read(centre.Keys.PartyFolder("lab"));
        string person;
        using (var views = centre.Snapshot())
        {
            person = views.Query("SELECT id FROM centre_person WHERE role = 'reviewer'", row => row.GetString(0)).Single();
        }

        var session = await rooms.EnterAsync(new SignedIn("rita", person, Role.Reviewer, "lab", keys), _engagement, "10.0.0.7", CancellationToken.None);
        _session = session.Id;
        foreach (var (from, to) in ((int, int)[])[(1, 5), (4, 8)])
        {
            var content = new FrameContent(FrameKind.Text, "file=src/main.c", [new LineRange("src/main.c", session.Tree.File("src/main.c").Digest, from, to)]);
            await session.ShowAsync(content, session.Mark, Encoding.UTF8.GetBytes($"frame {from}"), Digest.Of(Encoding.UTF8.GetBytes(from == 1 ? "page 1" : "page 2")), CancellationToken.None);
        }

        await session.WriteNoteAsync("src/main.c", 6, Note, CancellationToken.None);
        await session.WriteFindingAsync("src/main.c", 6, FindingSeverity.High, "Overrun", "It writes past the end.", CancellationToken.None);
        await rooms.LeaveAsync(session, SessionEnd.Left, CancellationToken.None);
        return centre.Keys.Log.Verifier.ToString();
    }
}
