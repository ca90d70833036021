using System.Text;

namespace Vitrine.Proofs.Tests;

/// <summary>Every byte of a cosigned checkpoint: what a change of it does, by where it is. The table is in docs/formats/log.md.</summary>
public sealed class CheckpointByteTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly NoteSigner Log = NoteSigner.FromSeed("log.example", Seed(1));
    private static readonly Cosigner Witness = Cosigner.FromSeed("witness.example", Seed(2));
    private static readonly Cosigner Stranger = Cosigner.FromSeed("stranger.example", Seed(3));
    private static readonly byte[] Text = new Checkpoint(Log.Name, new TreeSize(1234), Digest.Of("root"u8)).Encode();

    [Fact]
    public void TryOpen_AnyByteChanged_IsRefusedForWhatItIs()
    {
        var good = Note.Parse(Note.Sign(Text, Log)).With(Witness.Sign(Text, Time)).With(Stranger.Sign(Text, Time)).Encode();
        var (log, witness, stranger) = (Line(good, Log.Name), Line(good, Witness.Verifier.Name), Line(good, Stranger.Verifier.Name));
        var seen = new HashSet<(string, NoteVerdict)>();
        foreach (var (changed, at) in Changes(good))
        {
            var verdict = VerifiedCheckpoint.TryOpen(changed, Log.Verifier, [Witness.Verifier], out var opened);
            var where = at < Text.Length ? "text" : at < log ? "line" : at < witness ? "log" : at < stranger ? "witness" : "stranger";
            seen.Add((where, verdict));
            if (verdict == NoteVerdict.Verified)
            {
                // Accepted with a changed byte: the text is whole, and a witness whose line was changed has not cosigned.
                Assert.Equal(Text, opened!.Checkpoint.Encode());
                Assert.Equal(where == "stranger" ? 1 : 0, opened.Cosignatures.Length);
            }
        }

        Assert.Equal(
            [
                ("line", NoteVerdict.Malformed),
                ("log", NoteVerdict.Malformed), ("log", NoteVerdict.NoKnownSignature), ("log", NoteVerdict.BadSignature),
                ("stranger", NoteVerdict.Malformed), ("stranger", NoteVerdict.Verified),
                ("text", NoteVerdict.Malformed), ("text", NoteVerdict.BadSignature),
                ("witness", NoteVerdict.Malformed), ("witness", NoteVerdict.BadSignature), ("witness", NoteVerdict.Verified),
            ],
            seen.OrderBy(one => one.Item1, StringComparer.Ordinal).ThenBy(one => one.Item2));
    }

    [Fact]
    public void TryOpen_ZeroedWitnessSignature_IsRefusedAndCountsForNothing()
    {
        var line = Witness.Sign(Text, Time);
        foreach (var keepsTime in (bool[])[false, true])
        {
            var zeroed = line with { Bytes = [.. line.Bytes.Select((b, i) => keepsTime && i < 8 ? b : (byte)0)] };
            var note = Note.Parse(Note.Sign(Text, Log)).With(zeroed).Encode();
            Assert.Equal(NoteVerdict.BadSignature, VerifiedCheckpoint.TryOpen(note, Log.Verifier, [Witness.Verifier], out var opened));
            Assert.Null(opened);
        }
    }

    [Fact]
    public void Parse_AnyByteOfAnUnsignedTextChanged_IsRefusedOrSaysAnotherThing()
    {
        var good = Checkpoint.Parse(Text);
        foreach (var (changed, _) in Changes(Text))
        {
            if (Checkpoint.TryParse(changed, out var other))
            {
                Assert.NotEqual((good.Origin, good.Size, good.Root, 0), (other.Origin, other.Size, other.Root, other.Extensions.Length));
            }
        }
    }

    private static IEnumerable<(byte[] Changed, int At)> Changes(byte[] good)
    {
        for (var at = 0; at < good.Length; at++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var changed = good.ToArray();
                changed[at] ^= (byte)(1 << bit);
                yield return (changed, at);
            }
        }
    }

    private static int Line(byte[] note, string name) => note.AsSpan().IndexOf(Encoding.UTF8.GetBytes($"— {name} "));

    private static byte[] Seed(byte value) => [.. Enumerable.Repeat(value, 32)];
}
