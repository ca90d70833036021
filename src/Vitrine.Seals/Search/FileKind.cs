using System.Collections.Frozen;

namespace Vitrine.Seals;

/// <summary>What a file is for, as its path says; in the order in which a search shows them.</summary>
internal enum FileKind
{
    /// <summary>What the product is made of, as far as is known.</summary>
    Source,

    /// <summary>Tests and their data.</summary>
    Test,

    /// <summary>Written for people.</summary>
    Documentation,

    /// <summary>Made by programs, or taken over from others.</summary>
    Generated,
}

/// <summary>Tells what files are for.</summary>
internal static class FileKinds
{
    private static readonly FrozenSet<string> TestFolders = Set("test", "tests", "testing", "testdata", "testcases", "selftests", "spec", "specs", "__tests__");
    private static readonly FrozenSet<string> DocumentationFolders = Set("doc", "docs", "documentation", "man", "po", "locale", "translations");
    private static readonly FrozenSet<string> GeneratedFolders = Set("vendor", "node_modules", "third_party", "thirdparty", "dist", "generated");
    private static readonly FrozenSet<string> DocumentationExtensions = Set("md", "rst", "txt", "adoc", "html", "tex", "texi", "po", "pot");
    private static readonly string[] GeneratedEndings = [".min.js", ".min.css", ".g.cs", ".designer.cs", ".generated.cs", ".pb.go", ".pb.cc", ".pb.h", "_pb2.py", ".lock", "package-lock.json"];
    private static readonly string[] TestEndings = ["_test", ".test", "_spec", ".spec", "tests"];

    /// <summary>What the file of a path is for: the first that holds of generated, test, documentation, source.</summary>
    public static FileKind Of(string path)
    {
        var (isTest, isDocumentation) = (false, false);
        var start = 0;
        var folders = TestFolders.GetAlternateLookup<ReadOnlySpan<char>>();
        var documents = DocumentationFolders.GetAlternateLookup<ReadOnlySpan<char>>();
        var generated = GeneratedFolders.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', start))
        {
            var folder = path.AsSpan(start, slash - start);
            if (generated.Contains(folder))
            {
                return FileKind.Generated;
            }

            isTest |= folders.Contains(folder);
            isDocumentation |= documents.Contains(folder);
            start = slash + 1;
        }

        var name = path.AsSpan(start);
        foreach (var ending in GeneratedEndings)
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return FileKind.Generated;
            }
        }

        var dot = name.LastIndexOf('.');
        var stem = dot > 0 ? name[..dot] : name;
        isTest |= stem.StartsWith("test_", StringComparison.OrdinalIgnoreCase);
        foreach (var ending in TestEndings)
        {
            isTest |= stem.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
        }

        isDocumentation |= dot >= 0 && DocumentationExtensions.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name[(dot + 1)..]);
        return isTest ? FileKind.Test : isDocumentation ? FileKind.Documentation : FileKind.Source;
    }

    private static FrozenSet<string> Set(params string[] names) => names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
