using System.CommandLine;
using System.Text;
using Vitrine.Register;
using Vitrine.Room;

namespace Vitrine.Cli;

/// <summary>What a room asks of those who enter; what is left out is as the host's house rules say.</summary>
internal static class EntryOptions
{
    private static readonly Option<string> Operator = new("--operator") { Description = "Who operates the server (default: the centre itself)." };
    private static readonly Option<string> Site = new("--site") { Description = "The site from which rooms may be entered (default: anywhere).", HelpName = "ID" };
    private static readonly Option<string> Person = new("--reviewer-accreditation") { Description = "The scheme under which each reviewer is accredited.", HelpName = "SCHEME" };
    private static readonly Option<string> Laboratory = new("--laboratory-accreditation") { Description = "The scheme under which the laboratory is accredited.", HelpName = "SCHEME" };
    private static readonly Option<string[]> Types = new("--laboratory-type") { Description = "Types of inspection body (ISO/IEC 17020) that suffice: A, B, C.", HelpName = "TYPE", DefaultValueFactory = _ => [] };
    private static readonly Option<string> Scope = new("--laboratory-scope") { Description = "Words that the accreditation's scope holds.", HelpName = "WORDS" };

    private static readonly Option<string> Bar = new("--bar") { Description = "The bar of independence for laboratory and authority, a file.", HelpName = "FILE" };
    private static readonly Option<string[]> Lists = new("--list") { Description = "A list on which no party, owner or reviewer may stand.", HelpName = "ID", DefaultValueFactory = _ => [] };

    public static IReadOnlyList<Option> All { get; } = [Operator, Site, Person, Laboratory, Types, Scope, Bar, Lists];

    /// <summary>The rules that the options state, over those that stand.</summary>
    /// <exception cref="BadInputException">A type is none, or a type or scope is given without a scheme.</exception>
    public static EntryRules Read(ParseResult parsed, EntryRules standing)
    {
        var scheme = parsed.GetValue(Laboratory);
        var types = parsed.GetValue(Types)!.Select(Type).Distinct().ToList();
        var scope = parsed.GetValue(Scope);
        if (scheme is null && (types.Count > 0 || scope is not null))
        {
            throw new BadInputException("--laboratory-type and --laboratory-scope go with --laboratory-accreditation.");
        }

        return standing with
        {
            Operator = parsed.GetValue(Operator) ?? standing.Operator,
            Site = parsed.GetValue(Site) ?? standing.Site,
            PersonScheme = parsed.GetValue(Person) ?? standing.PersonScheme,
            Laboratory = scheme is null ? standing.Laboratory : new LaboratoryRule(scheme, types, scope),
            Bar = parsed.GetValue(Bar) is { } file ? ReadBar(file) : standing.Bar,
            Lists = parsed.GetValue(Lists) is { Length: > 0 } lists ? [.. lists.Distinct(StringComparer.Ordinal)] : standing.Lists,
        };
    }

    private static string ReadBar(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var bytes = new byte[Register.Bar.MaxBytes + 1];
            var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            Register.Bar.Parse(bytes.AsSpan(0, read));
            return Encoding.UTF8.GetString(bytes, 0, read);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or BarFormatException)
        {
            throw new BadInputException($"--bar {Terminal.Safe(path)}: {error.Message}");
        }
    }

    private static InspectionType Type(string text) =>
        Enum.TryParse<InspectionType>(text, ignoreCase: true, out var type) && Enum.IsDefined(type) ? type : throw new BadInputException($"--laboratory-type is A, B or C, not '{Terminal.Safe(text)}'.");
}
