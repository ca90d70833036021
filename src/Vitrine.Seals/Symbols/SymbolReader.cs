using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Vitrine.Seals;

/// <summary>
/// Reads the definitions of contents with universal-ctags (C, C++, C#, Java, Go, Rust, Python, JavaScript, TypeScript and a hundred others). Contents go through a pipe to a child that has
/// closed every system call but reading, writing and memory (<c>--_interactive=sandbox</c>): no plaintext touches the disk, and a hostile content gains nothing.
/// </summary>
/// <remarks>One content at a time; for more cores, several readers. A child that fails or takes too long is ended, and another is started for the next content.</remarks>
public sealed class SymbolReader : IDisposable
{
    /// <summary>The largest content that is read, in bytes.</summary>
    public const int MaxBytes = 8 << 20;

    /// <summary>The most definitions of one content.</summary>
    public const int MaxSymbols = 200_000;

    private const int MaxAnswerLine = 1 << 16;
    private const string Program = "ctags";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // What else these languages define is most of what there is, and most of the time that it takes to say it.
    private static readonly string[] FunctionsAlone = ["--kinds-C=f", "--kinds-C++=f", "--kinds-Rust=fP", "--kinds-Go=f", "--kinds-Python=fm", "--kinds-JavaScript=fmgGS", "--kinds-TypeScript=fmG", "--kinds-Java=m"];

    private readonly Lock _gate = new();
    private readonly bool _isFunctionsAlone;
    private Process? _child;

    /// <summary>A reader of all that contents define, or of their functions alone, which is quicker.</summary>
    /// <param name="isFunctionsAlone">Whether only what <see cref="Symbol.IsFunction"/> is asked for; some languages give more all the same.</param>
    public SymbolReader(bool isFunctionsAlone = false) => _isFunctionsAlone = isFunctionsAlone;

    /// <summary>Whether the program is installed.</summary>
    public static bool IsThere => File.Exists($"/usr/bin/{Program}") || File.Exists($"/bin/{Program}");

    /// <summary>The definitions of a content, by line; null where its language is not known, it is too large, or the parser gave up.</summary>
    /// <param name="path">Its path; its name tells the language.</param>
    /// <param name="utf8">The text (<see cref="SealText.Bytes"/>).</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="SymbolsMissingException">The program is not installed.</exception>
    public IReadOnlyList<Symbol>? Read(string path, ReadOnlyMemory<byte> utf8, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (utf8.Length is 0 or > MaxBytes)
        {
            return null;
        }

        lock (_gate)
        {
            cancellation.ThrowIfCancellationRequested();
            var child = _child ??= Start(_isFunctionsAlone ? FunctionsAlone : []);
            using var patience = new Timer(_ => Stop(child), null, Patience, Timeout.InfiniteTimeSpan);
            using var cancelled = cancellation.Register(() => Stop(child));
            try
            {
                Ask(child, Path.GetFileName(path), utf8);
                return Answer(child);
            }
            catch (Exception failed) when (failed is IOException or InvalidDataException or JsonException or InvalidOperationException or ObjectDisposedException)
            {
                // It died on this content, or was ended: the next one gets another.
                Stop(child);
                child.Dispose();
                _child = null;
                cancellation.ThrowIfCancellationRequested();
                return null;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_child is { } child)
            {
                Stop(child);
                child.Dispose();
                _child = null;
            }
        }
    }

    private static Process Start(string[] kinds)
    {
        // Names are given by number, so that the name of a file cannot be an option; --options=NONE keeps settings of the user out.
        var start = new ProcessStartInfo(Program, ["--options=NONE", "--_interactive=sandbox", "--output-format=json", "--fields=-P+neSsZ", "--extras=-F", .. kinds])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment.Clear();
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["PATH"] = "/usr/bin:/bin";
        try
        {
            var child = Process.Start(start)!;
            child.ErrorDataReceived += (_, _) => { };
            child.BeginErrorReadLine();
            return child;
        }
        catch (Win32Exception)
        {
            throw new SymbolsMissingException();
        }
    }

    private static void Ask(Process child, string name, ReadOnlyMemory<byte> utf8)
    {
        var request = string.Create(CultureInfo.InvariantCulture, $"{{\"command\":\"generate-tags\",\"filename\":\"{Safe(name)}\",\"size\":{utf8.Length}}}\n");
        var input = child.StandardInput.BaseStream;
        input.Write(Encoding.ASCII.GetBytes(request));

        // It answers while it reads only after the whole content is there, so one writer before one reader cannot wait for each other.
        input.Write(utf8.Span);
        input.Flush();
    }

    private static List<Symbol>? Answer(Process child)
    {
        var symbols = new List<Symbol>();
        var hasFailed = false;
        while (true)
        {
            var line = child.StandardOutput.ReadLine() ?? throw new InvalidDataException("The child ended.");
            if (line.Length > MaxAnswerLine)
            {
                continue;
            }

            using var answer = JsonDocument.Parse(line);
            switch (Text(answer.RootElement, "_type"))
            {
                case "completed":
                    return hasFailed || symbols.Count == 0 ? null : symbols;
                case "error":
                    hasFailed = true;
                    break;
                case "tag" when symbols.Count < MaxSymbols && Parse(answer.RootElement) is { } symbol:
                    symbols.Add(symbol);
                    break;
            }
        }
    }

    private static Symbol? Parse(JsonElement tag)
    {
        if (Text(tag, "name") is not { Length: > 0 } name || Text(tag, "kind") is not { } kind || Number(tag, "line") is not (> 0 and var line))
        {
            return null;
        }

        return new Symbol(name, kind, line, Math.Max(line, Number(tag, "end") ?? line), Text(tag, "signature"), Text(tag, "scope"));
    }

    private static string? Text(JsonElement tag, string member) => tag.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? Number(JsonElement tag, string member) => tag.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    /// <summary>The file's name in letters that need no escape.</summary>
    private static string Safe(string name) => string.Concat(name.TakeLast(120).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' or '+' or '#' ? letter : '_'));

    private static void Stop(Process child)
    {
        try
        {
            child.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }
}

/// <summary>The program that reads definitions is not installed.</summary>
public sealed class SymbolsMissingException() : Exception("Definitions are read with universal-ctags, which is not installed. Install it: apt-get install universal-ctags");
