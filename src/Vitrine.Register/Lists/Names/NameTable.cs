using System.Text;

namespace Vitrine.Register;

/// <summary>The tables that names are read by: embedded, tab-parted, made from the Unicode Character Database, Unihan and by hand.</summary>
internal static class NameTable
{
    /// <summary>The lines of a table, without comments and empty ones, each in its fields.</summary>
    public static IEnumerable<string[]> Read(string name)
    {
        using var stream = typeof(NameTable).Assembly.GetManifestResourceStream($"lists/{name}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line.Split('\t');
            }
        }
    }
}
