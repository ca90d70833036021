using Vitrine.Centre;

namespace Vitrine.Cli;

/// <summary>The demo's folder: made anew each time, and never one that something else lives in.</summary>
internal sealed class DemoFolder : IDisposable
{
    private const string Mark = ".vitrine-demo";

    private readonly FileStream _lock;

    private DemoFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    public string Path { get; }

    public string Centre => In("centre");

    /// <summary>Where the vendor builds and ships.</summary>
    public string Vendor => In("vendor");

    /// <summary>Where the customer keeps policy, state and what is to be installed.</summary>
    public string Customer => In("customer");

    /// <summary>The product's own repository: the folder above this program that holds its solution.</summary>
    /// <exception cref="BadInputException">The program does not lie in a clone of its repository.</exception>
    public static string Repository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Vitrine.slnx")))
            {
                return Directory.Exists(System.IO.Path.Combine(folder.FullName, ".git")) || File.Exists(System.IO.Path.Combine(folder.FullName, ".git"))
                    ? folder.FullName
                    : throw new BadInputException($"{folder.FullName} is no git clone, and the demo seals the product's own repository. Clone it with git.");
            }
        }

        throw new BadInputException("The demo seals the product's own repository, and this program does not lie in a clone of it.");
    }

    public static DemoFolder Make(string path)
    {
        var mark = System.IO.Path.Combine(path, Mark);
        if (IsForeign(path, mark))
        {
            throw new BadInputException($"{path} is there and is no demo's. Name another folder with --folder.");
        }

        KeyFile.CreateFolder(path);
        FileStream held;
        try
        {
            held = new FileStream(mark, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new BadInputException($"Another demo runs in {path}. Stop it, or name another folder with --folder.");
        }

        foreach (var entry in Directory.EnumerateFileSystemEntries(path).Where(entry => entry != mark))
        {
            if (Directory.Exists(entry))
            {
                Directory.Delete(entry, recursive: true);
            }
            else
            {
                File.Delete(entry);
            }
        }

        var folder = new DemoFolder(path, held);
        KeyFile.CreateFolder(folder.Vendor);
        KeyFile.CreateFolder(folder.Customer);
        return folder;
    }

    public string In(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose() => _lock.Dispose();

    private static bool IsForeign(string path, string mark) =>
        File.Exists(path) || (Directory.Exists(path) && !File.Exists(mark) && Directory.EnumerateFileSystemEntries(path).Any());
}
