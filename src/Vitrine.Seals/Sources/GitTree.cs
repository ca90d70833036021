using System.Text;

namespace Vitrine.Seals;

/// <summary>One line of a git tree object: <c>mode SP name NUL id</c>.</summary>
internal readonly record struct GitTreeEntry(string Mode, byte[] Name, string Id);

/// <summary>Reads git's tree objects (gitformat, "tree"): entries without a count, ids of 20 (SHA-1) or 32 bytes (SHA-256).</summary>
internal static class GitTree
{
    /// <summary>The entries, or null if the bytes are no tree.</summary>
    public static List<GitTreeEntry>? TryParse(ReadOnlySpan<byte> tree, int idSize)
    {
        var entries = new List<GitTreeEntry>();
        while (!tree.IsEmpty)
        {
            var space = tree.IndexOf((byte)' ');
            var zero = tree.IndexOf((byte)0);
            if (space is < 5 or > 6 || zero <= space || tree.Length < zero + 1 + idSize || tree[..space].ContainsAnyExceptInRange((byte)'0', (byte)'7'))
            {
                return null;
            }

            entries.Add(new GitTreeEntry(
                Encoding.ASCII.GetString(tree[..space]),
                tree[(space + 1)..zero].ToArray(),
                Convert.ToHexStringLower(tree.Slice(zero + 1, idSize))));
            tree = tree[(zero + 1 + idSize)..];
        }

        return entries;
    }

    /// <summary>The tree's id in a commit object's first line, or null.</summary>
    public static string? TreeOf(ReadOnlySpan<byte> commit)
    {
        var end = commit.IndexOf((byte)'\n');
        return end > 5 && commit.StartsWith("tree "u8) ? Encoding.ASCII.GetString(commit[5..end]) : null;
    }
}
