namespace Vitrine.Register;

/// <summary>Days as views hold them: ISO 8601, which sorts as time runs.</summary>
internal static class ListDay
{
    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd");

    public static DateOnly Parse(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd");
}
