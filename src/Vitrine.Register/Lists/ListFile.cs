using System.Collections.Immutable;
using System.Text;

namespace Vitrine.Register;

/// <summary>What is listed.</summary>
public enum ListedKind
{
    /// <summary>The list does not say, or it is something else.</summary>
    Unknown,
    Organisation,
    Person,
    PublicBody,

    /// <summary>A product or a class of products.</summary>
    Product,
}

/// <summary>One entry of a list.</summary>
/// <param name="Id">Unique within the list.</param>
/// <param name="Names">The name first, then the aliases.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Countries">Two lower-case letters each (ISO 3166-1, and what lists use beside it).</param>
/// <param name="Identifiers">Numbers of registers, as the list has them.</param>
/// <param name="Since">The first day.</param>
/// <param name="Until">The first day on which it is listed no more; null while it is.</param>
/// <param name="Clause">What it is listed for, under which program or section.</param>
/// <param name="Source">Where this entry can be read.</param>
/// <param name="SinceIsAssumed">Whether the list gives no day for the entry, and the version's date stands in its place.</param>
public sealed record ListFileEntry(
    string Id,
    ImmutableArray<string> Names,
    ListedKind Kind,
    ImmutableArray<string> Countries,
    ImmutableArray<string> Identifiers,
    DateOnly Since,
    DateOnly? Until,
    string? Clause,
    string? Source,
    bool SinceIsAssumed);

/// <summary>A list as a file has it. What the file does not say is null.</summary>
public sealed record ListFile(ListFormat Format, string? List, string? Title, string? Publisher, DateOnly? Date, string? Source, ImmutableArray<ListFileEntry> Entries)
{
    /// <summary>The largest file, in bytes.</summary>
    public const int MaxBytes = 256 * 1024 * 1024;

    /// <summary>The most entries of one list.</summary>
    public const int MaxEntries = 500_000;

    /// <summary>The most names of one entry.</summary>
    public const int MaxNames = 1_000;

    /// <summary>The longest name, clause or source, in UTF-16 characters.</summary>
    public const int MaxText = 1_000;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a list of either format: a file whose first character is a brace is FollowTheMoney.</summary>
    /// <param name="bytes">UTF-8, with or without a byte order mark.</param>
    /// <param name="date">The version's date where the file does not name it; entries without a date of their own take it.</param>
    /// <exception cref="ListFormatException">Every line that is wrong, up to a bound.</exception>
    public static ListFile Read(ReadOnlySpan<byte> bytes, DateOnly date)
    {
        if (bytes.Length > MaxBytes)
        {
            throw ListFormatException.Of(0, $"The file has {bytes.Length:N0} bytes; a list has at most {MaxBytes:N0}.");
        }

        var body = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        RequireUtf8(body);
        return body.TrimStart(" \t\r\n"u8) is [(byte)'{', ..] ? new ListFtm(date).Read(body) : new ListCsv().Read(Utf8.GetString(body));
    }

    private static void RequireUtf8(ReadOnlySpan<byte> body)
    {
        var wrong = System.Text.Unicode.Utf8.IsValid(body) ? -1 : FirstWrongLine(body);
        if (wrong >= 0)
        {
            throw ListFormatException.Of(wrong, "This line is not UTF-8. Save the file as UTF-8 and import it again.");
        }
    }

    private static int FirstWrongLine(ReadOnlySpan<byte> body)
    {
        var line = 1;
        foreach (var range in body.Split((byte)'\n'))
        {
            if (!System.Text.Unicode.Utf8.IsValid(body[range]))
            {
                return line;
            }

            line++;
        }

        return line;
    }
}
