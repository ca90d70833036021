using System.Collections.Immutable;
using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>What a receipt says of a session's acts.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Root">RFC 6962 root over their bytes as the ledger holds them, in its order; their places are in the bytes.</param>
/// <param name="First">The first of them, with its place in the ledger.</param>
/// <param name="Last">The last of them.</param>
/// <param name="Frames">How many of them delivered how much.</param>
public sealed record ReceiptedActs(ulong Count, Digest Root, ReceiptedAct First, ReceiptedAct Last, FrameVolumes Frames)
{
    internal static ReceiptedActs Read(JsonMembers members)
    {
        var read = new ReceiptedActs(
            members.Count("count"),
            members.Digest("root"),
            ReceiptedAct.Read(members.Object("first")),
            ReceiptedAct.Read(members.Object("last")),
            FrameVolumes.Read(members.Object("frames")));
        members.End();
        var (first, last) = (read.First.Index.Value, read.Last.Index.Value);
        return read.Count > 0 && first <= last && read.Count <= last - first + 1 && (read.Count == 1) == (first == last) && read.Frames.Total <= read.Count
            ? read
            : throw members.Fault("cannot all be true: count, frames and the places of first and last do not go together");
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("acts");
        writer.WriteNumber("count", Count);
        writer.WriteString("root", Root.ToHex());
        First.Write(writer, "first");
        Last.Write(writer, "last");
        Frames.Write(writer);
        writer.WriteEndObject();
    }
}

/// <summary>An act by its leaf, with the proof that the ledger holds it.</summary>
/// <param name="Index">Its place in the ledger.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="Kind">What it is, as <c>room.sessionOpened</c>.</param>
/// <param name="Leaf">RFC 6962 hash of its bytes.</param>
/// <param name="Path">The way from the leaf to the ledger's root, leaf first.</param>
public sealed record ReceiptedAct(LogIndex Index, DateTimeOffset At, string Kind, Digest Leaf, ImmutableArray<Digest> Path)
{
    /// <summary>Whether it is where it says in a tree of this size and root.</summary>
    public bool IsIn(TreeHead ledger)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        return new InclusionProof(Index, ledger.Size, Path).Verify(Leaf, ledger.Root);
    }

    internal static ReceiptedAct Read(JsonMembers members)
    {
        var index = new LogIndex(members.Count("index"));
        var at = members.Time("at");
        var kind = members.Text("kind", 64);
        var leaf = members.Digest("leaf");
        var texts = members.Texts("path", InclusionProof.MaxLength, 2 * Digest.Size);
        var path = ImmutableArray.CreateBuilder<Digest>(texts.Length);
        foreach (var text in texts)
        {
            path.Add(Digest.TryParseHex(text, out var hash) ? hash : throw members.Fault("path", "holds what is not 64 lower-case hexadecimal digits"));
        }

        members.End();
        return new ReceiptedAct(index, at, kind, leaf, path.MoveToImmutable());
    }

    internal void Write(Utf8JsonWriter writer, string name)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("index", Index.Value);
        writer.WriteTime("at", At);
        writer.WriteString("kind", Kind);
        writer.WriteString("leaf", Leaf.ToHex());
        writer.WriteTexts("path", [.. Path.Select(static hash => hash.ToHex())]);
        writer.WriteEndObject();
    }
}

/// <summary>How many frames of a session delivered how many lines, in the steps in which the open part tells it.</summary>
public sealed record FrameVolumes(ulong None, ulong UpTo50, ulong UpTo200, ulong UpTo1000, ulong More)
{
    /// <summary>The steps as acts write them, least first.</summary>
    internal static readonly string[] Words = ["none", "upTo50", "upTo200", "upTo1000", "more"];

    /// <summary>All frames.</summary>
    public ulong Total => checked(None + UpTo50 + UpTo200 + UpTo1000 + More);

    internal static FrameVolumes Read(JsonMembers members)
    {
        var counts = Array.ConvertAll(Words, members.Count);
        members.End();
        return new FrameVolumes(counts[0], counts[1], counts[2], counts[3], counts[4]);
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("frames");
        foreach (var (word, count) in Words.Zip([None, UpTo50, UpTo200, UpTo1000, More]))
        {
            writer.WriteNumber(word, count);
        }

        writer.WriteEndObject();
    }
}
