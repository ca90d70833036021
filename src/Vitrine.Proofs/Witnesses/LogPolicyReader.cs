using System.Collections.Immutable;
using System.Globalization;

namespace Vitrine.Proofs;

/// <summary>
/// The lines of C2SP tlog-policy: log, witness, group, quorum. They stand in a log's policy and in a gate's, and mean the same; a gate's policy
/// takes keys only that count (<paramref name="gate"/>).
/// </summary>
internal sealed class LogPolicyReader(bool gate)
{
    private const string None = "none";

    private readonly List<PolicyLog> _logs = [];
    private readonly List<PolicyWitness> _witnesses = [];
    private readonly List<GroupQuorum> _groups = [];
    private readonly Dictionary<string, Quorum> _named = new(StringComparer.Ordinal);
    private readonly HashSet<string> _members = new(StringComparer.Ordinal);
    private Quorum? _quorum;

    internal void ReadLog(PolicyLine line)
    {
        var word = line.Word(0, "a log's key: name+keyid+key");
        line.End(2);
        var key = Key(word, NoteAlgorithm.Ed25519, "a log's key (type 01)");
        Unique(word, key, gate ? Keys : _logs.Select(static log => log.Key));
        _logs.Add(new PolicyLog(key, Url(line, 1)));
        Bound(line, _logs.Count, LogPolicy.MaxLogs);
    }

    internal void ReadWitness(PolicyLine line)
    {
        var name = line.Word(0, "a name and a witness's key");
        var word = line.Word(1, "a witness's key: name+keyid+key");
        line.End(3);
        var key = Key(word, NoteAlgorithm.Cosignature, "a witness's key (type 04)");
        Unique(word, key, gate ? Keys : _witnesses.Select(static witness => witness.Key));
        var witness = new PolicyWitness(name.Text, key, Url(line, 2));
        _witnesses.Add(witness);
        Define(name, witness);
        Bound(line, _witnesses.Count, LogPolicy.MaxWitnesses);
    }

    internal void ReadGroup(PolicyLine line)
    {
        var name = line.Word(0, "a name, how many must have cosigned (a number, any or all), and members");
        var threshold = line.Word(1, "how many must have cosigned: a number, any or all");
        line.Word(2, "at least one member");
        var members = line.Words[2..];
        var resolved = ImmutableArray.CreateBuilder<Quorum>(members.Length);
        foreach (var member in members)
        {
            resolved.Add(Named(member));
            if (!_members.Add(member.Text))
            {
                throw member.Fault($"{member.Shown} is a member of a group already; nobody counts twice.");
            }
        }

        var group = new GroupQuorum(name.Text, Threshold(threshold, members.Length), resolved.MoveToImmutable());
        _groups.Add(group);
        Define(name, group);
        Bound(line, _groups.Count, LogPolicy.MaxGroups);
    }

    internal void ReadQuorum(PolicyLine line)
    {
        var word = line.Word(0, "a name: none, or a witness or group defined above");
        line.End(1);
        if (_quorum is not null)
        {
            throw line.Rule.Fault("A policy has one \"quorum\" line; this is the second.");
        }

        _quorum = word.Text == None ? new NoQuorum() : Named(word);
    }

    /// <summary>What the lines said.</summary>
    internal LogPolicy Read() => _quorum is null
        ? throw new PolicyFormatException(0, 0, "quorum", "The policy has no \"quorum\" line; write: quorum none (or the name of a witness or a group)")
        : new LogPolicy([.. _logs], [.. _witnesses], [.. _groups], _quorum);

    private IEnumerable<NoteVerifier> Keys => _logs.Select(static log => log.Key).Concat(_witnesses.Select(static witness => witness.Key));

    private static int Threshold(PolicyWord word, int members) => word.Text switch
    {
        "any" => 1,
        "all" => members,
        _ when int.TryParse(word.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var k) && k >= 1 && k <= members => k,
        _ => throw word.Fault(
            $"{word.Shown} is not any, all or a number from 1 to {members}, the members of this group.", NearestWord.Find(word.Text, ["any", "all"])),
    };

    // A key of a type that is known but cannot be verified with is kept in a log's policy, where it never counts.
    private NoteVerifier Key(PolicyWord word, NoteAlgorithm algorithm, string what) =>
        NoteVerifier.TryParse(word.Text, out var key) && (key.Algorithm == algorithm || (!gate && key.Algorithm == NoteAlgorithm.MLDsa44))
            ? key
            : throw word.Fault($"{word.Shown} is not {what}: name+keyid+key is wanted, as a log or witness publishes it.");

    // The same key under another name or type would count twice. Two keys of one name and id could not be told apart on a note.
    private void Unique(PolicyWord word, NoteVerifier key, IEnumerable<NoteVerifier> others)
    {
        if (others.Any(other => other.PublicKey.SequenceEqual(key.PublicKey)) || Keys.Any(other => other.Name == key.Name && other.KeyId == key.KeyId))
        {
            throw word.Fault("This key is there twice; nobody counts twice.");
        }
    }

    private static string? Url(PolicyLine line, int at) => at < line.Words.Length ? line.Words[at].Text : null;

    private Quorum Named(PolicyWord word)
    {
        if (word.Text == None)
        {
            throw word.Fault("\"none\" stands alone, after \"quorum\".");
        }

        return _named.TryGetValue(word.Text, out var named)
            ? named
            : throw word.Fault($"{word.Shown} is no witness or group defined above.", NearestWord.Find(word.Text, _named.Keys));
    }

    private void Define(PolicyWord name, Quorum quorum)
    {
        if (name.Text == None || !_named.TryAdd(name.Text, quorum))
        {
            throw name.Fault(name.Text == None ? "\"none\" cannot be a name." : $"{name.Shown} is defined already.");
        }
    }

    private static void Bound(PolicyLine line, int count, int most)
    {
        if (count > most)
        {
            throw line.Rule.Fault($"A policy has at most {most} \"{line.Rule.Text}\" lines.");
        }
    }
}
