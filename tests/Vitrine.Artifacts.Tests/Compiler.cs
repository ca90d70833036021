using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Vitrine.Artifacts.Tests;

/// <summary>The SDK's own C# compiler, run as a program: real compiler output, built where the test says.</summary>
internal static class Compiler
{
    public const string Library = """
        using System;
        namespace Shop;
        public interface IPriced { int Price { get; } }
        public sealed class Basket : IPriced
        {
            private int _price;
            public int Price => _price;
            public string Greeting(string name) => "hello " + name;
            public void Add(int price) { try { _price = checked(_price + price); } catch (OverflowException) { _price = int.MaxValue; } }
            public static Func<int, int> Twice() => x => x + x;
            public T First<T>(T[] items) where T : class => items.Length == 0 ? null : items[0];
        }
        """;

    private static readonly ConcurrentDictionary<string, Lazy<byte[]>> _built = new(StringComparer.Ordinal);

    /// <summary>Compiles one file to a library; the same request is compiled once.</summary>
    /// <param name="source">C#.</param>
    /// <param name="folder">A folder name, which the path to the symbol file and so the module's id contain.</param>
    /// <param name="options">More options of the compiler; <c>{folder}</c> stands for the folder's full path.</param>
    public static byte[] Compile(string source, string folder = "one", params string[] options) =>
        _built.GetOrAdd(string.Join('\0', [source, folder, .. options]), _ => new Lazy<byte[]>(() => Run(source, folder, options))).Value;

    private static byte[] Run(string source, string folder, string[] options)
    {
        var root = Directory.CreateTempSubdirectory("vitrine-csc-").FullName;
        try
        {
            var runtime = RuntimeEnvironment.GetRuntimeDirectory();
            var home = Directory.CreateDirectory(Path.Combine(root, folder)).FullName;
            File.WriteAllText(Path.Combine(home, "shop.cs"), source);
            File.WriteAllText(
                Path.Combine(home, "resource.txt"), "a resource of " + (source.Length % 2 == 0 ? "even" : "odd") + " source");
            var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, WorkingDirectory = home };
            string[] arguments =
            [
                "exec", CompilerPath(runtime), "-nologo", "-target:library", "-debug:portable", "-optimize+", "-nostdlib",
                "-r:" + Path.Combine(runtime, "System.Private.CoreLib.dll"), "-r:" + Path.Combine(runtime, "System.Runtime.dll"),
                "-out:" + Path.Combine(home, "shop.dll"),
                .. options.Select(o => o.Replace("{folder}", home, StringComparison.Ordinal)),
                Path.Combine(home, "shop.cs"),
            ];
            Array.ForEach(arguments, start.ArgumentList.Add);
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, output);
            return File.ReadAllBytes(Path.Combine(home, "shop.dll"));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static string CompilerPath(string runtime)
    {
        var sdks = Path.Combine(runtime, "..", "..", "..", "sdk");
        return Directory.EnumerateDirectories(sdks, "10.*")
            .Order(StringComparer.Ordinal)
            .Select(sdk => Path.Combine(sdk, "Roslyn", "bincore", "csc.dll"))
            .Last(File.Exists);
    }
}
