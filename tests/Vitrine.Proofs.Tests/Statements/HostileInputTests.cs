using System.Text;

namespace Vitrine.Proofs.Tests;

/// <summary>Mutated input of every kind: only the declared exception, or a verdict, comes out; what is accepted encodes again exactly.</summary>
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
                var mutated = Mutation.Of(bundle, random);
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
                line = CanonicalJson.Canonicalize(Mutation.Of(lines[at], random));
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
            var payload = Mutation.Of(statements[random.Next(statements.Count)], random);
            var envelope = Dsse.Sign(Statement.PayloadType, payload, _chain.Vendor);
            _chain.Tree = new MerkleTree();
            var index = _chain.Tree.Append(LogEntryBody.For(envelope, _chain.Vendor.PublicKey));
            var checkpoint = _chain.Checkpoint(witnesses: 2);
            var bundle = SigstoreBundle.Create(envelope, _chain.Vendor.PublicKey, _chain.Tree.ProveInclusion(index, checkpoint.Size), checkpoint);
            Assert.False(GateDecision.Decide(_chain.File, BundleFile.Encode([bundle]), policy, GateState.Empty, GateChain.Noon).Accepted);
            Assert.False(GateDecision.Update(BundleFile.Encode([bundle]), policy, GateState.Empty, GateChain.Noon).Accepted);
        }
    }

    [Fact]
    public void Parse_MutatedStatements_GivesTheDeclaredExceptionOrTheSameBytes()
    {
        var random = new Random(4000);
        var statements = Examples.All.Values.Select(s => s.ToJson()).ToList();
        for (var i = 0; i < 100_000; i++)
        {
            var mutated = Mutation.Of(statements[i % statements.Count], random);
            try
            {
                var statement = Statement.Parse(mutated);
                Assert.Equal(mutated, statement.ToJson());
                switch (statement.PredicateType)
                {
                    case ReleasePredicate.Type:
                        Same(statement, ReleasePredicate.Read(statement).ToJson());
                        break;
                    case ReviewPredicate.Type:
                        Same(statement, ReviewPredicate.Read(statement).ToJson());
                        break;
                    case VsaPredicate.Type:
                        Same(statement, VsaPredicate.Read(statement).ToJson());
                        break;
                    case RebuildPredicate.Type:
                        Same(statement, RebuildPredicate.Read(statement).ToJson());
                        break;
                    case StatusPredicate.Type:
                        Same(statement, StatusPredicate.Read(statement).ToJson());
                        break;
                    case RotationPredicate.Type:
                        Same(statement, RotationPredicate.Read(statement).ToJson());
                        break;
                    case ReceiptPredicate.Type:
                        Same(statement, ReceiptPredicate.Read(statement).ToJson());
                        break;
                }
            }
            catch (StatementFormatException)
            {
            }
        }

        static void Same(Statement statement, System.Text.Json.JsonElement predicate) =>
            Assert.Equal(CanonicalJson.Canonicalize(statement.Predicate), CanonicalJson.Canonicalize(predicate));
    }

    [Fact]
    public void Parse_MutatedPolicies_GivesTheDeclaredExceptionOrAPolicy()
    {
        var random = new Random(5000);
        var text = Encoding.UTF8.GetBytes(_chain.PolicyText.Replace("laboratories 1", "laboratories 2\napart owner jurisdiction", StringComparison.Ordinal));
        for (var i = 0; i < 50_000; i++)
        {
            try
            {
                Assert.NotEmpty(Policy.Parse(Mutation.Of(text, random)).Vendors);
            }
            catch (PolicyFormatException e)
            {
                Assert.InRange(e.Line, 0, Policy.MaxLines);
            }
        }
    }

    [Fact]
    public void Parse_MutatedStates_GivesTheDeclaredExceptionOrTheSameBytes()
    {
        var random = new Random(6000);
        _chain.Trust();
        var state = _chain.Decide().State.ToJson();
        for (var i = 0; i < 20_000; i++)
        {
            var mutated = Mutation.Of(state, random);
            try
            {
                Assert.Equal(mutated, GateState.Parse(mutated).ToJson());
            }
            catch (GateStateFormatException)
            {
            }
        }
    }

    [Fact]
    public void Parse_MutatedEnvelopes_GivesTheDeclaredException()
    {
        var random = new Random(7000);
        var envelope = _chain.Bundles()[0].Envelope.ToJson();
        for (var i = 0; i < 50_000; i++)
        {
            try
            {
                DsseEnvelope.Parse(DsseEnvelope.Parse(Mutation.Of(envelope, random)).ToJson());
            }
            catch (DsseFormatException)
            {
            }
        }
    }
}
