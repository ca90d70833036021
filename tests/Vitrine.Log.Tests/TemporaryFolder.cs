namespace Vitrine.Log.Tests;

/// <summary>A folder of a test's own, gone after it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vitrine-log-");

    public string Path => System.IO.Path.Combine(_folder.FullName, "log");

    public void Dispose() => _folder.Delete(recursive: true);
}
