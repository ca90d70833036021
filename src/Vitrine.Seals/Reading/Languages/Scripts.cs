using System.Collections.Immutable;

namespace Vitrine.Seals;

/// <summary>Languages whose comments begin with a hash, and some neighbours.</summary>
internal static class Scripts
{
    private static readonly ImmutableArray<StringRule> Quotes = [new("\"", "\""), new("'", "'")];

    private static readonly ImmutableArray<StringRule> ShellQuotes = [new("\"", "\"", SpansLines: true), new("'", "'", '\0', SpansLines: true), new("`", "`", SpansLines: true)];

    public static ImmutableArray<Language> All { get; } =
    [
        new("Python", new CodeLexer(new CodeGrammar
        {
            LineComments = ["#"],
            Strings = [new StringRule("\"\"\"", "\"\"\"", SpansLines: true), new StringRule("'''", "'''", SpansLines: true), .. Quotes],
            StringPrefixes = CodeGrammar.WordsInAnyCase("r b u f t rb br rf fr rt tr"),
            Keywords = CodeGrammar.Words(
                "False None True and as assert async await break case class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise "
                + "return self try type while with yield"),
            Types = CodeGrammar.Words("bool bytes bytearray complex dict float frozenset int list object set str tuple"),
            Oddities = Oddities.CapitalTypes,
        })) { Aliases = ["py"], Extensions = ["py", "pyi", "pyw"], FileNames = ["SConstruct", "SConscript", "wscript"], Interpreters = ["python"] },
        new("Shell", new CodeLexer(new CodeGrammar
        {
            LineComments = ["#"],
            Strings = ShellQuotes,
            Keywords = CodeGrammar.Words(
                "alias break case cd continue declare do done elif else esac eval exec exit export fi for function if in local read readonly return select set shift source test then time trap "
                + "unset until while"),
            WordCharacters = "-",
            Oddities = Oddities.HereDocuments | Oddities.CommentAtWord | Oddities.DollarNames,
        }))
        {
            Aliases = ["sh", "bash"],
            Extensions = ["sh", "bash", "zsh", "ksh", "bats", "ebuild"],
            FileNames = [".bashrc", ".profile", ".bash_profile", ".zshrc", "configure", "PKGBUILD"],
            Interpreters = ["sh", "bash", "dash", "zsh", "ksh"],
        },
        new("PowerShell", new CodeLexer(new CodeGrammar
        {
            LineComments = ["#"],
            BlockComments = [("<#", "#>")],
            Strings = [new StringRule("@\"", "\"@", '\0', SpansLines: true), new StringRule("@'", "'@", '\0', SpansLines: true), new StringRule("\"", "\"", '`', SpansLines: true), new StringRule("'", "'", '\0', SpansLines: true)],
            Keywords = CodeGrammar.WordsInAnyCase(
                "begin break catch class continue data do dynamicparam else elseif end enum exit filter finally for foreach from function if in param process return switch throw trap try until using while"),
            WordCharacters = "-",
            Oddities = Oddities.DollarNames | Oddities.CommentAtWord,
        })) { Aliases = ["pwsh"], Extensions = ["ps1", "psm1", "psd1"], Interpreters = ["pwsh"] },
        new("Ruby", new CodeLexer(new CodeGrammar
        {
            LineComments = ["#"],
            Strings = [new StringRule("\"", "\"", SpansLines: true), new StringRule("'", "'", SpansLines: true)],
            Keywords = CodeGrammar.Words(
                "BEGIN END alias and begin break case class def defined? do else elsif end ensure false for if in module next nil not or redo rescue retry return self super then true undef unless until "
                + "when while yield require attr_reader attr_accessor private public protected"),
            WordCharacters = "@",
            Oddities = Oddities.CapitalTypes | Oddities.DollarNames | Oddities.CommentAtWord,
        })) { Aliases = ["rb"], Extensions = ["rb", "rake", "gemspec"], FileNames = ["Rakefile", "Gemfile", "Vagrantfile"], Interpreters = ["ruby"] },
        new("Perl", new CodeLexer(new CodeGrammar
        {
            LineComments = ["#"],
            Strings = [new StringRule("\"", "\"", SpansLines: true), new StringRule("'", "'", SpansLines: true)],
            Keywords = CodeGrammar.Words(
                "and cmp continue die do else elsif eq foreach for ge goto gt if last le local lt my ne next no not or our package redo require return sub undef unless until use while xor"),
            Oddities = Oddities.DollarNames | Oddities.CommentAtWord,
        })) { Extensions = ["pl", "pm", "t"], Interpreters = ["perl"] },
        new("PHP", new CodeLexer(new CodeGrammar
        {
            LineComments = ["//", "#"],
            BlockComments = [("/*", "*/")],
            Strings = [new StringRule("\"", "\"", SpansLines: true), new StringRule("'", "'", SpansLines: true)],
            Keywords = CodeGrammar.WordsInAnyCase(
                "abstract and array as break callable case catch class clone const continue declare default do echo else elseif empty enum extends false final finally fn for foreach function global goto "
                + "if implements include include_once instanceof insteadof interface isset list match namespace new null or print private protected public readonly require require_once return static "
                + "switch throw trait true try unset use var while xor yield"),
            Types = CodeGrammar.Words("bool float int mixed object string void"),
            Oddities = Oddities.DollarNames | Oddities.CapitalTypes,
        })) { Extensions = ["php", "phtml"], Interpreters = ["php"] },
        new("Lua", new CodeLexer(new CodeGrammar
        {
            LineComments = ["--"],
            BlockComments = [("--[[", "]]")],
            Strings = [new StringRule("[[", "]]", '\0', SpansLines: true), .. Quotes],
            Keywords = CodeGrammar.Words("and break do else elseif end false for function goto if in local nil not or repeat return then true until while"),
        })) { Extensions = ["lua"], Interpreters = ["lua"] },
        new("SQL", new CodeLexer(new CodeGrammar
        {
            LineComments = ["--"],
            BlockComments = [("/*", "*/")],
            Strings = [new StringRule("'", "'", '\0', SpansLines: true), new StringRule("\"", "\"", '\0')],
            Keywords = CodeGrammar.WordsInAnyCase(
                "add all alter and as asc begin between by case check column commit constraint create cross database default delete desc distinct drop else end except exists foreign from full function "
                + "grant group having if in index inner insert intersect into is join key left like limit not null offset on or order outer primary procedure references revoke right rollback select set "
                + "table then transaction trigger union unique update using values view when where with"),
            Types = CodeGrammar.WordsInAnyCase("bigint blob boolean bytea char date decimal float int integer json numeric real serial smallint text time timestamp uuid varchar"),
        })) { Extensions = ["sql", "ddl"] },
        new("Makefile", new CodeLexer(new CodeGrammar
        {
            LineComments = ["#"],
            Strings = Quotes,
            Keywords = CodeGrammar.Words("define else endef endif export ifdef ifeq ifndef ifneq include override private undefine unexport vpath .PHONY"),
            WordCharacters = "-.",
            Oddities = Oddities.DollarNames | Oddities.CommentAtWord,
        })) { Aliases = ["make"], Extensions = ["mk", "mak"], FileNames = ["Makefile", "GNUmakefile", "Kbuild"] },
        new("Dockerfile", new CodeLexer(new CodeGrammar
        {
            LineComments = ["#"],
            Strings = Quotes,
            Keywords = CodeGrammar.WordsInAnyCase("add arg as cmd copy entrypoint env expose from healthcheck label maintainer onbuild run shell stopsignal user volume workdir"),
            Oddities = Oddities.DollarNames | Oddities.CommentAtWord,
        })) { Extensions = ["dockerfile"], FileNames = ["Dockerfile", "Containerfile"] },
        new("CMake", new CodeLexer(new CodeGrammar
        {
            LineComments = ["#"],
            BlockComments = [("#[[", "]]")],
            Strings = [new StringRule("\"", "\"", SpansLines: true)],
            Keywords = CodeGrammar.WordsInAnyCase("else elseif endforeach endfunction endif endmacro endwhile foreach function if include macro project return set while"),
            Oddities = Oddities.DollarNames,
        })) { Extensions = ["cmake"], FileNames = ["CMakeLists.txt"] },
        new("TOML", new CodeLexer(new CodeGrammar
        {
            LineComments = ["#"],
            Strings = [new StringRule("\"\"\"", "\"\"\"", SpansLines: true), new StringRule("'''", "'''", '\0', SpansLines: true), new StringRule("\"", "\""), new StringRule("'", "'", '\0')],
            Keywords = CodeGrammar.Words("true false inf nan"),
            Oddities = Oddities.AssignedNames,
        })) { Extensions = ["toml"], FileNames = ["Cargo.lock", "poetry.lock"] },
        new("INI", new CodeLexer(new CodeGrammar
        {
            LineComments = ["#", ";"],
            Strings = [new StringRule("\"", "\"")],
            Keywords = CodeGrammar.WordsInAnyCase("true false yes no on off"),
            Oddities = Oddities.AssignedNames | Oddities.CommentAtWord,
        })) { Extensions = ["ini", "cfg", "conf", "properties", "desktop", "service", "inf", "editorconfig"], FileNames = [".gitconfig", ".gitmodules", ".npmrc"] },
        new("Assembly", new CodeLexer(new CodeGrammar
        {
            LineComments = ["//", ";", "#"],
            BlockComments = [("/*", "*/")],
            Strings = Quotes,
            WordCharacters = ".%$@",
            Oddities = Oddities.CommentAtWord,
        })) { Aliases = ["asm"], Extensions = ["s", "asm", "nasm"] },
    ];
}
