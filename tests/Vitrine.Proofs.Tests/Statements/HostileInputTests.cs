namespace Vitrine.Proofs.Tests;

/// <summary>Mutated bundles before the gate: a verdict comes out, and only the unchanged bundle is accepted. Each parser alone: <see cref="FuzzTests"/>.</summary>
public sealed class HostileInputTests : IDisposable
{
    private readonly GateChain _chain = new GateChain().Trust(quorum: "both").WithFacts().AddAll();

    public void Dispose() => _chain.Dispose();

    [Fact]
    public void Decide_MutatedBundles_GivesAVerdictThatRefuses()
    {
        var bundle = _chain.Bundle(_chain.Checkpoint(witnesses: 2));
        var (file, policy) = (_chain.File, _chain.Policy);
        Parallel.For(0, 2, part =>
        {
            var random = new Random(1000 + part);
            for (var i = 0; i < 5_000; i++)
            {
                var mutated = new Mutator(random).Mutate(bundle);
                var verdict = GateDecision.Decide(file, mutated, policy, GateState.Empty, GateChain.Noon);
                Assert.True(!verdict.Accepted || mutated.AsSpan().SequenceEqual(bundle));
                CanonicalJson.ParseCanonical(verdict.ToJson());
            }
        });
    }

    [Fact]
    public void Decide_MutatedJsonInTheRightSpelling_GivesAVerdictThatRefuses()
    {
        // Mutated below the spelling: what is still JSON is spelled canonically again, so that it reaches the checks behind.
        var lines = _chain.Bundles(_chain.Checkpoint(witnesses: 2)).Select(b => b.ToJson()).ToList();
        var (file, policy) = (_chain.File, _chain.Policy);
        var random = new Random(2000);
        var reached = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var at = random.Next(lines.Count);
            byte[] line;
            try
            {
                line = CanonicalJson.Canonicalize(new Mutator(random).Mutate(lines[at]));
            }
            catch (JsonFormatException)
            {
                continue;
            }

            reached++;
            byte[] bundle = [.. lines.SelectMany((l, n) => (n == at ? line : l).Append((byte)'\n'))];
            var verdict = GateDecision.Decide(file, bundle, policy, GateState.Empty, GateChain.Noon);
            Assert.True(!verdict.Accepted || line.AsSpan().SequenceEqual(lines[at]));
        }

        Assert.True(reached > 500);
    }

    [Fact]
    public void Decide_SignedAndLoggedMutations_GivesAVerdict()
    {
        // Whoever holds a trusted key may sign anything: it must still only ever give a verdict.
        var random = new Random(3000);
        var statements = Examples.All.Values.Select(s => s.ToJson()).ToList();
        var policy = _chain.Policy;
        for (var i = 0; i < 1_000; i++)
        {
            var payload = new Mutator(random).Mutate(statements[random.Next(statements.Count)]);
            var envelope = Dsse.Sign(Statement.PayloadType, payload, _chain.Vendor);
            _chain.Tree = new MerkleTree();
            var index = _chain.Tree.Append(LogEntryBody.For(envelope, _chain.Vendor.PublicKey));
            var checkpoint = _chain.Checkpoint(witnesses: 2);
            var bundle = SigstoreBundle.Create(envelope, _chain.Vendor.PublicKey, _chain.Tree.ProveInclusion(index, checkpoint.Size), checkpoint);
            Assert.False(GateDecision.Decide(_chain.File, BundleFile.Encode([bundle]), policy, GateState.Empty, GateChain.Noon).Accepted);
            Assert.False(GateDecision.Update(BundleFile.Encode([bundle]), policy, GateState.Empty, GateChain.Noon).Accepted);
        }
    }
}
