namespace Vitrine.Artifacts.Tests;

/// <summary>
/// A native Windows program, linked and signed by Microsoft, with Rich header, debug directory and time stamp: the launcher
/// that the test platform's own package brings, which every machine that runs these tests has.
/// </summary>
internal static class NativeImage
{
    public static byte[] Signed { get; } = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "native", "testhost.exe"));

    /// <summary>The same before it was signed: without the table, its directory entry and the checksum.</summary>
    public static byte[] Unsigned { get; } = Strip();

    private static byte[] Strip()
    {
        var image = PeImage.Parse(Signed);
        var directory = image.DirectoryOffset(PeDirectory.Certificates);
        return Signed[..(int)image.Directory(PeDirectory.Certificates).Rva]
            .With32(directory, 0)
            .With32(directory + 4, 0)
            .With32(image.ChecksumOffset, 0);
    }
}
