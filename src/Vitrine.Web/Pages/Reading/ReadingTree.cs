using System.Collections.Immutable;
using Vitrine.Room;

namespace Vitrine.Web;

/// <summary>The list of files: of a small scope all, of a large one what stands in the open folders. What is shown costs what is shown, not what there is.</summary>
public static class ReadingTree
{
    /// <summary>A scope of at most so many files is listed whole.</summary>
    public const int SmallScope = 500;

    /// <summary>The most names listed of one folder.</summary>
    private const int MostNames = 2000;

    /// <summary>The files in scope as folders, the way to the current file and to the asked folder open.</summary>
    /// <param name="session">Whose scope.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="smallScope">A scope of at most so many files is listed whole.</param>
    public static ImmutableArray<TreeNode> Of(RoomSession session, ReadingRequest request, int smallScope = SmallScope)
    {
        var files = session.Tree.Files;
        var marks = Marks(session);
        return Folder(0, files.Length, 0);

        ImmutableArray<TreeNode> Folder(int from, int to, int start)
        {
            var folders = new List<TreeNode>();
            var leaves = new List<TreeNode>();
            var more = 0;
            for (var i = from; i < to;)
            {
                var path = files[i].Path;
                var slash = path.IndexOf('/', start);
                var end = slash < 0 ? i + 1 : EndOf(path[..(slash + 1)], i, to);
                if (folders.Count + leaves.Count >= MostNames)
                {
                    more++;
                }
                else if (slash < 0)
                {
                    var mark = marks.GetValueOrDefault(i);
                    leaves.Add(new TreeNode(path[start..], request.Address(session.Engagement, path), mark.Seen, mark.Notes, Current: path == request.File));
                }
                else
                {
                    folders.Add(Node(path[..slash], start, i, end));
                }

                i = end;
            }

            IEnumerable<TreeNode> rest = more > 0 ? [new TreeNode($"… and {Words.Number(more)} more; search for names", null, FileSeen.None)] : [];
            return [.. folders.OrderBy(node => node.Name, StringComparer.Ordinal), .. leaves.OrderBy(node => node.Name, StringComparer.Ordinal), .. rest];
        }

        TreeNode Node(string path, int start, int from, int to)
        {
            var holdsFile = request.File?.StartsWith(path + "/", StringComparison.Ordinal) == true;
            var isAsked = request.Folder is { } asked && (asked == path || asked.StartsWith(path + "/", StringComparison.Ordinal));
            var isWhole = files.Length <= smallScope;
            var within = marks.Count == 0 ? [] : marks.Where(mark => mark.Key >= from && mark.Key < to).Select(mark => mark.Value).ToList();
            var seen = within.Count(mark => mark.Seen == FileSeen.Whole) == to - from ? FileSeen.Whole : within.Any(mark => mark.Seen != FileSeen.None) ? FileSeen.Part : FileSeen.None;

            // An open folder leads to the one around it, which closes it; one that holds the file on the desk stays open.
            var parent = path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : null;
            return new TreeNode(
                path[start..],
                isWhole ? null : request.AddressOfFolder(session.Engagement, isAsked ? parent : path),
                seen,
                within.Sum(mark => mark.Notes),
                holdsFile || isAsked,
                IsFolder: true,
                Children: isWhole || holdsFile || isAsked ? Folder(from, to, path.Length + 1) : []);
        }

        // Files of one folder stand together, so their end is found by halving.
        int EndOf(string prefix, int from, int to)
        {
            var (least, most) = (from + 1, to);
            while (least < most)
            {
                var middle = least + ((most - least) / 2);
                (least, most) = files[middle].Path.StartsWith(prefix, StringComparison.Ordinal) ? (middle + 1, most) : (least, middle);
            }

            return least;
        }
    }

    /// <summary>What is marked, by place in the scope: only what was delivered or written about, which is little beside what there is.</summary>
    private static Dictionary<int, (FileSeen Seen, int Notes)> Marks(RoomSession session)
    {
        var marks = new Dictionary<int, (FileSeen Seen, int Notes)>();
        foreach (var content in session.Laboratory.DeliveredContents)
        {
            var delivered = session.Laboratory.DeliveredOf(content).Count;
            foreach (var place in session.Tree.PlacesOf(content))
            {
                var lines = session.Tree.Files[place].Lines;
                marks[place] = (lines == 0 || delivered == 0 ? FileSeen.None : delivered >= lines ? FileSeen.Whole : FileSeen.Part, 0);
            }
        }

        var notes = session.Laboratory.Notes.Select(note => note.Detail.Content).Concat(session.Laboratory.Findings.Where(finding => !finding.Detail.Withdrawn).Select(finding => finding.Detail.Content));
        foreach (var place in notes.SelectMany(session.Tree.PlacesOf))
        {
            var mark = marks.GetValueOrDefault(place);
            marks[place] = mark with { Notes = mark.Notes + 1 };
        }

        return marks;
    }
}
