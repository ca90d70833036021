namespace Vitrine.Proofs.Tests;

/// <summary>A chain in which everything is as the policy asks, and the words to tell what the gate made of it.</summary>
public abstract class GateTests : IDisposable
{
    private protected GateChain Chain { get; } = new GateChain().Trust();

    public void Dispose()
    {
        Chain.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected SigstoreBundle StatusBundle(StatusPredicate status)
    {
        var envelope = Dsse.Sign(status.Of(), Chain.StatusSigner);
        var index = Chain.Tree.Append(LogEntryBody.For(envelope, Chain.StatusSigner.PublicKey));
        var checkpoint = Chain.Checkpoint();
        return SigstoreBundle.Create(envelope, Chain.StatusSigner.PublicKey, Chain.Tree.ProveInclusion(index, checkpoint.Size), checkpoint);
    }

    private protected Verdict Update(StatusPredicate status) =>
        GateDecision.Update(BundleFile.Encode([StatusBundle(status)]), Chain.Policy, Chain.State, Chain.Clock);

    private protected static void Refused(Verdict verdict, params GateReason[] reasons)
    {
        Assert.False(verdict.Accepted);
        Assert.Empty(verdict.Assumptions);
        Assert.Equal(reasons, verdict.Reasons.Select(r => r.Code));
        Assert.All(verdict.Reasons, r => Assert.EndsWith(".", r.Satisfy, StringComparison.Ordinal));
    }
}
