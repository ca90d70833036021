using System.Collections.Immutable;
using System.Text;

namespace Vitrine.Seals;

/// <summary>
/// Names that macros of C define at the start of a line, as <c>SYSCALL_DEFINE3(read, …)</c> and <c>static DEFINE_MUTEX(lock);</c> do. The parser sees a call, a function named like the macro, or nothing.
/// Known are families of macros that the Linux kernel and its drivers have, and every other macro that begins with <c>DEFINE_</c>.
/// </summary>
internal static class MacroNames
{
    private const int LongestName = 256;

    private static readonly ImmutableArray<Family> Families =
    [
        new("SYSCALL_DEFINE", 0, "sys_", "function"),
        new("COMPAT_SYSCALL_DEFINE", 0, "compat_sys_", "function"),
        new("BPF_CALL_", 0, "", "function"),
        new("TRACE_EVENT", 0, "trace_", "function"),
        new("DEFINE_EVENT", 1, "trace_", "function"),
        new("DECLARE_EVENT_CLASS", 0, "", "function"),
        new("DEFINE_PER_CPU", 1, "", "variable"),
        new("DEFINE_STATIC_KEY_", 0, "", "variable"),
        new("DEFINE_", 0, "", "variable"),
        new("DECLARE_WORK", 0, "", "variable"),
        new("DECLARE_DELAYED_WORK", 0, "", "variable"),
        new("DECLARE_WAIT_QUEUE_HEAD", 0, "", "variable"),
        new("DECLARE_COMPLETION", 0, "", "variable"),
        new("DECLARE_RWSEM", 0, "", "variable"),
        new("DECLARE_TASKLET", 0, "", "variable"),
        new("DECLARE_HASHTABLE", 0, "", "variable"),
        new("LIST_HEAD", 0, "", "variable"),
        new("HLIST_HEAD", 0, "", "variable"),
        new("LLIST_HEAD", 0, "", "variable"),
        new("ATOMIC_NOTIFIER_HEAD", 0, "", "variable"),
        new("BLOCKING_NOTIFIER_HEAD", 0, "", "variable"),
        new("RAW_NOTIFIER_HEAD", 0, "", "variable"),
        new("RADIX_TREE", 0, "", "variable"),
        new("DEVICE_ATTR", 0, "dev_attr_", "variable"),
    ];

    private static readonly string[] Endings = [".c", ".h", ".cc", ".cpp", ".cxx", ".hh", ".hpp", ".hxx"];

    /// <summary>Whether a file of this path is looked at.</summary>
    public static bool IsFor(string path) => Array.Exists(Endings, ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>What is written where a macro makes a name; null for a name that no macro makes of another.</summary>
    public static string? Written(string name)
    {
        var prefix = Families.Select(family => family.Prefix).FirstOrDefault(prefix => prefix.Length > 0 && name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.Ordinal));
        return prefix is null ? null : name[prefix.Length..];
    }

    /// <summary>The definitions of a text with those that macros make, by line. A function that bears the macro's name stands for what it makes.</summary>
    public static List<Symbol> Mend(IReadOnlyList<Symbol> symbols, ReadOnlySpan<byte> text)
    {
        var made = new Dictionary<int, Symbol>();
        for (var (number, start) = (1, 0); start < text.Length; number++)
        {
            var end = text[start..].IndexOf((byte)'\n') is >= 0 and var feed ? start + feed : text.Length;
            if (text[start] is (>= (byte)'A' and <= (byte)'Z') or (byte)'s' && Of(text[start..end], number) is { } symbol)
            {
                made.Add(number, symbol);
            }

            start = end + 1;
        }

        if (made.Count == 0)
        {
            return [.. symbols];
        }

        var mended = new List<Symbol>(symbols.Count + made.Count);
        foreach (var symbol in symbols)
        {
            if (made.TryGetValue(symbol.Line, out var same) && symbol.Name.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter) || letter == '_') && symbol.Kind != "macro")
            {
                made[symbol.Line] = same with { End = symbol.End, Signature = symbol.Signature };
            }
            else
            {
                mended.Add(symbol);
            }
        }

        mended.AddRange(made.Values);
        mended.Sort((one, other) => one.Line.CompareTo(other.Line));
        return mended;
    }

    private static Symbol? Of(ReadOnlySpan<byte> line, int number)
    {
        var rest = line.StartsWith("static "u8) ? line[7..].TrimStart((byte)' ') : line;
        var length = Alphabet.Run(rest, Alphabet.Word, LongestName);
        if (length == 0 || length >= rest.Length || rest[length] != '(')
        {
            return null;
        }

        foreach (var family in Families)
        {
            if (rest[..length].StartsWith(family.Start))
            {
                return Argument(rest[(length + 1)..], family.Argument) is { } name ? new Symbol(family.Prefix + name, family.Kind, number, number, null, null) : null;
            }
        }

        return null;
    }

    /// <summary>An argument that is a name.</summary>
    private static string? Argument(ReadOnlySpan<byte> arguments, int index)
    {
        for (; index > 0; index--)
        {
            var comma = arguments.IndexOf((byte)',');
            if (comma < 0)
            {
                return null;
            }

            arguments = arguments[(comma + 1)..];
        }

        arguments = arguments.TrimStart(" \t"u8);
        var length = Alphabet.Run(arguments, Alphabet.Word, LongestName);
        var after = arguments[length..].TrimStart(" \t"u8);
        return length is > 0 and < LongestName && arguments[0] is not (>= (byte)'0' and <= (byte)'9') && (after.IsEmpty || after[0] is (byte)',' or (byte)')' or (byte)'[') ? Encoding.ASCII.GetString(arguments[..length]) : null;
    }

    /// <param name="Macro">What the macro's name begins with.</param>
    /// <param name="Argument">Which argument is the name, from 0.</param>
    /// <param name="Prefix">What stands before it in the name that is made.</param>
    /// <param name="Kind">What is made.</param>
    private sealed record Family(string Macro, int Argument, string Prefix, string Kind)
    {
        private readonly byte[] _start = Encoding.ASCII.GetBytes(Macro);

        public ReadOnlySpan<byte> Start => _start;
    }
}
