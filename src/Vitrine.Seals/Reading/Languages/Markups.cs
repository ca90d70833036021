using System.Collections.Immutable;

namespace Vitrine.Seals;

/// <summary>Languages of marked text.</summary>
internal static class Markups
{
    public static ImmutableArray<Language> All { get; } =
    [
        new("XML", new MarkupLexer())
        {
            Extensions =
            [
                "xml", "xsd", "xsl", "xslt", "svg", "csproj", "fsproj", "vbproj", "vcxproj", "props", "targets", "config", "resx", "xaml", "axaml", "nuspec", "slnx", "plist", "manifest", "wsdl", "rss", "ruleset",
            ],
            FileNames = ["pom.xml", "NuGet.Config"],
        },
        new("HTML", new MarkupLexer()) { Extensions = ["html", "htm", "xhtml", "cshtml", "razor", "vue", "svelte"] },
        new("YAML", new YamlLexer()) { Aliases = ["yml"], Extensions = ["yaml", "yml"], FileNames = [".clang-format", ".clang-tidy"] },
        new("Markdown", new MarkdownLexer()) { Aliases = ["md"], Extensions = ["md", "markdown", "mdx"] },
    ];
}
