using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Vitrine.Centre;

namespace Vitrine.Release;

/// <summary>Reads a recipe strictly: every member known, each once, everything bounded.</summary>
/// <remarks>docs/formats/recipe.md. At most 256 KiB of UTF-8 JSON without comments or trailing commas; strings hold no control characters.</remarks>
public static class RecipeReader
{
    /// <summary>The largest recipe, in bytes.</summary>
    public const int MaxBytes = 256 * 1024;

    private const int MaxString = 8 * 1024;
    private const long LastSecond = 253_402_300_799;

    private static readonly SearchValues<char> WordMarks = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-+");

    private static readonly string[] Members =
        ["name", "steps", "environment", "tools", "packages", "outputs", "sourceDateEpoch", "limits"];

    private static readonly string[] OutputMembers = ["path", "name"];

    private static readonly string[] LimitNames = ["seconds", "memoryMiB", "diskMiB", "outputMiB", "tasks"];

    /// <summary>Reads the recipe in <paramref name="utf8"/>.</summary>
    /// <exception cref="RecipeFormatException">It is not a recipe; says line and fault.</exception>
    public static Recipe Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxBytes)
        {
            throw new RecipeFormatException(1, $"has {utf8.Length} bytes; at most {MaxBytes} are read.");
        }

        var cursor = new RecipeCursor(utf8);
        try
        {
            return ReadRecipe(utf8, ref cursor);
        }
        catch (JsonException fault)
        {
            throw new RecipeFormatException((int)(fault.LineNumber ?? 0) + 1, $"is not JSON: {JsonFault.Say(fault, utf8)}.");
        }
    }

    /// <summary>Reads the recipe in the file <paramref name="path"/>.</summary>
    /// <exception cref="RecipeFormatException">It is not a recipe.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Recipe ReadFile(string path)
    {
        using var file = File.OpenRead(path);
        var buffer = new byte[MaxBytes + 1];
        var read = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return Parse(buffer.AsSpan(0, read));
    }

    private static Recipe ReadRecipe(ReadOnlySpan<byte> utf8, ref RecipeCursor cursor)
    {
        string? name = null;
        ImmutableArray<ImmutableArray<string>> steps = default;
        ImmutableArray<RecipeOutput> outputs = default;
        DateTimeOffset? date = null;
        var environment = Recipe.EmptyEnvironment;
        ImmutableArray<string> tools = [];
        ImmutableArray<PackageUrl> packages = [];
        var limits = new RecipeLimits();

        cursor.Start(JsonTokenType.StartObject, "a recipe is an object");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (cursor.NextMember(Members, seen) is { } member)
        {
            switch (member)
            {
                case "name":
                    name = ReadName(ref cursor);
                    break;
                case "steps":
                    steps = ReadSteps(ref cursor);
                    break;
                case "environment":
                    environment = ReadEnvironment(ref cursor);
                    break;
                case "tools":
                    tools = ReadTools(ref cursor);
                    break;
                case "packages":
                    packages = ReadPackages(ref cursor);
                    break;
                case "outputs":
                    outputs = ReadOutputs(ref cursor);
                    break;
                case "sourceDateEpoch":
                    date = DateTimeOffset.FromUnixTimeSeconds(cursor.Integer(0, LastSecond));
                    break;
                case "limits":
                    limits = ReadLimits(ref cursor);
                    break;
            }
        }

        cursor.End();
        return new Recipe(utf8)
        {
            Name = name ?? throw Missing(cursor, "name"),
            Steps = steps.IsDefault ? throw Missing(cursor, "steps") : steps,
            Environment = environment,
            Tools = tools,
            Packages = packages,
            Outputs = outputs.IsDefault ? throw Missing(cursor, "outputs") : outputs,
            SourceDate = date ?? throw Missing(cursor, "sourceDateEpoch"),
            Limits = limits,
        };
    }

    private static RecipeFormatException Missing(RecipeCursor cursor, string member) => cursor.Fault($"the member \"{member}\" is missing.");

    private static string ReadName(ref RecipeCursor cursor)
    {
        var name = cursor.String(64);
        return IsFileName(name) && !name.AsSpan().ContainsAnyExcept(WordMarks)
            ? name
            : throw cursor.Fault("\"name\" consists of letters, digits, '.', '_', '-' and '+', and does not start with a dot.");
    }

    private static ImmutableArray<ImmutableArray<string>> ReadSteps(ref RecipeCursor cursor)
    {
        var steps = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        cursor.Start(JsonTokenType.StartArray, "\"steps\" is an array of argument arrays");
        while (cursor.NextItem(steps.Count, 64))
        {
            cursor.Expect(JsonTokenType.StartArray, "a step is an array of a program and its arguments");
            var arguments = ImmutableArray.CreateBuilder<string>();
            while (cursor.NextItem(arguments.Count, 256))
            {
                arguments.Add(cursor.CurrentString(MaxString));
            }

            if (arguments.Count == 0 || arguments[0].Length == 0 || arguments[0][0] == '-')
            {
                throw cursor.Fault("a step starts with the program to run.");
            }

            steps.Add(arguments.ToImmutable());
        }

        return steps.Count > 0 ? steps.ToImmutable() : throw cursor.Fault("\"steps\" holds at least one step.");
    }

    private static ImmutableSortedDictionary<string, string> ReadEnvironment(ref RecipeCursor cursor)
    {
        var environment = Recipe.EmptyEnvironment.ToBuilder();
        cursor.Start(JsonTokenType.StartObject, "\"environment\" is an object of strings");
        while (cursor.NextName() is { } name)
        {
            if (!IsVariable(name))
            {
                throw cursor.Fault($"\"{name}\" is no name of a variable: letters, digits and '_', not starting with a digit.");
            }

            if (SandboxEnvironment.IsFixed(name))
            {
                throw cursor.Fault($"{name} is set by the sandbox and cannot be set by a recipe.");
            }

            if (environment.Count == 64)
            {
                throw cursor.Fault("\"environment\" holds at most 64 variables.");
            }

            if (!environment.TryAdd(name, cursor.String(MaxString)))
            {
                throw cursor.Fault($"the variable {name} is given twice.");
            }
        }

        return environment.ToImmutable();
    }

    private static ImmutableArray<string> ReadTools(ref RecipeCursor cursor)
    {
        var tools = ImmutableArray.CreateBuilder<string>();
        cursor.Start(JsonTokenType.StartArray, "\"tools\" is an array of strings");
        while (cursor.NextItem(tools.Count, 64))
        {
            var tool = cursor.CurrentString(256);
            var isPath = tool.StartsWith('/') && IsRelativePath(tool[1..]);
            if (!isPath && (!IsFileName(tool) || tool.AsSpan().ContainsAnyExcept(WordMarks)))
            {
                throw cursor.Fault($"the tool \"{tool}\" is neither the name of a program nor an absolute path without '..'.");
            }

            if (tools.Contains(tool))
            {
                throw cursor.Fault($"the tool \"{tool}\" is given twice.");
            }

            tools.Add(tool);
        }

        return tools.ToImmutable();
    }

    private static ImmutableArray<PackageUrl> ReadPackages(ref RecipeCursor cursor)
    {
        var packages = ImmutableArray.CreateBuilder<PackageUrl>();
        cursor.Start(JsonTokenType.StartArray, "\"packages\" is an array of package URLs");
        while (cursor.NextItem(packages.Count, 512))
        {
            var text = cursor.CurrentString(320);
            if (!PackageUrl.TryParse(text, out var package))
            {
                throw cursor.Fault($"\"{text}\" is no package; write pkg:nuget/NAME@VERSION.");
            }

            if (packages.Any(other => string.Equals(other.ToString(), text, StringComparison.OrdinalIgnoreCase)))
            {
                throw cursor.Fault($"the package \"{text}\" is given twice.");
            }

            packages.Add(package!);
        }

        return packages.ToImmutable();
    }

    private static ImmutableArray<RecipeOutput> ReadOutputs(ref RecipeCursor cursor)
    {
        var outputs = ImmutableArray.CreateBuilder<RecipeOutput>();
        cursor.Start(JsonTokenType.StartArray, "\"outputs\" is an array of objects with path and name");
        while (cursor.NextItem(outputs.Count, 64))
        {
            var output = ReadOutput(ref cursor);
            if (outputs.Any(other => other.Name == output.Name || other.Path == output.Path))
            {
                throw cursor.Fault($"the output \"{output.Name}\" is given twice, by name or by path.");
            }

            outputs.Add(output);
        }

        return outputs.Count > 0 ? outputs.ToImmutable() : throw cursor.Fault("\"outputs\" holds at least one file.");
    }

    private static RecipeOutput ReadOutput(ref RecipeCursor cursor)
    {
        cursor.Expect(JsonTokenType.StartObject, "an output is an object with path and name");
        string? path = null;
        string? name = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (cursor.NextMember(OutputMembers, seen) is { } member)
        {
            if (member == "path")
            {
                path = cursor.String(1024);
                if (!IsRelativePath(path))
                {
                    throw cursor.Fault($"the output path \"{path}\" does not stay in the tree: relative, with '/', without '.' or '..'.");
                }
            }
            else
            {
                name = cursor.String(255);
                if (!IsFileName(name))
                {
                    throw cursor.Fault($"the output name \"{name}\" is no file name.");
                }
            }
        }

        return new RecipeOutput(path ?? throw Missing(cursor, "path"), name ?? throw Missing(cursor, "name"));
    }

    private static RecipeLimits ReadLimits(ref RecipeCursor cursor)
    {
        var limits = new RecipeLimits();
        cursor.Start(JsonTokenType.StartObject, "\"limits\" is an object of numbers");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (cursor.NextMember(LimitNames, seen) is { } member)
        {
            limits = member switch
            {
                "seconds" => limits with { Seconds = (int)cursor.Integer(1, 86_400) },
                "memoryMiB" => limits with { MemoryMiB = (int)cursor.Integer(16, 1 << 20) },
                "diskMiB" => limits with { DiskMiB = (int)cursor.Integer(1, 1 << 20) },
                "outputMiB" => limits with { OutputMiB = (int)cursor.Integer(1, 1024) },
                _ => limits with { Tasks = (int)cursor.Integer(1, 32_768) },
            };
        }

        return limits;
    }

    private static bool IsVariable(string name) =>
        name.Length is > 0 and <= 128
        && !char.IsAsciiDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static bool IsFileName(string name) =>
        name.Length > 0 && name[0] is not ('.' or '-') && !name.Contains('/', StringComparison.Ordinal) && Encoding.UTF8.GetByteCount(name) <= 255;

    private static bool IsRelativePath(string path) =>
        path.Length > 0 && path[0] != '-' && path.Split('/').All(part => part is not ("" or "." or ".."));
}
