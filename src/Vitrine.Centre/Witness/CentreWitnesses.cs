using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>The witnesses of a centre's public log: the file <c>witnesses</c>, C2SP tlog-policy; without it none are asked.</summary>
/// <remarks>A running server reads it when it starts. The file's log lines, if it has any, must name this centre's log.</remarks>
public static class CentreWitnesses
{
    /// <summary>The policy that this centre's checkpoints are published under, its own log in it.</summary>
    /// <exception cref="CentreUnusableException">The file is no policy, or none for this log.</exception>
    public static LogPolicy Policy(CentrePaths paths, NoteVerifier log) =>
        File.Exists(paths.Witnesses) ? Checked(paths.Witnesses, LogPolicyFile.Read(paths.Witnesses), log) : LogPolicy.Of(log);

    /// <summary>Takes a policy's file over; gives the policy.</summary>
    /// <exception cref="CentreUnusableException">It is no policy, or none that can ever be met for this log.</exception>
    public static LogPolicy Set(CentrePaths paths, NoteVerifier log, string file)
    {
        var policy = Checked(file, LogPolicyFile.Read(file), log);
        DurableFile.Write(paths.Witnesses, File.ReadAllBytes(file));
        return policy;
    }

    /// <summary>Asks no witnesses from now on.</summary>
    public static void Clear(CentrePaths paths)
    {
        File.Delete(paths.Witnesses);
        DurableFile.SyncFolder(paths.Folder);
    }

    private static LogPolicy Checked(string file, LogPolicy policy, NoteVerifier log)
    {
        if (!policy.Logs.IsEmpty && policy.Logs.All(one => !one.Key.Equals(log)))
        {
            throw new CentreUnusableException($"{file} names other logs and not this centre's. Leave its log lines out, or add: log {log}");
        }

        var asked = policy.Witnesses.Where(witness => witness.Key.CanVerify && WitnessQuorum.Address(witness) is not null).Select(witness => witness.Key).ToHashSet();
        return policy.IsMet(asked)
            ? policy.For(log)
            : throw new CentreUnusableException($"{file}: the quorum \"{policy.Quorum.Name}\" can never be met. Each witness needs an http or https address and a key of type 04.");
    }
}
