using System.CommandLine;
using System.CommandLine.Parsing;

namespace Vitrine.Cli;

/// <summary>Options and arguments of a closed kind, which say what they take when they are given something else.</summary>
internal static class Inputs
{
    /// <summary>An option whose value is one of an enumeration's words, in lower case.</summary>
    public static Option<T> Word<T>(string name, string description)
        where T : struct, Enum
    {
        var option = new Option<T>(name) { Description = $"{description} {List(Words<T>())}.", HelpName = "WORD", CustomParser = ParseWord<T> };
        option.CompletionSources.Add(Words<T>());
        return option;
    }

    /// <summary>An argument that is one of an enumeration's words, in lower case.</summary>
    public static Argument<T> WordArgument<T>(string name, string description)
        where T : struct, Enum
    {
        var argument = new Argument<T>(name) { Description = $"{description} {List(Words<T>())}.", CustomParser = ParseWord<T> };
        argument.CompletionSources.Add(Words<T>());
        return argument;
    }

    /// <summary>An option whose value is a whole number within bounds.</summary>
    public static Option<int> Number(string name, string description, int least, int most, int otherwise) => new(name)
    {
        Description = $"{description} (default: {otherwise}).",
        HelpName = "N",
        DefaultValueFactory = _ => otherwise,
        CustomParser = result =>
        {
            var given = result.Tokens[0].Value;
            if (int.TryParse(given, out var number) && number >= least && number <= most)
            {
                return number;
            }

            result.AddError($"{name} takes a whole number from {least:N0} to {most:N0}, not '{given}'.");
            return otherwise;
        },
    };

    /// <summary>The same, where none is given by default.</summary>
    public static Option<int?> Number(string name, string description, int least, int most) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            var given = result.Tokens[0].Value;
            if (int.TryParse(given, out var number) && number >= least && number <= most)
            {
                return number;
            }

            result.AddError($"{name} takes a whole number from {least:N0} to {most:N0}, not '{given}'.");
            return null;
        },
    };

    /// <summary>An option whose value is a day.</summary>
    public static Option<DateOnly?> Day(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DATE",
        CustomParser = result =>
        {
            var given = result.Tokens[0].Value;
            if (DateOnly.TryParseExact(given, "yyyy-MM-dd", out var day))
            {
                return day;
            }

            result.AddError($"{name} takes a date such as 2022-03-25, not '{given}'.");
            return null;
        },
    };

    /// <summary>A file that is to be read whole.</summary>
    /// <exception cref="BadInputException">There is none, or it is too large.</exception>
    public static byte[] FileToRead(string path, int most, string what)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new BadInputException(Directory.Exists(path) ? $"{path} is a folder. Name a file." : $"There is no file {path}.");
        }

        if (file.Length > most)
        {
            throw new BadInputException($"{path} has {file.Length:N0} bytes; {what} has at most {most:N0}.");
        }

        // A pipe or a device says that it is empty, and may have no end.
        using var content = file.OpenRead();
        using var read = new MemoryStream((int)file.Length);
        var block = new byte[64 * 1024];
        for (int count; (count = content.Read(block)) > 0;)
        {
            read.Write(block.AsSpan(0, count));
            if (read.Length > most)
            {
                throw new BadInputException($"{path} has more than {most:N0} bytes, the most that {what} has.");
            }
        }

        return read.ToArray();
    }

    /// <summary>A file that is to be written, in full; looked at before anything is done whose result could then not be kept.</summary>
    /// <exception cref="BadInputException">It is a folder, or there is no folder to write it in.</exception>
    public static string? FileToWrite(string? path)
    {
        if (path is null)
        {
            return null;
        }

        var full = Path.GetFullPath(path);
        return Directory.Exists(full) ? throw new BadInputException($"{path} is a folder. Name a file in it.")
            : Directory.Exists(Path.GetDirectoryName(full)) ? full
            : throw new BadInputException($"{path} cannot be written: there is no folder {Path.GetDirectoryName(full)}.");
    }

    private static T ParseWord<T>(ArgumentResult result)
        where T : struct, Enum
    {
        var given = result.Tokens[0].Value;
        var words = Words<T>();
        var at = Array.IndexOf(words, given.ToLowerInvariant());
        if (at >= 0)
        {
            return Enum.GetValues<T>()[at];
        }

        var name = result.Parent is OptionResult option ? option.Option.Name : result.Argument.Name;
        result.AddError($"{name} is {List(words)}, not '{given}'.");
        return default;
    }

    private static string[] Words<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(word => word.ToLowerInvariant())];

    private static string List(string[] words) => words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}";
}
