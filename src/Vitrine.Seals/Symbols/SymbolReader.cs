using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Vitrine.Seals;

/// <summary>
/// Reads the definitions of contents with universal-ctags (C, C++, C#, Java, Go, Rust, Python, JavaScript, TypeScript and a hundred others). Contents go through a pipe to a child that has
/// closed every system call but reading, writing and memory (<c>--_interactive=sandbox</c>): no plaintext touches the disk, and a hostile content gains nothing.
/// </summary>
/// <remarks>
/// One content at a time; for more cores, several readers. A child that fails or takes too long is ended, and another is started for the next content. What macros of C define
/// is added by <see cref="MacroNames"/>, constants of Rust by <see cref="RustNames"/>; what the parser stumbles over is written otherwise for it (<see cref="Respelling"/>).
/// </remarks>
public sealed partial class SymbolReader : IDisposable
{
    /// <summary>The largest content that is read, in bytes.</summary>
    public const int MaxBytes = 8 << 20;

    /// <summary>The most definitions of one content.</summary>
    public const int MaxSymbols = 200_000;

    private const string Program = "ctags";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // What else these languages define is most of what there is, and most of the time that it takes to say it.
    private static readonly string[] FunctionsAlone = ["--kinds-C=f", "--kinds-C++=f", "--kinds-Rust=fP", "--kinds-Go=f", "--kinds-Python=fm", "--kinds-Java=m"];

    private readonly Lock _gate = new();
    private readonly bool _isFunctionsAlone;
    private readonly AnswerLines _lines = new();
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
    public IReadOnlyList<Symbol>? Read(string path, ReadOnlyMemory<byte> utf8, CancellationToken cancellation) => Read(path, utf8, headersAreC: false, cancellation);

    /// <inheritdoc cref="Read(string, ReadOnlyMemory{byte}, CancellationToken)"/>
    /// <param name="path">Its path; its name tells the language.</param>
    /// <param name="utf8">The text (<see cref="SealText.Bytes"/>).</param>
    /// <param name="headersAreC">Whether there is no C++ beside it, so that a header (<c>.h</c>) is C unless it has lines that only C++ has; otherwise less is enough (<see cref="HeaderLanguage"/>).</param>
    /// <param name="cancellation">Ends it.</param>
    internal IReadOnlyList<Symbol>? Read(string path, ReadOnlyMemory<byte> utf8, bool headersAreC, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (utf8.Length is 0 or > MaxBytes)
        {
            return null;
        }

        if (CSharpDefinitions.IsFor(path))
        {
            return CSharpDefinitions.Read(utf8.Span) is { Count: > 0 } defined ? defined : null;
        }

        if (NameFor(path, utf8.Span, headersAreC) is var named && ScriptDefinitions.IsFor(named))
        {
            return ScriptDefinitions.Read(named, utf8.Span) is { Count: > 0 } defined ? defined : null;
        }

        lock (_gate)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_child is null)
            {
                _lines.Clear();
                _child = Start(_isFunctionsAlone ? FunctionsAlone : []);
            }

            var child = _child;
            using var patience = new Timer(_ => Stop(child), null, Patience, Timeout.InfiniteTimeSpan);
            using var cancelled = cancellation.Register(() => Stop(child));
            try
            {
                Ask(child, named, Respelling.Of(Path.GetExtension(named), utf8));
                var symbols = Answer(child);
                var mended = MacroNames.IsFor(path) ? MacroNames.Mend(symbols ?? [], utf8.Span) : RustNames.IsFor(named) && !_isFunctionsAlone ? RustNames.Mend(symbols ?? [], utf8.Span) : symbols;
                return mended is { Count: > 0 } ? mended : null;
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
        var start = new ProcessStartInfo(Program, ["--options=NONE", "--_interactive=sandbox", "--output-format=json", "--fields=NnKeSs", .. kinds])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["PATH"] = "/usr/bin:/bin";
        try
        {
            var child = Process.Start(start)!;

            // The names of a whole seal take it a minute of all cores, while somebody reads.
            child.PriorityClass = ProcessPriorityClass.BelowNormal;
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

    private List<Symbol>? Answer(Process child)
    {
        var output = child.StandardOutput.BaseStream;
        var symbols = new List<Symbol>();
        var hasFailed = false;
        while (true)
        {
            var line = _lines.Next(output);
            if (line.IsEmpty)
            {
                continue;
            }

            var answer = Parse(line, out var symbol);
            if (answer == AnswerKind.Completed)
            {
                return hasFailed || symbols.Count == 0 ? null : symbols;
            }

            hasFailed |= answer == AnswerKind.Error;
            if (symbol is not null && symbols.Count < MaxSymbols && (symbols.Count == 0 || symbols[^1] != symbol))
            {
                symbols.Add(symbol);
            }
        }
    }

    /// <summary>One answer: an object of texts and numbers.</summary>
    private static AnswerKind Parse(ReadOnlySpan<byte> line, out Symbol? symbol)
    {
        var answer = AnswerKind.Other;
        string? name = null, kind = null, signature = null, scope = null;
        var (number, end) = (0, 0);
        var reader = new Utf8JsonReader(line);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("_type"u8))
            {
                reader.Read();
                answer = reader.ValueTextEquals("tag"u8) ? AnswerKind.Tag : reader.ValueTextEquals("completed"u8) ? AnswerKind.Completed : reader.ValueTextEquals("error"u8) ? AnswerKind.Error : AnswerKind.Other;
            }
            else if (reader.ValueTextEquals("warning"u8))
            {
                // A tag that it could not name, say: the others are good.
                reader.Read();
                answer = answer == AnswerKind.Error && reader.TokenType == JsonTokenType.True ? AnswerKind.Other : answer;
            }
            else if (reader.ValueTextEquals("name"u8))
            {
                name = Text(ref reader);
            }
            else if (reader.ValueTextEquals("kind"u8))
            {
                kind = Text(ref reader);
            }
            else if (reader.ValueTextEquals("signature"u8))
            {
                signature = Text(ref reader);
            }
            else if (reader.ValueTextEquals("scope"u8))
            {
                scope = Text(ref reader);
            }
            else if (reader.ValueTextEquals("line"u8))
            {
                number = Number(ref reader);
            }
            else if (reader.ValueTextEquals("end"u8))
            {
                end = Number(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        symbol = answer == AnswerKind.Tag && name is { Length: > 0 } && kind is not null && number > 0 ? new Symbol(Written(name), kind, number, Math.Max(number, end), signature, scope is null ? null : Written(scope)) : null;
        return answer;
    }

    // What has no name gets one that nobody wrote: __anonf26cbdc80103.
    private static string Written(string name) => name.Contains("__anon", StringComparison.Ordinal) ? Unnamed.Replace(name, "(anonymous)") : name;

    [GeneratedRegex("__anon[0-9a-f]{8,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Unnamed { get; }

    private static string? Text(ref Utf8JsonReader reader) =>
        !reader.Read() || reader.TokenType != JsonTokenType.String ? null : reader.ValueIsEscaped ? reader.GetString() : Encoding.UTF8.GetString(reader.ValueSpan);

    private static int Number(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) ? number : 0;

    /// <summary>A name that tells the parser the content's language.</summary>
    private static string NameFor(string path, ReadOnlySpan<byte> utf8, bool headersAreC)
    {
        var name = Path.GetFileName(path);
        return HeaderLanguage.IsFor(name) && !HeaderLanguage.IsCPlusPlus(utf8, isAmongCPlusPlus: !headersAreC) ? name[..^1] + "c"
            : name.Contains('.') || Language.Of(path, utf8) is not { Extensions: [var extension, ..] } ? name
            : Language.Of(path) is null ? $"{name}.{extension}" : name;
    }

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

    private enum AnswerKind
    {
        Other,
        Tag,
        Completed,
        Error,
    }

    /// <summary>Cuts what the child says into lines.</summary>
    private sealed class AnswerLines
    {
        private readonly byte[] _buffer = new byte[1 << 17];
        private int _from;
        private int _to;

        public void Clear() => (_from, _to) = (0, 0);

        /// <summary>The next line; nothing for one that is longer than the buffer.</summary>
        /// <exception cref="InvalidDataException">The child has ended.</exception>
        public ReadOnlySpan<byte> Next(Stream output)
        {
            var isTooLong = false;
            while (true)
            {
                var feed = _buffer.AsSpan(_from, _to - _from).IndexOf((byte)'\n');
                if (feed >= 0)
                {
                    var line = _buffer.AsSpan(_from, feed);
                    _from += feed + 1;
                    return isTooLong ? default : line;
                }

                if (_from > 0)
                {
                    _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
                    (_from, _to) = (0, _to - _from);
                }

                if (_to == _buffer.Length)
                {
                    (isTooLong, _to) = (true, 0);
                }

                var read = output.Read(_buffer, _to, _buffer.Length - _to);
                _to += read > 0 ? read : throw new InvalidDataException("The child ended.");
            }
        }
    }
}

/// <summary>The program that reads definitions is not installed.</summary>
public sealed class SymbolsMissingException() : Exception("Definitions are read with universal-ctags, which is not installed. Install it: apt-get install universal-ctags");
