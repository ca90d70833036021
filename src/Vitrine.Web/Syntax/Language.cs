using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>What a language's colours follow from: its words, comments and texts. It is colour only; nothing decides by it.</summary>
/// <param name="Words">Keywords and built-in names.</param>
/// <param name="LineComments">What begins a comment that ends with its line.</param>
/// <param name="BlockComments">What begins and ends a comment that may span lines.</param>
/// <param name="Texts">Literals, the longest opening first.</param>
/// <param name="HashDirectives">Whether a line that begins with # is a directive.</param>
/// <param name="CapitalTypes">Whether a capital at the beginning of a name suggests a type.</param>
/// <param name="Markup">Whether names after a less-than sign are tags.</param>
internal sealed record Language(
    string Name,
    FrozenSet<string> Words,
    ImmutableArray<string> LineComments,
    ImmutableArray<(string Open, string Close)> BlockComments,
    ImmutableArray<TextRule> Texts,
    bool HashDirectives = false,
    bool CapitalTypes = false,
    bool Markup = false);

/// <param name="Escape">The character after which the next one does not close; the closing quote itself where it is doubled.</param>
internal sealed record TextRule(string Open, string Close, char? Escape = '\\', bool ManyLines = false);
