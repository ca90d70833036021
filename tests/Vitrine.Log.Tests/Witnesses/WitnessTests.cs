using System.Text;
using System.Text.Json;
using Vitrine.Proofs;
using Vitrine.Proofs.Tests;

namespace Vitrine.Log.Tests;

/// <summary>What a witness answers, and what it keeps.</summary>
public sealed class WitnessTests : IDisposable
{
    private const string Folder = "/data/witness";
    private readonly WitnessedLog _log = new WitnessedLog().Grow(20);
    private readonly MemoryDisk _disk = new();
    private Witness _witness;

    public WitnessTests()
    {
        WitnessStore.Create(_disk, Folder);
        _witness = Open();
    }

    public void Dispose() => _witness.Dispose();

    [Fact]
    public void AddCheckpoint_LitewitnessDialogue_IsAnsweredAsPublished()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Vectors.Folder, "witness", "litewitness.json")));
        var disk = new MemoryDisk();
        WitnessStore.Create(disk, Folder);
        var logs = LogPolicy.Of(NoteVerifier.Parse(vectors.RootElement.GetProperty("log").GetString()!));
        using var witness = Witness.Open(disk, Folder, new WitnessKeys(Cosigner.FromSeed("example.com/witness", WitnessedLog.Seed(1))), logs, TimeProvider.System);
        foreach (var step in vectors.RootElement.GetProperty("steps").EnumerateArray())
        {
            var reply = witness.AddCheckpoint(Encoding.UTF8.GetBytes(step.GetProperty("request").GetString()!));
            var expected = (step.TryGetProperty("bodyContains", out var part) ? part.GetString() : null) switch
            {
                "unknown log" => 404, // As the specification has it since; litewitness says 403.
                "invalid signature" => 400, // Its base64 has stray low bits, which is no note here.
                _ => step.GetProperty("status").GetInt32(),
            };
            Assert.Equal(expected, reply.Status);
            if (step.TryGetProperty("body", out var body))
            {
                Assert.Equal(body.GetString(), Encoding.UTF8.GetString(reply.Body.Span));
                Assert.Equal("text/x.tlog.size", reply.ContentType);
            }
            else if (reply.Status == 200)
            {
                Assert.StartsWith(part.GetString()!, Encoding.UTF8.GetString(reply.Body.Span), StringComparison.Ordinal);
            }
        }

        Assert.Equal(5UL, Assert.Single(witness.Cosigned).Checkpoint.Size.Value);
    }

    [Fact]
    public void AddCheckpoint_GrowingLog_IsCosignedAndServed()
    {
        foreach (var (old, size) in ((ulong, ulong)[])[(0, 0), (0, 1), (1, 7), (7, 7), (7, 20)])
        {
            var reply = _witness.AddCheckpoint(_log.Request(old, size));
            Assert.Equal(200, reply.Status);
            var note = _log.Checkpoint(size).Note.ToArray().Concat(reply.Body.ToArray()).ToArray();
            var opened = VerifiedCheckpoint.Open(note, _log.Signer.Verifier, WitnessedLog.Key.Verifier);
            Assert.Equal(WitnessedLog.Noon, Assert.Single(opened.Cosignatures).Time);
            Assert.Equal(note, _witness.Find(WitnessStore.NameOf(_log.Signer.Name))!.Note.ToArray());
        }
    }

    [Fact]
    public void AddCheckpoint_OfAllThatIsWrong_IsAnsweredWithItsStatus()
    {
        Answers(200, _log.Request(0, 8));
        var good = Encoding.UTF8.GetString(_log.Request(8, 12));
        Answers(400, "old 8\n"u8.ToArray());
        Answers(400, Encoding.UTF8.GetBytes(good.Replace("old 8", "old 08", StringComparison.Ordinal)));
        Answers(400, Encoding.UTF8.GetBytes(good.Replace("old 8", "old 13", StringComparison.Ordinal)));
        Answers(404, new WitnessedLogOf("log.example/two").Request(0, 0));
        Answers(403, new WitnessedLog(seed: 99).Grow(12).Request(0, 12));
        Answers(403, Encoding.UTF8.GetBytes(good.Replace("\n12\n", "\n13\n", StringComparison.Ordinal)));
        Answers(409, _log.Request(0, 12), "8\n");
        Answers(409, _log.Request(9, 12), "8\n");
        Answers(422, new WitnessedLog().Grow(12, "other").Request(8, 12));
        Answers(422, new WitnessedLog().Grow(12, "other").Request(8, 8));
        Answers(422, Encoding.UTF8.GetBytes(good.Replace("old 8\n", $"old 8\n{Merkle.EmptyRoot.ToBase64()}\n", StringComparison.Ordinal)));
        Answers(200, _log.Request(8, 12));
    }

    [Fact]
    public void AddCheckpoint_FirstOnesThatCannotBe_AreUnprocessable()
    {
        // From nothing no proof is due; the empty log has one root.
        var proof = Encoding.UTF8.GetString(_log.Request(0, 5)).Replace("old 0\n", $"old 0\n{Merkle.EmptyRoot.ToBase64()}\n", StringComparison.Ordinal);
        Answers(422, Encoding.UTF8.GetBytes(proof));
        var text = Encoding.UTF8.GetBytes($"{_log.Signer.Name}\n0\n{_log.Tree.Root().ToBase64()}\n");
        Answers(422, [.. "old 0\n\n"u8, .. Note.Sign(text, _log.Signer)]);
        Assert.Empty(_witness.Cosigned);
        Assert.Null(_witness.Find(WitnessStore.NameOf(_log.Signer.Name)));
    }

    [Fact]
    public void AddCheckpoint_TwoTreesOfOneSize_CosignsOneAndKeepsTheOtherAsEvidence()
    {
        Answers(200, _log.Request(0, 8));
        var other = new WitnessedLog().Grow(8, "other");
        Answers(422, other.Request(8, 8));
        Answers(409, other.Request(0, 8), "8\n");
        var fork = Assert.Single(_disk.List(Folder + "/forks"));
        Assert.EndsWith($".8.{other.Tree.Root()}", fork, StringComparison.Ordinal);
        Assert.Equal(other.Checkpoint().Note.ToArray(), _disk.Read($"{Folder}/forks/{fork}"));
        Assert.Equal(_log.Tree.Root(new TreeSize(8)), Assert.Single(_witness.Cosigned).Checkpoint.Root);
    }

    [Fact]
    public void AddCheckpoint_LinesOfStrangersAndRepeats_AreNotKept()
    {
        var checkpoint = _log.Checkpoint(3);
        var line = Note.Parse(checkpoint.Note.Span).Signatures[0];
        var note = Enumerable.Range(0, 62).Aggregate(Note.Parse(checkpoint.Note.Span), (note, _) => note.With(line))
            .With(Cosigner.Generate("stranger.example").Sign(checkpoint.Checkpoint.Encode(), WitnessedLog.Noon));
        Answers(200, new AddCheckpointRequest(default, [], note).Encode());
        Assert.Equal(2, Note.Parse(Assert.Single(_witness.Cosigned).Note.Span).Signatures.Length);
    }

    [Fact]
    public void AddCheckpoint_LogWithTwoKeys_TakesEitherAndNeitherForged()
    {
        _witness.Dispose();
        var next = NoteSigner.FromSeed(_log.Signer.Name, WitnessedLog.Seed(50));
        var both = LogPolicy.Parse(Encoding.UTF8.GetBytes($"log {_log.Signer.Verifier}\nlog {next.Verifier}\nquorum none\n"));
        _witness = Open(both);
        Answers(200, _log.Request(0, 8));
        var checkpoint = new Checkpoint(next.Name, new TreeSize(9), _log.Tree.Root(new TreeSize(9)));
        var proof = _log.Tree.ProveConsistency(new TreeSize(8), new TreeSize(9)).Path;
        var signed = Note.Parse(VerifiedCheckpoint.Sign(checkpoint, next).Note.Span);
        var forged = signed.With(Note.Parse(_log.Checkpoint(8).Note.Span).Signatures[0]);
        Answers(403, new AddCheckpointRequest(new TreeSize(8), proof, forged).Encode());
        Answers(200, new AddCheckpointRequest(new TreeSize(8), proof, signed).Encode());
    }

    // The folder may be another's by then, who has signed another tree.
    [Fact]
    public void AddCheckpoint_AfterTheFolderWasGivenUp_SignsNothing()
    {
        var first = _witness;
        Answers(200, _log.Request(0, 8));
        first.Dispose();
        _witness = Open();
        Answers(200, _log.Request(8, 12));
        Assert.Throws<ObjectDisposedException>(() => first.AddCheckpoint(_log.Request(8, 11)));
        Assert.Equal(12UL, Assert.Single(Witness.Open(_disk.Copy(), Folder, new WitnessKeys(WitnessedLog.Key), _log.Policy, new FixedTime(WitnessedLog.Noon)).Cosigned).Checkpoint.Size.Value);
    }

    [Fact]
    public async Task AddCheckpoint_ManyAtOnce_SignsOneLineOfTrees()
    {
        // Two logs behind one key, racing for every size: whatever wins, the witness never signs both.
        var fork = new WitnessedLog().Grow(3).Grow(40, "other");
        _log.Grow(40);
        var signed = new System.Collections.Concurrent.ConcurrentBag<(ulong Size, Digest Root)>();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(task => Task.Run(() =>
        {
            var mine = task % 2 == 0 ? _log : fork;
            var old = 0UL;
            for (var round = 0; round < 200; round++)
            {
                var size = Math.Min(40, old + 1 + (ulong)((round + task) % 3));
                var reply = _witness.AddCheckpoint(mine.Request(old, size));
                if (reply.Status == 200)
                {
                    signed.Add((size, mine.Tree.Root(new TreeSize(size))));
                    old = size;
                }
                else if (reply.Status == 409)
                {
                    old = ulong.Parse(Encoding.UTF8.GetString(reply.Body.Span).TrimEnd(), System.Globalization.CultureInfo.InvariantCulture);
                }
            }
        })));
        Assert.All(signed.GroupBy(one => one.Size), size => Assert.Single(size.Select(one => one.Root).Distinct()));
        Assert.Equal(40UL, Assert.Single(_witness.Cosigned).Checkpoint.Size.Value);
    }

    [Fact]
    public void Open_WhatTheWitnessDidNotWrite_IsRefused()
    {
        Answers(200, _log.Request(0, 8));
        var path = $"{Folder}/cosigned/{WitnessStore.NameOf(_log.Signer.Name)}";
        var good = _disk.Read(path)!;
        Assert.Throws<LogInUseException>(() => Open());
        _witness.Dispose();

        foreach (var (bytes, what) in ((byte[], string)[])[
            (_log.Checkpoint(8).Note.ToArray(), "no checkpoint that a key of this witness cosigned"),
            ([.. good[..^3], (byte)'A', .. good[^2..]], "no checkpoint that a key of this witness cosigned"),
            ([], "no checkpoint that a key of this witness cosigned")])
        {
            _disk.Write(path, bytes);
            Assert.Contains(what, Assert.Throws<LogCorruptException>(() => Open()).Message, StringComparison.Ordinal);
        }

        _disk.Write(path, good);
        _disk.Write($"{Folder}/cosigned/{new string('0', 64)}", good);
        Assert.Contains("another file name", Assert.Throws<LogCorruptException>(() => Open()).Message, StringComparison.Ordinal);
        _disk.Delete($"{Folder}/cosigned/{new string('0', 64)}");
        _witness = Open();
        Answers(409, _log.Request(0, 12), "8\n");
    }

    [Fact]
    public void Open_EveryByteOfWhatItKeptChanged_IsRefusedOrInTheLogsOwnLine()
    {
        Answers(200, _log.Request(0, 8));
        _witness.Dispose();
        var path = $"{Folder}/cosigned/{WitnessStore.NameOf(_log.Signer.Name)}";
        var good = _disk.Read(path)!;
        var line = Encoding.UTF8.GetString(good).IndexOf("— log.example", StringComparison.Ordinal);
        var end = Encoding.UTF8.GetString(good).IndexOf("— witness.example", StringComparison.Ordinal) + 2;
        for (var at = 0; at < good.Length; at++)
        {
            var changed = good.ToArray();
            changed[at] ^= 1;
            _disk.Write(path, changed);
            try
            {
                Open().Dispose();
                Assert.InRange(at, line, end);
            }
            catch (LogCorruptException)
            {
            }
        }

        _disk.Write(path, good);
        _witness = Open();
    }

    // Two keys cosign one line of trees: what one of them signed binds the other, during the change and after it.
    [Fact]
    public void Keys_Changed_BothSignOneLineOfTreesAndTheOldOneEnds()
    {
        var next = Cosigner.FromSeed(WitnessedLog.Key.Verifier.Name, WitnessedLog.Seed(77));
        var fork = new WitnessedLog().Grow(20, "another");
        Answers(200, _log.Request(0, 3));
        Reopen(new WitnessKeys([next, WitnessedLog.Key], []));
        Assert.Equal([next.Verifier, WitnessedLog.Key.Verifier], _witness.Keys.AsEnumerable());
        Assert.Equal(422, _witness.AddCheckpoint(fork.Request(3, 8)).Status);
        Assert.Equal((true, true), Signed(_witness.AddCheckpoint(_log.Request(3, 8)), 8));

        // Ended: it signs no more, what it signed is known, and a second tree of that size is refused.
        Reopen(new WitnessKeys([next], [WitnessedLog.Key.Verifier]));
        Assert.Equal(8UL, Assert.Single(_witness.Cosigned).Checkpoint.Size.Value);
        Answers(409, fork.Request(3, 8), "8\n");
        Assert.Equal(422, _witness.AddCheckpoint(fork.Request(8, 8)).Status);
        Assert.Equal((true, false), Signed(_witness.AddCheckpoint(_log.Request(8, 12)), 12));

        // What the old key alone signed keeps another key from opening the folder.
        Reopen(new WitnessKeys([next], []));
        _witness.Dispose();
        Assert.Contains("no checkpoint that a key of this witness", Assert.Throws<LogCorruptException>(() => Open()).Message, StringComparison.Ordinal);
        Reopen(new WitnessKeys([next], []));

        void Reopen(WitnessKeys keys)
        {
            _witness.Dispose();
            _witness = Witness.Open(_disk, Folder, keys, _log.Policy, new FixedTime(WitnessedLog.Noon));
        }

        (bool New, bool Old) Signed(WitnessReply reply, ulong size)
        {
            Assert.Equal(200, reply.Status);
            Assert.True(CosignatureLines.TryParse(reply.Body.Span, out var lines));
            var text = Note.Parse(_log.Checkpoint(size).Note.Span).Text.Span;
            return (CosignatureLines.Find(lines, next.Verifier, text, out _) is not null, CosignatureLines.Find(lines, WitnessedLog.Key.Verifier, text, out _) is not null);
        }
    }

    [Theory]
    [InlineData(Fault.Lost)]
    [InlineData(Fault.DoneButReportedFailed)]
    [InlineData(Fault.HalfDone)]
    [InlineData(Fault.PowerLoss)]
    [InlineData(Fault.PowerLossWithSomeKept)]
    public void AddCheckpoint_AnyStepFails_NeverAnswersForWhatIsNotKept(Fault fault)
    {
        for (var step = 0; ; step++)
        {
            var disk = new MemoryDisk();
            WitnessStore.Create(disk, Folder);
            var begun = disk.Steps;
            (disk.FailAt, disk.Fault) = (begun + step, fault);
            var answered = 0UL;
            var witness = Witness.Open(disk, Folder, new WitnessKeys(WitnessedLog.Key), _log.Policy, new FixedTime(WitnessedLog.Noon));
            foreach (var size in (ulong[])[3, 8, 12])
            {
                try
                {
                    if (witness.AddCheckpoint(_log.Request(answered, size)).Status == 200)
                    {
                        answered = size;
                    }
                }
                catch (LogFaultException) when (disk.Steps > begun + step)
                {
                    // A full disk: the witness lives on, and the next request goes on from the last answer.
                }
            }

            witness.Dispose();
            if (disk.Steps <= begun + step)
            {
                Assert.True(step >= 12, "Four steps a checkpoint.");
                return;
            }

            var survivor = fault is Fault.PowerLoss or Fault.PowerLossWithSomeKept ? disk.AfterPowerLoss(fault == Fault.PowerLoss ? null : new Random(step)) : disk;
            survivor.FailAt = int.MaxValue;
            using var again = Witness.Open(survivor, Folder, new WitnessKeys(WitnessedLog.Key), _log.Policy, new FixedTime(WitnessedLog.Noon));
            var kept = again.Cosigned.IsEmpty ? 0UL : again.Cosigned[0].Checkpoint.Size.Value;
            Assert.True(kept >= answered, $"{fault} at step {step}: answered for {answered}, kept {kept}.");
            Assert.Equal(200, again.AddCheckpoint(_log.Request(kept, 20)).Status);
        }
    }

    private Witness Open(LogPolicy? logs = null) => Witness.Open(_disk, Folder, new WitnessKeys(WitnessedLog.Key), logs ?? _log.Policy, new FixedTime(WitnessedLog.Noon));

    private void Answers(int status, byte[] request, string? body = null)
    {
        var reply = _witness.AddCheckpoint(request);
        Assert.Equal((status, body ?? Encoding.UTF8.GetString(reply.Body.Span)), (reply.Status, Encoding.UTF8.GetString(reply.Body.Span)));
    }

    private sealed class WitnessedLogOf(string origin)
    {
        private readonly NoteSigner _signer = NoteSigner.Generate(origin);

        public byte[] Request(ulong old, ulong size) => new AddCheckpointRequest(
            new TreeSize(old), [], Note.Parse(VerifiedCheckpoint.Sign(new Checkpoint(origin, new TreeSize(size), Merkle.EmptyRoot), _signer).Note.Span)).Encode();
    }
}
