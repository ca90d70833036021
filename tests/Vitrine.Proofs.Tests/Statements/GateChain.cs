using System.Collections.Immutable;
using System.Text;

namespace Vitrine.Proofs.Tests;

/// <summary>Everybody a gate hears of, with real keys and a real log: change what they say, then ask the gate.</summary>
internal sealed class GateChain : IDisposable
{
    internal static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly List<(DsseEnvelope Envelope, PublicKey Key, LogIndex Index)> _bundled = [];
    private readonly List<DsseEnvelope> _logged = [];

    internal GateChain(string origin = "log.example/vitrine", int before = 3)
    {
        Log = NoteSigner.Generate(origin);
        for (var i = 0; i < before; i++)
        {
            Tree.Append(Encoding.UTF8.GetBytes($"entry {i} of someone else"));
        }

        Release = new ReleasePredicate("Example Guard", "1.4.2", "stable", Seal, "Example Vendor", Noon.AddDays(-2), "a1b2c3");
        Review = new ReviewPredicate(
            "E-7",
            "Example Guard",
            "1.4.2",
            ReviewTier.Full,
            new ReviewScope(["src/**"], ["src/secret/**"], 40, 300, 812_345),
            new ReviewCoverage(2310, 9120, 1, 55),
            new Laboratory("https://lab.example", "Example Laboratory"),
            new ReviewFindings(0, 1, 2, 3, 4),
            ReviewConclusion.Certified,
            Noon.AddDays(-10),
            Noon.AddDays(300),
            new TreeHead("ledger.example/centre", new TreeSize(512), Digest.Of("ledger"u8)));
        Comparison = new RebuildComparison(
            "guard.dll", Digest.Of(Artifact), Digest.Of("rebuilt"u8), RebuildVerdict.Equivalent, [new AppliedNormaliser("pe-mvid", "1", "module version id")]);
        Status = new StatusPredicate(7, Noon.AddHours(-6), Noon.AddDays(14), new TreeHead(origin, Tree.Size, Tree.Root()), [], [], []);
    }

    internal SigningKey Vendor { get; set; } = SigningKey.Generate();

    internal SigningKey LaboratoryKey { get; set; } = SigningKey.Generate();

    internal SigningKey Rebuilder { get; set; } = SigningKey.Generate();

    internal SigningKey StatusSigner { get; set; } = SigningKey.Generate();

    internal NoteSigner Log { get; set; }

    internal ImmutableArray<Cosigner> Witnesses { get; } = [Cosigner.Generate("w1.example"), Cosigner.Generate("w2.example")];

    internal MerkleTree Tree { get; set; } = new();

    internal byte[] Artifact { get; set; } = Encoding.UTF8.GetBytes("what the vendor ships");

    internal string ArtifactName { get; set; } = "guard.dll";

    internal Digest Seal { get; } = Digest.Of("the sealed tree"u8);

    internal ReleasePredicate Release { get; set; }

    internal ReviewPredicate Review { get; set; }

    internal RebuildComparison Comparison { get; set; }

    internal Digest? RebuildSeal { get; set; }

    internal Digest? CertificateSeal { get; set; }

    internal StatusPredicate Status { get; set; }

    internal GateState State { get; set; } = GateState.Empty;

    internal DateTimeOffset Clock { get; set; } = Noon;

    internal string PolicyText { get; set; } = "";

    internal Policy Policy => Policy.Parse(Encoding.UTF8.GetBytes(PolicyText));

    internal GateArtifact File => new(ArtifactName, Digest.Of(Artifact));

    /// <summary>The policy of an operator who knows all of these keys. Call it before a key is exchanged for one the operator does not know.</summary>
    internal GateChain Trust(string quorum = "none", string coverage = "0.25", string rebuild = "equivalent", string tier = "targeted")
    {
        PolicyText = $"""
            # who we install from
            product      Example Guard
            log          {Log.Verifier}
            witness      W1 {Witnesses[0].Verifier}
            witness      W2 {Witnesses[1].Verifier}
            group        both all W1 W2
            quorum       {quorum}
            vendor       {Vendor.PublicKey.ToBase64()}
            laboratory   {LaboratoryKey.PublicKey.ToBase64()}   # Example Laboratory
            rebuilder    {Rebuilder.PublicKey.ToBase64()}
            status       {StatusSigner.PublicKey.ToBase64()}
            certificate  tier {tier}  max-age 400d
            coverage     {coverage}
            rebuild      {rebuild}
            status-age   7d

            """;
        return this;
    }

    /// <summary>Every rule about parties and lists that one laboratory can keep, and a status that says what they ask.</summary>
    internal GateChain WithFacts()
    {
        PolicyText += """
            laboratories 1
            jurisdiction vendor     allow DE FR
            jurisdiction laboratory deny  DE
            list         Example list refuse
            list-age     30d

            """;
        Status = Status with
        {
            Lists = [new StatedList("Example list", new DateOnly(2026, 11, 20), Digest.Of("list"u8), [new StatedEntry(null, "Another product", "Other", new DateOnly(2022, 3, 25), null, "https://list.example", [])])],
            Parties =
            [
                new StatedParty(Vendor.PublicKey.KeyId, "vendor", "Example Vendor", ["DE"], [], null),
                new StatedParty(LaboratoryKey.PublicKey.KeyId, "laboratory", "Example Laboratory", ["FR", "CH"], [new StatedOwner("o", "Owner")], "a part is not known"),
            ],
        };
        return this;
    }

    internal LogIndex Add(Statement statement, SigningKey key, bool bundled = true)
    {
        var envelope = Dsse.Sign(statement, key);
        var index = Tree.Append(LogEntryBody.For(envelope, key.PublicKey));
        _logged.Add(envelope);
        if (bundled)
        {
            _bundled.Add((envelope, key.PublicKey, index));
        }

        return index;
    }

    internal DsseEnvelope Last => _logged[^1];

    internal Statement ReleaseStatement => Release.Of([Subject.File("guard.dll", Digest.Of("what the vendor ships"u8)), Subject.File("readme.txt", Digest.Of("readme"u8))]);

    internal Digest AddRelease()
    {
        Add(ReleaseStatement, Vendor);
        return Last.PayloadDigest;
    }

    internal (Digest Review, Digest Summary) AddCertificate()
    {
        Add(Review.Of(CertificateSeal ?? Seal), LaboratoryKey);
        var review = Last.PayloadDigest;
        Add(VsaPredicate.For(Review, CertificateSeal ?? Seal, review, "https://lab.example", "https://lab.example/rules/1").Of(CertificateSeal ?? Seal), LaboratoryKey);
        return (review, Last.PayloadDigest);
    }

    internal void AddRebuild()
    {
        var rebuild = new RebuildPredicate(
            RebuildSeal ?? Seal,
            CanonicalJson.Parse("""{"steps":["make"]}"""u8),
            Digest.Of("recipe"u8),
            CanonicalJson.Parse("""{"network":false}"""u8),
            Digest.Of("closure"u8),
            "https://rebuilder.example",
            "run-1",
            Noon.AddDays(-2).AddHours(-1),
            Noon.AddDays(-2),
            [Comparison]);
        Add(rebuild.Of([Subject.File("guard.dll", Comparison.Rebuilt)]), Rebuilder);
    }

    internal void AddStatus() => Add(Status.Of(), StatusSigner);

    internal GateChain AddAll()
    {
        AddCertificate();
        AddRebuild();
        AddRelease();
        AddStatus();
        return this;
    }

    internal void Remove(string predicateType) =>
        _bundled.RemoveAll(b => Statement.Parse(b.Envelope.Payload.AsSpan()).PredicateType == predicateType);

    internal VerifiedCheckpoint Checkpoint(ulong? size = null, int witnesses = 0, DateTimeOffset? cosigned = null)
    {
        var at = new TreeSize(size ?? Tree.Size.Value);
        var checkpoint = new Checkpoint(Log.Name, at, Tree.Root(at));
        var note = Note.Parse(Note.Sign(checkpoint.Encode(), Log));
        for (var i = 0; i < witnesses; i++)
        {
            note = note.With(Witnesses[i].Sign(checkpoint.Encode(), cosigned ?? Noon.AddHours(-1)));
        }

        return VerifiedCheckpoint.Open(note.Encode(), Log.Verifier, [.. Witnesses.Select(w => w.Verifier)]);
    }

    internal List<SigstoreBundle> Bundles(VerifiedCheckpoint? checkpoint = null)
    {
        var at = checkpoint ?? Checkpoint();
        return [.. _bundled.Select(b => SigstoreBundle.Create(b.Envelope, b.Key, Tree.ProveInclusion(b.Index, at.Size), at))];
    }

    internal byte[] Bundle(VerifiedCheckpoint? checkpoint = null) => BundleFile.Encode(Bundles(checkpoint));

    internal Verdict Decide(byte[]? bundle = null) => GateDecision.Decide(File, bundle ?? Bundle(), Policy, State, Clock);

    public void Dispose()
    {
        Vendor.Dispose();
        LaboratoryKey.Dispose();
        Rebuilder.Dispose();
        StatusSigner.Dispose();
    }
}
