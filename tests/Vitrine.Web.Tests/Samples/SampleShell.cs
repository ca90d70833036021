namespace Vitrine.Web.Tests;

/// <summary>Invented people and parties, the same on every sample page.</summary>
internal static class SampleShell
{
    public const string Product = "Halden Update Agent";
    public const string Version = "4.2.0";
    public const string Vendor = "Halden Systems";
    public const string Laboratory = "Borealis Laboratory";
    public const string Authority = "Office for Digital Assurance";
    public const string Root = "3f9a12c4d07be8815a60f2c917ee43b85d21c6a90f3477ab0e9d58c1b26f77ab";

    /// <summary>A name of 120 characters.</summary>
    public const string LongName =
        "Interoperable Unattended Field Maintenance and Configuration Distribution Agent for Regional Substations, Enterprise Edi";

    public static readonly DateTimeOffset Now = new(2026, 11, 21, 22, 53, 20, TimeSpan.Zero);

    public static readonly SignedIn Host = new("Tomas Reyes", "host", Vendor);
    public static readonly SignedIn Reviewer = new("Ines Aalto", "reviewer", Laboratory);
    public static readonly SignedIn Officer = new("Mira Okafor", "authority", Authority);
    public static readonly SignedIn Operator = new("Jonas Lind", "operator", "Fjord Grid");

    public static Shell For(SignedIn? reader, string section = "") => new(
        "Kvern Reading Centre",
        reader,
        new LogStatus(12_408, Now.AddMinutes(-2), Tone.Yes, "current"),
        reader is null
            ? Sections(section, "Certificates", "Log")
            : reader.Role == "operator"
                ? Sections(section, "Certificates", "Log")
                : Sections(section, "Engagements", "Findings", "Certificates", "Seals", "Log"),
        new FormToken("token", "sample"));

    public static Shell Long => For(new SignedIn(LongName, "reviewer", LongName)) with { Centre = LongName };

    /// <summary>A digest that looks like one, the same for the same number.</summary>
    public static string Digest(int seed) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(seed)));

    private static System.Collections.Immutable.ImmutableArray<SectionLink> Sections(string current, params string[] titles) =>
        [.. titles.Select(title => new SectionLink(title, $"/{title.ToLowerInvariant()}", title == current))];
}
