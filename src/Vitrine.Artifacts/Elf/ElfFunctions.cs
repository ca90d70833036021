namespace Vitrine.Artifacts;

/// <summary>
/// Names the functions whose bytes differ, by their symbols. Without disassembly an address within the code counts as a
/// difference: where a function grew, those after it that call across are named too, as "of the same size".
/// </summary>
internal static class ElfFunctions
{
    private const int FunctionType = 2;
    private const int MostSymbols = 4_000_000;

    public static void Name(string member, ElfImage a, ElfImage b, Findings findings)
    {
        var functionsA = Read(a, findings.Cancellation);
        var functionsB = Read(b, findings.Cancellation);
        if (functionsA.Count == 0 || functionsB.Count == 0)
        {
            return;
        }

        foreach (var name in functionsA.Keys.Union(functionsB.Keys).Order(StringComparer.Ordinal))
        {
            var inA = functionsA.TryGetValue(name, out var bytesA);
            var inB = functionsB.TryGetValue(name, out var bytesB);
            if (!inA || !inB)
            {
                findings.Differ(member, DifferenceKind.Function, name, inA ? "only in A" : "only in B");
            }
            else if (!bytesA.Span.SequenceEqual(bytesB.Span))
            {
                var what = bytesA.Length == bytesB.Length
                    ? $"its code differs, {bytesA.Length} bytes on both sides"
                    : $"{bytesA.Length} against {bytesB.Length} bytes";
                findings.Differ(member, DifferenceKind.Function, name, what);
            }
        }
    }

    /// <summary>
    /// The code of each function symbol: those of the symbol table, or of the dynamic one where there is no other.
    /// </summary>
    private static Dictionary<string, ReadOnlyMemory<byte>> Read(ElfImage image, CancellationToken cancellation)
    {
        var functions = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        var table = image.Sections.FirstOrDefault(s => s is { Type: ElfSection.SymbolTable, HasBytes: true })
            ?? image.Sections.FirstOrDefault(s => s is { Type: ElfSection.DynamicSymbols, HasBytes: true });
        var entry = image.Is64 ? 24 : 16;
        if (table is null || table.Link >= image.Sections.Length || table.Size / entry > MostSymbols)
        {
            return functions;
        }

        var names = image.Content(image.Sections[(int)table.Link]);
        for (var symbol = table.Offset; symbol + entry <= table.End; symbol += entry)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Code(image, symbol) is { } code && NameAt(names, image.View.U32(symbol)) is { } name)
            {
                var unique = name;
                for (var i = 2; !functions.TryAdd(unique, code) && i < 100; i++)
                {
                    unique = $"{name} #{i}";
                }
            }
        }

        return functions;
    }

    private static ReadOnlyMemory<byte>? Code(ElfImage image, long symbol)
    {
        var (info, index, value, size) = image.Is64 ? (4, 6, 8, 16) : (12, 14, 4, 8);
        var section = image.View.U16(symbol + index);
        if ((image.View.U8(symbol + info) & 0xf) != FunctionType || section == 0 || section >= image.Sections.Length)
        {
            return null;
        }

        var home = image.Sections[section];
        var length = image.Is64 ? (long)(image.View.U64(symbol + size) & long.MaxValue) : image.View.U32(symbol + size);
        var address = image.Is64 ? (long)(image.View.U64(symbol + value) & long.MaxValue) : image.View.U32(symbol + value);
        var start = address - home.Address;
        return home.HasBytes && length > 0 && start >= 0 && start <= home.Size && length <= home.Size - start
            ? image.Bytes.Slice((int)(home.Offset + start), (int)length)
            : null;
    }

    private static string? NameAt(ReadOnlySpan<byte> names, uint offset)
    {
        const int LongestName = 4096;
        if (offset >= names.Length)
        {
            return null;
        }

        var name = names[(int)offset..];
        var length = name[..Math.Min(name.Length, LongestName)].IndexOf((byte)0);
        return length > 0 ? Printable.Decode(name[..length]) : null;
    }
}
