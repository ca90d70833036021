using System.Text;

namespace Vitrine.Seals.Tests;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TempFolder : IDisposable
{
    public TempFolder() => Path = Directory.CreateTempSubdirectory("vitrine-seals-").FullName;

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public TempFolder Write(string name, byte[] content)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.WriteAllBytes(this[name], content);
        return this;
    }

    public TempFolder Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    public TempFolder Link(string name, string target)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.CreateSymbolicLink(this[name], target);
        return this;
    }

    public TempFolder Executable(string name)
    {
        File.SetUnixFileMode(this[name], (UnixFileMode)0b111_101_101);
        return this;
    }

    public void Dispose() => Directory.Delete(Path, true);
}
