using System.Text;

namespace Vitrine.Seals;

/// <summary>Finds what stands in the way of sealing a tree in its names and links alone.</summary>
internal static class TreeInspector
{
    private const int MostLinksFollowed = 40;
    private const int MostCharactersNamed = 4;

    // What every centre has, and nothing else has both of.
    private const string CentreDescription = "centre.json";
    private const string CentreKey = "keys/wrap.key";

    /// <summary>Problems of whole paths: names that collide, links that leave, submodules, centres. The entries are by path. Names are looked at while they are listed.</summary>
    public static void Inspect(IReadOnlyList<SourceEntry> entries, List<SealProblem> problems)
    {
        var links = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (entry is { Mode: SealedMode.Link, Content: { } text })
            {
                links[entry.Written] = text;
            }
            else if (entry.Mode == SealedMode.Submodule)
            {
                problems.Add(new SealProblem(SealProblemKind.Submodule, HiddenCharacters.Show(entry.Path), "a submodule; its files are not in this tree, so seal it by itself"));
            }
        }

        foreach (var (path, text) in links)
        {
            if (Leaves(path, text, links))
            {
                problems.Add(new SealProblem(
                    SealProblemKind.LinkLeavesTree, HiddenCharacters.Show(SealPath.Bytes(path)), $"the link points out of the tree, to {HiddenCharacters.Show(text)}"));
            }
        }

        FindDoubles(entries, problems);
        FindCentres(entries, problems);
    }

    /// <summary>A pointer of Git LFS (git-lfs, docs/spec.md): at most 1,023 bytes, that begin with its version line.</summary>
    public static bool IsLfsPointer(ReadOnlySpan<byte> content) =>
        content.Length < 1024
        && (content.StartsWith("version https://git-lfs.github.com/spec/v1\n"u8) || content.StartsWith("version https://hawser.github.com/spec/v1\n"u8))
        && content.IndexOf("\noid sha256:"u8) >= 0;

    /// <summary>Whether a link leads out of the tree, following other links of the tree on the way; a loop does not.</summary>
    private static bool Leaves(string path, byte[] text, Dictionary<string, byte[]> links)
    {
        var folder = path.Split('/').SkipLast(1).ToList();
        var followed = 0;
        var pending = new Stack<string>();
        if (!Push(text, pending))
        {
            return true;
        }

        while (pending.TryPop(out var name))
        {
            if (name == "..")
            {
                if (folder.Count == 0)
                {
                    return true;
                }

                folder.RemoveAt(folder.Count - 1);
                continue;
            }

            folder.Add(name);
            if (links.TryGetValue(string.Join('/', folder), out var next))
            {
                if (++followed > MostLinksFollowed)
                {
                    return false;
                }

                folder.RemoveAt(folder.Count - 1);
                if (!Push(next, pending))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Push(byte[] text, Stack<string> pending)
    {
        if (text.AsSpan().StartsWith("/"u8))
        {
            return false;
        }

        foreach (var name in SealPath.Write(text).Split('/').Reverse())
        {
            if (name is not ("" or "."))
            {
                pending.Push(name);
            }
        }

        return true;
    }

    /// <summary>
    /// Two spellings of one path, of a folder or a file, collide where neither case nor Unicode normalisation counts. A made-up git tree can hold one path twice, or a file where
    /// another path has a folder.
    /// </summary>
    private static void FindDoubles(IReadOnlyList<SourceEntry> entries, List<SealProblem> problems)
    {
        var first = new Dictionary<string, (string Path, bool IsFolder)>(entries.Count, StringComparer.OrdinalIgnoreCase);
        var doubles = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var (path, isFolder) in Paths(entries))
        {
            var same = CanonicalForm.Of(path);
            if (first.TryAdd(same, (path, isFolder)))
            {
                continue;
            }

            // Each spelling is held against the first one, and against itself.
            var other = first[same];
            var isKnown = doubles.TryGetValue(path, out var wasFolder);
            if (path == other.Path || isKnown)
            {
                var both = isFolder != (isKnown ? wasFolder : other.IsFolder);
                problems.Add(new SealProblem(SealProblemKind.UnsafeName, HiddenCharacters.Show(SealPath.Bytes(path)), both ? "the path is both a file and a folder" : "the path is in the tree twice"));
            }
            else
            {
                doubles.Add(path, isFolder);
                problems.Add(new SealProblem(SealProblemKind.CaseCollision, HiddenCharacters.Show(SealPath.Bytes(path)), Collision(path, other.Path)));
            }
        }
    }

    /// <summary>In what two paths differ that somewhere are one; where they look alike, also by the characters.</summary>
    private static string Collision(string path, string other)
    {
        var shown = HiddenCharacters.Show(SealPath.Bytes(other));
        if (path.Equals(other, StringComparison.OrdinalIgnoreCase))
        {
            return $"differs in case alone from {shown}";
        }

        var what = CanonicalForm.Of(path) == CanonicalForm.Of(other) ? "Unicode normalisation alone" : "case and Unicode normalisation alone";
        Rune[] here = [.. path.EnumerateRunes()], there = [.. other.EnumerateRunes()];
        var alike = here.AsSpan().CommonPrefixLength(there);
        (here, there) = (here[alike..], there[alike..]);
        while (here.Length > 1 && there.Length > 1 && here[^1] == there[^1])
        {
            (here, there) = (here[..^1], there[..^1]);
        }

        return $"differs in {what} from {shown} ({CodePoints(here)} here, {CodePoints(there)} there); on macOS they are one name";
    }

    private static string CodePoints(Rune[] characters) =>
        string.Join(' ', characters.Take(MostCharactersNamed).Select(rune => $"U+{rune.Value:X4}")) + (characters.Length > MostCharactersNamed ? " …" : "");

    /// <summary>Whoever reads the seal could open everything that such a centre keeps.</summary>
    private static void FindCentres(IReadOnlyList<SourceEntry> entries, List<SealProblem> problems)
    {
        var (described, keyed) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var path in entries.Select(entry => entry.Written))
        {
            _ = FolderOf(path, CentreDescription) is { } folder ? described.Add(folder) : FolderOf(path, CentreKey) is { } owner && keyed.Add(owner);
        }

        foreach (var folder in described.Where(keyed.Contains).Order(StringComparer.Ordinal))
        {
            problems.Add(new SealProblem(
                SealProblemKind.CentreKeys, folder.Length == 0 ? "." : HiddenCharacters.Show(SealPath.Bytes(folder)), "the folder of a centre; its keys would be sealed, and shown to whoever reads the seal"));
        }
    }

    /// <summary>The folder in which a path has this name; null if it is named otherwise.</summary>
    private static string? FolderOf(string path, string name) =>
        !path.EndsWith(name, StringComparison.Ordinal) ? null : path.Length == name.Length ? "" : path[^(name.Length + 1)] == '/' ? path[..^(name.Length + 1)] : null;

    /// <summary>Each folder, once, and each file after its folders. The entries are by path, so those that share a folder stand together.</summary>
    private static IEnumerable<(string Path, bool IsFolder)> Paths(IReadOnlyList<SourceEntry> entries)
    {
        var before = "";
        foreach (var entry in entries)
        {
            var path = entry.Written;
            for (var end = path.IndexOf('/', before.AsSpan().CommonPrefixLength(path)); end >= 0; end = path.IndexOf('/', end + 1))
            {
                yield return (path[..end], true);
            }

            yield return (path, false);
            before = path;
        }
    }
}
