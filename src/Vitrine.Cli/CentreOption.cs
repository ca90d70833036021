using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Origin;
using Vitrine.Register;
using Vitrine.Release;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Cli;

/// <summary><c>--centre DIR</c>, which every command takes, and the centre that it names.</summary>
internal static class CentreOption
{
    public static Option<string?> Option { get; } = new("--centre")
    {
        Description = "The centre's folder (default: the environment's VITRINE_CENTRE, else ./centre).",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>The parts of this version, in the order of the floors.</summary>
    public static IReadOnlyList<Part> Parts => field ??= [new SealsPart(), new RegisterPart(), new EntitiesPart(), new ListsPart(), new AdvisoriesPart(), new RoomPart(), new ReleasePart(), new OriginPart()];

    public static string Folder(ParseResult parsed)
    {
        var named = parsed.GetValue(Option) ?? Environment.GetEnvironmentVariable("VITRINE_CENTRE");
        return Path.GetFullPath(string.IsNullOrEmpty(named) ? "centre" : named);
    }

    public static Task<OpenCentre> OpenAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        OpenCentre.OpenAsync(Folder(parsed), Parts, CentreUse.Command, TimeProvider.System, cancellationToken);
}
