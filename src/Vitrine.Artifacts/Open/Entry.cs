using System.Collections.Immutable;

namespace Vitrine.Artifacts;

/// <summary>What a container says of one of its members; none of it is believed.</summary>
internal sealed record Entry(string Name)
{
    public long Size { get; init; }

    public MemberKind Kind { get; init; }

    public int? Mode { get; init; }

    public long? Owner { get; init; }

    public string? Link { get; init; }

    public ImmutableArray<string> Attributes { get; init; } = [];

    /// <summary>Whether an earlier member of the container has its name.</summary>
    public bool IsDuplicate { get; init; }

    public MemberFault? Fault { get; init; }
}

/// <summary>Says what about names and links is unusual.</summary>
internal static class EntryNames
{
    public static MemberOddities OdditiesOf(Entry entry)
    {
        var steps = entry.Name.Split('/', '\\');
        var oddities = MemberOddities.None;
        oddities |= entry.Name.Length == 0 || Printable.Of(entry.Name) != entry.Name ? MemberOddities.UnsafeCharacters : 0;
        oddities |= IsAbsolute(entry.Name) ? MemberOddities.AbsoluteName : 0;
        oddities |= steps.Contains("..") ? MemberOddities.StepsUp : 0;
        oddities |= entry.IsDuplicate ? MemberOddities.DuplicateName : 0;
        if (entry.Link is { } link)
        {
            oddities |= IsAbsolute(link) ? MemberOddities.AbsoluteLink : 0;
            oddities |= Leaves(entry.Kind == MemberKind.SymbolicLink ? steps[..^1] : [], link) ? MemberOddities.LinkLeaves : 0;
        }

        return oddities;
    }

    /// <summary>A compressed file's name without the ending that says so: what its content is called.</summary>
    public static string WithoutSuffix(string name)
    {
        var stem = Path.GetFileName(name);
        foreach (var (suffix, instead) in (ReadOnlySpan<(string, string)>)[(".tgz", ".tar"), (".txz", ".tar"), (".gz", ""), (".xz", "")])
        {
            if (stem.Length > suffix.Length && stem.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                return stem[..^suffix.Length] + instead;
            }
        }

        return "content";
    }

    private static bool IsAbsolute(string name) =>
        name.StartsWith('/') || name.StartsWith('\\') || (name.Length >= 2 && name[1] == ':' && char.IsAsciiLetter(name[0]));

    private static bool Leaves(ReadOnlySpan<string> from, string link)
    {
        var depth = 0;
        foreach (var step in from)
        {
            depth += step is "" or "." ? 0 : 1;
        }

        foreach (var step in IsAbsolute(link) ? [] : link.Split('/', '\\'))
        {
            depth += step switch { "" or "." => 0, ".." => -1, _ => 1 };
            if (depth < 0)
            {
                return true;
            }
        }

        return false;
    }
}
