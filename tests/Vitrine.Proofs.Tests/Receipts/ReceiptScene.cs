using System.Text;

namespace Vitrine.Proofs.Tests;

/// <summary>A ledger with two sessions in it, anchored in a log, and the receipt of one of them.</summary>
internal sealed class ReceiptScene : IDisposable
{
    internal const string Session = "s-0123456789";
    internal const string Other = "s-9876543210";
    internal static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] Steps = ["none", "upTo50", "upTo200", "upTo1000", "more"];

    private readonly MerkleTree _ledger = new();
    private readonly MerkleTree _log = new();

    internal ReceiptScene(int frames = 5)
    {
        Add("centre.created", """{"name":"x"}""");
        Add("room.sessionOpened", $$"""{"session":"{{Session}}"}""");
        Add("room.sessionOpened", $$"""{"session":"{{Other}}"}""");
        for (var i = 0; i < frames; i++)
        {
            Add("room.frameDelivered", $$"""{"session":"{{Session}}","volume":"{{Steps[i % 5]}}"}""");
            Add("room.frameDelivered", $$"""{"session":"{{Other}}","volume":"upTo50"}""");
        }

        Add("room.sessionClosed", $$"""{"session":"{{Session}}"}""");
        Add("room.closed", $$"""{"reason":"After {{Session}}: \"{{Session}}\""}""");
        _log.Append("an entry of somebody else"u8);
    }

    internal NoteSigner Log { get; set; } = NoteSigner.Generate("centre.example/log");

    internal Cosigner Witness { get; } = Cosigner.Generate("w1.example");

    internal SigningKey Centre { get; set; } = SigningKey.Generate();

    internal string LedgerOrigin { get; set; } = "centre.example/ledger";

    internal List<ReadOnlyMemory<byte>> Entries { get; } = [];

    internal TreeHead Head => new(LedgerOrigin, _ledger.Size, _ledger.Root());

    internal void Add(string kind, string open)
    {
        var n = Entries.Count;
        var entry = CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes($$"""{"at":"{{UtcTime.Format(Noon.AddSeconds(n))}}","by":{"person":"p-1","role":"reviewer"},"kind":"{{kind}}","n":{{n}},"open":{{open}},"v":1}"""));
        Entries.Add(entry);
        _ledger.Append(entry);
    }

    internal SessionTally Tally(string session = Session) => SessionTally.Of(session, Entries);

    internal ReceiptPredicate Predicate(Digest anchor)
    {
        var tally = Tally();
        ReceiptedAct Proven(ReceiptedAct act) => act with { Path = _ledger.ProveInclusion(act.Index, _ledger.Size).Path };
        return new ReceiptPredicate(Session, "e-01234567", Noon.AddHours(1), Head, anchor, new ReceiptedActs(tally.Count, tally.Root, Proven(tally.First!), Proven(tally.Last!), tally.Frames));
    }

    /// <summary>The anchor, logged under a cosigned checkpoint.</summary>
    internal SigstoreBundle Anchor(Statement? said = null, SigningKey? by = null)
    {
        var key = by ?? Centre;
        var envelope = Dsse.Sign(said ?? new AnchorPredicate(Head, Noon).Of(), key);
        var index = _log.Append(LogEntryBody.For(envelope, key.PublicKey));
        var checkpoint = VerifiedCheckpoint.Sign(new Checkpoint(Log.Name, _log.Size, _log.Root()), Log);
        var note = Note.Parse(checkpoint.Note.Span).With(Witness.Sign(checkpoint.Checkpoint.Encode(), Noon)).Encode();
        return SigstoreBundle.Create(envelope, key.PublicKey, _log.ProveInclusion(index, _log.Size), VerifiedCheckpoint.Open(note, Log.Verifier));
    }

    internal Receipt Make(Func<ReceiptPredicate, ReceiptPredicate>? change = null)
    {
        var anchor = Anchor();
        var said = Predicate(anchor.Envelope.PayloadDigest);
        return Receipt.Create(Dsse.Sign((change is null ? said : change(said)).Of(), Centre), anchor);
    }

    internal ReceiptVerdict Open(Receipt receipt, out VerifiedReceipt? verified) => VerifiedReceipt.TryOpen(receipt, Log.Verifier, [Witness.Verifier], out verified);

    internal VerifiedReceipt Opened()
    {
        Assert.Equal(ReceiptVerdict.Verified, Open(Make(), out var verified));
        return verified!;
    }

    public void Dispose() => Centre.Dispose();
}
