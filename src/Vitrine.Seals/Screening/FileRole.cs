using System.Collections.Frozen;

namespace Vitrine.Seals;

/// <summary>What a file is for, as its path says; it can be several.</summary>
[Flags]
internal enum FileRole
{
    /// <summary>The path says nothing.</summary>
    None = 0,

    /// <summary>What runs when the product is built or configured.</summary>
    Build = 1,

    /// <summary>Tests, their data, and examples.</summary>
    Test = 2,

    /// <summary>For people to read.</summary>
    Document = 4,

    /// <summary>Tables, records and settings.</summary>
    Data = 8,

    /// <summary>Source in a language that <see cref="FileRoles"/> lists.</summary>
    Code = 16,
}

/// <summary>Tells roles by names.</summary>
internal static class FileRoles
{
    private static readonly FrozenSet<string> BuildNames = Set(
        "pom.xml build.sbt ivy.xml makefile.pl build.pl setup.cfg pyproject.toml build.zig dune composer.json gemfile package.swift cmakepresets.json appveyor.yml .appveyor.yml hatch_build.py noxfile.py "
        + "makefile gnumakefile makefile.am makefile.in makefile.inc configure configure.ac configure.in cmakelists.txt meson.build meson_options.txt build.gradle build.gradle.kts "
        + "settings.gradle build.xml setup.py conanfile.py package.json build.rs rakefile extconf.rb build.bazel workspace build sconstruct sconscript wscript kbuild jenkinsfile "
        + "dockerfile containerfile autogen.sh bootstrap bootstrap.sh build.sh install.sh configure.sh binding.gyp gulpfile.js gruntfile.js webpack.config.js justfile taskfile.yml "
        + ".gitlab-ci.yml .travis.yml azure-pipelines.yml buildconf rules ltmain.sh");

    private static readonly FrozenSet<string> BuildEndings = Set("mk mak am m4 cmake gradle targets props csproj fsproj vbproj vcxproj bzl gemspec spec pro pri gyp gypi nuspec wixproj ac");
    private static readonly FrozenSet<string> ScriptEndings = Set("sh bash ps1 bat cmd py pl rb js awk sed");
    private static readonly FrozenSet<string> BuildFolders = Set("build build-aux scripts script m4 ci .ci tools cmake config packaging debian .github workflows");
    private static readonly FrozenSet<string> TestFolders = Set("test tests testing testdata test-data t spec specs fixtures fixture samples sample examples example demo demos selftests testsuite testsuites unittests unittest __tests__ __mocks__ mocks fuzz fuzzing corpus benchmarks regress");
    private static readonly FrozenSet<string> DocumentFolders = Set("doc docs documentation man manual manuals licenses licences");
    private static readonly FrozenSet<string> DocumentEndings = Set("md rst adoc asciidoc txt tex texi texinfo pod htm html man org 1 2 3 4 5 6 7 8 9 mdx rtf docbook po pot xlf xliff");
    private static readonly FrozenSet<string> DocumentNames = Set("readme changelog changes news authors contributors credits copying license licence notice thanks todo install maintainers history copyright announce faq");
    private static readonly FrozenSet<string> DataEndings = Set("csv tsv json jsonl ndjson sql ldif vcf xml yml yaml toml log dat txt ini conf cfg properties env tab psv dump");
    private static readonly FrozenSet<string> CodeEndings = Set(
        "c h cc cpp cxx hpp hh hxx inl m mm cs vb fs java kt kts scala groovy go rs py pyw js mjs cjs jsx ts tsx php rb pl pm sh bash zsh ksh ps1 psm1 bat cmd lua swift dart ex exs erl "
        + "asm s dts dtsi awk tcl vbs r jl sol nim zig d pas coffee vue svelte");

    /// <summary>The roles of a path.</summary>
    public static FileRole Of(string path)
    {
        var lower = path.ToLowerInvariant();
        var slash = lower.LastIndexOf('/');
        var name = lower[(slash + 1)..];
        var dot = name.LastIndexOf('.');
        var ending = dot > 0 ? name[(dot + 1)..] : "";
        var folders = slash < 0 ? [] : lower[..slash].Split('/');
        var isScript = ScriptEndings.Contains(ending);
        var role = FileRole.None;
        role |= BuildNames.Contains(name) || BuildEndings.Contains(ending) || name.StartsWith("makefile.", StringComparison.Ordinal) || name.StartsWith("dockerfile.", StringComparison.Ordinal)
            || (isScript && folders.Any(BuildFolders.Contains)) || (lower.Contains(".github/workflows/", StringComparison.Ordinal) && ending is "yml" or "yaml")
            ? FileRole.Build : 0;
        role |= folders.Any(IsTestFolder) || name.StartsWith("test_", StringComparison.Ordinal) || IsTestName(dot > 0 ? name[..dot] : name) ? FileRole.Test : 0;
        role |= DocumentEndings.Contains(ending) || DocumentNames.Contains(dot > 0 ? name[..dot] : name) || folders.Any(DocumentFolders.Contains) ? FileRole.Document : 0;
        role |= DataEndings.Contains(ending) ? FileRole.Data : 0;
        role |= CodeEndings.Contains(ending) ? FileRole.Code : 0;
        return role;
    }

    /// <summary>A folder of tests by its whole name, or by a word of it: reg-tests, unit_tests.</summary>
    private static bool IsTestFolder(string folder) =>
        TestFolders.Contains(folder) || (folder.AsSpan().IndexOfAny('-', '_') >= 0 && folder.Split('-', '_').Any(word => word is "test" or "tests"));

    private static bool IsTestName(string stem) =>
        stem is "test" or "tests" || stem.EndsWith("_test", StringComparison.Ordinal) || stem.EndsWith("_tests", StringComparison.Ordinal) || stem.EndsWith("-test", StringComparison.Ordinal)
        || stem.EndsWith(".test", StringComparison.Ordinal) || stem.EndsWith(".spec", StringComparison.Ordinal) || stem.EndsWith("tests", StringComparison.Ordinal)
        || stem.StartsWith("test-", StringComparison.Ordinal) || stem.EndsWith("selftest", StringComparison.Ordinal);

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
