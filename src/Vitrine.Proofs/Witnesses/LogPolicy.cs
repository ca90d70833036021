using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Vitrine.Proofs;

/// <summary>Which logs are trusted, which witnesses are known, and which of them must have cosigned a checkpoint.</summary>
/// <remarks>
/// C2SP tlog-policy: lines <c>log VKEY [URL]</c>, <c>witness NAME VKEY [URL]</c>, <c>group NAME k|any|all MEMBER…</c> and one
/// <c>quorum NAME|none</c>. Octets above 0x7F have no meaning and are kept. At most 64 KiB, 1,024 lines, 512 logs, 63 witnesses, 64 groups. Comments and
/// blanks carry no meaning; <see cref="Encode"/> gives the one text of what does. Docs: docs/formats/log-policy.md.
/// </remarks>
public sealed class LogPolicy
{
    /// <summary>The most logs.</summary>
    public const int MaxLogs = 512;

    /// <summary>The most witnesses: a note that all have cosigned, and the log signed, has <see cref="Note.MaxSignatures"/>.</summary>
    public const int MaxWitnesses = Note.MaxSignatures - 1;

    /// <summary>The most groups.</summary>
    public const int MaxGroups = 64;

    private readonly ImmutableArray<NoteVerifier> _cosigners;

    internal LogPolicy(
        ImmutableArray<PolicyLog> logs, ImmutableArray<PolicyWitness> witnesses, ImmutableArray<GroupQuorum> groups, Quorum quorum)
    {
        Logs = logs;
        Witnesses = witnesses;
        Groups = groups;
        Quorum = quorum;
        _cosigners = [.. witnesses.Select(static witness => witness.Key).Where(static key => key.CanVerify)];
    }

    /// <summary>The logs, in the order of the text; none where the log is known otherwise.</summary>
    public ImmutableArray<PolicyLog> Logs { get; }

    /// <summary>The witnesses, in the order of the text.</summary>
    public ImmutableArray<PolicyWitness> Witnesses { get; }

    /// <summary>The groups, in the order of the text: members before those that hold them.</summary>
    public ImmutableArray<GroupQuorum> Groups { get; }

    /// <summary>Which witnesses must have cosigned.</summary>
    public Quorum Quorum { get; }

    /// <summary>Reads a policy.</summary>
    /// <exception cref="PolicyFormatException">The bytes are none; the exception says where and why.</exception>
    public static LogPolicy Parse(ReadOnlySpan<byte> octets)
    {
        var reader = new LogPolicyReader(gate: false);
        foreach (var line in PolicyText.OctetLines(octets))
        {
            switch (line.Rule.Text)
            {
                case "log":
                    reader.ReadLog(line);
                    break;
                case "witness":
                    reader.ReadWitness(line);
                    break;
                case "group":
                    reader.ReadGroup(line);
                    break;
                case "quorum":
                    reader.ReadQuorum(line);
                    break;
                default:
                    throw line.Rule.Fault(
                        $"{line.Rule.Shown} is no line of a log's policy.", NearestWord.Find(line.Rule.Text, ["log", "witness", "group", "quorum"]));
            }
        }

        return reader.Read();
    }

    /// <summary>Reads a policy; false where <see cref="Parse"/> would throw.</summary>
    public static bool TryParse(ReadOnlySpan<byte> octets, [NotNullWhen(true)] out LogPolicy? policy)
    {
        try
        {
            policy = Parse(octets);
            return true;
        }
        catch (PolicyFormatException)
        {
            policy = null;
            return false;
        }
    }

    /// <summary>A policy that trusts one log and asks for no witness.</summary>
    /// <exception cref="ArgumentException">The key is not a log's.</exception>
    public static LogPolicy Of(NoteVerifier log)
    {
        ArgumentNullException.ThrowIfNull(log);
        return log.Algorithm == NoteAlgorithm.Ed25519
            ? new LogPolicy([new PolicyLog(log, null)], [], [], new NoQuorum())
            : throw new ArgumentException("A log signs with a key of type 01.", nameof(log));
    }

    /// <summary>Whether the keys that cosigned are enough.</summary>
    public bool IsMet(IReadOnlySet<NoteVerifier> cosigners) => Quorum.IsMetBy(cosigners);

    /// <summary>Whether enough of the witnesses cosigned a checkpoint that <see cref="TryOpen(Note, out VerifiedCheckpoint?)"/> gave.</summary>
    public bool IsMet(VerifiedCheckpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return Quorum.IsMetBy(checkpoint.Cosignatures.Select(static cosignature => cosignature.Key).Where(_cosigners.Contains).ToHashSet());
    }

    /// <summary>
    /// Reads a signed checkpoint: one of the logs must have signed it, and every signature that names one of the witnesses be good. Whether they are
    /// enough is <see cref="IsMet(VerifiedCheckpoint)"/>. Of several refusals, that of the log which came furthest.
    /// </summary>
    public NoteVerdict TryOpen(ReadOnlySpan<byte> note, out VerifiedCheckpoint? checkpoint)
    {
        checkpoint = null;
        return Note.TryParse(note, out var parsed) ? TryOpen(parsed, out checkpoint) : NoteVerdict.Malformed;
    }

    /// <inheritdoc cref="TryOpen(ReadOnlySpan{byte}, out VerifiedCheckpoint?)"/>
    public NoteVerdict TryOpen(Note note, out VerifiedCheckpoint? checkpoint)
    {
        ArgumentNullException.ThrowIfNull(note);
        checkpoint = null;
        var worst = NoteVerdict.NoKnownSignature;
        var signers = note.Signatures.Select(static signature => (signature.Name, signature.KeyId)).ToHashSet();
        foreach (var log in Logs.Select(static log => log.Key).Where(key => key.CanVerify && signers.Contains((key.Name, key.KeyId))))
        {
            var verdict = VerifiedCheckpoint.TryOpen(note, log, _cosigners, out checkpoint);
            if (verdict == NoteVerdict.Verified)
            {
                return verdict;
            }

            worst = verdict > worst ? verdict : worst;
        }

        return worst;
    }

    /// <summary>The policy's one text: logs, witnesses, groups, quorum, a space between words, no comments; thresholds as <c>all</c>, else <c>any</c>, else the number.</summary>
    public byte[] Encode() => OctetText.Encode(ToString());

    /// <summary>The policy's one text; octets that are not UTF-8 are half surrogate pairs here, so write <see cref="Encode"/>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var log in Logs)
        {
            Line(text, "log", log.Key.ToString(), log.Url);
        }

        foreach (var witness in Witnesses)
        {
            Line(text, "witness", witness.Name, witness.Key.ToString(), witness.Url);
        }

        foreach (var group in Groups)
        {
            Line(text, ["group", group.Name, Threshold(group), .. group.Members.Select(static member => member.Name)]);
        }

        Line(text, "quorum", Quorum.Name);
        return text.ToString();
    }

    private static string Threshold(GroupQuorum group) => group.Threshold switch
    {
        var k when k == group.Members.Length => "all",
        1 => "any",
        var k => k.ToString(CultureInfo.InvariantCulture),
    };

    private static void Line(StringBuilder text, params IEnumerable<string?> words) =>
        text.AppendJoin(' ', words.Where(static word => word is not null)).Append('\n');
}

/// <summary>A log that a policy trusts.</summary>
/// <param name="Key">Its key; the name is the log's origin.</param>
/// <param name="Url">Where it is served, as the policy says it; null where it says none.</param>
public sealed record PolicyLog(NoteVerifier Key, string? Url);
