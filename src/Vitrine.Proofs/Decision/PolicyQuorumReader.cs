using System.Collections.Immutable;
using System.Globalization;

namespace Vitrine.Proofs;

/// <summary>The lines of C2SP tlog-policy: log, witness, group, quorum.</summary>
internal sealed class PolicyQuorumReader
{
    private const string None = "none";
    private const int MaxNamed = 64;

    private readonly List<NoteVerifier> _logs = [];
    private readonly List<WitnessQuorum> _witnesses = [];
    private readonly Dictionary<string, Quorum> _named = new(StringComparer.Ordinal);
    private readonly HashSet<string> _members = new(StringComparer.Ordinal);

    internal ImmutableArray<NoteVerifier> Logs => [.. _logs];

    internal ImmutableArray<WitnessQuorum> Witnesses => [.. _witnesses];

    internal Quorum Quorum { get; private set; } = new NoQuorum();

    internal void ReadLog(PolicyLine line)
    {
        var word = line.Word(0, "a log's key: name+keyid+key");
        line.End(2); // An address may follow; nothing here uses it.
        _logs.Add(Key(word, NoteAlgorithm.Ed25519, "a log's key (type 01)"));
        Bound(line, _logs.Count);
    }

    internal void ReadWitness(PolicyLine line)
    {
        var name = line.Word(0, "a name and a witness's key");
        var word = line.Word(1, "a witness's key: name+keyid+key");
        line.End(3);
        var witness = new WitnessQuorum(name.Text, Key(word, NoteAlgorithm.Cosignature, "a witness's key (type 04)"));
        _witnesses.Add(witness);
        Define(line, name, witness);
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

        Define(line, name, new GroupQuorum(name.Text, Threshold(threshold, members.Length), resolved.MoveToImmutable()));
    }

    internal void ReadQuorum(PolicyLine line)
    {
        var word = line.Word(0, "a name: none, or a witness or group defined above");
        line.End(1);
        Quorum = word.Text == None ? new NoQuorum() : Named(word);
    }

    private static int Threshold(PolicyWord word, int members) => word.Text switch
    {
        "any" => 1,
        "all" => members,
        _ when int.TryParse(word.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var k) && k >= 1 && k <= members => k,
        _ => throw word.Fault(
            $"{word.Shown} is not any, all or a number from 1 to {members}, the members of this group.", NearestWord.Find(word.Text, ["any", "all"])),
    };

    private NoteVerifier Key(PolicyWord word, NoteAlgorithm algorithm, string what)
    {
        if (!NoteVerifier.TryParse(word.Text, out var key) || key.Algorithm != algorithm)
        {
            throw word.Fault($"{word.Shown} is not {what}: name+keyid+key is wanted, as a log or witness publishes it.");
        }

        foreach (var other in _logs.Concat(_witnesses.Select(static w => w.Key)))
        {
            if (other.PublicKey.SequenceEqual(key.PublicKey) || (other.Name == key.Name && other.KeyId == key.KeyId))
            {
                throw word.Fault("This key is there twice; nobody counts twice.");
            }
        }

        return key;
    }

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

    private void Define(PolicyLine line, PolicyWord name, Quorum quorum)
    {
        if (name.Text == None || !_named.TryAdd(name.Text, quorum))
        {
            throw name.Fault(name.Text == None ? "\"none\" cannot be a name." : $"{name.Shown} is defined already.");
        }

        Bound(line, _named.Count);
    }

    private static void Bound(PolicyLine line, int count)
    {
        if (count > MaxNamed)
        {
            throw line.Rule.Fault($"A policy has at most {MaxNamed} of these.");
        }
    }
}
