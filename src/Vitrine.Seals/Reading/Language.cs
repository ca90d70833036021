using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;

namespace Vitrine.Seals;

/// <summary>A language that files are written in: how they are recognised, and how they are read.</summary>
public sealed class Language
{
    private static readonly FrozenDictionary<string, Language> ByExtension;
    private static readonly FrozenDictionary<string, Language> ByFileName;
    private static readonly FrozenDictionary<string, Language> ByName;

    static Language()
    {
        All = [.. CFamily.All, .. Scripts.All, .. Markups.All];
        ByExtension = All.SelectMany(language => language.Extensions, (language, extension) => KeyValuePair.Create(extension, language)).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        ByFileName = All.SelectMany(language => language.FileNames, (language, name) => KeyValuePair.Create(name, language)).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        ByName = All.SelectMany(language => language.Aliases.Prepend(language.Name), (language, name) => KeyValuePair.Create(name, language)).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    internal Language(string name, Lexer lexer)
    {
        Name = name;
        Lexer = lexer;
    }

    /// <summary>All languages that are known.</summary>
    public static ImmutableArray<Language> All { get; }

    /// <summary>Text of no language.</summary>
    public static Language Plain { get; } = new("Text", new PlainLexer());

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Other names.</summary>
    public ImmutableArray<string> Aliases { get; internal init; } = [];

    /// <summary>Its files' extensions, without the dot.</summary>
    public ImmutableArray<string> Extensions { get; internal init; } = [];

    /// <summary>Names of files that are in it whatever their extension.</summary>
    public ImmutableArray<string> FileNames { get; internal init; } = [];

    /// <summary>Programs whose name after <c>#!</c> says that a file is in it.</summary>
    internal ImmutableArray<string> Interpreters { get; init; } = [];

    internal Lexer Lexer { get; }

    /// <summary>Whether its files define names and use them.</summary>
    internal bool IsCode => Lexer is CodeLexer && Name is not ("JSON" or "INI" or "TOML" or "Dockerfile" or "CSS");

    /// <summary>The language of a name ("C#"), another name of it ("csharp") or an extension ("cs"), whatever their case.</summary>
    public static Language? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ByName.GetValueOrDefault(name) ?? ByExtension.GetValueOrDefault(name.TrimStart('.'));
    }

    /// <summary>The language of a file by its name, or null.</summary>
    public static Language? Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var name = path[(path.LastIndexOf('/') + 1)..];
        var dot = name.LastIndexOf('.');
        return ByFileName.GetValueOrDefault(name) ?? (dot >= 0 ? ByExtension.GetValueOrDefault(name[(dot + 1)..]) : null);
    }

    /// <summary>The language of a file by its name, or by the program that its first line names.</summary>
    public static Language? Of(string path, ReadOnlySpan<byte> content)
    {
        if (Of(path) is { } named)
        {
            return named;
        }

        if (!content.StartsWith("#!"u8))
        {
            return null;
        }

        var line = content[2..Math.Min(content.Length, 200)];
        line = line.IndexOf((byte)'\n') is >= 0 and var end ? line[..end] : line;
        var words = Encoding.UTF8.GetString(line).Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
        var program = words.Select(word => word[(word.LastIndexOf('/') + 1)..]).FirstOrDefault(word => word.Length > 0 && word is not "env" && word[0] != '-' && !word.Contains('='));
        program = program?.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.');
        return program is null ? null : All.FirstOrDefault(language => language.Interpreters.Contains(program, StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
