using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Vitrine.Seals;

/// <summary>What a line of a build file does, as far as its words show.</summary>
[Flags]
internal enum BuildDeed
{
    None = 0,

    /// <summary>Decompresses, or decodes base64, hexadecimal or a cipher.</summary>
    Decodes = 1,

    /// <summary>Replaces characters or cuts bytes out.</summary>
    Alters = 2,

    /// <summary>Gives text to a shell or another interpreter.</summary>
    Runs = 4,

    /// <summary>Runs what stands in a pipe before it, or in a text that was decoded.</summary>
    RunsPipe = 8,

    /// <summary>Reads files that a search by content found.</summary>
    Searches = 16,
}

/// <summary>A line of a build file with the lines that it goes on in, without m4's quotes of parameters, and what its words do.</summary>
internal readonly record struct BuildLine(int Start, string Text, BuildDeed Deeds);

/// <summary>Reads build files line by line. Patterns are matched in linear time.</summary>
internal static class BuildText
{
    /// <summary>How much of a build file is looked at.</summary>
    public const int Most = 4 << 20;

    private const int LongestLine = 16 * 1024;
    private const int MostVariables = 4096;

    private static readonly Regex Decoder = new(
        @"\b(?:xz|lzma|gzip|bzip2|zstd|lz4|brotli|7z|compress)\s+(?:[^\s|;&<>]+\s+){0,8}(?:-[a-zA-Z]*d[a-zA-Z]*|--decompress|--uncompress)(?:\s|$|[|)""'`])"
        + @"|(?:^|[|;&(`\s""'])(?:unxz|xzcat|lzcat|unlzma|gunzip|zcat|bunzip2|bzcat|zstdcat|unzstd|uudecode)(?:\s|$|[|)""'`])"
        + @"|\bbase(?:64|32)\s+(?:-\S+\s+){0,3}(?:-d|-D|--decode)|\bopenssl\s+(?:enc|base64|aes-)[^|;]{0,200}\s-d|\bxxd\s+(?:-\S+\s+){0,4}-\S*r"
        + @"|\b(?:b64decode|b85decode|a85decode|b32decode|unhexlify|decodestring)\b|\b(?:zlib|lzma|bz2|gzip)\.decompress\b|\b(?:exec|eval)\s*\(\s*(?:lzma|bz2|gzip)\.|\bmarshal\.loads\b|\bbytes\.fromhex\b|\bcodecs\.decode\b"
        + @"|\b(?:powershell|pwsh)(?:\.exe)?\s[^|;]{0,100}-[eE](?:nc|ncodedCommand|c)?\s|\bpickle\.loads?\b|\bbase64::decode\b|\bhex::decode\b|\b(?:Xz|Gz|Zlib|Bz|Deflate)Decoder\b|\bdecode_base64\b|\bFromBase64String\b|\batob\s*\(|\bBuffer\.from\([^;]{0,300}[""'`](?:base64|hex)|\bdecodeBase64\b|\bBase64\.(?:getDecoder|decode)|\b(?:inflateSync|gunzipSync|unzipSync)\b|\bunpack\s*\(?\s*[""'][uH]"
        + @"|\bMIME::Base64\b|\b(?:printf|echo\s+-e)\s+['""]?(?:\\+x[0-9a-fA-F]{2}){8}",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static readonly Regex Alterer = new(
        @"\btr\s+(?:-[a-z]+\s+)?(?:""[^""]*""|'[^']*'|\S+)\s+[""'\\]|\brev\b|\b(?:head|tail)\s+-\S*c|\bdd\s[^|;]{0,200}skip=|\bsubstr\s*\(|\bcut\s+-[bc]|\brot13\b",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static readonly Regex Runner = new(
        @"(?:^|[;&|(`\s""'\[,])eval\s+[""'\\]*[$`(@]|\beval\s*\(|\b(?:ba|da|k|z)?sh\s+-c\s|(?:^|[;&|\s])(?:\.|source)\s+(?:<\(|/dev/stdin)|\bexec\s*\(|\bnew\s+Function\s*\(|\bInvoke-Expression\b|(?:^|[|;\s])iex(?:\s|\()"
        + @"|\beval\s+(?:decode|unpack|uncompress|join)|\bcommandLine\b[^;]{0,80}(?:ba|da|k|z)?sh[""']\s*,\s*[""']-c[""']|\bCommand::new\s*\(|\bGroovyShell\b|\.evaluate\s*\(|\bEval\.me\b|\bProcessBuilder\b|\bgetRuntime\(\)\.exec|\b(?:powershell|pwsh)(?:\.exe)?\s[^|;]{0,100}-[eE](?:nc|ncodedCommand|c)?\s|\b(?:execSync|spawnSync|execFileSync)\b|\bchild_process\b|\bsubprocess\.|\bos\.(?:system|popen)\b|\.execute\(\)|\bAssembly\.Load\b|\bvm\.run|__import__\s*\(",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static readonly Regex PipeRunner = new(
        @"\|\s*(?:sudo\s+|env\s+|exec\s+){0,2}(?:/[\w/]*/)?(?:ba|da|k|z)?sh(?:\s|$|[;)<""'`\]])|\|\s*(?:\\?\$[({]?(?:SHELL|CONFIG_SHELL|BASH)[)}]?|@SHELL@)"
        + @"|\|\s*(?:/[\w/]*/)?(?:python[23]?|perl|ruby|node|php)(?:\s+-)?\s*(?:$|[;)""'`]|2>)|\|\s*(?:Invoke-Expression|iex)\b",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static readonly Regex Searcher = new(
        @"\bgrep\s+-[a-zA-Z]*[rR][a-zA-Z]*\s[^|;]{0,200}\$\(?\{?(?:top_|abs_|abs_top_)?(?:src|source)|\bfind\s[^|;]{0,200}\$\(?\{?(?:top_|abs_|abs_top_)?(?:src|source)[^|;]{0,200}-(?:size|exec)\b",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static readonly Regex VariableDecoder = new(@"\\?\$[({]?[A-Za-z_]\w*[)}]?\s+-dc?\s*(?:2>|[<|'""]|$)", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    // One of these stands in whatever the pattern matches; most lines have none.
    private static readonly SearchValues<string> DecoderWords = Words(
        "xz", "lzma", "gzip ", "gzip\t", "bzip2 ", "zstd", "lz4", "brotli", "7z", "compress", "lzcat", "unlz", "gunzip", "zcat", "bunzip2", "bzcat", "uudecode", "base64", "base32", "openssl", "xxd", "decode", "unhexlify", "loads",
        "fromhex", "FromBase64", "Decoder", "lzma", "bz2", "gzip", "powershell", "pwsh", "atob", "Buffer.from", "Base64", "Sync", "unpack", "\\x");

    private static readonly SearchValues<string> AltererWords = Words("tr ", "rev", "head", "tail", "skip=", "substr", "cut", "rot13");
    private static readonly SearchValues<string> RunnerWords = Words(
        "eval", "sh -c", "sh  -c", "<(", "/dev/stdin", "exec", "Function", "Invoke", "iex", "Sync", "child_process", "subprocess", "os.system", "os.popen", "Assembly", "vm.run", "__import__", "commandLine", "Command::new", "GroovyShell", "evaluate", "Eval.me", "ProcessBuilder", "getRuntime", "powershell", "pwsh");

    private static readonly SearchValues<string> PipeWords = Words("sh", "SHELL", "BASH", "python", "perl", "ruby", "node", "php", "Invoke", "iex");
    private static readonly SearchValues<string> SearcherWords = Words("grep", "find");

    private static readonly SearchValues<char> WordSigns = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
    private static readonly SearchValues<char> BeforeNames = SearchValues.Create("; \t[('\"&|");

    /// <summary>The lines, in order; lines that end in a backslash go on in the next. Comments are left out.</summary>
    public static List<BuildLine> Lines(ReadOnlySpan<byte> text)
    {
        text = text[..Math.Min(text.Length, Most)];
        var lines = new List<BuildLine>();
        var line = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            line.Clear();
            while (at < text.Length)
            {
                var length = text[at..].IndexOf((byte)'\n');
                var end = length < 0 ? text.Length : at + length;
                var part = text[at..end].TrimEnd("\r "u8);
                at = end + 1;
                var goesOn = part.EndsWith("\\"u8);
                part = goesOn ? part[..^1] : part;
                line.Append(Encoding.Latin1.GetString(part[..Math.Min(part.Length, Math.Max(0, LongestLine - line.Length))]));
                if (!goesOn)
                {
                    break;
                }
            }

            var whole = line.ToString();
            var head = whole.AsSpan().TrimStart();
            if (head.Length > 0 && head[0] != '#' && !head.StartsWith("dnl ") && !head.StartsWith("//") && !head.StartsWith("<!--"))
            {
                whole = whole.Replace("[$1]", "", StringComparison.Ordinal).Replace("[$2]", "", StringComparison.Ordinal);
                lines.Add(new BuildLine(start, whole, DeedsOf(whole)));
            }
        }

        return lines;
    }

    /// <summary>What the words of a line do.</summary>
    private static BuildDeed DeedsOf(string line) =>
        (Is(line, DecoderWords, Decoder) || (line.Contains(" -d", StringComparison.Ordinal) && line.Contains('$', StringComparison.Ordinal) && VariableDecoder.IsMatch(line)) ? BuildDeed.Decodes : 0)
        | (Is(line, AltererWords, Alterer) ? BuildDeed.Alters : 0)
        | (Is(line, RunnerWords, Runner) ? BuildDeed.Runs : 0)
        | (line.Contains('|', StringComparison.Ordinal) && Is(line, PipeWords, PipeRunner) ? BuildDeed.RunsPipe : 0)
        | (Is(line, SearcherWords, Searcher) ? BuildDeed.Searches : 0);

    /// <summary>What the values of variables do, when what they name is put in; through as many steps as the rounds.</summary>
    /// <param name="lines">The file.</param>
    /// <param name="isShell">Variables have a dollar sign; in other languages they are words.</param>
    public static Dictionary<string, BuildDeed> Variables(List<BuildLine> lines, bool isShell)
    {
        const int Rounds = 4;
        var variables = new Dictionary<string, BuildDeed>(StringComparer.Ordinal);
        var assignments = new List<(string Name, string Value, BuildDeed Deeds)>();
        foreach (var line in lines)
        {
            if (TryAssignment(line.Text, out var name, out var value))
            {
                assignments.Add((name, value, DeedsOf(value)));
                if (isShell && TryAssignment(value, out name, out value))
                {
                    assignments.Add((name, value, DeedsOf(value)));
                }
            }
        }

        for (var (round, hasChanged) = (0, true); round < Rounds && hasChanged; round++)
        {
            hasChanged = false;
            foreach (var (name, value, deeds) in assignments)
            {
                var all = deeds | Through(value, variables, isShell);
                var before = variables.GetValueOrDefault(name);
                if ((all & ~before) != 0 && (variables.Count < MostVariables || variables.ContainsKey(name)))
                {
                    variables[name] = before | all;
                    hasChanged = true;
                }
            }
        }

        return variables;
    }

    /// <summary>What a line does through the variables that it names.</summary>
    public static BuildDeed Through(ReadOnlySpan<char> line, Dictionary<string, BuildDeed> variables, bool isShell)
    {
        var deeds = BuildDeed.None;
        if (variables.Count == 0)
        {
            return deeds;
        }

        var lookup = variables.GetAlternateLookup<ReadOnlySpan<char>>();
        while ((isShell ? line.IndexOf('$') : line.IndexOfAny(WordSigns)) is var start and >= 0)
        {
            line = line[(isShell ? start + 1 : start)..];
            line = isShell && line.Length > 0 && line[0] is '(' or '{' ? line[1..] : line;
            var length = line.IndexOfAnyExcept(WordSigns);
            length = length < 0 ? line.Length : length;
            if (lookup.TryGetValue(line[..length], out var more))
            {
                deeds |= more;
            }

            line = line[length..];
        }

        return deeds;
    }

    /// <summary>The first NAME=, NAME :=, NAME += or NAME ?= of a line, and all that follows it.</summary>
    private static bool TryAssignment(string line, out string name, out string value)
    {
        for (var at = line.IndexOf('=', StringComparison.Ordinal); at >= 0 && at + 1 < line.Length; at = line.IndexOf('=', at + 1))
        {
            var end = at;
            end -= end > 0 && line[end - 1] is ':' or '?' or '+' ? 1 : 0;
            end -= end > 0 && line[end - 1] is ' ' or '\t' ? 1 : 0;
            var start = line.AsSpan(0, end).LastIndexOfAnyExcept(WordSigns) + 1;
            if (start < end && line[at + 1] != '=' && !char.IsAsciiDigit(line[start]) && (start == 0 || BeforeNames.Contains(line[start - 1])))
            {
                (name, value) = (line[start..end], line[(at + 1)..]);
                return true;
            }
        }

        (name, value) = ("", "");
        return false;
    }

    private static bool Is(string line, SearchValues<string> words, Regex pattern) => line.AsSpan().ContainsAny(words) && pattern.IsMatch(line);

    private static SearchValues<string> Words(params string[] words) => SearchValues.Create(words, StringComparison.Ordinal);
}
