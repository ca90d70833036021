using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Log.Tests;

/// <summary>A log asks its witnesses: good, slow, gone and hostile ones, over real connections.</summary>
public sealed class WitnessQuorumTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly WitnessQuorumOptions Patient = new() { Timeout = TimeSpan.FromSeconds(10) };
    private static readonly WitnessQuorumOptions Short = new() { Timeout = TimeSpan.FromMilliseconds(300), Grace = TimeSpan.FromMilliseconds(100) };

    private readonly WitnessedLog _log = new WitnessedLog().Grow(20);
    private readonly List<WitnessServer> _servers = [];
    private readonly List<Witness> _witnesses = [];

    public void Dispose()
    {
        _servers.ForEach(server => server.Dispose());
        _witnesses.ForEach(witness => witness.Dispose());
    }

    [Fact]
    public async Task CosignAsync_ThreeGoodWitnesses_AllStandInTheNoteInThePolicysOrder()
    {
        using var quorum = Quorum("2", Patient, Good(1), Good(2), Good(3));
        foreach (var size in (ulong[])[5, 20])
        {
            var round = await quorum.CosignAsync(_log.Checkpoint(size), from => _log.Tree.ProveConsistency(from, new TreeSize(size)), None);
            Assert.True(round.IsMet);
            Assert.Equal(NoteVerdict.Verified, quorum.Policy.For(_log.Signer.Verifier).TryOpen(round.Note.Span, out var checkpoint));
            Assert.Equal(["w1", "w2", "w3"], checkpoint!.Cosignatures.Select(one => one.Key.Name));
            Assert.All(round.Witnesses, status => Assert.Equal((WitnessOutcome.Cosigned, new TreeSize(size)), (status.Outcome, status.Size!.Value)));
        }
    }

    [Fact]
    public async Task Gauges_OfTheMeter_SayWhoCosignedWhatAndWhoIsMissing()
    {
        using (var quorum = Quorum("1", Patient, Good(41), Down(42)))
        {
            Assert.Equal([(0L, 1L), (0L, 1L)], [Seen("w41"), Seen("w42")]);
            await quorum.CosignAsync(_log.Checkpoint(5), from => _log.Tree.ProveConsistency(from, new TreeSize(5)), None);
            Assert.Equal([(5L, 0L), (0L, 1L)], [Seen("w41"), Seen("w42")]);
        }

        Assert.Equal((-1L, -1L), Seen("w41"));

        static (long Size, long Missing) Seen(string witness)
        {
            var (size, missing) = (-1L, -1L);
            using var listener = new MeterListener
            {
                InstrumentPublished = static (instrument, listener) =>
                {
                    if (instrument.Meter.Name == "Vitrine.Log" && instrument.IsObservable)
                    {
                        listener.EnableMeasurementEvents(instrument);
                    }
                },
            };
            listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            {
                if ((string?)tags[0].Value == witness)
                {
                    (size, missing) = instrument.Name == "vitrine.witness.size" ? (value, missing) : (size, value);
                }
            });
            listener.Start();
            listener.RecordObservableInstruments();
            return (size, missing);
        }
    }

    [Fact]
    public async Task CosignAsync_OneDownOneHostileOneSlow_PublishesWithTheRest()
    {
        var slow = new TaskCompletionSource();
        using var quorum = Quorum("2", Short, Good(1), Good(2), Down(3), Hostile(4, Garbage), Hostile(5, (_, _) => slow.Task));
        var round = await quorum.CosignAsync(_log.Checkpoint(), _log.Prove, None);
        Assert.True(round.IsMet);
        Assert.Equal(2, VerifiedCheckpoint.Open(round.Note.Span, _log.Signer.Verifier, [.. quorum.Policy.Witnesses.Select(w => w.Key)]).Cosignatures.Length);
        var again = await quorum.CosignAsync(_log.Checkpoint(), _log.Prove, None);
        Assert.True(again.IsMet);
        slow.SetResult();
    }

    // The proof that one needs cannot be made: that one is not asked, and the round is the others'.
    [Fact]
    public async Task CosignAsync_ProofForOneUnavailable_IsMetByTheOthers()
    {
        var behind = Open(1, null);
        Assert.Equal(200, behind.AddCheckpoint(_log.Request(0, 3)).Status);
        using var quorum = Quorum("1", Patient, Serve(1, WitnessServer.Of(behind)), Good(2));
        var round = await quorum.CosignAsync(_log.Checkpoint(), from => throw new LogCorruptException("/log/tile/0/000", $"no proof from {from}."), None);
        Assert.True(round.IsMet);
        Assert.Equal([WitnessOutcome.ProofUnavailable, WitnessOutcome.Cosigned], round.Witnesses.Select(status => status.Outcome));
    }

    [Fact]
    public async Task CosignAsync_ProofTakesForEver_EndsWithTheTimeout()
    {
        using var never = new ManualResetEventSlim();
        var behind = Open(1, null);
        Assert.Equal(200, behind.AddCheckpoint(_log.Request(0, 3)).Status);
        using var quorum = Quorum("1", Short, Serve(1, WitnessServer.Of(behind)));
        var round = await quorum.CosignAsync(
            _log.Checkpoint(),
            from =>
            {
                never.Wait(None);
                return _log.Prove(from);
            },
            None).WaitAsync(TimeSpan.FromMinutes(1));
        never.Set();
        Assert.Equal(WitnessOutcome.TimedOut, Assert.Single(round.Witnesses).Outcome);
    }

    [Fact]
    public async Task CosignAsync_Disposed_IsNotMetAndThrowsNothing()
    {
        var quorum = Quorum("1", Patient, Good(1));
        quorum.Dispose();
        var round = await quorum.CosignAsync(_log.Checkpoint(), _log.Prove, None);
        Assert.False(round.IsMet);
        Assert.Equal(WitnessOutcome.TimedOut, Assert.Single(round.Witnesses).Outcome);
    }

    [Fact]
    public async Task CosignAsync_ZeroedSignature_DoesNotCountToTheQuorum()
    {
        var key = Cosigner.FromSeed("w1", WitnessedLog.Seed(1));
        var zeroed = new NoteSignature(key.Verifier.Name, key.Verifier.KeyId, [.. new byte[Cosigner.SignatureSize]]);
        using var quorum = Quorum("1", Patient, Hostile(1, (_, response) => WitnessServer.WriteAsync(response, 200, zeroed + "\n")));
        var round = await quorum.CosignAsync(_log.Checkpoint(), _log.Prove, None);
        Assert.False(round.IsMet);
        Assert.Equal(WitnessOutcome.BadSignature, Assert.Single(round.Witnesses).Outcome);
        Assert.Equal(_log.Checkpoint().Note.ToArray(), round.Note.ToArray());
    }

    public static TheoryData<string, WitnessOutcome> Answers => new()
    {
        { "garbage", WitnessOutcome.BadAnswer },
        { "other key", WitnessOutcome.BadSignature },
        { "other tree", WitnessOutcome.BadSignature },
        { "good and then bad", WitnessOutcome.BadSignature },
        { "no time", WitnessOutcome.BadSignature },
        { "wrong time", WitnessOutcome.WrongTime },
        { "empty", WitnessOutcome.BadAnswer },
        { "flood", WitnessOutcome.BadAnswer },
        { "endless", WitnessOutcome.BadAnswer },
        { "redirect", WitnessOutcome.BadAnswer },
        { "headers", WitnessOutcome.Unreachable },
        { "silence", WitnessOutcome.TimedOut },
        { "drip", WitnessOutcome.TimedOut },
        { "400", WitnessOutcome.BadAnswer },
        { "403", WitnessOutcome.UnknownKey },
        { "404", WitnessOutcome.UnknownLog },
        { "409 as text", WitnessOutcome.BadAnswer },
        { "409 same", WitnessOutcome.BadAnswer },
        { "409 ahead", WitnessOutcome.Ahead },
        { "409 leading zero", WitnessOutcome.BadAnswer },
        { "409 for ever", WitnessOutcome.Conflict },
        { "422", WitnessOutcome.Inconsistent },
        { "500", WitnessOutcome.BadAnswer },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task CosignAsync_HostileAnswer_HasItsOutcomeAndCountsForNothing(string answer, WitnessOutcome outcome)
    {
        var calls = 0;
        using var quorum = Quorum("1", answer is "silence" or "drip" ? Short : Patient, Hostile(1, (_, response) => AnswerAsync(answer, response, ++calls)));
        var round = await quorum.CosignAsync(_log.Checkpoint(), _log.Prove, None);
        Assert.Equal((outcome, false), (Assert.Single(round.Witnesses).Outcome, round.IsMet));
        Assert.Equal(_log.Checkpoint().Note.ToArray(), round.Note.ToArray());
        Assert.InRange(calls, 1, 2);
    }

    [Fact]
    public async Task CosignAsync_WitnessThatKnowsMore_IsAskedOnceMoreFromThere()
    {
        var witness = Open(1);
        Assert.Equal(200, witness.AddCheckpoint(_log.Request(0, 7)).Status);
        var server = WitnessServer.Of(witness);
        _servers.Add(server);
        using var quorum = Quorum("1", Patient, (1, server.Url));
        Assert.True((await quorum.CosignAsync(_log.Checkpoint(), _log.Prove, None)).IsMet);
        Assert.Equal(2, server.Requests);

        // What it was told it remembers: the next round asks once.
        Assert.True((await quorum.CosignAsync(_log.Checkpoint(), _log.Prove, None)).IsMet);
        Assert.Equal(3, server.Requests);
    }

    [Fact]
    public async Task CosignAsync_OtherTreeOfTheSameLog_IsCaughtByTheWitness()
    {
        var good = Good(1);
        using var quorum = Quorum("1", Patient, good);
        Assert.True((await quorum.CosignAsync(_log.Checkpoint(), _log.Prove, None)).IsMet);

        // The same key signs another tree for somebody else.
        var fork = new WitnessedLog().Grow(10).Grow(25, "other");
        using var other = Quorum("1", Patient, good);
        var round = await other.CosignAsync(fork.Checkpoint(), fork.Prove, None);
        Assert.False(round.IsMet);
        Assert.Equal(WitnessOutcome.Inconsistent, Assert.Single(round.Witnesses).Outcome);
    }

    [Fact]
    public async Task CosignAsync_WitnessStillBusy_IsNotAskedTwiceAtOnce()
    {
        var go = new TaskCompletionSource();
        var asked = new TaskCompletionSource();
        var busy = new WitnessServer((_, response) =>
        {
            asked.TrySetResult();
            return go.Task;
        });
        _servers.Add(busy);
        using var quorum = Quorum("1", Patient with { Grace = TimeSpan.Zero }, Good(1), (2, busy.Url));
        Assert.True((await quorum.CosignAsync(_log.Checkpoint(), _log.Prove, None)).IsMet);
        await asked.Task;
        var round = await quorum.CosignAsync(_log.Checkpoint(), _log.Prove, None);
        Assert.True(round.IsMet);
        Assert.Equal(1, busy.Requests);
        go.SetResult();
    }

    [Fact]
    public async Task CosignAsync_NoAddressOrUnknownAlgorithm_IsNotAsked()
    {
        var pq = NoteVerifier.Create("w2", NoteAlgorithm.MLDsa44, new byte[1312]);
        var text = $"witness w1 {Cosigner.FromSeed("w1", WitnessedLog.Seed(1)).Verifier}\nwitness w2 {pq} http://127.0.0.1:9/\nwitness w3 {Cosigner.FromSeed("w3", WitnessedLog.Seed(3)).Verifier} ftp://x/\ngroup g any w1 w2 w3\nquorum g\n";
        using var quorum = new WitnessQuorum(LogPolicy.Parse(Encoding.UTF8.GetBytes(text)), Patient, TimeProvider.System);
        var round = await quorum.CosignAsync(_log.Checkpoint(), _log.Prove, None);
        Assert.Equal([WitnessOutcome.NoAddress, WitnessOutcome.KeyNotVerifiable, WitnessOutcome.NoAddress], round.Witnesses.Select(status => status.Outcome));
        Assert.False(round.IsMet);
    }

    [Fact]
    public async Task TileLog_WithThreeWitnesses_PublishesCosignedCheckpoints()
    {
        using var folder = new TemporaryFolder();
        using var quorum = Quorum(Sample.Signer.Verifier, "2", Patient, Good(1, Sample.Signer.Verifier), Good(2, Sample.Signer.Verifier), Down(3));
        var options = Sample.Options(folder.Path) with { Witnesses = quorum, WitnessInterval = TimeSpan.FromMilliseconds(1) };
        await TileLog.CreateAsync(options, None);
        await using var log = await TileLog.OpenAsync(options, TimeProvider.System, None);
        var index = await log.AppendAsync(Sample.Entry(0), None);
        await log.PublishedAsync(index, None);
        index = (await log.AppendAsync(Sample.Entries(1, 400), None))[^1];
        await log.PublishedAsync(index, None);
        var seen = VerifiedCheckpoint.Open(log.Reader.CheckpointNote(), Sample.Signer.Verifier, [.. quorum.Policy.Witnesses.Select(w => w.Key)]);
        Assert.Equal(400UL, seen.Size.Value);
        Assert.True(quorum.Policy.IsMet(seen));
    }

    private async Task AnswerAsync(string answer, HttpListenerResponse response, int call)
    {
        var (key, text) = (Cosigner.FromSeed("w1", WitnessedLog.Seed(1)), _log.Checkpoint().Checkpoint.Encode());
        var now = DateTimeOffset.UtcNow;
        switch (answer)
        {
            case "garbage":
                await Garbage([], response);
                break;
            case "other key":
                await WitnessServer.WriteAsync(response, 200, Cosigner.Generate("w1").Sign(text, now) + "\n");
                break;
            case "other tree":
                await WitnessServer.WriteAsync(response, 200, key.Sign(_log.Checkpoint(19).Checkpoint.Encode(), now) + "\n");
                break;
            case "good and then bad":
                await WitnessServer.WriteAsync(response, 200, key.Sign(text, now) + "\n" + key.Sign("x\n"u8, now) + "\n");
                break;
            case "no time":
                await WitnessServer.WriteAsync(response, 200, key.Sign(text, DateTimeOffset.UnixEpoch) + "\n");
                break;
            case "wrong time":
                await WitnessServer.WriteAsync(response, 200, key.Sign(text, now.AddHours(1)) + "\n");
                break;
            case "empty":
                await WitnessServer.WriteAsync(response, 200, "");
                break;
            case "flood":
                response.ContentLength64 = 1L << 40;
                await response.OutputStream.WriteAsync(new byte[100_000]);
                break;
            case "endless":
                response.SendChunked = true;
                for (var i = 0; i < 10_000; i++)
                {
                    await response.OutputStream.WriteAsync(new byte[1000]);
                }

                break;
            case "redirect":
                response.Redirect("http://127.0.0.1:9/elsewhere");
                response.Close();
                break;
            case "headers":
                response.AddHeader("X-Long", new string('x', 100_000));
                await WitnessServer.WriteAsync(response, 200, "");
                break;
            case "silence":
                break;
            case "drip":
                response.SendChunked = true;
                await response.OutputStream.WriteAsync("\u2014"u8.ToArray());
                await response.OutputStream.FlushAsync();
                break;
            case "409 as text":
                await WitnessServer.WriteAsync(response, 409, "7\n");
                break;
            case "409 same":
                await WitnessServer.WriteAsync(response, 409, WitnessReply.SizeType, "0\n"u8.ToArray());
                break;
            case "409 ahead":
                await WitnessServer.WriteAsync(response, 409, WitnessReply.SizeType, "21\n"u8.ToArray());
                break;
            case "409 leading zero":
                await WitnessServer.WriteAsync(response, 409, WitnessReply.SizeType, "07\n"u8.ToArray());
                break;
            case "409 for ever":
                await WitnessServer.WriteAsync(response, 409, WitnessReply.SizeType, Encoding.ASCII.GetBytes($"{6 + call}\n"));
                break;
            default:
                await WitnessServer.WriteAsync(response, int.Parse(answer, System.Globalization.CultureInfo.InvariantCulture), "no\n");
                break;
        }
    }

    private static Task Garbage(byte[] request, HttpListenerResponse response) => WitnessServer.WriteAsync(response, 200, "application/octet-stream", [0, 1, 2, 255, 10, 10]);

    private Witness Open(byte number, NoteVerifier? log = null)
    {
        var disk = new MemoryDisk();
        WitnessStore.Create(disk, "/w");
        var witness = Witness.Open(disk, "/w", new WitnessKeys(Cosigner.FromSeed($"w{number}", WitnessedLog.Seed(number))), LogPolicy.Of(log ?? _log.Signer.Verifier), TimeProvider.System);
        _witnesses.Add(witness);
        return witness;
    }

    private (byte Number, string Url) Good(byte number, NoteVerifier? log = null) => Serve(number, WitnessServer.Of(Open(number, log)));

    private (byte Number, string Url) Hostile(byte number, Func<byte[], HttpListenerResponse, Task> answer) => Serve(number, new WitnessServer(answer));

    private (byte Number, string Url) Serve(byte number, WitnessServer server)
    {
        _servers.Add(server);
        return (number, server.Url);
    }

    private static (byte Number, string Url) Down(byte number)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (number, $"http://{listener.LocalEndpoint}/");
    }

    private WitnessQuorum Quorum(string threshold, WitnessQuorumOptions options, params (byte Number, string Url)[] witnesses) =>
        Quorum(_log.Signer.Verifier, threshold, options, witnesses);

    private static WitnessQuorum Quorum(NoteVerifier log, string threshold, WitnessQuorumOptions options, params (byte Number, string Url)[] witnesses)
    {
        var text = new StringBuilder($"log {log}\n");
        foreach (var (number, url) in witnesses)
        {
            text.Append($"witness w{number} {Cosigner.FromSeed($"w{number}", WitnessedLog.Seed(number)).Verifier} {url}\n");
        }

        text.Append($"group enough {threshold} {string.Join(' ', witnesses.Select(w => $"w{w.Number}"))}\nquorum enough\n");
        return new WitnessQuorum(LogPolicy.Parse(Encoding.UTF8.GetBytes(text.ToString())), options, TimeProvider.System);
    }
}
