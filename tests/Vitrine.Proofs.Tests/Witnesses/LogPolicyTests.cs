using System.Text;
using System.Text.Json;

namespace Vitrine.Proofs.Tests;

/// <summary>The policy of a log: what is read, what is refused and why, and when a quorum is met.</summary>
public sealed class LogPolicyTests
{
    private static readonly NoteSigner Log = NoteSigner.FromSeed("log.example", new byte[32]);

    public static TheoryData<string> Cases
    {
        get
        {
            using var vectors = Vectors();
            return [.. vectors.RootElement.GetProperty("policies").EnumerateArray().Select(one => one.GetProperty("name").GetString()!)];
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Parse_PolicyOfTheVectors_IsReadOrRefusedForItsReason(string name)
    {
        using var vectors = Vectors();
        var one = vectors.RootElement.GetProperty("policies").EnumerateArray().Single(policy => policy.GetProperty("name").GetString() == name);
        var octets = one.TryGetProperty("base64", out var base64) ? base64.GetBytesFromBase64() : Encoding.UTF8.GetBytes(one.GetProperty("text").GetString()!);
        if (one.TryGetProperty("reason", out var reason))
        {
            Assert.Contains(reason.GetString()!, Assert.Throws<PolicyFormatException>(() => LogPolicy.Parse(octets)).Message, StringComparison.Ordinal);
            Assert.False(LogPolicy.TryParse(octets, out _));
            return;
        }

        var policy = LogPolicy.Parse(octets);
        Assert.Equal(one.TryGetProperty("canonical", out var canonical) ? Encoding.UTF8.GetBytes(canonical.GetString()!) : octets, policy.Encode());
        var keys = policy.Witnesses.ToDictionary(witness => witness.Name, witness => witness.Key, StringComparer.Ordinal);
        foreach (var met in one.GetProperty("met").EnumerateArray())
        {
            Assert.True(policy.IsMet(Set(met)), met.ToString());
        }

        foreach (var unmet in one.GetProperty("unmet").EnumerateArray())
        {
            Assert.False(policy.IsMet(Set(unmet)), unmet.ToString());
        }

        HashSet<NoteVerifier> Set(JsonElement names) => [.. names.EnumerateArray().Select(word => keys[word.GetString()!])];
    }

    // A log may have two keys; a signature that names either must be that key's.
    [Fact]
    public void TryOpen_BadSignatureOfTheLogsOtherKey_SpoilsTheNote()
    {
        var other = NoteSigner.Generate(Log.Name);
        var policy = LogPolicy.Parse(Encoding.UTF8.GetBytes($"log {Log.Verifier}\nlog {other.Verifier}\nquorum none\n"));
        var text = new Checkpoint(Log.Name, default, Merkle.EmptyRoot).Encode();
        var signed = Note.Parse(Note.Sign(text, Log));
        Assert.Equal(NoteVerdict.Verified, policy.TryOpen(signed, out _));
        Assert.Equal(NoteVerdict.Verified, policy.TryOpen(signed.With(other.Sign(text)), out var checkpoint));
        Assert.Empty(checkpoint!.Cosignatures);
        Assert.Equal(NoteVerdict.BadSignature, policy.TryOpen(signed.With(other.Sign("other text\n"u8)), out checkpoint));
        Assert.Null(checkpoint);
    }

    [Fact]
    public void Parse_OctetsThatAreNoUtf8_AreKeptAndToldApart()
    {
        byte[] text = [.. "witness "u8, 0xC3, 0xA9, 0xFF, .. Encoding.ASCII.GetBytes($" {Key(1)}\nwitness "), 0xC3, 0xA9, 0xFE, .. Encoding.ASCII.GetBytes($" {Key(2)} http://"), 0x80, .. "\nquorum "u8, 0xC3, 0xA9, 0xFE, .. "\n"u8];
        var policy = LogPolicy.Parse(text);
        Assert.Equal(text, policy.Encode());
        Assert.False(policy.IsMet(new HashSet<NoteVerifier> { policy.Witnesses[0].Key }));
        Assert.True(policy.IsMet(new HashSet<NoteVerifier> { policy.Witnesses[1].Key }));
    }

    [Fact]
    public void IsMet_RandomGroups_IsWhatCountingSays()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var text = new StringBuilder();
            var open = new List<(string Name, Func<HashSet<string>, bool> Met)>();
            var witnesses = random.Next(1, 9);
            for (var i = 0; i < witnesses; i++)
            {
                var name = $"w{i}";
                text.Append($"witness {name} {Key((byte)(i + 1))}\n");
                open.Add((name, cosigned => cosigned.Contains(name)));
            }

            for (var group = 0; open.Count > 1; group++)
            {
                var members = Enumerable.Range(0, random.Next(1, open.Count + 1)).Select(_ => Take(open, random)).ToList();
                var k = random.Next(1, members.Count + 1);
                text.Append($"group g{group} {k} {string.Join(' ', members.Select(member => member.Name))}\n");
                open.Add(($"g{group}", cosigned => members.Count(member => member.Met(cosigned)) >= k));
            }

            var policy = LogPolicy.Parse(Encoding.UTF8.GetBytes(text.Append($"quorum {open[0].Name}\n").ToString()));
            var again = LogPolicy.Parse(policy.Encode());
            Assert.Equal(policy.Encode(), again.Encode());
            for (var subset = 0; subset < 1 << witnesses; subset++)
            {
                var cosigned = policy.Witnesses.Where((_, i) => (subset & (1 << i)) != 0).ToList();
                var expected = open[0].Met([.. cosigned.Select(witness => witness.Name)]);
                Assert.Equal(expected, policy.IsMet(cosigned.Select(witness => witness.Key).ToHashSet()));
                Assert.Equal(expected, again.IsMet(cosigned.Select(witness => witness.Key).ToHashSet()));
            }
        }
    }

    [Fact]
    public void TryOpen_CosignedCheckpoint_CountsOnlyGoodSignatures()
    {
        var (one, two) = (Cosigner.FromSeed("one", new byte[32]), Cosigner.FromSeed("two", [.. Enumerable.Repeat((byte)2, 32)]));
        var policy = LogPolicy.Parse(Encoding.UTF8.GetBytes($"log {Log.Verifier}\nwitness 1 {one.Verifier}\nwitness 2 {two.Verifier}\ngroup g all 1 2\nquorum g\n"));
        var text = new Checkpoint("log.example", new TreeSize(7), Digest.Of("x"u8)).Encode();
        var signed = Note.Parse(Note.Sign(text, Log)).With(one.Sign(text, DateTimeOffset.UnixEpoch.AddDays(1)));
        var good = two.Sign(text, DateTimeOffset.UnixEpoch.AddDays(1));
        Assert.Equal((NoteVerdict.Verified, false), Opened(signed));
        Assert.Equal((NoteVerdict.Verified, true), Opened(signed.With(good)));
        Assert.Equal((NoteVerdict.Verified, false), Opened(signed.With(one.Sign(text, DateTimeOffset.UnixEpoch.AddDays(2)))));
        Assert.Equal((NoteVerdict.BadSignature, false), Opened(signed.With(good with { Bytes = [.. new byte[Cosigner.SignatureSize]] })));
        Assert.Equal((NoteVerdict.BadSignature, false), Opened(signed.With(good with { Bytes = good.Bytes.SetItem(7, (byte)(good.Bytes[7] ^ 1)) })));
        Assert.Equal((NoteVerdict.Verified, false), Opened(signed.With(good with { Name = "stranger" })));
        Assert.Equal(NoteVerdict.NoKnownSignature, policy.TryOpen(Note.Sign(text, NoteSigner.Generate("log.example")), out _));
        Assert.Equal(NoteVerdict.OtherOrigin, policy.TryOpen(Note.Sign(new Checkpoint("other", default, Merkle.EmptyRoot).Encode(), Log), out _));
        Assert.Equal(NoteVerdict.Malformed, policy.TryOpen(text, out _));

        (NoteVerdict Verdict, bool Met) Opened(Note note)
        {
            var verdict = policy.TryOpen(note.Encode(), out var checkpoint);
            return (verdict, checkpoint is not null && policy.IsMet(checkpoint));
        }
    }

    [Fact]
    public void IsMet_KeyOfAnUnknownAlgorithm_NeverCounts()
    {
        // The line is kept; the signature, whatever it is, is passed over and not taken for anything else.
        var pq = NoteVerifier.Create("pq", NoteAlgorithm.MLDsa44, new byte[1312]);
        var policy = LogPolicy.Parse(Encoding.UTF8.GetBytes($"log {Log.Verifier}\nwitness pq {pq}\nquorum pq\n"));
        Assert.Equal($"log {Log.Verifier}\nwitness pq {pq}\nquorum pq\n", policy.ToString());
        var text = new Checkpoint("log.example", new TreeSize(7), Digest.Of("x"u8)).Encode();
        var note = Note.Parse(Note.Sign(text, Log)).With(new NoteSignature("pq", pq.KeyId, [.. new byte[8 + 2420]]));
        Assert.Equal(NoteVerdict.Verified, policy.TryOpen(note.Encode(), out var checkpoint));
        Assert.False(policy.IsMet(checkpoint!));
        Assert.Equal(note.Encode(), checkpoint!.Note.ToArray());
        Assert.False(pq.CanVerify);
        Assert.False(pq.Verify(text, new byte[8 + 2420], out _));
        Assert.Equal(pq, NoteVerifier.Parse(pq.ToString()));
    }

    [Fact]
    public void Parse_HostileBytes_AreRefusedOrHaveOneText()
    {
        var good = Encoding.UTF8.GetBytes($"# a\nlog {Log.Verifier} https://l/\nwitness a {Key(1)} u\nwitness b {Key(2)}\n\tgroup  g all a b\nquorum g\n");
        var random = new Random(20261122);
        var read = 0;
        for (var round = 0; round < 100_000; round++)
        {
            var bytes = new Mutator(random).Mutate(good);
            if (LogPolicy.TryParse(bytes, out var policy))
            {
                read++;
                var text = policy.Encode();
                Assert.Equal(text, LogPolicy.Parse(text).Encode());
            }
        }

        Assert.InRange(read, 100, 99_000);
    }

    private static NoteVerifier Key(byte seed) => Cosigner.FromSeed($"witness.example/{seed}", [.. Enumerable.Repeat(seed, 32)]).Verifier;

    private static T Take<T>(List<T> from, Random random)
    {
        var at = random.Next(from.Count);
        var taken = from[at];
        from.RemoveAt(at);
        return taken;
    }

    private static JsonDocument Vectors() => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Proofs.Tests.Vectors.Folder, "log-policy", "policies.json")));
}
