using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>The languages that are coloured; a new one is an entry here and its endings below.</summary>
internal static class Languages
{
    private static readonly TextRule Double = new("\"", "\"");
    private static readonly TextRule Single = new("'", "'");
    private static readonly TextRule Backtick = new("`", "`", ManyLines: true);
    private static readonly ImmutableArray<(string, string)> SlashStar = [("/*", "*/")];

    public static Language Plain { get; } = new("Text", Set(""), [], [], []);

    private static readonly Language CSharp = new(
        "C#",
        Set("""
            abstract and as async await base bool break byte case catch char checked class const continue decimal default delegate do double
            else enum event explicit extern false field file finally fixed float for foreach from get global goto group if implicit in init int
            interface internal into is join let lock long nameof namespace new not nint null object on operator or orderby out override params
            partial private protected public readonly record ref required return sbyte scoped sealed select set short sizeof stackalloc static
            string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using value var virtual void volatile when where
            while with yield
            """),
        ["//"],
        SlashStar,
        [new("\"\"\"", "\"\"\"", null, true), new("@\"", "\"", '"', true), new("$@\"", "\"", '"', true), Double, Single],
        HashDirectives: true,
        CapitalTypes: true);

    private static readonly Language C = new(
        "C",
        Set("""
            alignas alignof auto bool break case char class const constexpr continue default delete do double else enum explicit extern false
            float for friend goto if inline int int8_t int16_t int32_t int64_t long mutable namespace new noexcept nullptr NULL operator private
            protected public register restrict return short signed size_t sizeof ssize_t static static_cast struct switch template this throw
            true try typedef typename uint8_t uint16_t uint32_t uint64_t union unsigned using virtual void volatile while
            """),
        ["//"],
        SlashStar,
        [Double, Single],
        HashDirectives: true);

    private static readonly Language Go = new(
        "Go",
        Set("""
            any bool break byte case chan comparable complex64 complex128 const continue default defer else error fallthrough false float32
            float64 for func go goto if import int int8 int16 int32 int64 interface iota map nil package range return rune select string struct
            switch true type uint uint8 uint16 uint32 uint64 uintptr var
            """),
        ["//"],
        SlashStar,
        [Double, new("`", "`", null, true), Single]);

    private static readonly Language Rust = new(
        "Rust",
        Set("""
            as async await bool box break char const continue crate dyn else enum extern f32 f64 false fn for i8 i16 i32 i64 i128 if impl in
            isize let loop match mod move mut pub ref return self Self static str struct super trait true type u8 u16 u32 u64 u128 union unsafe
            use usize where while
            """),
        ["//"],
        SlashStar,
        [new("r#\"", "\"#", null, true), new("\"", "\"", '\\', true)],
        CapitalTypes: true);

    private static readonly Language Java = new(
        "Java",
        Set("""
            abstract as assert boolean break by byte case catch char class companion const continue data default do double else enum extends
            false final finally float for fun goto if implements import in instanceof int interface internal is lateinit long native new null
            object open override package permits private protected public record return sealed short static strictfp super suspend switch
            synchronized this throw throws transient true try typealias val var void volatile when while yield
            """),
        ["//"],
        SlashStar,
        [new("\"\"\"", "\"\"\"", null, true), Double, Single],
        CapitalTypes: true);

    private static readonly Language JavaScript = new(
        "JavaScript",
        Set("""
            abstract any as async await boolean break case catch class const continue debugger declare default delete do else enum export
            extends false finally for from function get if implements import in instanceof interface keyof let namespace never new null number
            of private protected public readonly return satisfies set static string super switch this throw true try type typeof undefined
            unknown var void while with yield
            """),
        ["//"],
        SlashStar,
        [Backtick, Double, Single],
        CapitalTypes: true);

    private static readonly Language Python = new(
        "Python",
        Set("""
            and as assert async await break case class continue def del elif else except False finally for from global if import in is lambda
            match None nonlocal not or pass raise return self True try while with yield
            """),
        ["#"],
        [],
        [new("\"\"\"", "\"\"\"", '\\', true), new("'''", "'''", '\\', true), Double, Single]);

    private static readonly Language Shell = new(
        "Shell",
        Set("""
            break case cd continue do done echo elif else esac eval exec exit export fi for function if in local printf read readonly return set
            shift source then trap unset until while
            """),
        ["#"],
        [],
        [new("\"", "\"", '\\', true), new("'", "'", null, true)]);

    private static readonly Language Json = new("JSON", Set("false null true"), ["//"], SlashStar, [Double]);

    private static readonly Language Yaml = new("YAML", Set("false no null off on true yes"), ["#"], [], [Double, new("'", "'", '\'')]);

    private static readonly Language Xml = new("XML", Set(""), [], [("<!--", "-->")], [new("\"", "\"", null, true)], Markup: true);

    private static readonly Language Sql = new(
        "SQL",
        Set("""
            add all alter and as asc begin between by case check commit create default delete desc distinct drop else end exists foreign from
            group having if in index inner insert into is join key left like limit not null on or order outer primary references right rollback
            select set table then transaction trigger union unique update using values view when where with
            """),
        ["--"],
        SlashStar,
        [new("'", "'", '\'', true), Double]);

    private static readonly Language Css = new("CSS", Set("and from important not only or to"), [], SlashStar, [Double, Single]);

    private static readonly Language Ini = new("INI", Set("false true"), ["#", ";"], [], [Double, Single]);

    private static readonly FrozenDictionary<string, Language> Endings = new Dictionary<string, Language>
    {
        [".cs"] = CSharp, [".csx"] = CSharp,
        [".c"] = C, [".h"] = C, [".cc"] = C with { Name = "C++" }, [".cpp"] = C with { Name = "C++" }, [".hpp"] = C with { Name = "C++" },
        [".go"] = Go,
        [".rs"] = Rust,
        [".java"] = Java, [".kt"] = Java with { Name = "Kotlin" },
        [".js"] = JavaScript, [".mjs"] = JavaScript, [".jsx"] = JavaScript,
        [".ts"] = JavaScript with { Name = "TypeScript" }, [".tsx"] = JavaScript with { Name = "TypeScript" },
        [".py"] = Python,
        [".sh"] = Shell, [".bash"] = Shell,
        [".json"] = Json,
        [".yml"] = Yaml, [".yaml"] = Yaml,
        [".xml"] = Xml, [".html"] = Xml with { Name = "HTML" }, [".svg"] = Xml with { Name = "SVG" }, [".csproj"] = Xml, [".props"] = Xml,
        [".targets"] = Xml, [".slnx"] = Xml, [".razor"] = Xml with { Name = "Razor" },
        [".sql"] = Sql,
        [".css"] = Css,
        [".ini"] = Ini, [".toml"] = Ini with { Name = "TOML" }, [".editorconfig"] = Ini with { Name = "EditorConfig" },
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static Language Of(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        var dot = name.LastIndexOf('.');
        return dot >= 0 && Endings.TryGetValue(name[dot..], out var language) ? language : Plain;
    }

    private static FrozenSet<string> Set(string words) =>
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
