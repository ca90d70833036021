namespace Vitrine.Proofs.Tests;

/// <summary>One statement of every type.</summary>
internal static partial class Examples
{
    private static readonly DateTimeOffset Time = new(2026, 11, 21, 22, 53, 20, TimeSpan.Zero);
    private static readonly Digest Seal = Digest.Of("an example seal"u8);
    private static readonly Digest Shipped = Digest.Of("an example file"u8);
    private static readonly Digest Rebuilt = Digest.Of("an example file, rebuilt"u8);

    private static readonly ReviewPredicate Review = new(
        "E-2026-014",
        "Example Guard",
        "1.4.2",
        ReviewTier.Full,
        new ReviewScope(["src/**", "build/**"], ["src/rules/private/**"], 412, 455, 1_904_233),
        new ReviewCoverage(48_120, 51_377, 2, 2_640),
        new Laboratory("https://laboratory.example", "Example Laboratory"),
        new ReviewFindings(0, 0, 2, 7, 11),
        ReviewConclusion.Certified,
        Time.AddDays(-20),
        Time.AddDays(345),
        new TreeHead("ledger.centre.example", new TreeSize(90_411), Digest.Of("an example ledger"u8)));

    /// <summary>By the name of the document's file.</summary>
    internal static IReadOnlyDictionary<string, object> Predicates { get; } = new Dictionary<string, object>
    {
        ["release"] = new ReleasePredicate("Example Guard", "1.4.2", "stable", Seal, "Example Vendor", Time, "8c1f2ab"),
        ["review"] = Review,
        ["certificate"] = VsaPredicate.For(Review, Seal, Digest.Of(Review.Of(Seal).ToJson()), "https://laboratory.example", "https://laboratory.example/rules/3"),
        ["rebuild"] = new RebuildPredicate(
            Seal,
            CanonicalJson.Parse("""{"image":"debian-12","output":["guard.dll"],"steps":["dotnet build -c Release"]}"""u8),
            Digest.Of("an example recipe"u8),
            CanonicalJson.Parse("""{"clock":"2026-11-01T00:00:00Z","network":"none","tool":"bubblewrap 0.8.0"}"""u8),
            Digest.Of("an example closure"u8),
            "https://rebuilder.example",
            "2026-11-21/3",
            Time.AddHours(-3),
            Time.AddHours(-3).AddMinutes(4),
            [
                new RebuildComparison(
                    "guard.dll",
                    Shipped,
                    Rebuilt,
                    RebuildVerdict.SameButForSignatures,
                    [new AppliedNormaliser("pe-signature", "1", "certificate table, its directory entry and the checksum")]),
            ]),
        ["status"] = new StatusPredicate(
            31,
            Time,
            Time.AddDays(14),
            new TreeHead("log.centre.example", new TreeSize(20_852), Digest.Of("an example log"u8)),
            [new Revocation(RevokedKind.Certificate, Digest.Of("an example review"u8), "the reviewed seal was not the shipped one", Time.AddDays(-1))],
            [
                new StatedList(
                    "Example sanctions list",
                    new DateOnly(2026, 11, 20),
                    Digest.Of("an example list"u8),
                    [
                        new StatedEntry(Digest.Of("an example key"u8), null, "Example Holding", new DateOnly(2026, 11, 19), "section 2(a)", "https://list.example/2026-11-19", ["Example Holding owns 60 % of Example Vendor"]),
                        new StatedEntry(null, "Example Guard", "Example Guard", new DateOnly(2026, 12, 24), null, "https://list.example/2026-11-20", []),
                    ]),
            ],
            [
                new StatedParty(Digest.Of("an example key"u8), "example-vendor", "Example Vendor", ["DE"], [new StatedOwner("example-holding", "Example Holding")], "40 % are held by persons who are not named"),
                new StatedParty(Digest.Of("an example laboratory's key"u8), "example-laboratory", "Example Laboratory", [], [], null),
            ]),
        ["advisory"] = AdvisoryPredicate.Public("adv-2026-0001.json", Digest.Of("an example advisory"u8), "A crafted archive runs code in Example Guard", Time),
        ["publication"] = new PublicationPredicate(Digest.Of("an example commitment"u8), Time),
        ["anchor"] = new AnchorPredicate(new TreeHead("ledger.centre.example", new TreeSize(90_411), Digest.Of("an example ledger"u8)), Time),
        ["rotation"] = new RotationPredicate(
            RotatedKey.Party,
            "example-vendor",
            Digest.Of("an example key"u8),
            PublicKey.TryFromBase64("MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEFxgRSQxADbkHXnXTAt+gH//e5o3GSLF5PwJAUxDIWdYSq4hA3xDeAVNPtd+IkrFD2Sy/7jT3udhbZkT3cIHwCQ==", out var key) ? key : throw new InvalidOperationException(),
            Time),
        ["log-key"] = new LogKeyPredicate(
            CentreLog.Log,
            NoteSigner.FromSeed("centre.example/log", new byte[32]).Verifier,
            NoteSigner.FromSeed("centre.example/log", [1, .. new byte[31]]).Verifier,
            Time),
        ["opening"] = new OpeningPredicate("s-0123456789", "e-2026-014", "A photograph of the screen was published", new TreeHead("ledger.centre.example", new TreeSize(90_411), Digest.Of("an example ledger"u8)), Time),
        ["receipt"] = new ReceiptPredicate(
            "s-0123456789",
            "e-2026-014",
            Time.AddMinutes(1),
            new TreeHead("ledger.centre.example", new TreeSize(90_411), Digest.Of("an example ledger"u8)),
            Digest.Of("an example anchor"u8),
            new ReceiptedActs(
                214,
                Digest.Of("an example session"u8),
                new ReceiptedAct(new LogIndex(90_102), Time.AddHours(-2), "room.sessionOpened", Digest.Of("an example act"u8), [Digest.Of("a hash beside it"u8), Digest.Of("another"u8)]),
                new ReceiptedAct(new LogIndex(90_410), Time, "room.sessionClosed", Digest.Of("another example act"u8), [Digest.Of("a hash beside that"u8)]),
                new FrameVolumes(12, 140, 31, 22, 0))),
    };

    internal static IReadOnlyDictionary<string, Statement> All { get; } = Predicates.ToDictionary(
        p => p.Key,
        p => p.Value switch
        {
            ReleasePredicate release => release.Of([Subject.File("guard.dll", Shipped)]),
            ReviewPredicate review => review.Of(Seal),
            VsaPredicate summary => summary.Of(Seal),
            RebuildPredicate rebuild => rebuild.Of([Subject.File("guard.dll", Rebuilt)]),
            StatusPredicate status => status.Of(),
            AdvisoryPredicate advisory => advisory.Of(),
            ReceiptPredicate receipt => receipt.Of(),
            OpeningPredicate opening => opening.Of(),
            RotationPredicate rotation => rotation.Of(),
            LogKeyPredicate logKey => logKey.Of(),
            PublicationPredicate publication => publication.Of(),
            _ => ((AnchorPredicate)p.Value).Of(),
        });
}
