namespace Vitrine.Proofs;

/// <summary>What a statement says of a log or a ledger at some size. Said, not verified.</summary>
/// <param name="Origin">The log's name.</param>
/// <param name="Size">Its entries.</param>
/// <param name="Root">The root over them.</param>
public sealed record TreeHead(string Origin, TreeSize Size, Digest Root)
{
    internal static TreeHead Read(JsonMembers members)
    {
        var read = new TreeHead(members.Text("origin", 255), new TreeSize(members.Count("size")), members.Digest("root"));
        members.End();
        return read;
    }
}
