using System.CommandLine;

namespace Vitrine.Cli;

/// <summary><c>vitrine demo</c>: the whole chain on real input, in a folder of its own, then a site to click through.</summary>
internal static class DemoCommand
{
    private static readonly Option<bool> NoServe = new("--no-serve") { Description = "Stop when the chain is through; 0 only if every expectation held." };
    private static readonly Option<string> Folder = new("--folder") { Description = "Where the demo lives; it touches nothing outside.", HelpName = "DIR", DefaultValueFactory = _ => "vitrine-demo" };

    public static Command Make()
    {
        var command = new Command("demo", "Watch the whole chain on this repository: sealed, read, certified, rebuilt, shipped, verified, and refused when tampered with.") { NoServe, Folder };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var folder = DemoFolder.Make(Path.GetFullPath(parsed.GetValue(Folder)!));
        var report = new DemoReport();
        await using var demo = await DemoChain.StartAsync(folder, report, cancellationToken);
        await demo.RunAsync(cancellationToken);
        report.Close();
        if (!parsed.GetValue(NoServe))
        {
            await demo.ServeAsync(cancellationToken);
        }

        return report.Held ? Exit.Yes : Exit.No;
    }
}
