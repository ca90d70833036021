using System.Globalization;

namespace Vitrine.Artifacts;

/// <summary>
/// What an ELF file says of itself: the dynamic section (16 or 8 bytes an entry; the gABI's chapter 5), symbol tables, the build id, a kernel
/// module's <c>.modinfo</c>, and paths in debug strings.
/// </summary>
internal sealed class ElfFacts
{
    private const uint Dynamic = 6;
    private const uint Interpreter = 3;
    private const int RelocatableType = 1;
    private const int ProgramType = 2;
    private const int LibraryType = 3;
    private const int Needed = 1;
    private const int OwnName = 14;
    private const int LibraryPath = 15;
    private const int RunPath = 29;
    private const int MostDynamic = 100_000;
    private const int MostSymbols = 4_000_000;

    private readonly ElfImage _image;
    private readonly FactsBuilder _facts;
    private string? _ownName;
    private string? _buildId;

    private ElfFacts(ElfImage image, FactsBuilder facts)
    {
        _image = image;
        _facts = facts;
    }

    public static BinaryFacts Read(ElfImage image, CancellationToken cancellation) => new ElfFacts(image, new FactsBuilder(ElfImage.Format, cancellation)).Read();

    private BinaryFacts Read()
    {
        _facts.Part(ReadDynamic);
        _facts.Part(ReadSymbols);
        _facts.Part(ReadBuildId);
        _facts.Part(ReadModuleInfo);
        _facts.Part(() => BuildPaths.OfElf(_image, _facts));
        return new BinaryFacts
        {
            Format = ArtifactFormat.Elf,
            Machine = Machine(_image.View.U16(18)),
            Bits = _image.Is64 ? 64 : 32,
            Kind = Kind(),
            OwnName = _ownName,
            Sections =
            [
                .. _image.Sections.Skip(1).Select(s => new BinarySection(
                    s.Name, s.Offset, s.HasBytes ? s.Size : 0, s.Address, s.IsExecutable, (s.Flags & 1) != 0 && s.IsAllocated)),
            ],
            Needed = _facts.Needed.ToImmutable(),
            Imports = _facts.Imports.ToImmutable(),
            Exports = _facts.Exports.ToImmutable(),
            Details = _facts.Details.ToImmutable(),
            Authors = _facts.Authors.ToImmutable(),
            BuildPaths = _facts.BuildPaths.ToImmutable(),
            BuildId = _buildId,
            AppendedBytes = Appended(),
            Faults = _facts.Faults.ToImmutable(),
        };
    }

    private BinaryKind Kind() => _image.View.U16(16) switch
    {
        RelocatableType => _image.Section(".modinfo") is not null ? BinaryKind.Driver : BinaryKind.Object,
        ProgramType => BinaryKind.Program,
        LibraryType => _image.Segment(Interpreter) is null ? BinaryKind.Library : BinaryKind.Program,
        _ => BinaryKind.Other,
    };

    /// <summary>Bytes behind everything that headers account for.</summary>
    private long Appended()
    {
        var end = Math.Max(Math.Max(_image.LoadedEnd, _image.ProgramHeadersEnd), _image.SectionTableEnd);
        return Math.Max(0, _image.Bytes.Length - _image.Sections.Aggregate(end, (most, section) => Math.Max(most, section.End)));
    }

    private void ReadDynamic()
    {
        if (_image.Segment(2) is not { } segment)
        {
            return;
        }

        var size = _image.Is64 ? 16 : 8;
        long names = -1, namesSize = 0;
        var texts = new List<(long Tag, long Value, long Offset)>();
        for (var (at, count) = (segment.Offset, 0); at + size <= segment.Offset + segment.Size && count < MostDynamic; at += size, count++)
        {
            var tag = Wide(at);
            var value = Wide(at + (size / 2));
            if (tag == 0)
            {
                break;
            }

            (names, namesSize) = tag switch { 5 => (value, namesSize), 10 => (names, value), _ => (names, namesSize) };
            if (tag is Needed or OwnName or LibraryPath or RunPath)
            {
                texts.Add((tag, value, at));
            }
        }

        var start = names < 0 ? -1 : _image.OffsetOf(names, namesSize);
        foreach (var (tag, value, _) in texts)
        {
            if (start < 0 || value >= namesSize)
            {
                throw _image.View.Fault(ArtifactFault.Contradiction, segment.Offset, "the dynamic section's names lie nowhere");
            }

            var text = Text(_image.View.Slice(start + value, namesSize - value));
            switch (tag)
            {
                case Needed:
                    _facts.Need(text);
                    break;
                case OwnName:
                    _ownName = text;
                    break;
                default:
                    _facts.Detail(tag == RunPath ? "RUNPATH" : "RPATH", text, start + value, isAuthor: false);
                    break;
            }
        }
    }

    /// <summary>The dynamic symbols, or for objects and modules the only ones.</summary>
    private void ReadSymbols()
    {
        var table = _image.Sections.FirstOrDefault(s => s is { Type: ElfSection.DynamicSymbols, HasBytes: true })
            ?? (_image.View.U16(16) == RelocatableType
                ? _image.Sections.FirstOrDefault(s => s is { Type: ElfSection.SymbolTable, HasBytes: true })
                : null);
        var entry = _image.Is64 ? 24 : 16;
        if (table is null || table.Link >= _image.Sections.Length || table.Size / entry > MostSymbols)
        {
            return;
        }

        var home = _image.Sections[(int)table.Link];
        var names = _image.Content(home);
        for (var symbol = table.Offset + entry; symbol + entry <= table.End; symbol += entry)
        {
            _facts.Cancellation.ThrowIfCancellationRequested();
            var name = _image.View.U32(symbol);
            var info = _image.View.U8(symbol + (_image.Is64 ? 4 : 12));
            var visibility = _image.View.U8(symbol + (_image.Is64 ? 5 : 13)) & 3;
            var section = _image.View.U16(symbol + (_image.Is64 ? 6 : 14));
            if (name == 0 || name >= names.Length || info >> 4 is not (1 or 2 or 10))
            {
                continue;   // without a name, or local
            }

            var text = Text(names[(int)name..]);
            if (section == 0)
            {
                _facts.Import("", text, home.Offset + name);
            }
            else if (visibility is 0 or 3)
            {
                _facts.Export(text, home.Offset + name);
            }
        }
    }

    private void ReadBuildId()
    {
        if (_image.Section(".note.gnu.build-id") is { HasBytes: true, Size: > 16 and <= 80 } note
            && _image.View.U32(note.Offset) == 4 && _image.View.U32(note.Offset + 4) == note.Size - 16)
        {
            _buildId = Convert.ToHexStringLower(_image.View.Slice(note.Offset + 16, note.Size - 16));
        }
    }

    /// <summary>A kernel module's texts: <c>key=value</c>, each ended by a zero.</summary>
    private void ReadModuleInfo()
    {
        if (_image.Section(".modinfo") is not { HasBytes: true } section)
        {
            return;
        }

        for (var at = section.Offset; at < section.End;)
        {
            var rest = _image.View.Slice(at, section.End - at);
            var length = rest.IndexOf((byte)0);
            length = length < 0 ? rest.Length : length;
            var text = rest[..Math.Min(length, FactsBuilder.LongestName)];
            var equals = text.IndexOf((byte)'=');
            if (equals > 0)
            {
                var key = Printable.Decode(text[..equals]);
                _facts.Detail(key, Printable.Decode(text[(equals + 1)..]), at, isAuthor: key == "author");
            }

            at += length + 1;
        }
    }

    private long Wide(long offset) => _image.Is64 ? (long)(_image.View.U64(offset) & long.MaxValue) : _image.View.U32(offset);

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        var bounded = bytes[..Math.Min(bytes.Length, FactsBuilder.LongestName)];
        var end = bounded.IndexOf((byte)0);
        return Printable.Decode(end < 0 ? bounded : bounded[..end]);
    }

    private static string Machine(ushort number) => number switch
    {
        3 => "x86",
        8 => "mips",
        20 => "powerpc",
        21 => "powerpc64",
        22 => "s390x",
        40 => "arm",
        62 => "x86-64",
        183 => "arm64",
        243 => "riscv",
        258 => "loongarch",
        _ => "0x" + number.ToString("x", CultureInfo.InvariantCulture),
    };
}
