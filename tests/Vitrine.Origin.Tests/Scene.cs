using Vitrine.Artifacts;

namespace Vitrine.Origin.Tests;

/// <summary>What the tests ask, and of which corpus.</summary>
internal static class Scene
{
    private static readonly Lazy<Corpus> Debian = new(() => Corpus.Of(
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Learned"), "*.features").Order(StringComparer.Ordinal).Select(path =>
        {
            var name = Path.GetFileNameWithoutExtension(path).Split('~');
            return new CorpusEntry($"the authors of {name[0]}", name[0], name[1], FeatureDocument.Decode(File.ReadAllBytes(path)));
        })));

    /// <summary>Learned from packages of Debian 13; the machine's own are of the release that it runs.</summary>
    public static Corpus Trixie => Debian.Value;

    /// <summary>Where NuGet unpacks packages.</summary>
    public static string Packages { get; } =
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named ? named : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>The newest version's folder of a package in NuGet's cache; the tests themselves refer to these packages.</summary>
    public static string Package(string id) => Directory.GetDirectories(Path.Combine(Packages, id)).Order(StringComparer.Ordinal).Last();

    /// <summary>A shared library of the machine.</summary>
    public static string Library(string name) =>
        new[] { "/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64" }.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException($"{name} is not installed; ./test installs what needs it.");

    /// <summary>A Debian package's files, as an archive that holds a library under a name that says nothing.</summary>
    public static FileFeatures Read(string path) => FeatureReader.Read("renamed.bin", File.ReadAllBytes(path), CancellationToken.None);

    /// <summary>A copy of an ELF image without section headers and symbols' names: what stripping leaves, and some more.</summary>
    public static byte[] Bare(byte[] elf)
    {
        var image = ElfImage.Parse(elf);
        var bare = (byte[])elf.Clone();
        foreach (var section in image.Sections.Where(s => s is { HasBytes: true, Name: ".dynstr" or ".symtab" or ".strtab" }))
        {
            bare.AsSpan((int)section.Offset, (int)section.Size).Clear();
        }

        bare.AsSpan(0x28, 8).Clear();
        bare.AsSpan(0x3a, 6).Clear();
        return bare;
    }
}
