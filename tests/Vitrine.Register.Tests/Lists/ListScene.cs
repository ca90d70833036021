using System.Text;
using Vitrine.Centre;

namespace Vitrine.Register.Tests;

/// <summary>Lists for tests.</summary>
internal static class ListScene
{
    /// <summary>The list that the product ships.</summary>
    public static byte[] Covered => File.ReadAllBytes(Path.Combine(Root, "data", "lists", "fcc-covered-list.csv"));

    private static string Root
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Vitrine.slnx")))
            {
                folder = Path.GetDirectoryName(folder)!;
            }

            return folder;
        }
    }

    public static Task<ListVersion> ImportAsync(this RegisterScene scene, string text, string name = "list.csv", string? date = null, string? list = null) =>
        scene.ImportAsync(Encoding.UTF8.GetBytes(text), name, date, list);

    public static Task<ListVersion> ImportAsync(this RegisterScene scene, byte[] bytes, string name = "list.csv", string? date = null, string? list = null) =>
        ListDesk.ImportAsync(scene.Centre, bytes, name, new ListAbout(list, null, null, date is null ? null : Day(date), null), Actor.Console, CancellationToken.None);

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd");

    public static ListHits Screen(this RegisterScene scene, string name, string on)
    {
        using var views = scene.Centre.Snapshot();
        return Register.Lists.Screen(name, Day(on), views);
    }

    public static IReadOnlyList<ListHit> ScreenEntity(this RegisterScene scene, string entity, string on)
    {
        using var views = scene.Centre.Snapshot();
        return Register.Lists.ScreenEntity(entity, Day(on), views);
    }

    /// <summary>A list of names, each an entry since a day long past.</summary>
    public static string Csv(params ReadOnlySpan<string> names)
    {
        var csv = new StringBuilder("entry,name,since\n");
        for (var i = 0; i < names.Length; i++)
        {
            csv.Append($"e{i + 1},\"{names[i]}\",2020-01-01\n");
        }

        return csv.ToString();
    }
}
