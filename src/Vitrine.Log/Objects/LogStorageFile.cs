using System.Globalization;
using System.Text;
using Npgsql;

namespace Vitrine.Log;

/// <summary>The text that says where a log on objects lives: an object store, and the database with its lock and newest checkpoint. No secret stands in it.</summary>
/// <remarks>
/// Lines <c>service URL</c>, <c>bucket NAME</c>, <c>prefix TEXT</c>, <c>region NAME</c>, <c>database WORD=VALUE …</c>; the database in libpq's words, of which five are known:
/// host (a name, an address, or a socket's folder), port, dbname, user, sslmode. At most 16 KiB. Docs: docs/formats/log-storage.md.
/// </remarks>
public static class LogStorageFile
{
    /// <summary>Bytes in it, at most: 16 KiB.</summary>
    public const int MaxBytes = 16 * 1024;

    private const int MaxWord = 1024;
    private static readonly string[] Rules = ["service", "bucket", "prefix", "region", "database"];
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the text; the keys to the store and the database's password are looked for where it is opened.</summary>
    /// <exception cref="LogStorageFormatException">It is none; the message names the line.</exception>
    public static ObjectStorageOptions Parse(ReadOnlySpan<byte> bytes)
    {
        var said = new Dictionary<string, (int Line, string Value)>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in Text(bytes).Split('\n'))
        {
            number++;
            var words = line.Trim(' ', '\t');
            if (words.Length == 0 || words[0] == '#')
            {
                continue;
            }

            var end = words.IndexOfAny([' ', '\t']);
            var rule = end < 0 ? words : words[..end];
            if (!Rules.Contains(rule))
            {
                throw new LogStorageFormatException(number, $"'{Shown(rule)}' is none of its words: {string.Join(", ", Rules)}.");
            }

            if (end < 0 || words.Length > MaxWord)
            {
                throw new LogStorageFormatException(number, end < 0 ? $"say what the {rule} is." : $"a line has at most {MaxWord} characters.");
            }

            if (!said.TryAdd(rule, (number, words[end..].Trim(' ', '\t'))))
            {
                throw new LogStorageFormatException(number, $"the {rule} stands in line {said[rule].Line} already.");
            }
        }

        foreach (var rule in (string[])["service", "bucket", "database"])
        {
            if (!said.ContainsKey(rule))
            {
                throw new LogStorageFormatException(0, $"it names no {rule}.");
            }
        }

        return new ObjectStorageOptions
        {
            Service = Service(said["service"]),
            Bucket = Name(said["bucket"], "bucket"),
            Prefix = said.TryGetValue("prefix", out var prefix) ? Prefix(prefix) : "",
            Region = said.TryGetValue("region", out var region) ? Name(region, "region") : "us-east-1",
            Database = Database(said["database"]),
        };
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
        {
            throw new LogStorageFormatException(0, $"it has {bytes.Length} bytes; at most {MaxBytes} are allowed.");
        }

        try
        {
            var text = Strict.GetString(bytes);
            var line = text.AsSpan(0, Math.Max(0, text.AsSpan().IndexOfAnyExcept(Printable))).Count('\n') + 1;
            return text.AsSpan().IndexOfAnyExcept(Printable) < 0 ? text : throw new LogStorageFormatException(line, "a character in it cannot be seen.");
        }
        catch (DecoderFallbackException)
        {
            throw new LogStorageFormatException(0, "it is no UTF-8 text.");
        }
    }

    private static readonly System.Buffers.SearchValues<char> Printable = System.Buffers.SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c), '\n', '\t']);

    private static Uri Service((int Line, string Value) said) =>
        BoundedHttp.Prefix(said.Value) ?? throw new LogStorageFormatException(said.Line, "the service is no http or https address, without user, query and fragment.");

    private static string Name((int Line, string Value) said, string what) =>
        said.Value.Length <= 63 && said.Value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            ? said.Value
            : throw new LogStorageFormatException(said.Line, $"the {what} has at most 63 letters, digits, dots, dashes and underscores.");

    private static string Prefix((int Line, string Value) said) =>
        said.Value.Length <= 512 && said.Value.Split('/').All(part => part.Length > 0 && part is not ("." or "..") && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'))
            ? said.Value
            : throw new LogStorageFormatException(said.Line, "the prefix is of letters, digits, dots, dashes and underscores, parted by single slashes, with none at its ends.");

    private static string Database((int Line, string Value) said)
    {
        var database = new NpgsqlConnectionStringBuilder();
        foreach (var word in said.Value.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = word.Split('=', 2) is [var before, { Length: > 0 } after] ? (before, after) : throw new LogStorageFormatException(said.Line, $"'{Shown(word)}' is not of the form WORD=VALUE.");
            switch (name)
            {
                case "host" when !value.Contains(',', StringComparison.Ordinal):
                    database.Host = value;
                    break;
                case "port":
                    database.Port = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
                        ? port
                        : throw new LogStorageFormatException(said.Line, "a port is a number from 1 to 65535.");
                    break;
                case "dbname":
                    database.Database = value;
                    break;
                case "user":
                    database.Username = value;
                    break;
                case "sslmode":
                    database.SslMode = value switch
                    {
                        "disable" => SslMode.Disable,
                        "prefer" => SslMode.Prefer,
                        "require" => SslMode.Require,
                        "verify-ca" => SslMode.VerifyCA,
                        "verify-full" => SslMode.VerifyFull,
                        _ => throw new LogStorageFormatException(said.Line, "sslmode is disable, prefer, require, verify-ca or verify-full."),
                    };
                    break;
                case "password" or "passfile":
                    throw new LogStorageFormatException(said.Line, "no password stands here: it comes from PGPASSWORD, or from ~/.pgpass (PGPASSFILE) with mode 0600.");
                default:
                    throw new LogStorageFormatException(said.Line, $"'{Shown(name)}' is none of host (one), port, dbname, user, sslmode.");
            }
        }

        return database.Host is { Length: > 0 } && database.Database is { Length: > 0 }
            ? database.ConnectionString
            : throw new LogStorageFormatException(said.Line, "the database needs host= (a name, or a socket's folder) and dbname=.");
    }

    private static string Shown(string word) => word.Length <= 40 ? word : word[..40] + "…";
}

/// <summary>A text does not say where a log lives.</summary>
public sealed class LogStorageFormatException : FormatException
{
    internal LogStorageFormatException(int line, string what)
        : base(line == 0 ? what : $"line {line}: {what}") => Line = line;

    /// <summary>The line, from 1; 0 where the whole is meant.</summary>
    public int Line { get; }
}
