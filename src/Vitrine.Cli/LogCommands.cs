using System.CommandLine;

namespace Vitrine.Cli;

/// <summary><c>vitrine log …</c>: the centre's public log, or any other.</summary>
internal static class LogCommands
{
    public static Command Make() => new("log", "A transparency log: the centre's own, or any by URL or folder.")
    {
        LogShowCommand.Make(), LogProveCommand.Make(), LogVerifyCommand.Make(), LogMonitorCommand.Make(), LogCompareCommand.Make(), LogForkCommand.Make(), LogWitnessesCommand.Make(),
    };
}
