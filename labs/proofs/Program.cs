using System.Buffers.Binary;
using Vitrine.Lab;
using Vitrine.Proofs;

// usage: proofs PEER FOLDER   PEER is peer.go, built; the plot goes to FOLDER.
if (args is not [var program, var folder])
{
    Console.Error.WriteLine("usage: proofs PEER FOLDER");
    return 2;
}

const int TreeSize = 1_000_000;
var tree = Growing(TreeSize);
var root = tree.Root();
var signed = VerifiedCheckpoint.Sign(new Checkpoint("vitrine.example/lab", tree.Size, root), NoteSigner.Generate("vitrine.example/lab"));
var note = signed.Note.ToArray();
var text = signed.Checkpoint.Encode();
var signature = Note.Parse(note).Signatures[0].Bytes;
var notePath = Path.Combine(folder, "checkpoint");
File.WriteAllBytes(notePath, note);
var proofs = Enumerable.Range(0, 1000).Select(i => tree.ProveInclusion(new LogIndex((ulong)(i * 999_983L % TreeSize)), tree.Size)).ToArray();
var leaves = proofs.Select(proof => tree.Node(0, proof.Index.Value)).ToArray();

using var peer = new PeerProcess(program, signed.Log.ToString(), notePath);
Bar[] bars =
[
    new("append a 256-byte entry in memory", 4000, 0.5, count => Growing(count), count => peer.Do("append", count)),
    new("verify an inclusion proof in a tree of 10⁶", 200, 0.5, Include, count => peer.Do("include", count)),
    new("open a checkpoint with one Ed25519 signature", 20, 1.0, Open, count => peer.Do("open", count)),
    new("of which the Ed25519 verification: as ours verifies it; Go", 20, null, Verify, count => peer.Do("ed25519", count)),
];
Bar.WriteHead("x/mod (Go)");
var kept = bars.Select(bar => bar.Keeps()).ToList().TrueForAll(one => one);
Console.WriteLine();
kept &= Growth.Keeps(Path.Combine(folder, "growth.svg"));
return kept ? 0 : 1;

static MerkleTree Growing(int count)
{
    var tree = new MerkleTree();
    Span<byte> entry = stackalloc byte[256];
    entry.Clear();
    for (var i = 0; i < count; i++)
    {
        BinaryPrimitives.WriteInt64BigEndian(entry, i);
        tree.Append(entry);
    }

    return tree;
}

void Include(int count)
{
    for (var i = 0; i < count; i++)
    {
        var at = i % proofs.Length;
        Require(proofs[at].Verify(leaves[at], root));
    }
}

void Open(int count)
{
    for (var i = 0; i < count; i++)
    {
        Require(VerifiedCheckpoint.TryOpen(note, signed.Log, [], out _) == NoteVerdict.Verified);
    }
}

void Verify(int count)
{
    for (var i = 0; i < count; i++)
    {
        Require(signed.Log.Verify(text, signature.AsSpan(), out _));
    }
}

static void Require(bool holds)
{
    if (!holds)
    {
        throw new InvalidOperationException("What must verify does not.");
    }
}
