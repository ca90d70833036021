using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>The centre's public log as its files have it, each entry joined with the statement that lies beside it.</summary>
internal sealed class PublicLog
{
    private readonly OpenCentre _centre;
    private readonly Dictionary<ulong, Digest> _statements;
    private readonly Dictionary<Digest, PublicKey> _signers;

    private PublicLog(OpenCentre centre, TreeSize size, Dictionary<ulong, Digest> statements, Dictionary<Digest, PublicKey> signers, ILookup<ulong, AnchorPredicate> anchors)
    {
        Size = size;
        Anchors = anchors;
        _centre = centre;
        _statements = statements;
        _signers = signers;
    }

    /// <summary>How many entries were read.</summary>
    public TreeSize Size { get; }

    /// <summary>What the centre's own key anchored of the ledger, by the size of the ledger.</summary>
    public ILookup<ulong, AnchorPredicate> Anchors { get; }

    /// <summary>The statement that an entry is of; null where there is no such entry, or its statement is missing.</summary>
    public Digest? StatementAt(ulong index) => _statements.TryGetValue(index, out var statement) ? statement : null;

    /// <summary>A statement that stands there, or waits to, and whose signature it carries; null where there is none.</summary>
    public (DsseEnvelope Envelope, PublicKey Signer)? Find(Digest statement)
    {
        if (_signers.TryGetValue(statement, out var signer))
        {
            return TryReadStatement(Path.Combine(_centre.Paths.Statements, statement.ToHex() + ".json"), []) is { } envelope ? (envelope, signer) : null;
        }

        return StagedStatement.TryRead(_centre.Paths, statement) is { } staged ? (staged.Envelope, staged.Key) : null;
    }

    /// <summary>Reads it all, and adds to <paramref name="problems"/> what does not hold.</summary>
    /// <exception cref="LogException">Tiles are missing or damaged, or the checkpoint is not the log's.</exception>
    public static PublicLog Read(OpenCentre centre, List<string> problems, CancellationToken cancellationToken)
    {
        var checkpoint = centre.LogCheckpoint();
        var tree = new MerkleTree();
        var places = new Dictionary<Digest, (ulong Index, PublicKey Key)>();
        foreach (var (index, entry) in centre.Log.ReadEntries(new LogIndex(0), checkpoint.Size))
        {
            cancellationToken.ThrowIfCancellationRequested();
            tree.Append(entry);
            try
            {
                var body = LogEntryBody.Parse(entry);
                if (!places.TryAdd(body.SignedDigest, (index.Value, body.Key)))
                {
                    problems.Add($"Entries {places[body.SignedDigest].Index} and {index} of the public log are of the same statement.");
                }
            }
            catch (BundleFormatException error)
            {
                problems.Add($"Entry {index} of the public log is not of a statement: {error.Message}");
            }
        }

        if (tree.Root() != checkpoint.Root)
        {
            problems.Add($"The public log's entries give the root {tree.Root()}; its signed checkpoint says {checkpoint.Root}.");
        }

        return Join(centre, checkpoint.Size, places, problems, cancellationToken);
    }

    private static PublicLog Join(OpenCentre centre, TreeSize size, Dictionary<Digest, (ulong Index, PublicKey Key)> places, List<string> problems, CancellationToken cancellationToken)
    {
        var anchors = new List<AnchorPredicate>();
        var statements = new Dictionary<ulong, Digest>();
        var signers = new Dictionary<Digest, PublicKey>();
        var keys = SigningKeysOf(centre);
        var missing = places.Values.Select(place => place.Index).ToHashSet();
        foreach (var file in Directory.EnumerateFiles(centre.Paths.Statements, "*.json").Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryReadStatement(file, problems) is not { } envelope
                || !places.TryGetValue(Digest.Of(Dsse.Pae(envelope.PayloadType, envelope.Payload.AsSpan())), out var place))
            {
                // What no entry speaks of is not in the log, whatever lies here: a statement's file comes before its entry.
                continue;
            }

            if (!envelope.IsSignedBy(place.Key))
            {
                problems.Add($"{file}: the signature is not the one that entry {place.Index} of the public log names.");
                continue;
            }

            missing.Remove(place.Index);
            statements[place.Index] = envelope.PayloadDigest;
            signers[envelope.PayloadDigest] = place.Key;
            if (keys.FirstOrDefault(key => key.KeyId == place.Key.KeyId) is { } signer && TryReadAnchor(envelope) is { } anchor)
            {
                if (signer.CountsAt(new LogIndex(place.Index)))
                {
                    anchors.Add(anchor);
                }
                else
                {
                    problems.Add($"Entry {place.Index} of the public log is an anchor under a key of the centre's that ended at {signer.End}.");
                }
            }
        }

        problems.AddRange(missing.Order().Select(index => $"The statement of entry {index} of the public log is missing or damaged in {centre.Paths.Statements}."));
        return new PublicLog(centre, size, statements, signers, anchors.ToLookup(anchor => anchor.Ledger.Size.Value));
    }

    private static IReadOnlyList<CentreSigningKey> SigningKeysOf(OpenCentre centre)
    {
        using var views = centre.Snapshot();
        return SigningKeys.All(views);
    }

    private static DsseEnvelope? TryReadStatement(string file, List<string> problems)
    {
        try
        {
            return new FileInfo(file).Length <= CanonicalJson.MaxBytes ? DsseEnvelope.Parse(File.ReadAllBytes(file)) : null;
        }
        catch (DsseFormatException error)
        {
            problems.Add($"{file}: {error.Message}");
            return null;
        }
    }

    private static AnchorPredicate? TryReadAnchor(DsseEnvelope envelope)
    {
        try
        {
            var statement = Statement.Parse(envelope.Payload.AsSpan());
            return statement.PredicateType == AnchorPredicate.Type ? AnchorPredicate.Read(statement) : null;
        }
        catch (StatementFormatException)
        {
            // Signed by the centre and no statement: it anchors nothing.
            return null;
        }
    }
}
