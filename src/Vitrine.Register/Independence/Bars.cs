using System.Collections.Immutable;

namespace Vitrine.Register;

/// <summary>A bar that comes with the product.</summary>
/// <param name="Id">Its file's name, without the extension.</param>
/// <param name="Text">The file.</param>
/// <param name="Bar">What it asks.</param>
public sealed record ShippedBar(string Id, string Text, Bar Bar);

/// <summary>The bars of <c>recipes/bars</c>: a start for one's own.</summary>
public static class Bars
{
    /// <summary>All of them, by identifier.</summary>
    public static ImmutableArray<ShippedBar> Shipped => field.IsDefault ? field = Read() : field;

    private static ImmutableArray<ShippedBar> Read()
    {
        var assembly = typeof(Bars).Assembly;
        return [.. assembly.GetManifestResourceNames().Where(name => name.StartsWith("bars/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var text = new MemoryStream();
            stream.CopyTo(text);
            var bytes = text.ToArray();
            return new ShippedBar(Path.GetFileNameWithoutExtension(name), System.Text.Encoding.UTF8.GetString(bytes), Bar.Parse(bytes));
        })];
    }
}
