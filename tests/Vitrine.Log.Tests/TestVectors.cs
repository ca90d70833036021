namespace Vitrine.Log.Tests;

/// <summary>The test data in the repository's folder <c>vectors</c>.</summary>
internal static class TestVectors
{
    public static string Folder { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Vitrine.slnx")))
            {
                return Path.Combine(folder.FullName, "vectors");
            }
        }

        throw new DirectoryNotFoundException("The tests run below the repository, which has the folder vectors.");
    }
}
