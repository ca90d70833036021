using System.Text;

namespace Vitrine.Proofs.Tests;

/// <summary>
/// Bytes of chance, near to good ones: only the declared exception comes out, both ways of reading agree, and what is accepted is written back
/// exactly.
/// </summary>
public sealed class HostileBytesTests
{
    private const int Rounds = 20_000;

    private static readonly NoteSigner Signer = NoteSigner.FromSeed("vitrine.example/log", new byte[32]);
    private static readonly Cosigner Witness = Cosigner.FromSeed("witness.example", new byte[32]);

    [Fact]
    public void Note_ReadFromHostileBytes_IsRefusedOrExact() => Each(SignedCheckpoint(), bytes =>
    {
        var accepted = Note.TryParse(bytes, out var note);
        Assert.Equal(accepted, !Throws<NoteFormatException>(() => Note.Parse(bytes)));
        if (accepted)
        {
            Assert.Equal(bytes, note!.Encode());
        }

        // Unchanged text with the log's line whole may stay verified when only another line changed; then the text is the one that was signed.
        if (VerifiedCheckpoint.TryOpen(bytes, Signer.Verifier, [Witness.Verifier], out var checkpoint) == NoteVerdict.Verified)
        {
            Assert.Equal("vitrine.example/log\n7\n", checkpoint!.Checkpoint.ToString()[..22]);
            Assert.Equal(bytes, checkpoint.Note.ToArray());
        }
    });

    [Fact]
    public void Checkpoint_ReadFromHostileBytes_IsRefusedOrExact() =>
        Each(new Checkpoint("vitrine.example/log", new TreeSize(7), Digest.Of("x"u8)).Encode(), bytes =>
        {
            var accepted = Checkpoint.TryParse(bytes, out var checkpoint);
            Assert.Equal(accepted, !Throws<NoteFormatException>(() => Checkpoint.Parse(bytes)));
            if (accepted)
            {
                Assert.Equal(bytes, checkpoint!.Encode());
            }
        });

    [Fact]
    public void Keys_ReadFromHostileText_AreRefusedOrExact()
    {
        Each(Encoding.UTF8.GetBytes(Signer.Verifier.ToString()), bytes =>
        {
            var text = Encoding.UTF8.GetString(bytes);
            Assert.Equal(NoteVerifier.TryParse(text, out var key), !Throws<NoteFormatException>(() => NoteVerifier.Parse(text)));
            Assert.Equal(key is null ? null : text, key?.ToString());
        });
        Each(Encoding.UTF8.GetBytes(Signer.ToSecretText()), bytes =>
        {
            var text = Encoding.UTF8.GetString(bytes);
            Assert.Equal(NoteSigner.TryParse(text, out var key), !Throws<NoteFormatException>(() => NoteSigner.Parse(text)));
            Assert.Equal(key is null ? null : text, key?.ToSecretText());
        });
    }

    [Fact]
    public void TilePath_ReadFromHostileText_IsRefusedOrExact() => Each("tile/12/x001/x234/067.p/25"u8, bytes =>
    {
        var text = Encoding.UTF8.GetString(bytes);
        if (TilePath.TryParse(text, out var path))
        {
            Assert.Equal(text, path.ToString());
        }
    });

    [Fact]
    public void EntryBundle_ReadFromHostileBytes_IsRefusedOrExact() => Each([0, 3, 1, 2, 3, 0, 0, 0, 5, 1, 2, 3, 4, 5], bytes =>
    {
        var accepted = EntryBundle.TryParse(bytes, 3, out var entries);
        Assert.Equal(accepted, !Throws<EntryBundleFormatException>(() => EntryBundle.Parse(bytes, 3)));
        if (accepted)
        {
            Assert.Equal(bytes, entries.SelectMany(entry => (byte[])[(byte)(entry.Length >> 8), (byte)entry.Length, .. entry.Span]));
        }
    });

    private static byte[] SignedCheckpoint()
    {
        var text = new Checkpoint(Signer.Name, new TreeSize(7), Digest.Of("x"u8)).Encode();
        return Note.Parse(Note.Sign(text, Signer)).With(Witness.Sign(text, DateTimeOffset.UnixEpoch)).Encode();
    }

    private static void Each(ReadOnlySpan<byte> good, Action<byte[]> check)
    {
        var random = new Random(20261121);
        var start = good.ToArray();
        check(start);
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = start.ToList();
            for (var changes = random.Next(1, 4); changes > 0 && bytes.Count > 0; changes--)
            {
                var at = random.Next(bytes.Count);
                switch (random.Next(6))
                {
                    case 0:
                        bytes[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        bytes[at] ^= (byte)(1 << random.Next(8));
                        break;
                    case 2:
                        bytes.RemoveAt(at);
                        break;
                    case 3:
                        bytes.Insert(at, start[random.Next(start.Length)]);
                        break;
                    case 4:
                        bytes.RemoveRange(at, random.Next(bytes.Count - at));
                        break;
                    default:
                        bytes.InsertRange(at, start.Skip(random.Next(start.Length)).Take(random.Next(40)));
                        break;
                }
            }

            check([.. bytes]);
        }
    }

    private static bool Throws<T>(Action action)
        where T : Exception
    {
        try
        {
            action();
            return false;
        }
        catch (T)
        {
            return true;
        }
    }
}
