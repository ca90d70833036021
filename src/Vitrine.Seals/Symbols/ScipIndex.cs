using System.Text;

namespace Vitrine.Seals;

/// <summary>
/// Definitions of an index in the SCIP format (scip.proto of github.com/sourcegraph/scip): a protocol-buffer message of documents, with occurrences of symbols and what is known of each symbol. Locals and
/// parameters are passed over.
/// </summary>
internal sealed class ScipIndex
{
    /// <summary>The largest index that is read, in bytes.</summary>
    public const int MaxBytes = 256 << 20;

    /// <summary>The most documents of an index.</summary>
    public const int MaxDocuments = 1 << 20;

    /// <summary>The most definitions of an index.</summary>
    public const int MaxDefinitions = 1 << 22;

    private const int LongestText = 1 << 16;
    private const int LongestSignature = 400;
    private const int DefinitionRole = 1;

    private readonly Dictionary<string, List<Symbol>> _documents = new(StringComparer.Ordinal);

    private ScipIndex()
    {
    }

    /// <summary>The paths of its documents, as it writes them.</summary>
    public IReadOnlyCollection<string> Paths => _documents.Keys;

    /// <summary>Reads an index.</summary>
    /// <exception cref="ScipFormatException">It is none, or too large.</exception>
    public static ScipIndex Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
        {
            throw new ScipFormatException($"it is larger than {MaxBytes:N0} bytes");
        }

        var index = new ScipIndex();
        var (documents, definitions) = (0, 0);
        for (var fields = new ProtoFields(bytes); fields.Next();)
        {
            if (fields.Field != 2)
            {
                fields.Skip();
                continue;
            }

            var (path, symbols) = Document(fields.Bytes());
            definitions += symbols.Count;
            if (++documents > MaxDocuments || definitions > MaxDefinitions)
            {
                throw new ScipFormatException($"it has more than {MaxDocuments:N0} documents or {MaxDefinitions:N0} definitions");
            }

            if (index._documents.TryGetValue(path, out var before))
            {
                before.AddRange(symbols);
            }
            else
            {
                index._documents.Add(path, symbols);
            }
        }

        return index;
    }

    /// <summary>The definitions of a document, by line; null where the index has no such document.</summary>
    public IReadOnlyList<Symbol>? Of(string path) => _documents.GetValueOrDefault(path);

    private static (string Path, List<Symbol> Symbols) Document(ReadOnlySpan<byte> document)
    {
        string? path = null;
        var known = new Dictionary<string, (int Kind, string? Signature)>(StringComparer.Ordinal);
        for (var fields = new ProtoFields(document); fields.Next();)
        {
            switch (fields.Field)
            {
                case 1:
                    path = fields.Text(LongestText);
                    break;
                case 3:
                    var (symbol, kind, signature) = Information(fields.Bytes());
                    known[symbol] = (kind, signature);
                    break;
                default:
                    fields.Skip();
                    break;
            }
        }

        var symbols = new List<Symbol>();
        for (var fields = new ProtoFields(document); fields.Next();)
        {
            if (fields.Field != 2)
            {
                fields.Skip();
            }
            else if (Definition(fields.Bytes(), known) is { } symbol)
            {
                symbols.Add(symbol);
            }
        }

        symbols.Sort((one, other) => one.Line.CompareTo(other.Line));
        return (path ?? throw new ScipFormatException("a document has no path"), symbols);
    }

    /// <summary>What is known of a symbol: its kind, and the first line of code of its documentation.</summary>
    private static (string Symbol, int Kind, string? Signature) Information(ReadOnlySpan<byte> information)
    {
        var (symbol, kind, signature) = ("", 0, default(string));
        for (var fields = new ProtoFields(information); fields.Next();)
        {
            switch (fields.Field)
            {
                case 1:
                    symbol = fields.Text(LongestText);
                    break;
                case 3 when signature is null:
                    signature = Code(fields.Bytes());
                    break;
                case 5:
                    kind = fields.Int32();
                    break;
                default:
                    fields.Skip();
                    break;
            }
        }

        return (symbol, kind, signature);
    }

    private static string? Code(ReadOnlySpan<byte> markdown)
    {
        if (!markdown.StartsWith("```"u8) || markdown.IndexOf((byte)'\n') is not (> 0 and var first))
        {
            return null;
        }

        var code = markdown[(first + 1)..];
        code = code[..Math.Min(LongestSignature, code.IndexOf("\n```"u8) is >= 0 and var end ? end : code.Length)];
        return string.Join(' ', Encoding.UTF8.GetString(code).Split((char[])['\n', '\r', '\t', ' '], StringSplitOptions.RemoveEmptyEntries));
    }

    private static Symbol? Definition(ReadOnlySpan<byte> occurrence, Dictionary<string, (int Kind, string? Signature)> known)
    {
        Span<int> range = stackalloc int[4];
        Span<int> around = stackalloc int[4];
        var (numbers, aroundNumbers, roles, symbol) = (0, 0, 0, default(string));
        for (var fields = new ProtoFields(occurrence); fields.Next();)
        {
            switch (fields.Field)
            {
                case 1:
                    fields.Int32s(range, ref numbers);
                    break;
                case 2:
                    symbol = fields.Text(LongestText);
                    break;
                case 3:
                    roles = fields.Int32();
                    break;
                case 7:
                    fields.Int32s(around, ref aroundNumbers);
                    break;
                default:
                    fields.Skip();
                    break;
            }
        }

        if (numbers < 3 || range[0] is < 0 or >= int.MaxValue - 1)
        {
            throw new ScipFormatException("an occurrence has no range");
        }

        if ((roles & DefinitionRole) == 0 || symbol is null || ScipSymbol.Parse(symbol) is not { } parsed)
        {
            return null;
        }

        var (kind, signature) = known.GetValueOrDefault(symbol);
        var line = range[0] + 1;
        var end = aroundNumbers == 4 && around[2] is >= 0 and < int.MaxValue - 1 ? Math.Max(line, around[2] + 1) : line;
        return new Symbol(parsed.Name, ScipSymbol.KindWord(kind) ?? parsed.Kind, line, end, signature, parsed.Scope) { IsFromIndex = true };
    }
}

/// <summary>Bytes are no index that can be read; the message says why.</summary>
public sealed class ScipFormatException : Exception
{
    internal ScipFormatException(string message)
        : base($"It is no SCIP index that can be read: {message}.")
    {
    }
}
