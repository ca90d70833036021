using System.Buffers;
using System.Collections.Frozen;
using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace Vitrine.Seals;

/// <summary>Build files whose commands read a binary, or a file that is kept for tests: what xz's attacker hid his code in.</summary>
internal sealed class BuildReadsBinaryRule : TreeRule
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Readers =
        "cat head tail sed tr xz unxz xzcat gzip gunzip zcat bzip2 bzcat zstd dd objcopy ld xxd od awk strings openssl base64 python python3 perl bash tar unzip cp install incbin readFileSync open read readText readBytes bytes ReadAllText ReadAllBytes File extract ARCHIVE_EXTRACT include_bytes include_str unpack copy"
            .Split(' ').ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<char> WordSigns = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
    private static readonly SearchValues<char> PathSigns = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.$(){}@+/*-");
    private static readonly Regex Assignment = new(@"^\s*([A-Za-z_]\w{0,63})\s*[:?]?=\s*[""']?((?:[$@({\w)}.+-]+/)+[\w.+-]+)[""']?\s*$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    private static readonly Regex Use = new(@"\$\$?[({]?([A-Za-z_]\w{0,63})", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    private static readonly Regex Root = new(@"^(?:\$[({]?[A-Za-z_]\w*[)}]?|@\w+@|\.\.?)/", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    public override string Id => "build-reads-binary";

    public override string Title => "Build that reads a binary or a test file";

    public override ScreeningSeverity Severity => ScreeningSeverity.High;

    public override ScreeningAudience Audience => ScreeningAudience.Both;

    public override string Description =>
        "A command in a build or configure file names a file of the tree that is a binary or lies among tests and samples. High where the same line decodes it or runs something; medium where a "
        + "binary that is kept for tests is read; low otherwise.";

    public override string FalsePositives => "Firmware and images that are packed into the product, and tests that the build runs. Lists of what belongs into a release archive, and build files of tests, are left out.";

    internal override bool ReadsBinary => true;

    internal override void Scan(ScreenedFile file, Hits hits)
    {
        var kind = BinaryKind.Of(file.Content.Span);
        if (!file.Content.IsEmpty && (!file.IsText || kind is not null) && kind?.Class != BinaryClass.Media)
        {
            hits.Note(FactKind.Binary, kind?.Name ?? "of an unknown kind", 0);
        }

        if (!file.IsText || !file.Is(FileRole.Build) || file.Is(FileRole.Test))
        {
            return;
        }

        var paths = PathVariables(file.BuildLines);
        foreach (var line in file.BuildLines)
        {
            if (line.Text.AsSpan().IndexOfAny("./$") < 0 || !Reads(line.Text) || line.Text.Contains("DIST", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (var path in Paths(line.Text).Concat(Named(line.Text, paths)))
            {
                var name = Named(path);
                if (name.Length > 3 && !name.Contains('$', StringComparison.Ordinal))
                {
                    hits.Note(FactKind.BuildMention, $"{((line.Deeds & (BuildDeed.Decodes | BuildDeed.Runs | BuildDeed.RunsPipe)) != 0 ? '!' : '-')}{name}", line.Start);
                }
            }
        }
    }

    internal override IEnumerable<ScreeningFinding> Conclude(TreeFacts tree)
    {
        var binaries = new Dictionary<string, LocatedFact>(StringComparer.Ordinal);
        foreach (var fact in tree.Of(FactKind.Binary))
        {
            binaries.TryAdd(fact.Path, fact);
        }

        var told = new HashSet<(string, string)>();
        foreach (var mention in tree.Of(FactKind.BuildMention))
        {
            var does = mention.Value[0] == '!';
            if (Find(mention.Value[1..], mention.Path, tree, binaries) is not { } path || !told.Add((mention.Path, path)))
            {
                continue;
            }

            var isTest = FileRoles.Of(path).HasFlag(FileRole.Test);
            var isBinary = binaries.TryGetValue(path, out var binary);
            var severity = does && isBinary && isTest ? ScreeningSeverity.High : isBinary && (isTest || does) ? ScreeningSeverity.Medium : ScreeningSeverity.Low;
            yield return At(
                mention,
                severity,
                $"A command of the build names {HiddenCharacters.Show(System.Text.Encoding.UTF8.GetBytes(path))}, {(isBinary ? $"a binary ({binary!.Value})" : "a file")}{(isTest ? " that is kept for tests" : "")}"
                + $"{(does ? ", where it decodes or runs something" : "")}.");
        }
    }

    /// <summary>Whether a line names a program that reads files, or reads one by itself.</summary>
    private static bool Reads(ReadOnlySpan<char> line)
    {
        if (line.Contains('<'))
        {
            return true;
        }

        while (line.IndexOfAny(WordSigns) is var start and >= 0)
        {
            // A word after a dot is an ending, unless it is a method's.
            var isEnding = start > 0 && line[start - 1] == '.';
            line = line[start..];
            var length = line.IndexOfAnyExcept(WordSigns);
            length = length < 0 ? line.Length : length;
            if (Readers.Contains(line[..length]) && (!isEnding || (length < line.Length && line[length] == '(')))
            {
                return true;
            }

            line = line[length..];
        }

        return false;
    }

    /// <summary>What variables of a shell or a Makefile stand for, where that is one path.</summary>
    private static Dictionary<string, string> PathVariables(List<BuildLine> lines)
    {
        const int Most = 512;
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (paths.Count < Most && Assignment.Match(line.Text) is { Success: true } match)
            {
                paths.TryAdd(match.Groups[1].Value, match.Groups[2].Value);
            }
        }

        return paths;
    }

    /// <summary>The paths that variables in a line stand for.</summary>
    private static IEnumerable<string> Named(string line, Dictionary<string, string> paths)
    {
        if (paths.Count == 0 || !line.Contains('$', StringComparison.Ordinal))
        {
            yield break;
        }

        foreach (Match use in Use.Matches(line))
        {
            if (paths.TryGetValue(use.Groups[1].Value, out var path))
            {
                yield return path;
            }
        }
    }

    /// <summary>The words of a line that may be paths: with a slash between, or with an ending.</summary>
    private static List<string> Paths(ReadOnlySpan<char> line)
    {
        var paths = new List<string>();
        while (line.IndexOfAny(PathSigns) is var start and >= 0)
        {
            line = line[start..];
            var length = line.IndexOfAnyExcept(PathSigns);
            length = length < 0 ? line.Length : length;
            var word = line[..length].Trim("(){}").TrimEnd(".+-");

            // What a call's bracket holds; $( begins a variable.
            if (word.LastIndexOf('(') is var bracket and > 0 && word[bracket - 1] != '$')
            {
                word = word[(bracket + 1)..];
            }

            var slash = word.IndexOf('/');
            var dot = word.LastIndexOf('.');
            if ((slash > 0 && slash < word.Length - 1) || (dot > 0 && dot < word.Length - 1 && (WordSigns.Contains(word[dot - 1]) || word[dot - 1] is ')' or '}' or '*')))
            {
                paths.Add(new string(word));
            }

            line = line[length..];
        }

        return paths;
    }

    /// <summary>The file of the tree that is meant: seen from the build file's folder, or from the top.</summary>
    private static string? Find(string name, string from, TreeFacts tree, Dictionary<string, LocatedFact> binaries)
    {
        // The top may lie anywhere above: an archive has a folder of its own around it.
        var folders = new List<string>();
        for (var slash = from.LastIndexOf('/'); slash >= 0; slash = slash > 0 ? from.LastIndexOf('/', slash - 1) : -1)
        {
            folders.Add(from[..(slash + 1)]);
        }

        folders.Add("");
        foreach (var path in folders.Select(folder => folder + name))
        {
            if (path.Contains('*', StringComparison.Ordinal))
            {
                if (name.Length > 4 && binaries.Keys.Where(one => FileSystemName.MatchesSimpleExpression(path, one, false)).Order(StringComparer.Ordinal).FirstOrDefault() is { } match)
                {
                    return match;
                }
            }
            else if (binaries.ContainsKey(path) || (tree.Paths.Contains(path) && IsSample(path)))
            {
                return path;
            }
        }

        return null;
    }

    /// <summary>A file among tests that is neither code nor a build file nor for people to read.</summary>
    private static bool IsSample(string path) => (FileRoles.Of(path) & (FileRole.Test | FileRole.Code | FileRole.Build | FileRole.Document)) == FileRole.Test;

    private static string Named(string word)
    {
        while (Root.Match(word) is { Success: true } root)
        {
            word = word[root.Length..];
        }

        return word;
    }
}
