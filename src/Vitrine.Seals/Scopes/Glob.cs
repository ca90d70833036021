using System.Text;

namespace Vitrine.Seals;

/// <summary>
/// A pattern over paths, as in gitignore without negation. <c>*</c> and <c>?</c> stay within one name, <c>**</c> as a whole name is any number of
/// folders, <c>[a-z]</c> and <c>[!a-z]</c> are one character, a backslash takes the next character as it is. With a slash at its start or
/// within, a pattern counts from the top; else it matches a name at any depth. Who matches a folder matches all in it; a slash at the end
/// says that only folders are meant. Case counts. docs/formats/seal.md, "Scopes".
/// </summary>
public sealed class Glob
{
    /// <summary>The longest pattern.</summary>
    public const int MaxLength = 1024;

    private readonly GlobName[] _names;
    private readonly bool _foldersOnly;

    private Glob(string pattern, GlobName[] names, bool foldersOnly)
    {
        Pattern = pattern;
        _names = names;
        _foldersOnly = foldersOnly;
    }

    /// <summary>The pattern as it was written.</summary>
    public string Pattern { get; }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="GlobFormatException">It is empty or too long, or a bracket or backslash is not completed.</exception>
    public static Glob Parse(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (pattern.Length is 0 or > MaxLength)
        {
            throw new GlobFormatException(pattern, 0, $"a pattern has 1 to {MaxLength} characters");
        }

        var body = pattern.AsSpan();
        var foldersOnly = body[^1] == '/' && (body.Length - 1 - body[..^1].TrimEnd('\\').Length) % 2 == 0;
        body = foldersOnly ? body[..^1] : body;
        var anchored = body.Contains('/');
        var offset = body.StartsWith("/") ? 1 : 0;
        var names = new List<GlobName>();
        if (!anchored)
        {
            names.Add(GlobName.AnyFolders);
        }

        foreach (var range in body[offset..].Split('/'))
        {
            var (start, length) = range.GetOffsetAndLength(body.Length - offset);
            names.Add(GlobName.Parse(pattern, offset + start, length));
        }

        return new Glob(pattern, [.. names], foldersOnly);
    }

    /// <summary>The pattern that matches exactly one path.</summary>
    public static string Exactly(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var escaped = new StringBuilder("/");
        foreach (var character in path)
        {
            if (character is '*' or '?' or '[' or ']' or '\\')
            {
                escaped.Append('\\');
            }

            escaped.Append(character);
        }

        return escaped.ToString();
    }

    /// <summary>Whether the pattern matches a file's path, or a folder it lies in.</summary>
    public bool Matches(string path)
    {
        ArgumentNullException.ThrowIfNull(path);

        // Which prefixes of the pattern's names the names so far can have used up.
        Span<bool> open = _names.Length < 32 ? stackalloc bool[32] : new bool[_names.Length + 1];
        open = open[..(_names.Length + 1)];
        open[0] = true;
        Skip(open);
        for (var start = 0; start <= path.Length;)
        {
            var slash = path.IndexOf('/', start);
            var end = slash < 0 ? path.Length : slash;
            var name = path.AsSpan(start, end - start);
            var any = false;
            for (var i = _names.Length; i > 0; i--)
            {
                var step = _names[i - 1].IsAnyFolders ? open[i - 1] || open[i] : open[i - 1] && _names[i - 1].Matches(name);
                open[i] = step;
                any |= step;
            }

            open[0] = false;
            Skip(open);
            if (open[_names.Length] && !(_foldersOnly && slash < 0))
            {
                return true;
            }

            if (!any)
            {
                return false;
            }

            start = end + 1;
        }

        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => Pattern;

    /// <summary>Any number of folders may be none; at the end of a pattern it is at least one name.</summary>
    private void Skip(Span<bool> open)
    {
        for (var i = 0; i < _names.Length - 1; i++)
        {
            if (open[i] && _names[i].IsAnyFolders)
            {
                open[i + 1] = true;
            }
        }
    }
}

/// <summary>A pattern over paths is malformed.</summary>
public sealed class GlobFormatException : Exception
{
    internal GlobFormatException(string pattern, int position, string what)
        : base($"The pattern \"{HiddenCharacters.Show(Encoding.UTF8.GetBytes(pattern.Length > 80 ? pattern[..80] : pattern))}\" is malformed at character {position + 1}: {what}.") =>
        Position = position;

    /// <summary>Where, from 0.</summary>
    public int Position { get; }
}
