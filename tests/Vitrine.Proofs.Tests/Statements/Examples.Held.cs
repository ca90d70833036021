using System.Text;
using System.Text.Json;

namespace Vitrine.Proofs.Tests;

/// <content>The files under docs/formats that show them.</content>
internal static partial class Examples
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>docs/formats of the source tree.</summary>
    internal static string Formats { get; } = Find();

    /// <summary>The document's file holds this JSON, indented; VITRINE_ACCEPT_EXAMPLES=1 writes it.</summary>
    internal static void Held(string file, byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var text = JsonSerializer.Serialize(document.RootElement, Indented) + "\n";
        var path = Path.Combine(Formats, file);
        if (Environment.GetEnvironmentVariable("VITRINE_ACCEPT_EXAMPLES") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text, new UTF8Encoding(false));
        }

        Assert.Equal(text, File.Exists(path) ? File.ReadAllText(path) : "");
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Vitrine.slnx")))
            {
                return Path.Combine(folder.FullName, "docs", "formats");
            }
        }

        throw new InvalidOperationException("The tests do not lie in the source tree.");
    }
}
