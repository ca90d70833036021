using System.Globalization;
using System.Text;

namespace Vitrine.Release;

/// <summary>The program that sees to the order of things inside the sandbox: unpack, run the steps, pack the outputs.</summary>
/// <remarks>
/// <para>A script for a POSIX shell, since every Debian has one and it needs no more than the C library. It interprets nothing from a recipe:
/// each argument is one single-quoted word, and <c>exec</c> looks only for programs, so that a step called <c>cd</c> or <c>A=b</c> is
/// not found instead of being understood.</para>
/// <para>Descriptors: 0 the source as tar, 1 and 2 the log, 3 the status lines, 4 the outputs as tar. The steps get 0 to 2 alone, 0 empty.
/// A hostile step can still reach 3 and 4 through /proc, being the same user: that lets it claim results, which it could as well have
/// built. Before the outputs are packed, everything else in the sandbox is killed.</para>
/// </remarks>
internal static class SandboxDriver
{
    public const string Started = "started";
    public const string Version = "version";
    public const string Unpacked = "unpacked";
    public const string Step = "step";
    public const string Done = "done";
    public const string Missing = "missing";
    public const string Packed = "packed";

    public static string Script(Recipe recipe, SandboxRoot root)
    {
        var script = new StringBuilder();
        script.Append(CultureInfo.InvariantCulture, $"""
            exec 5>&- 6>&- 7>&- 8>&-
            umask 022
            ulimit -c 0
            ulimit -u {HardTasks(recipe)} 2>/dev/null || ulimit -p {HardTasks(recipe)}
            ulimit -d {recipe.Limits.MemoryBytes / 1024}
            echo {Started} >&3
            tar -x -f - -C {SandboxEnvironment.BuildFolder}
            s=$?
            echo {Unpacked} $s >&3
            [ $s -eq 0 ] || exit 1
            exec 0</dev/null

            """);
        foreach (var (tool, command) in root.VersionCommands)
        {
            // In the root folder: a file of the source cannot choose another version to speak.
            script.Append(CultureInfo.InvariantCulture, $"cd /; echo {Version} {tool} \"$({Words(command)} 2>&1 3>&- 4>&-)\" >&3\n");
        }

        script.Append(CultureInfo.InvariantCulture, $"cd {SandboxEnvironment.BuildFolder}\n");
        for (var i = 0; i < recipe.Steps.Length; i++)
        {
            script.Append(CultureInfo.InvariantCulture, $"""
                echo {Step} {i} >&3
                (exec {Words(recipe.Steps[i])}) 3>&- 4>&-
                s=$?
                echo {Done} {i} $s >&3
                [ $s -eq 0 ] || exit 1

                """);
        }

        script.Append("kill -9 -1 2>/dev/null\nm=0\n");
        for (var i = 0; i < recipe.Outputs.Length; i++)
        {
            var path = Word(recipe.Outputs[i].Path);
            script.Append(CultureInfo.InvariantCulture, $"[ -f {path} ] && [ ! -L {path} ] || {{ echo {Missing} {i} >&3; m=1; }}\n");
        }

        script.Append(CultureInfo.InvariantCulture, $"""
            [ $m -eq 0 ] || exit 1
            tar -c -f - --format=gnu -- {Words(recipe.Outputs.Select(output => output.Path))} >&4
            echo {Packed} $? >&3

            """);
        return script.ToString();
    }

    // The kernel's own stop lies above the limit, so that the one who counts from outside sees it crossed and can say so.
    private static int HardTasks(Recipe recipe) => (2 * recipe.Limits.Tasks) + 64;

    private static string Words(IEnumerable<string> words) => string.Join(' ', words.Select(Word));

    private static string Word(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
