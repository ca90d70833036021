using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>A word of names as the views have it: what it is written as, and what follows from that by the tables.</summary>
internal static class ListWord
{
    public const string Columns = "written, latin, script, kind, sound, bones";

    /// <summary>The values of the columns; a Latin form that is no other than the written one is left out.</summary>
    public static object?[] Values(NameToken word) =>
        [word.Written, word.Latin == word.Written ? null : word.Latin, (long)word.Script, Kind(word), word.Kind is null ? word.Sound : "", word.Kind is null ? word.Bones : ""];

    /// <summary>0 for a name of its own; two words are one where this and what is written are the same.</summary>
    public static long Kind(NameToken word) => word.Kind is { } kind ? 1 + (long)kind : 0;

    /// <summary>Reads a row of an identifier and the columns.</summary>
    public static (int Id, NameToken Word) Read(SqliteDataReader row)
    {
        var written = row.GetString(1);
        return (row.GetInt32(0), new NameToken(written, row.Text(2) ?? written, (NameScript)row.GetInt32(3), row.GetInt32(4) is > 0 and var kind ? (WordKind)(kind - 1) : null)
        {
            Sound = row.GetString(5),
            Bones = row.GetString(6),
        });
    }
}
