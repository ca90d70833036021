namespace Vitrine.Web;

/// <content>Lists.</content>
public static partial class Routes
{
    public const string Lists = "/lists";
    public const string ScreenName = "/lists/screen";

    public static string List(string list) => $"/lists/{Segment(list)}";

    /// <summary>What the lists say of a name on a day.</summary>
    public static string Screened(string name, DateOnly on) => $"{ScreenName}?name={Segment(name)}&on={on:yyyy-MM-dd}";

    /// <summary>What the lists say of an entity of the register, its aliases and owners, on a day.</summary>
    public static string ScreenedEntity(string entity, DateOnly on) => $"{ScreenName}?entity={Segment(entity)}&on={on:yyyy-MM-dd}";
}
