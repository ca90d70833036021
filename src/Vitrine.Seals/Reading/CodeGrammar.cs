using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Vitrine.Seals;

/// <summary>A kind of string literal.</summary>
/// <param name="Open">What it begins with.</param>
/// <param name="Close">What it ends with.</param>
/// <param name="Escape">The character that takes the next one as it is, or 0.</param>
/// <param name="SpansLines">Whether it goes on after a line's end.</param>
internal sealed record StringRule(string Open, string Close, char Escape = '\\', bool SpansLines = false);

/// <summary>Literals that need more than a rule.</summary>
[Flags]
internal enum Oddities
{
    None = 0,

    /// <summary>C++: <c>R"delimiter( … )delimiter"</c>.</summary>
    CppRawStrings = 1,

    /// <summary>C#: <c>"""</c> and more quotes, ended by as many.</summary>
    CountedQuotes = 2,

    /// <summary>Rust: <c>r#" … "#</c> with any number of hashes.</summary>
    CountedHashes = 4,

    /// <summary>Rust: <c>'a</c> is a lifetime, <c>'a'</c> a character.</summary>
    Lifetimes = 8,

    /// <summary>C: a line that begins with <c>#</c> is for the preprocessor.</summary>
    Preprocessor = 16,

    /// <summary>Shell: <c>&lt;&lt;WORD</c> takes lines up to WORD.</summary>
    HereDocuments = 32,

    /// <summary>Shell: <c>#</c> begins a comment only where a word begins.</summary>
    CommentAtWord = 64,

    /// <summary>Shell, PHP, Perl: <c>$name</c> is a name.</summary>
    DollarNames = 128,

    /// <summary>A string in front of a colon is a name: JSON.</summary>
    StringKeys = 256,

    /// <summary>A word that begins with a capital is a type.</summary>
    CapitalTypes = 512,

    /// <summary>A word in front of <c>=</c> at the start of a line, and a line in brackets, are names: INI, TOML.</summary>
    AssignedNames = 1024,
}

/// <summary>A language of words, comments and strings, as a table.</summary>
internal sealed record CodeGrammar
{
    public ImmutableArray<string> LineComments { get; init; } = [];

    public ImmutableArray<(string Open, string Close)> BlockComments { get; init; } = [];

    public bool NestedComments { get; init; }

    public ImmutableArray<StringRule> Strings { get; init; } = [];

    /// <summary>What may stand directly in front of a string's first quote and belong to it, such as <c>rb</c>.</summary>
    public FrozenSet<string> StringPrefixes { get; init; } = [];

    public FrozenSet<string> Keywords { get; init; } = [];

    public FrozenSet<string> Types { get; init; } = [];

    /// <summary>Characters that words may hold beside letters, digits and the underscore.</summary>
    public string WordCharacters { get; init; } = "";

    public Oddities Oddities { get; init; }

    public static FrozenSet<string> Words(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    public static FrozenSet<string> WordsInAnyCase(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
