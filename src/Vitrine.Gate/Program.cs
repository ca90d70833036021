namespace Vitrine.Gate;

internal static class Program
{
    private static Task<int> Main(string[] args)
    {
        // Not a catch: the program is at its end, and what it was doing is not carried on. Only the exit code is the contract's.
        AppDomain.CurrentDomain.UnhandledException += static (_, fault) =>
        {
            Console.Error.WriteLine($"vitrine-gate: internal fault, nothing was decided: {fault.ExceptionObject}");
            Environment.Exit(GateCommand.Fault);
        };
        return GateCommand.RunAsync(args, Console.Out, Console.Error, TimeProvider.System, CancellationToken.None);
    }
}
