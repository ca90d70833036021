using System.Collections.Immutable;
using System.Globalization;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Web;

/// <summary>Who signed the published checkpoint, and which of the centre's witnesses did not.</summary>
/// <param name="Rows">The log's own line, the witnesses of the centre's policy, then lines of keys that are not known here.</param>
public sealed record LogSigners(ImmutableArray<SignatureRow> Rows, Tone Tone, string Word, string Sentence)
{
    private const int MaxPolicy = 1024 * 1024;

    /// <summary>Holds the checkpoint against the file <c>witnesses</c> of the centre (C2SP tlog-policy); without it there are none.</summary>
    internal static LogSigners Of(OpenCentre centre, VerifiedCheckpoint published)
    {
        var policy = Policy(centre, out var isThere);
        var known = policy is null ? [] : policy.Witnesses.Where(witness => witness.Key.Algorithm == NoteAlgorithm.Cosignature).ToList();
        if (VerifiedCheckpoint.TryOpen(published.Note.Span, published.Log, [.. known.Select(witness => witness.Key)], out var checkpoint) != NoteVerdict.Verified)
        {
            return new LogSigners(Lines(published, []), Tone.No, "A witness’s signature is wrong", "A line of the checkpoint names one of the witnesses and is not signed by it. Readers that know this witness refuse the checkpoint.");
        }

        var rows = Lines(checkpoint!, policy?.Witnesses ?? []);
        return (policy, isThere) switch
        {
            (null, true) => new LogSigners(rows, Tone.No, "The witnesses are not known", "The centre’s file of witnesses cannot be read."),
            (null or { Witnesses: [] }, _) => new LogSigners(rows, Tone.Open, "No witness", "Nobody but the centre vouches that everybody is shown the same log."),
            _ when policy.IsMet(checkpoint!) => new LogSigners(rows, Tone.Yes, "The quorum is met", Missing(rows, "All witnesses have cosigned it.", "1 witness is missing, and the others are enough.", "{0} witnesses are missing, and the others are enough.")),
            _ => new LogSigners(rows, Tone.Wait, "The quorum is not met", Missing(rows, "The witnesses of the policy are not enough.", "1 witness is missing.", "{0} witnesses are missing.")),
        };
    }

    private static LogPolicy? Policy(OpenCentre centre, out bool isThere)
    {
        var file = new FileInfo(Path.Combine(centre.Paths.Folder, "witnesses"));
        isThere = file.Exists;
        return isThere && file.Length <= MaxPolicy && LogPolicy.TryParse(File.ReadAllBytes(file.FullName), out var policy) ? policy : null;
    }

    private static ImmutableArray<SignatureRow> Lines(VerifiedCheckpoint checkpoint, ImmutableArray<PolicyWitness> witnesses)
    {
        var rows = ImmutableArray.CreateBuilder<SignatureRow>();
        rows.Add(new SignatureRow(checkpoint.Log.Name, Id(checkpoint.Log.KeyId), Tone.Yes, "The log’s own", null));
        foreach (var witness in witnesses)
        {
            var cosigned = checkpoint.Cosignatures.FirstOrDefault(one => one.Key.Equals(witness.Key));
            rows.Add(cosigned is null
                ? new SignatureRow(witness.Name, Id(witness.Key.KeyId), Tone.Wait, "Witness, missing", null)
                : new SignatureRow(witness.Name, Id(witness.Key.KeyId), Tone.Yes, "Witness", cosigned.Time));
        }

        var known = witnesses.Select(witness => witness.Key).Append(checkpoint.Log).Select(key => (key.Name, key.KeyId)).ToHashSet();
        rows.AddRange(Note.Parse(checkpoint.Note.Span).Signatures.Where(line => !known.Contains((line.Name, line.KeyId)))
            .Select(line => new SignatureRow(line.Name, Id(line.KeyId), Tone.Open, "Not known here, not verified", null)));
        return rows.ToImmutable();
    }

    private static string Missing(ImmutableArray<SignatureRow> rows, string none, string one, string many) =>
        rows.Count(row => row.Tone == Tone.Wait) is var missing and > 0 ? Words.Count(missing, one, many) : none;

    private static string Id(uint id) => id.ToString("x8", CultureInfo.InvariantCulture);
}
