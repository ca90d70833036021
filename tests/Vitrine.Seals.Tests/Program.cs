using System.Diagnostics;

namespace Vitrine.Seals.Tests;

/// <summary>The tests' own program: seals or destroys in a process that kills itself at a named step, or that runs out of room.</summary>
internal static class Program
{
    /// <summary>make STORE FOLDER STEP, or destroy STORE ROOT STEP. Prints what went wrong, as a user would read it.</summary>
    public static async Task<int> Main(string[] args)
    {
        if (args is not [var verb, var folder, var what, var step])
        {
            return 2;
        }

        using var store = TestKeys.Store(folder, step: at =>
        {
            Console.WriteLine(at);
            if (at == step)
            {
                Process.GetCurrentProcess().Kill();
                Thread.Sleep(Timeout.Infinite);
            }
        });
        try
        {
            if (verb == "make")
            {
                Console.WriteLine((await store.MakeAsync(what)).Root);
            }
            else
            {
                await store.DestroyAsync(SealRoot.TryParse(what, out var root) ? root : default, CancellationToken.None);
            }

            return 0;
        }
        catch (SealStoreException refused)
        {
            Console.Error.WriteLine($"{refused.Fault}: {refused.Message}");
            return 1;
        }
    }
}
