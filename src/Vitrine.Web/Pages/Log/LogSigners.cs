using System.Collections.Immutable;
using System.Globalization;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Web;

/// <summary>Who signed the published checkpoint, and which of the centre's witnesses did not.</summary>
/// <param name="Rows">The log's own line, the witnesses of the centre's policy, then lines of keys that are not known here.</param>
public sealed record LogSigners(ImmutableArray<SignatureRow> Rows, Tone Tone, string Word, string Sentence)
{
    /// <summary>Holds the published checkpoint against the centre's policy of witnesses; without one there are none.</summary>
    internal static LogSigners Of(OpenCentre centre, VerifiedCheckpoint published)
    {
        var policy = centre.WitnessPolicy();
        var rows = Lines(published, policy.Witnesses);
        return policy switch
        {
            { Witnesses: [] } => new LogSigners(rows, Tone.Open, "No witness", "Nobody but the centre vouches that everybody is shown the same log."),
            _ when policy.IsMet(published) => new LogSigners(rows, Tone.Yes, "The quorum is met", Missing(rows, "All witnesses have cosigned it.", "1 witness is missing, and the others are enough.", "{0} witnesses are missing, and the others are enough.")),
            _ => new LogSigners(rows, Tone.Wait, "The quorum is not met", Missing(rows, "The witnesses of the policy are not enough.", "1 witness is missing.", "{0} witnesses are missing.")),
        };
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
