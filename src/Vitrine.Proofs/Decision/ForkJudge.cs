namespace Vitrine.Proofs;

/// <summary>Two roots for one size of one log: the log, or someone who speaks of it, shows different people different things.</summary>
internal static class ForkJudge
{
    /// <summary>Refuses, and says so, where there are two roots.</summary>
    internal static bool Check(Evidence evidence, StatusJudge status, GateState state, Refusals refusals)
    {
        var found = false;
        var roots = new Dictionary<(string Origin, ulong Size), Digest>();
        foreach (var account in Accounts(evidence, status, state))
        {
            if (!roots.TryAdd((account.Origin, account.Size.Value), account.Root) && roots[(account.Origin, account.Size.Value)] != account.Root)
            {
                found = true;
                refusals.Add(
                    GateReason.Fork,
                    $"There are two roots for {account.Origin} at size {account.Size}: {roots[(account.Origin, account.Size.Value)]} and {account.Root}.",
                    "Keep the bundle and the gate's state as evidence and ask the log's operator and its witnesses; install nothing on this log's word until then.");
            }
        }

        return found;
    }

    private static IEnumerable<TreeHead> Accounts(Evidence evidence, StatusJudge status, GateState state)
    {
        foreach (var log in state.Logs.Values)
        {
            yield return new TreeHead(log.Origin, log.Checkpoint.Size, log.Checkpoint.Root);
        }

        foreach (var checkpoint in evidence.Lines.Concat(status.Newest.Select(static s => s.Line)).Select(static l => l.Logged.Checkpoint))
        {
            yield return new TreeHead(checkpoint.Origin, checkpoint.Size, checkpoint.Root);
        }

        foreach (var said in status.Given.Concat(status.Newest))
        {
            yield return said.Predicate.Log;
        }
    }
}
