using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Seals;

/// <summary>
/// Where names are defined in one scope: 20 bytes a definition, in the order of a keyed digest of its name, and the text of signatures and scopes behind. It lies outside what the collector moves, and is
/// overwritten when the seal closes.
/// </summary>
/// <remarks>The digest is 64 bits of HMAC-SHA-256 under a random key, so that nobody can make two names meet. Names themselves are not kept.</remarks>
internal sealed class SymbolTable : IDisposable
{
    /// <summary>The most definitions that are kept.</summary>
    public const int MaxDefinitions = 1 << 25;

    private const long MaxDetailBytes = 1L << 30;
    private const int LongestDetail = 4096;
    private const int LastLine = (1 << 24) - 1;
    private const int MostKinds = 127;
    private static readonly int EntrySize = Marshal.SizeOf<Entry>();

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Arena _entries = new((long)MaxDefinitions * EntrySize);
    private readonly Arena _details = new(MaxDetailBytes);
    private readonly List<string> _kinds = ["symbol"];
    private readonly Dictionary<string, byte> _kindNumbers = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    // Offset 0 is no detail.
    private long _detailBytes = 1;

    /// <summary>Definitions in it.</summary>
    public int Count { get; private set; }

    /// <summary>Whether definitions were left out, since there are too many.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Bytes that it takes in memory.</summary>
    public long Size => ((long)Count * EntrySize) + _detailBytes;

    /// <summary>Adds the definitions of the text at a place. From any thread, before <see cref="Sort"/>.</summary>
    public void Add(int place, IReadOnlyList<Symbol> symbols)
    {
        var hashes = new ulong[symbols.Count];
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i] = HashOf(symbols[i].Name);
        }

        lock (_gate)
        {
            var (last, lastAt) = (default((string?, string?)), 0u);
            for (var i = 0; i < hashes.Length; i++)
            {
                var symbol = symbols[i];
                if (symbol.Line > LastLine || Count == MaxDefinitions)
                {
                    IsFull = true;
                    continue;
                }

                // Members of one type follow each other.
                var detail = (symbol.Scope, symbol.Signature);
                if (i == 0 || detail != last)
                {
                    (last, lastAt) = (detail, Write(symbol));
                }

                Slot(Count++) = new Entry(hashes[i], place, (uint)symbol.Line << 8 | Kind(symbol), lastAt);
            }
        }
    }

    /// <summary>Puts the definitions in order, after the last was added.</summary>
    public void Sort() => Entries.Sort((one, other) => one.Hash != other.Hash ? one.Hash.CompareTo(other.Hash) : one.Place != other.Place ? one.Place.CompareTo(other.Place) : one.LineAndKind.CompareTo(other.LineAndKind));

    /// <summary>The first definitions of a name, by place and line.</summary>
    public List<(int Place, Symbol Symbol)> Find(string name, int most = int.MaxValue)
    {
        var found = new List<(int, Symbol)>();
        var hash = HashOf(name);
        var entries = Entries;
        for (var at = First(hash); at >= 0 && found.Count < most && at < entries.Length && entries[at].Hash == hash; at++)
        {
            var entry = entries[at];
            var line = (int)(entry.LineAndKind >> 8);
            var kind = _kinds[(int)(entry.LineAndKind & 0x7F)];
            var (scope, signature) = Read(entry.Detail);
            found.Add((entry.Place, new Symbol(name, kind, line, line, signature, scope) { IsFromIndex = (entry.LineAndKind & 0x80) != 0 }));
        }

        return found;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _entries.Clear(0, (long)Count * EntrySize);
        _details.Clear(0, _detailBytes);
        _entries.Close();
        _details.Close();
        CryptographicOperations.ZeroMemory(_key);
    }

    private Span<Entry> Entries => MemoryMarshal.Cast<byte, Entry>(_entries.Span(0, Count * EntrySize));

    private ref Entry Slot(int at) => ref MemoryMarshal.AsRef<Entry>(_entries.Span((long)at * EntrySize, EntrySize));

    private int First(ulong hash)
    {
        var entries = Entries;
        var (least, most) = (0, entries.Length);
        while (least < most)
        {
            var middle = least + ((most - least) / 2);
            (least, most) = entries[middle].Hash < hash ? (middle + 1, most) : (least, middle);
        }

        return least < entries.Length && entries[least].Hash == hash ? least : -1;
    }

    private ulong HashOf(ReadOnlySpan<char> name)
    {
        Span<byte> utf8 = stackalloc byte[512];
        Span<byte> digest = stackalloc byte[32];
        if (!Encoding.UTF8.TryGetBytes(name, utf8, out var length))
        {
            // As bytes of UTF-16: no shorter name has them.
            HMACSHA256.HashData(_key, MemoryMarshal.AsBytes(name), digest);
        }
        else
        {
            HMACSHA256.HashData(_key, utf8[..length], digest);
        }

        return MemoryMarshal.Read<ulong>(digest);
    }

    private byte Kind(Symbol symbol)
    {
        if (!_kindNumbers.TryGetValue(symbol.Kind, out var number))
        {
            if (_kinds.Count > MostKinds)
            {
                return 0;
            }

            number = (byte)_kinds.Count;
            _kinds.Add(symbol.Kind);
            _kindNumbers.Add(symbol.Kind, number);
        }

        return (byte)(number | (symbol.IsFromIndex ? 0x80 : 0));
    }

    private uint Write(Symbol symbol)
    {
        if (symbol.Scope is null && symbol.Signature is null)
        {
            return 0;
        }

        Span<byte> bytes = stackalloc byte[4 + LongestDetail];
        var scope = Cut(symbol.Scope, LongestDetail / 2, bytes[4..]);
        var signature = Cut(symbol.Signature, LongestDetail / 2, bytes[(4 + scope)..]);
        if (_detailBytes + 4 + scope + signature > MaxDetailBytes)
        {
            return 0;
        }

        MemoryMarshal.Write(bytes, (ushort)scope);
        MemoryMarshal.Write(bytes[2..], (ushort)signature);
        var length = 4 + scope + signature;
        bytes[..length].CopyTo(_details.Span(_detailBytes, length));
        var at = (uint)_detailBytes;
        _detailBytes += length;
        return at;
    }

    /// <summary>As much of a text as fits, in UTF-8.</summary>
    private static int Cut(string? text, int most, Span<byte> to)
    {
        Encoding.UTF8.GetEncoder().Convert(text, to[..most], flush: true, out _, out var written, out _);
        return written;
    }

    private (string? Scope, string? Signature) Read(uint detail)
    {
        if (detail == 0)
        {
            return (null, null);
        }

        var head = _details.Span(detail, 4);
        var (scope, signature) = (MemoryMarshal.Read<ushort>(head), MemoryMarshal.Read<ushort>(head[2..]));
        return (Text(detail + 4, scope), Text(detail + 4 + scope, signature));
    }

    private string? Text(long at, int length) => length == 0 ? null : Encoding.UTF8.GetString(_details.Span(at, length));

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private readonly struct Entry(ulong hash, int place, uint lineAndKind, uint detail)
    {
        public readonly ulong Hash = hash;
        public readonly int Place = place;

        /// <summary>The line in 24 bits, whether it is from an index in one, the kind's number in seven.</summary>
        public readonly uint LineAndKind = lineAndKind;

        public readonly uint Detail = detail;
    }
}
