using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Vitrine.Seals.Tests;

/// <summary>A line that matches: its number, and where in it the first match begins and ends, in bytes.</summary>
internal readonly record struct FoundLine(int Number, int Start, int End);

/// <summary>The same question to ripgrep and to <see cref="LinePattern"/>.</summary>
internal sealed record Question(string Pattern, bool IsRegex, bool IgnoreCase, bool WholeWord)
{
    /// <summary>From <c>queries.tsv</c>: options, and the pattern.</summary>
    public static Question Read(string line)
    {
        var tab = line.IndexOf('\t', StringComparison.Ordinal);
        var options = line[..tab];
        return new Question(line[(tab + 1)..], options.Contains('r', StringComparison.Ordinal), options.Contains('i', StringComparison.Ordinal), options.Contains('w', StringComparison.Ordinal));
    }

    /// <summary>Lines by ripgrep; null if it refuses the pattern.</summary>
    public List<FoundLine>? AskRipgrep(string file)
    {
        string[] options = ["-uu", "-a", "--json", "--no-config", .. IsRegex ? Array.Empty<string>() : ["-F"], .. IgnoreCase ? ["-i"] : Array.Empty<string>(), .. WholeWord ? ["-w"] : Array.Empty<string>()];
        var start = new ProcessStartInfo("rg", [.. options, "-e", Pattern, "--", file]) { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 };
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var lines = new List<FoundLine>();
        while (process.StandardOutput.ReadLine() is { } message)
        {
            if (!message.StartsWith("{\"type\":\"match\"", StringComparison.Ordinal))
            {
                continue;
            }

            using var json = JsonDocument.Parse(message);
            var data = json.RootElement.GetProperty("data");
            var first = data.GetProperty("submatches").EnumerateArray().FirstOrDefault();
            lines.Add(first.ValueKind == JsonValueKind.Undefined
                ? new FoundLine(data.GetProperty("line_number").GetInt32(), -1, -1)
                : new FoundLine(data.GetProperty("line_number").GetInt32(), first.GetProperty("start").GetInt32(), first.GetProperty("end").GetInt32()));
        }

        process.WaitForExit();
        return process.ExitCode == 2 ? null : lines;
    }

    /// <summary>Lines by the pattern; null if it is refused.</summary>
    public List<FoundLine>? Ask(byte[] text)
    {
        LinePattern pattern;
        try
        {
            pattern = LinePattern.Compile(Pattern, IsRegex, IgnoreCase, WholeWord);
        }
        catch (SearchPatternException)
        {
            return null;
        }

        return Lines(pattern, text);
    }

    /// <summary>The lines of a text that match.</summary>
    public static List<FoundLine> Lines(LinePattern pattern, byte[] text)
    {
        var sink = new Sink();
        var budget = new QueryBudget(TimeProvider.System, TimeSpan.FromMinutes(5), long.MaxValue, CancellationToken.None);
        var matcher = pattern.Rent();
        matcher.Scan(text, ref sink, budget);
        var (number, counted, lines) = (1, 0, new List<FoundLine>());
        foreach (var (start, end) in sink.Lines)
        {
            number += text.AsSpan(counted, start - counted).Count((byte)'\n');
            counted = start;
            Assert.True(matcher.TryFind(text.AsSpan(start, end - start), 0, budget, out var first, out var last), string.Create(CultureInfo.InvariantCulture, $"line {number} has no match"));
            lines.Add(new FoundLine(number, first, last));
        }

        pattern.Return(matcher);
        return lines;
    }

    internal struct Sink : ILineSink
    {
        public Sink()
        {
        }

        public List<(int Start, int End)> Lines { get; } = [];

        public readonly bool Take(int start, int end)
        {
            Lines.Add((start, end));
            return true;
        }
    }
}
