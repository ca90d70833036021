using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Vitrine.Seals;

/// <summary>How a file of a release archive stands to the repository.</summary>
public enum ReleaseDifferenceKind
{
    /// <summary>The repository has no file of this path.</summary>
    Added,

    /// <summary>The repository has another content under this path.</summary>
    Changed,
}

/// <summary>A file that a release archive has and the repository lacks, or has otherwise.</summary>
/// <param name="Path">In the release, with its top folder.</param>
/// <param name="Kind">Added or changed.</param>
/// <param name="Severity">What to look at first.</param>
/// <param name="Reason">Why it ranks so, a sentence.</param>
public sealed record ReleaseDifference(string Path, ReleaseDifferenceKind Kind, ScreeningSeverity Severity, string Reason);

/// <summary>What comparing a release with its repository showed.</summary>
/// <param name="Differences">The most severe first, then by path.</param>
/// <param name="Same">Files with the same path and content.</param>
/// <param name="Missing">Files of the repository that the release lacks; usual, and not listed.</param>
/// <param name="Top">The folder that all paths of the release lie in and the repository's do not; empty if there is none.</param>
public sealed record ReleaseComparisonResult(ImmutableArray<ReleaseDifference> Differences, int Same, int Missing, string Top);

/// <summary>
/// Compares the seal of a release archive with that of the repository it was made from: what xz 5.6.0's attacker added stood in the archive alone. Contents are told by their digests,
/// nothing is read.
/// </summary>
public static class ReleaseComparison
{
    private static readonly FrozenSet<string> Generated =
        ("configure aclocal.m4 makefile.in config.h.in config.hin config.guess config.sub install-sh missing compile depcomp test-driver ylwrap mkinstalldirs mdate-sh py-compile ar-lib ltmain.sh libtool.m4 "
        + "ltoptions.m4 ltsugar.m4 ltversion.m4 lt~obsolete.m4 install texinfo.tex config.rpath makevars.template remove-potcdate.sin quot.sed boldquot.sed en@quot.header en@boldquot.header insert-header.sin "
        + "rules-quot makefile.in.in stamp-po stamp-vti version.texi").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Compares what is in scope of both.</summary>
    public static ReleaseComparisonResult Compare(ScopedSeal release, ScopedSeal repository)
    {
        ArgumentNullException.ThrowIfNull(release);
        ArgumentNullException.ThrowIfNull(repository);
        var top = TopOf(release, repository);
        var differences = new List<ReleaseDifference>();
        var (same, met) = (0, 0);
        foreach (var file in release.Files)
        {
            var path = file.Path[top.Length..];
            if (!repository.Contains(path))
            {
                differences.Add(Judge(file, path, ReleaseDifferenceKind.Added));
                continue;
            }

            met++;
            var other = repository.File(path);
            if (other.Digest == file.Digest)
            {
                same++;
            }
            else
            {
                differences.Add(Judge(file, path, ReleaseDifferenceKind.Changed));
            }
        }

        return new ReleaseComparisonResult(
            [.. differences.OrderByDescending(one => one.Severity).ThenBy(one => one.Path, StringComparer.Ordinal)], same, repository.Files.Length - met, top);
    }

    private static ReleaseDifference Judge(SealedFile file, string path, ReleaseDifferenceKind kind)
    {
        var role = FileRoles.Of(path);
        var name = path[(path.LastIndexOf('/') + 1)..].ToLowerInvariant();
        var isAdded = kind == ReleaseDifferenceKind.Added;
        var isBinary = file.Text == TextKind.Binary && file.Size > 0;
        var (severity, reason) =
            isAdded && Generated.Contains(name) ? (ScreeningSeverity.Low, "autotools writes this file when a release is made; write it again from the repository, and compare")
            : (role & FileRole.Build) != 0 ? (ScreeningSeverity.High, isAdded ? "a build or configure file that stands in the release alone runs on every machine that builds it" : "a build or configure file differs from the repository's")
            : isBinary && (role & FileRole.Test) != 0 ? (ScreeningSeverity.High, isAdded ? "a binary among tests and samples stands in the release alone" : "a binary among tests and samples differs from the repository's")
            : (role & FileRole.Code) != 0 && (role & FileRole.Test) == 0 ? (isAdded ? ScreeningSeverity.Medium : ScreeningSeverity.High, isAdded ? "source that stands in the release alone; it may be generated" : "source differs from the repository's")
            : isBinary ? (ScreeningSeverity.Medium, isAdded ? "a binary stands in the release alone" : "a binary differs from the repository's")
            : (role & FileRole.Document) != 0 || name.EndsWith(".po", StringComparison.Ordinal) || name.EndsWith(".pot", StringComparison.Ordinal) ? (ScreeningSeverity.Low, "a document or a translation")
            : (isAdded ? ScreeningSeverity.Low : ScreeningSeverity.Medium, isAdded ? "other data that stand in the release alone" : "other data that differ from the repository's");
        return new ReleaseDifference(file.Path, kind, severity, reason);
    }

    /// <summary>name-1.0/, where everything of the release lies in it and nothing of the repository does.</summary>
    private static string TopOf(ScopedSeal release, ScopedSeal repository)
    {
        var slash = release.Files.IsEmpty ? -1 : release.Files[0].Path.IndexOf('/', StringComparison.Ordinal);
        var top = slash < 0 ? "" : release.Files[0].Path[..(slash + 1)];
        return top.Length > 0 && release.Files.All(file => file.Path.StartsWith(top, StringComparison.Ordinal)) && !repository.Files.Any(file => file.Path.StartsWith(top, StringComparison.Ordinal)) ? top : "";
    }
}
