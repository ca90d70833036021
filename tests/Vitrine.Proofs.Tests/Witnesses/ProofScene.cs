using System.Text;

namespace Vitrine.Proofs.Tests;

/// <summary>A log of twenty entries with two witnesses, and a policy that asks for both.</summary>
internal sealed class ProofScene
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly Cosigner _one = Cosigner.FromSeed("witness.example/one", Seed(2));
    private readonly Cosigner _two = Cosigner.FromSeed("witness.example/two", Seed(3));

    public ProofScene()
    {
        for (var i = 0; i < 20; i++)
        {
            Tree.Append(Entry(i));
        }

        Policy = LogPolicy.Parse(Encoding.UTF8.GetBytes($"log {Log.Verifier}\nwitness one {_one.Verifier}\nwitness two {_two.Verifier}\ngroup both all one two\nquorum both\n"));
    }

    public NoteSigner Log { get; } = NoteSigner.FromSeed("log.example/proofs", Seed(1));

    public MerkleTree Tree { get; } = new();

    public LogPolicy Policy { get; }

    public static byte[] Entry(int i) => Encoding.UTF8.GetBytes($"entry {i}");

    public Note Checkpoint(bool one = true, bool two = true)
    {
        var text = new Checkpoint(Log.Name, Tree.Size, Tree.Root()).Encode();
        var note = Note.Parse(Note.Sign(text, Log));
        note = one ? note.With(_one.Sign(text, Noon)) : note;
        return two ? note.With(_two.Sign(text, Noon)) : note;
    }

    public TlogProof Proof(int index, string extra = "", bool two = true) =>
        TlogProof.Create(Tree.ProveInclusion(new LogIndex((ulong)index), Tree.Size), Checkpoint(two: two).Encode(), Encoding.UTF8.GetBytes(extra));

    private static byte[] Seed(byte with) => [.. Enumerable.Repeat(with, 32)];
}
