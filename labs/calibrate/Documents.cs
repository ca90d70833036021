using Vitrine.Origin;

namespace Calibrate;

/// <summary>
/// Writes what the tests ask: <c>./lab calibrate --documents FOLDER ORIGIN…</c> learns the origins as Debian 13 builds them, a part of each file's
/// features, so that the documents are small, and asked files are of another release.
/// </summary>
internal static class Documents
{
    private const int MostOfAClass = 250;
    private const string Build = "debian-trixie";

    public static void Write(IReadOnlyList<Row> rows, string folder, string[] origins)
    {
        Directory.CreateDirectory(folder);
        foreach (var origin in origins)
        {
            var of = rows.Where(r => r.Origin == origin && r.Build == Build).ToList();
            var files = of.Select(r => LearnedFile.Of(FeatureReader.Read(r.Path, File.ReadAllBytes(r.Path), CancellationToken.None))).OfType<LearnedFile>()
                .Select(file => file with { Features = [.. file.Features.Select(kind => kind.Length > MostOfAClass ? kind[..MostOfAClass] : kind)] });
            var path = Path.Combine(folder, $"{origin}~{of[0].Version}.features");
            File.WriteAllBytes(path, FeatureDocument.Encode([.. files]));
            Console.WriteLine($"{new FileInfo(path).Length,8:N0} {path}");
        }
    }
}
