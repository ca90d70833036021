using System.Collections.Concurrent;
using System.Text;

namespace Vitrine.Proofs.Tests;

public sealed class ReceiptTests : IDisposable
{
    private readonly ReceiptScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void TryOpen_WhatTheCentreSigned_SaysTheSessionAndHoldsItsActs()
    {
        var receipt = _scene.Opened();
        Assert.Equal(ReceiptScene.Session, receipt.Said.Session);
        Assert.Equal(7UL, receipt.Said.Acts.Count);
        Assert.Equal(new FrameVolumes(1, 1, 1, 1, 1), receipt.Said.Acts.Frames);
        Assert.Equal(("room.sessionOpened", 1UL), (receipt.Said.Acts.First.Kind, receipt.Said.Acts.First.Index.Value));
        Assert.Equal(("room.sessionClosed", 13UL), (receipt.Said.Acts.Last.Kind, receipt.Said.Acts.Last.Index.Value));
        Assert.Single(receipt.Anchor.Checkpoint.Cosignatures);
        Assert.Equal(ReceiptVerdict.Verified, receipt.Hold(_scene.Tally()));
    }

    [Fact]
    public void Parse_WhatWasWritten_WritesTheSameBytes()
    {
        var bytes = _scene.Make().Encode();
        Assert.Equal(bytes, Receipt.Parse(bytes).Encode());
        Assert.Equal(2, bytes.Count(b => b == '\n'));
        Assert.Throws<ReceiptFormatException>(() => Receipt.Parse(bytes.AsSpan(0, bytes.Length - 1)));
        Assert.Throws<ReceiptFormatException>(() => Receipt.Parse([.. bytes, (byte)'\n']));
        Assert.Throws<ReceiptFormatException>(() => Receipt.Parse([]));
        Assert.Throws<ReceiptFormatException>(() => Receipt.Parse(new byte[Receipt.MaxBytes + 1]));
    }

    [Fact]
    public void Hold_ALookDroppedAddedMovedOrMadeLarger_IsTold()
    {
        var receipt = _scene.Opened();
        var acts = _scene.Entries.Where(entry => new SessionTally(ReceiptScene.Session).Add(entry.Span)).ToList();
        ReceiptVerdict Held(IEnumerable<ReadOnlyMemory<byte>> given)
        {
            var tally = new SessionTally(ReceiptScene.Session);
            foreach (var entry in given)
            {
                tally.Add(entry.Span);
            }

            return receipt.Hold(tally);
        }

        Assert.Equal(ReceiptVerdict.Verified, Held(acts));
        Assert.All(Enumerable.Range(0, acts.Count), dropped => Assert.Equal(ReceiptVerdict.OtherActs, Held(acts.Where((_, i) => i != dropped))));
        Assert.Equal(ReceiptVerdict.OtherActs, Held([]));
        Assert.All(Enumerable.Range(0, acts.Count), changed => Assert.Equal(ReceiptVerdict.OtherActs, Held(acts.Select((act, i) => i == changed ? Edited(act, "p-1", "p-2") : act))));
        Assert.Equal(ReceiptVerdict.OtherActs, Held(acts.Select(act => Edited(act, "upTo50", "more"))));
        Assert.Throws<ReceiptFormatException>(() => Held([acts[1], acts[0], .. acts[2..]]));
        Assert.Throws<ReceiptFormatException>(() => Held([.. acts, acts[^1]]));

        _scene.Add("room.frameDelivered", $$"""{"session":"{{ReceiptScene.Session}}","volume":"none"}""");
        Assert.Equal(ReceiptVerdict.OtherActs, receipt.Hold(_scene.Tally()));
    }

    [Fact]
    public void Of_AnEntryThatIsNoActOrSaysAnotherPlace_IsRefused()
    {
        var entries = _scene.Entries.ToList();
        Assert.Throws<ReceiptFormatException>(() => SessionTally.Of(ReceiptScene.Session, entries[1..]));
        foreach (var text in (string[])["\"S\"", "[\"S\"]", "{\"open\":\"S\"}", "{\"at\":\"x\",\"kind\":\"k\",\"n\":0,\"open\":{\"session\":\"S\"}}", "{\"at\":\"2026-11-21T12:00:00Z\",\"kind\":\"k\",\"n\":0,\"open\":{\"session\":\"S\",\"volume\":\"much\"}}", "{ \"open\":{\"session\":\"S\"}}"])
        {
            Assert.Throws<ReceiptFormatException>(() => new SessionTally("S").Add(Encoding.UTF8.GetBytes(text)));
        }

        Assert.False(new SessionTally("S").Add("no act and no word of it"u8));
        Assert.Equal(0UL, new SessionTally("S").Count);
    }

    [Fact]
    public void TryOpen_WhatAnotherSignedOrLogged_SaysWhatIsWrong()
    {
        var good = _scene.Make();
        Assert.Equal(ReceiptVerdict.OtherLog, VerifiedReceipt.TryOpen(good, NoteSigner.Generate("centre.example/log").Verifier, [], out _));
        Assert.Equal(ReceiptVerdict.OtherLog, VerifiedReceipt.TryOpen(good, NoteSigner.Generate("other.example/log").Verifier, [], out _));

        Assert.Equal(ReceiptVerdict.OtherLedger, _scene.Open(_scene.Make(said => said with { Anchor = Digest.Of("another"u8) }), out _));
        Assert.Equal(ReceiptVerdict.OtherLedger, _scene.Open(_scene.Make(said => said with { Ledger = said.Ledger with { Size = new TreeSize(said.Ledger.Size.Value + 1) } }), out _));
        Assert.Equal(ReceiptVerdict.OtherLedger, _scene.Open(_scene.Make(said => said with { Ledger = said.Ledger with { Root = Digest.Of("another"u8) } }), out _));
        Assert.Equal(ReceiptVerdict.ActNotInLedger, _scene.Open(_scene.Make(said => said with { Acts = said.Acts with { First = said.Acts.First with { Leaf = Digest.Of("another"u8) } } }), out _));
        Assert.Equal(ReceiptVerdict.ActNotInLedger, _scene.Open(_scene.Make(said => said with { Acts = said.Acts with { Last = said.Acts.Last with { Index = new LogIndex(14) } } }), out _));

        var noAnchor = _scene.Anchor(((ReleasePredicate)Examples.Predicates["release"]).Of([Subject.File("a", Digest.Of("a"u8))]));
        Assert.Equal(ReceiptVerdict.NoAnchor, _scene.Open(Receipt.Create(Dsse.Sign(_scene.Predicate(noAnchor.Envelope.PayloadDigest).Of(), _scene.Centre), noAnchor), out _));
        var anchor = _scene.Anchor();
        Assert.Equal(ReceiptVerdict.NoReceipt, _scene.Open(Receipt.Create(Dsse.Sign(new AnchorPredicate(_scene.Head, ReceiptScene.Noon).Of(), _scene.Centre), anchor), out _));
        Assert.Throws<ArgumentException>(() => Receipt.Create(Dsse.Sign(_scene.Predicate(anchor.Envelope.PayloadDigest).Of(), SigningKey.Generate()), anchor));

        using var elsewhere = new ReceiptScene { LedgerOrigin = "other.example/ledger" };
        Assert.Equal(ReceiptVerdict.OtherLedger, elsewhere.Open(elsewhere.Make(), out _));
    }

    [Fact]
    public void Of_CountsThatCannotBeTrueTogether_AreRefusedBeforeTheyAreSigned()
    {
        var said = _scene.Predicate(Digest.Of("anchor"u8));
        Assert.Throws<StatementFormatException>(() => (said with { Acts = said.Acts with { Count = 0 } }).Of());
        Assert.Throws<StatementFormatException>(() => (said with { Acts = said.Acts with { Count = 14 } }).Of());
        Assert.Throws<StatementFormatException>(() => (said with { Acts = said.Acts with { Count = 1 } }).Of());
        Assert.Throws<StatementFormatException>(() => (said with { Acts = said.Acts with { Last = said.Acts.Last with { Index = new LogIndex(0) } } }).Of());
        Assert.Throws<StatementFormatException>(() => (said with { Acts = said.Acts with { Last = said.Acts.Last with { Index = new LogIndex(1000) } } }).Of());
        Assert.Throws<StatementFormatException>(() => (said with { Acts = said.Acts with { Frames = new FrameVolumes(8, 0, 0, 0, 0) } }).Of());
        Assert.Throws<StatementFormatException>(() => (said with { Session = "" }).Of());
    }

    [Fact]
    public void TryOpen_AnyByteChanged_IsRefusedForWhatWasChanged()
    {
        var bytes = _scene.Make().Encode();
        var members = JsonEdits.Members(bytes);
        var lineTwo = Array.IndexOf(bytes, (byte)'\n') + 1;
        var wrong = new ConcurrentBag<string>();
        var seen = new ConcurrentDictionary<string, int>();
        Parallel.ForEach(from at in Enumerable.Range(0, bytes.Length) from mask in (byte[])[0x01, 0x20, 0x80] select (at, mask), change =>
        {
            var changed = bytes.ToArray();
            changed[change.at] ^= change.mask;
            var verdict = Verdict(changed);
            seen.AddOrUpdate(verdict, 1, (_, n) => n + 1);
            if (!Right(members[change.at], change.at >= lineTwo).Contains(verdict))
            {
                wrong.Add($"byte {change.at} ^ {change.mask:x2} in {members[change.at]}: {verdict}");
            }
        });
        Assert.Empty(wrong);
        Assert.Equal(["AnchorNotLogged", "AnchorNotSigned", "BadCheckpoint", "NotCosigned", "NotSigned", "OtherLog", "malformed"], seen.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Parse_MutatedReceipts_GivesTheDeclaredExceptionOrTheSameBytes()
    {
        var seed = _scene.Make().Encode();
        var random = new Random(8000);
        for (var i = 0; i < 20_000; i++)
        {
            var mutated = new Mutator(random).Mutate(seed);
            try
            {
                var receipt = Receipt.Parse(mutated);
                Assert.Equal(mutated, receipt.Encode());
                Assert.True(_scene.Open(receipt, out _) != ReceiptVerdict.Verified || mutated.AsSpan().SequenceEqual(seed));
            }
            catch (ReceiptFormatException)
            {
            }
        }
    }

    [Fact]
    public void TryOpen_SignedMutationsOfTheStatement_GivesAVerdict()
    {
        // Whoever holds the centre's key may sign anything: it must still only ever give a verdict.
        var anchor = _scene.Anchor();
        var seed = _scene.Predicate(anchor.Envelope.PayloadDigest).Of().ToJson();
        var random = new Random(8100);
        for (var i = 0; i < 2_000; i++)
        {
            var mutated = new Mutator(random).Mutate(seed);
            var verdict = _scene.Open(Receipt.Create(Dsse.Sign(Statement.PayloadType, mutated, _scene.Centre), anchor), out var verified);
            Assert.Equal(verdict == ReceiptVerdict.Verified, verified is not null);
        }
    }

    private string Verdict(byte[] bytes)
    {
        try
        {
            return _scene.Open(Receipt.Parse(bytes), out _).ToString();
        }
        catch (ReceiptFormatException)
        {
            return "malformed";
        }
    }

    /// <summary>What a change within this member's value may be refused for; a change of anything else breaks the file's one spelling.</summary>
    private static string[] Right(string member, bool ofAnchor) => member switch
    {
        "payload" or "payloadType" or "sig" => [ofAnchor ? "AnchorNotSigned" : "NotSigned", "malformed"],
        "envelope" => ["OtherLog", "BadCheckpoint", "NotCosigned", "malformed"],
        "hashes" or "rootHash" or "treeSize" or "keyId" or "canonicalizedBody" => ["AnchorNotLogged", "AnchorNotSigned", "malformed"],
        _ => ["malformed"],
    };

    private static ReadOnlyMemory<byte> Edited(ReadOnlyMemory<byte> act, string from, string to) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(act.Span).Replace(from, to, StringComparison.Ordinal));
}
