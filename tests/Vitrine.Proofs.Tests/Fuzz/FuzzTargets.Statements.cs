using System.Buffers.Binary;
using System.Text;

namespace Vitrine.Proofs.Tests;

/// <summary>Statements, bundles, receipts, policies and the keys that sign them.</summary>
internal static partial class FuzzTargets
{
    private static Outcome ReadJson(byte[] input)
    {
        try
        {
            var canonical = CanonicalJson.Canonicalize(input);
            Exact(canonical, CanonicalJson.Canonicalize(canonical));
            BrokenClaimException.Unless(CanonicalJson.IsCanonical(canonical), "the canonical form is not canonical");
            return Outcome.Ok($"{CanonicalJson.Parse(input).ValueKind} {canonical.Length}");
        }
        catch (JsonFormatException e)
        {
            return Outcome.Refused(e);
        }
    }

    private static Outcome ReadEnvelope(byte[] input)
    {
        try
        {
            var envelope = DsseEnvelope.Parse(input);
            var again = DsseEnvelope.Parse(envelope.ToJson());
            Exact(envelope.Payload.AsSpan(), again.Payload.AsSpan());
            Exact(envelope.Signature.AsSpan(), again.Signature.AsSpan());
            Exact(envelope.PayloadType + envelope.KeyId, again.PayloadType + again.KeyId);
            return Outcome.Ok($"{envelope.Payload.Length} {envelope.Signature.Length} {envelope.KeyId.Length}");
        }
        catch (DsseFormatException e)
        {
            return Outcome.Refused(e);
        }
    }

    private static Outcome ReadStatement(byte[] input)
    {
        try
        {
            var statement = Statement.Parse(input);
            Exact(input, statement.ToJson());
            var again = statement.PredicateType switch
            {
                ReleasePredicate.Type => ReleasePredicate.Read(statement).ToJson(),
                ReviewPredicate.Type => ReviewPredicate.Read(statement).ToJson(),
                VsaPredicate.Type => VsaPredicate.Read(statement).ToJson(),
                RebuildPredicate.Type => RebuildPredicate.Read(statement).ToJson(),
                StatusPredicate.Type => StatusPredicate.Read(statement).ToJson(),
                AdvisoryPredicate.Type => AdvisoryPredicate.Read(statement).ToJson(),
                AnchorPredicate.Type => AnchorPredicate.Read(statement).ToJson(),
                PublicationPredicate.Type => PublicationPredicate.Read(statement).ToJson(),
                LogKeyPredicate.Type => LogKeyPredicate.Read(statement).ToJson(),
                RotationPredicate.Type => RotationPredicate.Read(statement).ToJson(),
                ReceiptPredicate.Type => ReceiptPredicate.Read(statement).ToJson(),
                OpeningPredicate.Type => OpeningPredicate.Read(statement).ToJson(),
                _ => statement.Predicate,
            };
            Exact(CanonicalJson.Canonicalize(statement.Predicate), CanonicalJson.Canonicalize(again));
            return Outcome.Ok($"{statement.PredicateType} {statement.Subjects.Length}");
        }
        catch (StatementFormatException e)
        {
            return Outcome.Refused(e);
        }
    }

    private static Outcome ReadEntry(byte[] input) => ReadBundled(input, bytes => LogEntryBody.Parse(bytes).ToJson());

    private static Outcome ReadBundle(byte[] input) => ReadBundled(input, bytes => SigstoreBundle.Parse(bytes).ToJson());

    private static Outcome ReadBundleFile(byte[] input) => ReadBundled(input, bytes => BundleFile.Encode(BundleFile.Parse(bytes)));

    private static Outcome ReadBundled(byte[] input, Func<byte[], byte[]> readAndWrite)
    {
        try
        {
            Exact(input, readAndWrite(input));
            return Outcome.Ok($"{input.Length}");
        }
        catch (BundleFormatException e)
        {
            return Outcome.Refused(e);
        }
    }

    private static Outcome ReadPolicy(byte[] input)
    {
        try
        {
            var policy = Policy.Parse(input);
            return Outcome.Ok($"{policy.Log.Logs.Length} {policy.Log.Witnesses.Length} {policy.Log.Quorum.GetType().Name} {policy.Vendors.Count} {policy.Laboratories.Count} {policy.Tier} {policy.Rebuild}");
        }
        catch (PolicyFormatException e)
        {
            BrokenClaimException.Unless(e.Line >= 0 && e.Line <= Policy.MaxLines, "the fault lies outside");
            return Outcome.Refused(e);
        }
    }

    private static Outcome ReadState(byte[] input)
    {
        try
        {
            var state = GateState.Parse(input);
            Exact(input, state.ToJson());
            return Outcome.Ok($"{state.Logs.Count} {state.Products.Count} {state.NewestTime is null}");
        }
        catch (GateStateFormatException e)
        {
            return Outcome.Refused(e);
        }
    }

    private static Outcome ReadReceipt(byte[] input)
    {
        try
        {
            Exact(input, Receipt.Parse(input).Encode());
            return Outcome.Ok($"{input.Length}");
        }
        catch (ReceiptFormatException e)
        {
            return Outcome.Refused(e);
        }
    }

    private static Outcome ReadPublicKey(byte[] input)
    {
        try
        {
            var key = PublicKey.FromPem(Encoding.UTF8.GetString(input));
            BrokenClaimException.Unless(key.Equals(PublicKey.FromPem(key.ToPem())), "written and read it is another key");
            return Outcome.Ok("");
        }
        catch (KeyFormatException e)
        {
            return Outcome.Refused(e);
        }
    }

    private static Outcome ReadPrivateKey(byte[] input)
    {
        try
        {
            using var key = SigningKey.FromPkcs8Pem(Encoding.UTF8.GetString(input));
            using var again = SigningKey.FromPkcs8Pem(key.ToPkcs8Pem());
            BrokenClaimException.Unless(key.PublicKey.Equals(again.PublicKey), "written and read it is another key");
            return Outcome.Ok("");
        }
        catch (KeyFormatException e)
        {
            return Outcome.Refused(e);
        }
    }

    private static Outcome ReadTime(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        var (isDay, isTime) = (UtcDay.TryParse(text, out var day), UtcTime.TryParse(text, out var time));
        if (isDay)
        {
            Exact(text, UtcDay.Format(day));
        }

        if (isTime)
        {
            Exact(text, UtcTime.Format(time));
        }

        return new Outcome(isDay || isTime, $"{isDay} {isTime} {text.Length}");
    }

    // Entries of a ledger, each after its length in two bytes: what the whole gives, every entry by itself gives in turn.
    private static Outcome ReadTally(byte[] input)
    {
        var entries = new List<ReadOnlyMemory<byte>>();
        for (var at = 0; at + 2 <= input.Length;)
        {
            var length = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(input.AsSpan(at)), input.Length - at - 2);
            entries.Add(input.AsMemory(at + 2, length));
            at += 2 + length;
        }

        var tally = new SessionTally(TalliedSession);
        var counted = 0UL;
        try
        {
            foreach (var entry in entries)
            {
                counted += tally.Add(entry.Span) ? 1UL : 0;
            }
        }
        catch (ReceiptFormatException e)
        {
            Declared<ReceiptFormatException>(() => SessionTally.Of(TalliedSession, entries));
            return Outcome.Refused(e);
        }

        BrokenClaimException.Unless(tally.Count == counted && (tally.First is null) == (counted == 0) && (tally.Last is null) == (counted == 0), "the count is not that of what was counted");
        try
        {
            var whole = SessionTally.Of(TalliedSession, entries);
            BrokenClaimException.Unless(whole.Count == counted && whole.Root == tally.Root && whole.Frames == tally.Frames, "the whole gives something else than its entries");
            return Outcome.Ok($"{counted} of {entries.Count}");
        }
        catch (ReceiptFormatException e)
        {
            // Stands elsewhere than it says, which one entry alone cannot show.
            return Outcome.Refused(e);
        }
    }

    private static Outcome ReadSpki(byte[] input)
    {
        if (!PublicKey.TryFromSpki(input, out var key))
        {
            return Outcome.Refused(Declared<KeyFormatException>(() => PublicKey.FromSpki(input)));
        }

        BrokenClaimException.Unless(key.Equals(PublicKey.FromSpki(input)) && key.Equals(PublicKey.FromPem(key.ToPem())), "written and read it is another key");
        return Outcome.Ok("");
    }

    /// <summary>A ledger's beginning: acts of a session and others, as <see cref="ReadTally"/> reads them.</summary>
    private static byte[] TallySeed()
    {
        string[] acts =
        [
            """{"at":"2026-03-02T12:00:00Z","by":{"person":"","role":"console"},"kind":"centre.created","n":0,"open":{"name":"Centre"},"v":1}""",
            $$"""{"at":"2026-03-02T12:00:01Z","by":{"person":"","role":"reviewer"},"kind":"room.entered","n":1,"open":{"session":"{{TalliedSession}}"},"v":1}""",
            $$"""{"at":"2026-03-02T12:00:02Z","by":{"person":"","role":"reviewer"},"kind":"room.frame","n":2,"open":{"session":"{{TalliedSession}}","volume":"upTo50"},"v":1}""",
            $$"""{"at":"2026-03-02T12:00:03Z","by":{"person":"","role":"reviewer"},"kind":"room.noted","n":3,"open":{"note":"{{TalliedSession}}","session":"s-2"},"v":1}""",
            $$"""{"at":"2026-03-02T12:00:04Z","by":{"person":"","role":"reviewer"},"kind":"room.left","n":4,"open":{"session":"{{TalliedSession}}"},"v":1}""",
        ];
        return [.. acts.Select(Utf8).SelectMany(act => (byte[])[(byte)(act.Length >> 8), (byte)(act.Length & 0xFF), .. act])];
    }
}
