using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Vitrine.Cli;

/// <summary>How commands speak: facts on stdout, aligned; errors and progress on stderr; colour only on a terminal and never alone.</summary>
internal static class Terminal
{
    private const int LabelWidth = 14;

    private const int LongestSecret = 4096;

    private static readonly AsyncLocal<Streams?> Given = new();

    private static bool Colour => Given.Value is null && !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "" && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Where facts go.</summary>
    public static TextWriter Out => Given.Value?.Out ?? Console.Out;

    /// <summary>Where errors and progress go.</summary>
    public static TextWriter Errors => Given.Value?.Errors ?? Console.Error;

    /// <summary>Where passwords come from.</summary>
    public static TextReader In => Given.Value?.In ?? Console.In;

    /// <summary>The columns that text may fill: the terminal's, or 100 where there is none.</summary>
    public static int Width => Given.Value is null && !Console.IsOutputRedirected && Console.WindowWidth is > 0 and var width ? Math.Clamp(width, 40, 120) : 100;

    /// <summary>Speaks through other streams than the process's own, in this flow of calls and what it starts.</summary>
    public static void Use(TextWriter output, TextWriter errors, TextReader input) => Given.Value = new Streams(output, errors, input);

    /// <summary>Whether somebody types what is read here; otherwise it is piped in.</summary>
    public static bool IsTyped => Given.Value is null && !Console.IsInputRedirected;

    /// <summary>A secret that is typed without being shown, or the first line of what is piped in; null where there is none.</summary>
    /// <exception cref="BadInputException">What is piped in has no line of a secret's length.</exception>
    /// <exception cref="OperationCanceledException">It was stopped while it waited for somebody to type.</exception>
    public static string? ReadSecret(string prompt, CancellationToken cancellationToken) =>
        IsTyped ? HiddenLine.Ask(prompt, Errors, cancellationToken) : FirstLine();

    private static string? FirstLine()
    {
        var line = new StringBuilder();
        int read;
        while ((read = In.Read()) is >= 0 and not '\n')
        {
            if (line.Append((char)read).Length > LongestSecret)
            {
                throw new BadInputException($"The first line of standard input has more than {LongestSecret:N0} characters, so it is no secret.");
            }
        }

        return read < 0 && line.Length == 0 ? null : line.ToString().TrimEnd('\r');
    }

    /// <summary>One line as it is.</summary>
    public static void Line(string text = "") => Out.WriteLine(text);

    /// <summary>One fact: a label and its value, aligned with the others.</summary>
    public static void Fact(string label, object value) => Out.WriteLine($"{label.PadRight(LabelWidth)}{value}");

    /// <summary>A verdict: shape, word and sentence; green or red on a terminal.</summary>
    public static void Verdict(bool yes, string sentence)
    {
        var text = (yes ? "✓ " : "✗ ") + sentence;
        Out.WriteLine(Colour ? $"\e[{(yes ? 32 : 31)}m{text}\e[0m" : text);
    }

    /// <summary>Dimmed on a terminal.</summary>
    public static string Quiet(string text) => Colour ? $"\e[2m{text}\e[0m" : text;

    /// <summary>Bold on a terminal.</summary>
    public static string Strong(string text) => Colour ? $"\e[1m{text}\e[0m" : text;

    /// <summary>An error and what to do about it, in one line or several.</summary>
    public static void Error(string message) => Errors.WriteLine($"vitrine: {string.Join('\n', message.TrimEnd().Split('\n').Select(Safe))}");

    /// <summary>A remark that is neither a fact nor an error.</summary>
    public static void Remark(string text) => Errors.WriteLine(text);

    /// <summary>Machine output: one JSON document and a line end.</summary>
    public static void Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(json);
        }

        Out.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>A name from outside, fit to be printed: characters that control, or that order text, are shown by their numbers.</summary>
    public static string Safe(string text) => Safe(text, keep: null);

    /// <summary>The same of a line of a file, whose tabs stay.</summary>
    public static string SafeLine(string text) => Safe(text, keep: new Rune('\t'));

    private static string Safe(string text, Rune? keep)
    {
        if (!text.EnumerateRunes().Any(IsHidden))
        {
            return text;
        }

        var safe = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            _ = IsHidden(rune) && rune != keep ? safe.Append($"\\u{rune.Value:x4}") : safe.Append(rune);
        }

        return safe.ToString();
    }

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>Progress on a terminal's stderr, at most ten times a second; nothing elsewhere.</summary>
    public static IProgress<string> Progress() => IsLive ? new Live() : new Silent();

    /// <summary>Takes the progress line away.</summary>
    public static void EndProgress()
    {
        if (IsLive)
        {
            Errors.Write("\r\e[K");
        }
    }

    private static bool IsLive => Given.Value is null && !Console.IsErrorRedirected;

    private sealed record Streams(TextWriter Out, TextWriter Errors, TextReader In);

    private sealed class Silent : IProgress<string>
    {
        public void Report(string value)
        {
        }
    }

    private sealed class Live : IProgress<string>
    {
        private long _last;

        public void Report(string value)
        {
            var now = Environment.TickCount64;
            if (now - Interlocked.Read(ref _last) >= 100)
            {
                Interlocked.Exchange(ref _last, now);
                Errors.Write($"\r\e[K{value}");
            }
        }
    }
}
