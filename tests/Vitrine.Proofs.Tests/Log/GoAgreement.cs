using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics;

namespace Vitrine.Proofs.Tests;

/// <summary>Random proofs, ours judged by Go's golang.org/x/mod/sumdb/tlog and its own judged by us, whole and corrupted: see go/agree.go.</summary>
internal sealed class GoAgreement : IDisposable
{
    /// <summary>Leaves of the tree that both sides make.</summary>
    private const int TreeLeaves = 70_000;

    // Both pipes hold a batch, so that neither side waits for the other to read.
    private const int Batch = 40;

    private readonly MerkleTree _tree = new();
    private readonly Random _random;
    private readonly Process _go;

    /// <summary>Starts agree.go, built.</summary>
    public GoAgreement(string program, int seed)
    {
        _random = new Random(seed);
        var entry = new byte[8];
        for (var i = 0; i < TreeLeaves; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(entry, i);
            _tree.Append(entry);
        }

        _go = Process.Start(new ProcessStartInfo(program, [$"{TreeLeaves}"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    /// <summary>What came of it. Every whole proof was accepted by both and equal; every corrupted one was judged alike by both.</summary>
    public readonly record struct Tally(int Whole, int Corrupted, int Refused);

    /// <summary>Asks about so many proofs, each once whole and once corrupted.</summary>
    /// <exception cref="InvalidOperationException">The two do not agree; the message holds the question.</exception>
    public Tally Run(int proofs)
    {
        var tally = default(Tally);
        for (var left = 2 * proofs; left > 0; left -= Batch)
        {
            var questions = Enumerable.Range(0, Math.Min(Batch, left)).Select(i => i % 2 == 0 ? Whole() : Corrupt(Whole())).ToList();
            Ask(questions);
            for (var i = 0; i < questions.Count; i++)
            {
                var (question, whole) = (questions[i], i % 2 == 0);
                var verdict = Read(1)[0] == 1;
                var own = ImmutableArray.CreateRange(Enumerable.Range(0, Read(1)[0]).Select(_ => Digest.FromBytes(Read(Digest.Size))));
                if (whole && (!verdict || !own.SequenceEqual(question.Path)))
                {
                    throw new InvalidOperationException($"Go refuses our proof or makes another: {question}");
                }

                if (verdict != Holds(question) || !Holds(question with { Path = own, Hashed = question.At, Root = question.Size }))
                {
                    throw new InvalidOperationException($"Go says {verdict}, we do not, or we refuse its own proof: {question}");
                }

                tally = whole
                    ? tally with { Whole = tally.Whole + 1 }
                    : tally with { Corrupted = tally.Corrupted + 1, Refused = tally.Refused + (verdict ? 0 : 1) };
            }
        }

        return tally;
    }

    public void Dispose()
    {
        _go.StandardInput.Close();
        _go.WaitForExit();
        _go.Dispose();
    }

    /// <summary>A proof with what it is held against: the leaf or older root at Hashed, the root at Root.</summary>
    private sealed record Question(bool Inclusion, ulong At, ulong Size, ulong Hashed, ulong Root, ImmutableArray<Digest> Path)
    {
        public override string ToString() =>
            $"{(Inclusion ? "inclusion" : "consistency")} of {At} in {Size}, held against {Hashed} and {Root}: {string.Join(' ', Path)}";
    }

    private Question Whole()
    {
        var size = Some();
        return _random.Next(2) == 0
            ? Inclusion((ulong)_random.NextInt64((long)size), size)
            : Consistency((ulong)_random.NextInt64(1, (long)size + 1), size);
    }

    // Small trees as often as large ones.
    private ulong Some() => 1 + (ulong)_random.Next(Math.Min(TreeLeaves, 1 << _random.Next(18)));

    private Question Inclusion(ulong at, ulong size) =>
        new(true, at, size, at, size, _tree.ProveInclusion(new LogIndex(at), new TreeSize(size)).Path);

    private Question Consistency(ulong at, ulong size) =>
        new(false, at, size, at, size, _tree.ProveConsistency(new TreeSize(at), new TreeSize(size)).Path);

    private Question Corrupt(Question whole)
    {
        var path = whole.Path;
        var at = path.IsEmpty ? 0 : _random.Next(path.Length);
        switch (_random.Next(path.IsEmpty ? 4 : 7))
        {
            case 0:
                return whole with { Path = path.Insert(at, Digest.Of([(byte)_random.Next(256)])) };
            case 1:
                return whole with { Hashed = whole.Inclusion ? (ulong)_random.Next(TreeLeaves) : Some() };
            case 2:
                return whole with { Root = Some() };
            case 3:
                // Another place or size that can be proven, with this proof.
                var size = Some();
                return whole with { Size = size, At = whole.Inclusion ? (ulong)_random.NextInt64((long)size) : (ulong)_random.NextInt64(1, (long)size + 1) };
            case 4:
                var bytes = path[at].ToArray();
                bytes[_random.Next(bytes.Length)] ^= (byte)(1 << _random.Next(8));
                return whole with { Path = path.SetItem(at, Digest.FromBytes(bytes)) };
            case 5:
                return whole with { Path = path.RemoveAt(at) };
            default:
                var other = _random.Next(path.Length);
                return whole with { Path = path.SetItem(at, path[other]).SetItem(other, path[at]) };
        }
    }

    private bool Holds(Question question)
    {
        var root = _tree.Root(new TreeSize(question.Root));
        return question.Inclusion
            ? new InclusionProof(new LogIndex(question.At), new TreeSize(question.Size), question.Path).Verify(_tree.Node(0, question.Hashed), root)
            : new ConsistencyProof(new TreeSize(question.At), new TreeSize(question.Size), question.Path).Verify(_tree.Root(new TreeSize(question.Hashed)), root);
    }

    private void Ask(List<Question> questions)
    {
        var batch = new List<byte> { (byte)(questions.Count >> 8), (byte)questions.Count };
        Span<byte> number = stackalloc byte[8];
        foreach (var question in questions)
        {
            batch.Add((byte)(question.Inclusion ? 'i' : 'c'));
            foreach (var value in (ReadOnlySpan<ulong>)[question.At, question.Size, question.Hashed, question.Root])
            {
                BinaryPrimitives.WriteUInt64BigEndian(number, value);
                batch.AddRange(number);
            }

            batch.Add((byte)question.Path.Length);
            foreach (var hash in question.Path)
            {
                batch.AddRange(hash.ToArray());
            }
        }

        var to = _go.StandardInput.BaseStream;
        to.Write(batch.ToArray());
        to.Flush();
    }

    private byte[] Read(int count)
    {
        var bytes = new byte[count];
        _go.StandardOutput.BaseStream.ReadExactly(bytes);
        return bytes;
    }
}
