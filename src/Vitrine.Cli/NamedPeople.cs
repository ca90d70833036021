using System.CommandLine;
using Vitrine.Centre;

namespace Vitrine.Cli;

/// <summary>The two people whose decision the console writes down: each by the name of an account, never one twice.</summary>
internal static class NamedPeople
{
    public static Option<string> ProposedBy { get; } = new("--proposed-by") { Description = "The account of whoever proposes it.", HelpName = "NAME", Required = true };

    public static Option<string> ConfirmedBy { get; } = new("--confirmed-by") { Description = "The account of whoever confirms it: another person (default: it waits for one, at the site).", HelpName = "NAME" };

    /// <exception cref="BadInputException">There is no account of that name.</exception>
    public static string Person(OpenCentre centre, string name) =>
        new Accounts(centre).Find(name)?.Person ?? throw new BadInputException($"There is no account named {Terminal.Safe(name)}. See: vitrine user list");
}
