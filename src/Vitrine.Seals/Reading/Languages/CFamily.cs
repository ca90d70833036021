using System.Collections.Immutable;

namespace Vitrine.Seals;

/// <summary>Languages with C's comments and strings.</summary>
internal static class CFamily
{
    private const string CKeywords =
        "auto break case const continue default do else enum extern for goto if inline register restrict return sizeof static struct switch typedef union volatile while "
        + "_Alignas _Alignof _Atomic _Generic _Noreturn _Static_assert _Thread_local alignas alignof constexpr nullptr static_assert thread_local typeof true false NULL";

    private const string CTypes =
        "void char short int long float double signed unsigned bool _Bool _Complex size_t ssize_t ptrdiff_t wchar_t intptr_t uintptr_t "
        + "int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t FILE u8 u16 u32 u64 s8 s16 s32 s64 __u8 __u16 __u32 __u64";

    private static readonly CodeGrammar Base = new()
    {
        LineComments = ["//"],
        BlockComments = [("/*", "*/")],
        Strings = [new StringRule("\"", "\""), new StringRule("'", "'")],
    };

    private static readonly CodeGrammar CppGrammar = Base with
    {
        Keywords = CodeGrammar.Words(CKeywords
            + " and and_eq asm bitand bitor catch class compl concept consteval constinit const_cast co_await co_return co_yield decltype delete dynamic_cast explicit export "
            + "final friend module import mutable namespace new noexcept not not_eq operator or or_eq override private protected public reinterpret_cast requires static_cast "
            + "template this throw try typeid typename using virtual xor xor_eq"),
        Types = CodeGrammar.Words(CTypes + " char8_t char16_t char32_t string string_view vector map set pair tuple unique_ptr shared_ptr optional variant span"),
        StringPrefixes = CodeGrammar.Words("L u U u8 R LR uR UR u8R"),
        Oddities = Oddities.Preprocessor | Oddities.CppRawStrings,
    };

    private static readonly CodeGrammar JavaScriptGrammar = Base with
    {
        Strings = [.. Base.Strings, new StringRule("`", "`", SpansLines: true)],
        Keywords = CodeGrammar.Words(
            "async await break case catch class const continue debugger default delete do else export extends false finally for from function get if import in instanceof let new "
            + "null of return set static super switch this throw true try typeof undefined var void while with yield"),
        Types = CodeGrammar.Words("Array ArrayBuffer BigInt Boolean Date Error Function Map Math Number Object Promise RegExp Set String Symbol Uint8Array WeakMap"),
        WordCharacters = "$#",
        Oddities = Oddities.CapitalTypes,
    };

    public static ImmutableArray<Language> All { get; } =
    [
        new("C", new CodeLexer(Base with
        {
            Keywords = CodeGrammar.Words(CKeywords),
            Types = CodeGrammar.Words(CTypes),
            StringPrefixes = CodeGrammar.Words("L u U u8"),
            Oddities = Oddities.Preprocessor,
        })) { Extensions = ["c", "h"] },
        new("C++", new CodeLexer(CppGrammar)) { Aliases = ["cpp", "cplusplus"], Extensions = ["cc", "cpp", "cxx", "c++", "hh", "hpp", "hxx", "h++", "inl", "ipp", "tpp", "ixx", "cppm", "ino"] },
        new("C#", new CodeLexer(Base with
        {
            Keywords = CodeGrammar.Words(
                "abstract add alias and as ascending async await base break by case catch checked class const continue default delegate descending do else enum equals event explicit "
                + "extension extern false field file finally fixed for foreach from get global goto group if implicit in init interface internal into is join let lock managed nameof namespace new "
                + "not notnull null on operator or orderby out override params partial private protected public readonly record ref remove required return scoped sealed select set sizeof stackalloc "
                + "static struct switch this throw true try typeof unchecked unmanaged unsafe using value var virtual volatile when where while with yield"),
            Types = CodeGrammar.Words("bool byte char decimal double dynamic float int long nint nuint object sbyte short string uint ulong ushort void"),
            Oddities = Oddities.CountedQuotes | Oddities.Preprocessor | Oddities.CapitalTypes,
        })) { Aliases = ["csharp"], Extensions = ["cs", "csx"] },
        new("Java", new CodeLexer(Base with
        {
            Strings = [new StringRule("\"\"\"", "\"\"\"", SpansLines: true), .. Base.Strings],
            Keywords = CodeGrammar.Words(
                "abstract assert break case catch class const continue default do else enum exports extends false final finally for goto if implements import instanceof interface module native "
                + "new non-sealed null open opens package permits private protected provides public record requires return sealed static strictfp super switch synchronized this throw throws to "
                + "transient transitive true try uses var volatile when while with yield"),
            Types = CodeGrammar.Words("boolean byte char double float int long short void"),
            Oddities = Oddities.CapitalTypes,
        })) { Extensions = ["java"] },
        new("Kotlin", new CodeLexer(Base with
        {
            NestedComments = true,
            Strings = [new StringRule("\"\"\"", "\"\"\"", '\0', SpansLines: true), .. Base.Strings],
            Keywords = CodeGrammar.Words(
                "abstract annotation as break by catch class companion const constructor continue data do else enum external false final finally for fun get if import in infix init inline "
                + "inner interface internal is it lateinit null object open operator out override package private protected public reified return sealed set super suspend tailrec this throw true try "
                + "typealias val var vararg when where while"),
            Types = CodeGrammar.Words("Any Boolean Byte Char Double Float Int Long Nothing Short String Unit"),
            Oddities = Oddities.CapitalTypes,
        })) { Extensions = ["kt", "kts"] },
        new("Go", new CodeLexer(Base with
        {
            Strings = [.. Base.Strings, new StringRule("`", "`", '\0', SpansLines: true)],
            Keywords = CodeGrammar.Words(
                "break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct switch type var true false nil iota"),
            Types = CodeGrammar.Words(
                "any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr"),
        })) { Aliases = ["golang"], Extensions = ["go"] },
        new("Rust", new CodeLexer(Base with
        {
            NestedComments = true,
            Strings = [new StringRule("\"", "\"", SpansLines: true), new StringRule("'", "'")],
            StringPrefixes = CodeGrammar.Words("b c r br cr"),
            Keywords = CodeGrammar.Words(
                "as async await break const continue crate dyn else enum extern false fn for gen if impl in let loop macro_rules match mod move mut pub ref return self static struct super trait "
                + "true try type union unsafe use where while"),
            Types = CodeGrammar.Words("bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize Self"),
            Oddities = Oddities.CountedHashes | Oddities.Lifetimes | Oddities.CapitalTypes,
        })) { Extensions = ["rs"] },
        new("Swift", new CodeLexer(Base with
        {
            NestedComments = true,
            Strings = [new StringRule("\"\"\"", "\"\"\"", SpansLines: true), new StringRule("\"", "\"")],
            Keywords = CodeGrammar.Words(
                "actor as associatedtype async await break case catch class continue convenience default defer deinit do else enum extension fallthrough false fileprivate final for func get guard if "
                + "import in init inout internal is lazy let mutating nil open operator override private protocol public repeat required rethrows return self set some static struct subscript super "
                + "switch throw throws true try typealias unowned var weak where while"),
            Types = CodeGrammar.Words("Any Bool Character Double Float Int String Void"),
            Oddities = Oddities.CapitalTypes,
        })) { Extensions = ["swift"] },
        new("JavaScript", new CodeLexer(JavaScriptGrammar)) { Aliases = ["js"], Extensions = ["js", "mjs", "cjs", "jsx"], Interpreters = ["node", "deno", "bun"] },
        new("TypeScript", new CodeLexer(JavaScriptGrammar with
        {
            Keywords = CodeGrammar.Words(string.Join(' ', JavaScriptGrammar.Keywords)
                + " abstract as asserts declare enum implements infer interface is keyof module namespace out override private protected public readonly satisfies type unique"),
            Types = CodeGrammar.Words(string.Join(' ', JavaScriptGrammar.Types) + " any bigint boolean never number object string symbol unknown"),
        })) { Aliases = ["ts"], Extensions = ["ts", "mts", "cts", "tsx"] },
        new("CSS", new CodeLexer(new CodeGrammar
        {
            LineComments = ["//"],
            BlockComments = [("/*", "*/")],
            Strings = Base.Strings,
            Keywords = CodeGrammar.Words("@charset @container @font-face @import @keyframes @layer @media @namespace @page @property @supports @mixin @include @use !important"),
            WordCharacters = "-@!",
        })) { Extensions = ["css", "scss", "less"] },
        new("JSON", new CodeLexer(Base with
        {
            Keywords = CodeGrammar.Words("true false null"),
            Oddities = Oddities.StringKeys,
        })) { Extensions = ["json", "jsonc", "json5", "jsonl", "webmanifest", "sarif"], FileNames = [".babelrc", ".eslintrc", "composer.lock", "Pipfile.lock"] },
    ];
}
