using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Log;
using Vitrine.Proofs;
using Vitrine.Register;
using Vitrine.Release;

namespace Vitrine.Web;

/// <summary>What the log's pages show, read from its files and from the views.</summary>
internal static class LogModel
{
    /// <summary>Entries that a search by leaf hash looks through, the newest: 1,024 tiles, 8 MiB.</summary>
    internal const long ReachOfLeafSearch = 1024 * TilePath.FullWidth;

    /// <summary>Entries that a search by product shows, at most.</summary>
    internal const int MaxFound = 500;

    private const int EarlierShown = 5;

    /// <summary>The statement that an entry is of; null where no act accounts for the entry yet.</summary>
    internal static Digest? StatementAt(Visit visit, long index) =>
        visit.Views.Scalar<string>("SELECT digest FROM centre_statement WHERE log_index = $1", index) is { } digest ? Digest.ParseHex(digest) : null;

    internal static long? IndexOf(Visit visit, Digest statement) => visit.Views.Scalar<long?>("SELECT log_index FROM centre_statement WHERE digest = $1", statement);

    /// <summary>A row of the list; one whose statement cannot be read says so and stands in its place.</summary>
    internal static LogEntryRow Row(Visit visit, long index)
    {
        if (StatementAt(visit, index) is not { } digest)
        {
            return new LogEntryRow(index, "Entry", "Not yet accounted for by an act", "", "");
        }

        if (PublishedStatements.TryRead(visit.Centre, digest) is not { } published)
        {
            return new LogEntryRow(index, "Entry", "Its statement is missing or damaged on this centre’s disk", "", digest.ToHex());
        }

        var story = StatementStory.Of(published.Statement);

        // The certificate itself names a seal; the views know of which product.
        var about = Certificates.Find(digest, visit.Views) is { } certificate ? $"{certificate.Product} {certificate.Version}" : story.About;
        return new LogEntryRow(index, story.Kind, about, published.Envelope.KeyId, digest.ToHex());
    }

    /// <summary>The entry with this leaf hash among the newest ones; null where there is none.</summary>
    internal static long? FindLeaf(TileReader log, Digest leaf, TreeSize size)
    {
        var tiles = (long)((size.Value + TilePath.FullWidth - 1) / TilePath.FullWidth);
        Span<byte> wanted = stackalloc byte[Digest.Size];
        leaf.CopyTo(wanted);
        for (var tile = tiles - 1; tile >= Math.Max(0, tiles - (ReachOfLeafSearch / TilePath.FullWidth)); tile--)
        {
            if (!log.TryRead(TilePath.Hashes(0, (ulong)tile, TilePath.WidthAt(0, (ulong)tile, size)), out var hashes))
            {
                continue;
            }

            for (var at = 0; at < hashes.Length; at += Digest.Size)
            {
                if (hashes.AsSpan(at, Digest.Size).SequenceEqual(wanted))
                {
                    return (tile * TilePath.FullWidth) + (at / Digest.Size);
                }
            }
        }

        return null;
    }

    /// <summary>The entries about products whose name or version holds all these words, newest first: releases, reviews, certificates, rebuilds.</summary>
    internal static ImmutableArray<long> FindProduct(Visit visit, TableQuery query, TreeSize size)
    {
        var statements = new HashSet<Digest>();
        var seals = new HashSet<Digest>();
        foreach (var certificate in Certificates.List(visit.Views).Where(one => query.Matches(one.Product, one.Version)))
        {
            statements.UnionWith([certificate.Digest, certificate.Review]);
            seals.Add(certificate.Seal);
        }

        foreach (var release in ReleasePart.List(visit.Views).Where(one => query.Matches(one.Product, one.Version)))
        {
            statements.Add(release.Statement);
            seals.Add(release.Seal);
        }

        statements.UnionWith(seals.SelectMany(seal => ReleasePart.RebuildsOf(seal, visit.Views)).Select(rebuild => rebuild.Statement));
        return [.. statements.Select(statement => IndexOf(visit, statement)).OfType<long>().Where(index => (ulong)index < size.Value).OrderDescending().Take(MaxFound)];
    }

    /// <summary>Sizes and roots of this log that its published statuses name, each held against the log as it is now.</summary>
    internal static ImmutableArray<EarlierCheckpoint> Earlier(Visit visit, VerifiedCheckpoint checkpoint)
    {
        var log = visit.Centre.Log;
        var rows = ImmutableArray.CreateBuilder<EarlierCheckpoint>();
        foreach (var issued in StatusDesk.Latest(EarlierShown, visit.Views))
        {
            if (IndexOf(visit, issued.Statement) is { } entry
                && PublishedStatements.TryRead(visit.Centre, issued.Statement) is { } published
                && StatusPredicate.Parse(published.Statement.Predicate).Log is var head
                && head.Size.Value <= checkpoint.Size.Value)
            {
                rows.Add(new EarlierCheckpoint((long)head.Size.Value, head.Root.ToHex(), issued.Issued, entry, log.RootAt(head.Size) == head.Root));
            }
        }

        return rows.ToImmutable();
    }

    /// <summary>The proof of inclusion, step by step, with what each hash beside the way stands for.</summary>
    internal static InclusionPicture Picture(Digest leaf, InclusionProof proof, VerifiedCheckpoint checkpoint)
    {
        var steps = ImmutableArray.CreateBuilder<InclusionStep>();
        var (index, last, height, hash) = (proof.Index.Value, checkpoint.Size.Value - 1, 0, leaf);
        foreach (var sibling in proof.Path)
        {
            // RFC 9162, 2.1.3.2: a right-hand border without a sibling is climbed in silence.
            while ((index & 1) == 0 && index == last)
            {
                (index, last, height) = (index >> 1, last >> 1, height + 1);
            }

            var onLeft = (index & 1) == 1;
            var first = (index ^ 1) << height;
            var end = Math.Min(first + (1UL << height), checkpoint.Size.Value);
            hash = onLeft ? Merkle.NodeHash(sibling, hash) : Merkle.NodeHash(hash, sibling);
            steps.Add(new InclusionStep(sibling.ToHex(), onLeft, hash.ToHex(), (long)first, (long)end - 1));
            (index, last, height) = (index >> 1, last >> 1, height + 1);
        }

        return new InclusionPicture((long)proof.Index.Value, (long)checkpoint.Size.Value, leaf.ToHex(), steps.ToImmutable(), checkpoint.Root.ToHex());
    }
}
