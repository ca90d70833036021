using System.Xml.Linq;

namespace Vitrine.Architecture.Tests;

/// <summary>The arrows of the house: a project refers to those below it that the design names, and to nothing else.</summary>
public sealed class ProjectReferenceTests
{
    /// <summary>The design's table: floor, and what a project refers to. A reference includes what lies under it.</summary>
    private static readonly Dictionary<string, (int Floor, string[] RefersTo)> House = new()
    {
        ["Vitrine.Proofs"] = (0, []),
        ["Vitrine.Log"] = (1, ["Vitrine.Proofs"]),
        ["Vitrine.Artifacts"] = (2, ["Vitrine.Proofs"]),
        ["Vitrine.Centre"] = (2, ["Vitrine.Log"]),
        ["Vitrine.Register"] = (3, ["Vitrine.Centre"]),
        ["Vitrine.Seals"] = (3, ["Vitrine.Artifacts", "Vitrine.Centre"]),
        ["Vitrine.Origin"] = (4, ["Vitrine.Artifacts", "Vitrine.Register"]),
        ["Vitrine.Release"] = (4, ["Vitrine.Seals", "Vitrine.Artifacts", "Vitrine.Register"]),
        ["Vitrine.Room"] = (4, ["Vitrine.Seals", "Vitrine.Register"]),
        ["Vitrine.Gate"] = (5, ["Vitrine.Proofs"]),
        ["Vitrine.Web"] = (5, ["Vitrine.Room", "Vitrine.Release", "Vitrine.Origin"]),
        ["Vitrine.Cli"] = (5, ["Vitrine.Room", "Vitrine.Release", "Vitrine.Origin", "Vitrine.Gate", "Vitrine.Web"]),
    };

    public static TheoryData<string> Projects => [.. Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(p => Path.GetFileNameWithoutExtension(p)!)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void References_OfAProject_AreThoseOfTheDesign(string project)
    {
        Assert.True(House.ContainsKey(project), $"{project} is no project of the design's table.");
        var references = XDocument.Load(Path.Combine(Repository.Root, "src", project, project + ".csproj")).Descendants()
            .Where(e => e.Name.LocalName is "ProjectReference" or "Reference")
            .Select(e => Path.GetFileNameWithoutExtension(((string?)e.Attribute("Include") ?? "").Replace('\\', '/')));
        Assert.All(references, reference => Assert.True(Below(project).Contains(reference), $"{project} refers to {reference}; the design names no such arrow."));
    }

    [Fact]
    public void House_EveryArrow_RunsDownOrAlongTheTopFloor()
    {
        foreach (var (project, (floor, refersTo)) in House)
        {
            Assert.DoesNotContain(project, Below(project));
            Assert.All(refersTo, below => Assert.True(House[below].Floor < floor || floor == 5, $"{project} → {below}"));
        }
    }

    [Fact]
    public void Solution_OfAllProjects_LeavesNoneOut()
    {
        var listed = XDocument.Load(Path.Combine(Repository.Root, "Vitrine.slnx")).Descendants("Project").Select(e => (string)e.Attribute("Path")!).Order(StringComparer.Ordinal);
        var there = new[] { "src", "tests", "labs" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.csproj", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'));
        Assert.Equal(there.Order(StringComparer.Ordinal), listed);
    }

    [Fact]
    public void Packages_OfProofsAndGate_AreNone()
    {
        foreach (var project in new[] { "Vitrine.Proofs", "Vitrine.Gate" })
        {
            var file = XDocument.Load(Path.Combine(Repository.Root, "src", project, project + ".csproj"));
            Assert.DoesNotContain(file.Descendants(), e => e.Name.LocalName == "PackageReference");
        }
    }

    private static HashSet<string> Below(string project)
    {
        var below = new HashSet<string>();
        var open = new Queue<string>(House[project].RefersTo);
        while (open.TryDequeue(out var next))
        {
            if (below.Add(next))
            {
                foreach (var further in House[next].RefersTo)
                {
                    open.Enqueue(further);
                }
            }
        }

        return below;
    }
}
