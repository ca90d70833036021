using System.Collections.Frozen;
using System.Text;

namespace Vitrine.Seals;

/// <summary>Something that is called or named in code, and what it does there.</summary>
/// <param name="Text">The name; where it ends with an opening bracket, spaces may stand before that; with a star, more of the name may follow.</param>
/// <param name="Languages">Endings of files in which it means this; null: of all code.</param>
/// <param name="Severity">As a lead.</param>
/// <param name="What">After "Here", a few words: "a command is run by a shell".</param>
/// <param name="With">Only where one of these stands within the call, up to its statement's end or 200 bytes on; empty: always.</param>
internal sealed record CallShape(string Text, FrozenSet<string>? Languages, ScreeningSeverity Severity, string What, params string[] With);

/// <summary>Leads of a reviewer that are told by what code calls. Comments, declarations, texts and parts of longer names are left out; in tests a lead is low.</summary>
internal abstract class CallRule : ScreeningRule
{
    private const int Reach = 200;

    private IReadOnlyList<Anchor>? _anchors;

    public override ScreeningAudience Audience => ScreeningAudience.Reviewer;

    public override ScreeningSeverity Severity => ScreeningSeverity.Medium;

    public override string FalsePositives =>
        "Functions of the same name that do something else, and in scripts names in texts. Comments, declarations, parts of longer names and, in compiled languages, texts are left out; what stands in tests is low.";

    internal sealed override IReadOnlyList<Anchor> Anchors => _anchors ??= [.. Shapes.Select(shape => new Anchor(NameOf(shape)))];

    // What is named between quotes is not called in these.
    private static readonly FrozenSet<string> Compiled = Set("c h cc cpp cxx hpp hh hxx inl m mm cs vb fs java kt kts scala go rs");

    /// <summary>C and what shares its calls.</summary>
    protected static FrozenSet<string> C { get; } = Set("c h cc cpp cxx hpp hh hxx inl m mm");

    protected static FrozenSet<string> Python { get; } = Set("py pyw");

    protected static FrozenSet<string> Script { get; } = Set("js mjs cjs jsx ts tsx vue svelte");

    protected static FrozenSet<string> DotNet { get; } = Set("cs vb fs");

    protected static FrozenSet<string> Java { get; } = Set("java kt kts scala groovy");

    protected static FrozenSet<string> Go { get; } = Set("go");

    protected static FrozenSet<string> Rust { get; } = Set("rs");

    protected static FrozenSet<string> Php { get; } = Set("php");

    protected static FrozenSet<string> Shell { get; } = Set("sh bash zsh ksh");

    protected static FrozenSet<string> PowerShell { get; } = Set("ps1 psm1");

    protected static FrozenSet<string> Dynamic { get; } = Set("js mjs cjs jsx ts tsx vue svelte py pyw rb php pl pm lua");

    /// <summary>What is looked for.</summary>
    protected abstract IReadOnlyList<CallShape> Shapes { get; }

    internal override void Examine(ScreenedFile file, int at, int anchor, Hits hits)
    {
        var shape = Shapes[anchor];
        var text = file.Text;
        var name = NameOf(shape);
        if (!(shape.Languages?.Contains(file.Extension) ?? file.Is(FileRole.Code)) || (Alphabet.Word.Contains((byte)name[0]) && !CodeText.Begins(text, at)))
        {
            return;
        }

        var end = at + name.Length;
        if (shape.Text[^1] == '(')
        {
            while (end < text.Length && text[end] == ' ')
            {
                end++;
            }

            if (end >= text.Length || text[end] != '(' || IsDeclared(text, at))
            {
                return;
            }
        }
        else if ((shape.Text[^1] != '*' && Alphabet.Word.Contains((byte)name[^1]) && end < text.Length && Alphabet.Word.Contains(text[end])) || IsDefined(text, at))
        {
            return;
        }

        if (!IsWith(text[end..], shape.With) || file.Parts.IsComment(at) || (IsOfLanguage(shape) && Compiled.Contains(file.Extension) && file.Parts.IsText(at)) || !Fits(file, at, shape))
        {
            return;
        }

        var line = text[file.LineStart(at, Reach)..file.LineEnd(at, Reach)];
        hits.Add(this, at, name.Length, file.Is(FileRole.Test) ? ScreeningSeverity.Low : shape.Severity, $"Here {shape.What}: {CodeText.Show(line)}");
    }

    /// <summary>What a rule asks beyond that.</summary>
    protected virtual bool Fits(ScreenedFile file, int at, CallShape shape) => true;

    protected static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>A name that means nothing between quotes; names of libraries' functions, with all their endings, are asked for at run time.</summary>
    private static bool IsOfLanguage(CallShape shape) => shape.Text[^1] == '(' || (shape.Languages is not null && shape.Text[^1] != '*');

    private static string NameOf(CallShape shape) => shape.Text.TrimEnd('(', '*');

    /// <summary>A type or a word of declarations stands right before it.</summary>
    private static bool IsDeclared(ReadOnlySpan<byte> text, int at)
    {
        var before = text[Math.Max(0, at - 16)..at];
        foreach (var word in (ReadOnlySpan<string>)["int ", "void ", "int\n", "void\n", "def ", "func ", "fn ", "function ", "char *", "static ", "#define ", "bool ", "long ", "#undef ", "void *"])
        {
            if (before.EndsWith(Encoding.ASCII.GetBytes(word)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A constant of the preprocessor gets its value here.</summary>
    private static bool IsDefined(ReadOnlySpan<byte> text, int at) => text[Math.Max(0, at - 16)..at].TrimEnd(" \t"u8).EndsWith("#define"u8);

    private static bool IsWith(ReadOnlySpan<byte> rest, string[] words)
    {
        rest = rest[..Math.Min(Reach, rest.Length)];
        var end = rest.IndexOf((byte)';');
        rest = end >= 0 ? rest[..end] : rest;
        foreach (var word in words)
        {
            if (rest.IndexOf(Encoding.ASCII.GetBytes(word)) >= 0)
            {
                return true;
            }
        }

        return words.Length == 0;
    }
}
