using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Log.Tests;

/// <summary>A log in memory that shows its checkpoints to witnesses, and their keys.</summary>
internal sealed class WitnessedLog
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public WitnessedLog(byte seed = 7) => Signer = NoteSigner.FromSeed("log.example/one", Seed(seed));

    public NoteSigner Signer { get; }

    public MerkleTree Tree { get; } = new();

    public static Cosigner Key { get; } = Cosigner.FromSeed("witness.example/one", Seed(9));

    /// <summary>A policy that trusts this log, and no witness.</summary>
    public LogPolicy Policy => LogPolicy.Of(Signer.Verifier);

    public static byte[] Seed(byte from) => [.. Enumerable.Range(0, 32).Select(i => (byte)(from + i))];

    /// <summary>Grows to a size; another <paramref name="kind"/> gives other entries.</summary>
    public WitnessedLog Grow(ulong size, string kind = "entry")
    {
        while (Tree.Size.Value < size)
        {
            Tree.Append(Encoding.UTF8.GetBytes($"{kind} {Tree.Size}"));
        }

        return this;
    }

    public VerifiedCheckpoint Checkpoint(ulong size) =>
        VerifiedCheckpoint.Sign(new Checkpoint(Signer.Name, new TreeSize(size), Tree.Root(new TreeSize(size))), Signer);

    public VerifiedCheckpoint Checkpoint() => Checkpoint(Tree.Size.Value);

    public byte[] Request(ulong old, ulong size) =>
        new AddCheckpointRequest(new TreeSize(old), Tree.ProveConsistency(new TreeSize(old), new TreeSize(size)).Path, Note.Parse(Checkpoint(size).Note.Span)).Encode();

    public ConsistencyProof Prove(TreeSize from) => Tree.ProveConsistency(from, Tree.Size);
}

/// <summary>A clock that stands at one time; its timers are the system's.</summary>
internal sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
