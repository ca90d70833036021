using System.Text;
using System.Text.Json;

namespace Vitrine.Cli;

/// <summary>How commands speak: facts on stdout, aligned; errors and progress on stderr; colour only on a terminal and never alone.</summary>
internal static class Terminal
{
    private const int LabelWidth = 14;

    private static readonly bool Colour = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "";

    /// <summary>One line as it is.</summary>
    public static void Line(string text = "") => Console.Out.WriteLine(text);

    /// <summary>One fact: a label and its value, aligned with the others.</summary>
    public static void Fact(string label, object value) => Console.Out.WriteLine($"{label.PadRight(LabelWidth)}{value}");

    /// <summary>A verdict: shape, word and sentence; green or red on a terminal.</summary>
    public static void Verdict(bool yes, string sentence)
    {
        var text = (yes ? "✓ " : "✗ ") + sentence;
        Console.Out.WriteLine(Colour ? $"\e[{(yes ? 32 : 31)}m{text}\e[0m" : text);
    }

    /// <summary>Dimmed on a terminal.</summary>
    public static string Quiet(string text) => Colour ? $"\e[2m{text}\e[0m" : text;

    /// <summary>Bold on a terminal.</summary>
    public static string Strong(string text) => Colour ? $"\e[1m{text}\e[0m" : text;

    /// <summary>An error and what to do about it.</summary>
    public static void Error(string message) => Console.Error.WriteLine($"vitrine: {message}");

    /// <summary>Machine output: one JSON document and a line end.</summary>
    public static void Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(json);
        }

        Console.Out.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>A name from outside, fit to be printed: control characters are shown by their numbers.</summary>
    public static string Safe(string text)
    {
        if (!text.Any(c => char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format))
        {
            return text;
        }

        var safe = new StringBuilder();
        foreach (var c in text)
        {
            _ = char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format ? safe.Append($"\\u{(int)c:x4}") : safe.Append(c);
        }

        return safe.ToString();
    }

    /// <summary>Progress on a terminal's stderr, at most ten times a second; nothing elsewhere.</summary>
    public static IProgress<string> Progress() => Console.IsErrorRedirected ? new Silent() : new Live();

    /// <summary>Takes the progress line away.</summary>
    public static void EndProgress()
    {
        if (!Console.IsErrorRedirected)
        {
            Console.Error.Write("\r\e[K");
        }
    }

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
                Console.Error.Write($"\r\e[K{value}");
            }
        }
    }
}
