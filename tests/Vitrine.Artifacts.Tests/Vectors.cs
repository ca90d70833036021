namespace Vitrine.Artifacts.Tests;

/// <summary>The files under vectors/artifacts; build.sh there says how each was made.</summary>
internal static class Vectors
{
    public static string Folder { get; } = Find();

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Vitrine.slnx")))
            {
                return Path.Combine(folder, "vectors", "artifacts");
            }
        }

        throw new DirectoryNotFoundException("The tests run from within the repository.");
    }
}
