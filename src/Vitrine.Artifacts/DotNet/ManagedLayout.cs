using System.Buffers.Binary;

namespace Vitrine.Artifacts;

/// <summary>
/// How C#'s compiler lays an image out: one section with the CLI header, code, metadata, resources, strong name, debug
/// directory and its data; then import table and start-up stub (32 bits only) and initial data of fields; then the sections for
/// resources and relocations. Every place that this says is checked; an image that is otherwise is not understood.
/// </summary>
internal sealed class ManagedLayout
{
    private const int StubSize = 6;
    private const int LongestPadding = 16;

    private readonly PeImage _image;
    private readonly PeSection _text;
    private readonly PeDebugEntry _codeView;
    private readonly List<(long Offset, long Length)> _padding = [];
    private readonly List<(long Field, long Target)> _pointers = [];
    private readonly List<long> _derived = [];

    private ManagedLayout(PeImage image)
    {
        _image = image;
        _text = image.Sections.Length > 0 ? image.Sections[0] : throw NotKnown();
        _codeView = image.Debug.SingleOrDefault(e => e.Type == PeDebugEntry.CodeView) ?? throw NotKnown();
        ReadSections();
        var end = ReadDebugDirectory(image.Cli ?? throw NotKnown());
        end = ReadImports(end);
        ReadFieldData(end);
        ReadResources();
        PeDirectory[] others =
            [PeDirectory.Resource, PeDirectory.Relocations, PeDirectory.Cli, PeDirectory.ImportAddresses, PeDirectory.Debug];
        foreach (var directory in others)
        {
            if (image.Directory(directory).Rva != 0)
            {
                Rva(image.DirectoryOffset(directory));
            }
        }
    }

    /// <summary>The layout; null where the image is laid out otherwise.</summary>
    public static ManagedLayout? Read(PeImage image)
    {
        try
        {
            return image.Cli is { HasNativeCode: false } ? new ManagedLayout(image) : null;
        }
        catch (ArtifactFormatException)
        {
            return null;
        }
    }

    /// <summary>Takes the padding out, and writes every place as it is in the image without padding and path.</summary>
    public void Rewrite(Edits edits)
    {
        foreach (var (offset, length) in _padding)
        {
            edits.Cut(offset, length);
        }

        var moves = edits.Moves();
        foreach (var (field, target) in _pointers)
        {
            Write(edits, field, moves.Of(target));
        }

        foreach (var field in _derived)
        {
            Write(edits, field, 0);
        }

        Write(edits, _text.HeaderOffset + 8, moves.Of(_text.RawOffset + _text.VirtualSize) - moves.Of(_text.RawOffset));
        Write(edits, _codeView.Offset + 16, _codeView.DataSize - PeCodeView.PathLength(_image, _codeView)!.Value);
    }

    private static void Write(Edits edits, long field, long value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, unchecked((uint)value));
        edits.Replace(field, bytes.Length, bytes);
    }

    private static ArtifactFormatException NotKnown() =>
        new(".NET", ArtifactFault.Unsupported, -1, "the image is laid out in another way");

    private static void Require(bool condition)
    {
        if (!condition)
        {
            throw NotKnown();
        }
    }

    private static long Align(long value, long to) => (value + to - 1) / to * to;

    /// <summary>Sections follow one another without gaps, in memory and in the file, and the header's sums are theirs.</summary>
    private void ReadSections()
    {
        var view = _image.View;
        var header = _image.OptionalOffset;
        long sectionAlignment = view.U32(header + 32), fileAlignment = view.U32(header + 36);
        Require(sectionAlignment is >= 512 and <= 1 << 20 && fileAlignment is >= 512 and <= 1 << 16);
        long rva = Align(_image.SizeOfHeaders, sectionAlignment), raw = _image.SizeOfHeaders, code = 0, data = 0;
        foreach (var section in _image.Sections)
        {
            Require(section.Rva == rva && section.RawOffset == raw);
            Require(section.RawSize == Align(section.VirtualSize, fileAlignment));
            raw += section.RawSize;
            rva = Align(rva + section.VirtualSize, sectionAlignment);
            code += (section.Characteristics & 0x20) == 0 ? 0 : section.RawSize;
            data += (section.Characteristics & 0x40) == 0 ? 0 : section.RawSize;
            _derived.AddRange([section.HeaderOffset + 12, section.HeaderOffset + 16, section.HeaderOffset + 20]);
        }

        Require(view.U32(header + 4) == code && view.U32(header + 8) == data && view.U32(header + 56) == rva);
        _derived.AddRange([header + 4, header + 8, header + 56]);
        if (!_image.Is64)
        {
            var baseOfData = view.U32(header + 24);
            Require(baseOfData == 0 || _image.Sections.Any(s => s.Rva == baseOfData));
            _derived.Add(header + 24);
        }

        Pad(_text.RawOffset + _text.VirtualSize, _text.RawOffset + _text.RawSize, fileAlignment);
    }

    /// <summary>Nothing that is referred to lies behind the debug directory but its data; gives their end.</summary>
    private long ReadDebugDirectory(CliImage cli)
    {
        var (rva, size) = _image.Directory(PeDirectory.Debug);
        var start = _image.OffsetOf(rva, size);
        var entries = _image.Debug.Where(e => e.DataSize > 0).ToArray();
        Require(start >= _text.RawOffset && cli.HeaderOffset < start && cli.MetadataOffset + cli.MetadataSize <= start
            && cli.StrongNameOffset + cli.StrongNameSize <= start && cli.ResourcesOffset <= start
            && _image.Debug.Length == size / PeDebugEntry.Size);
        var end = start + size;
        foreach (var entry in entries)
        {
            Require(entry.DataOffset == end);
            end += entry.DataSize;
            _pointers.Add((entry.Offset + 24, entry.DataOffset));
            Rva(entry.Offset + 20);
        }

        var methods = MetadataRows.Rvas(_image, cli, MetadataRows.Kind.Methods);
        Require(methods.All(field => _image.View.U32(field) < rva));
        return end;
    }

    /// <summary>Import table for the runtime's start-up, then the stub that jumps to it; gives their end.</summary>
    private long ReadImports(long end)
    {
        var (rva, size) = _image.Directory(PeDirectory.Import);
        var entryPoint = _image.View.U32(_image.OptionalOffset + 16);
        if (size == 0)
        {
            Require(entryPoint == 0 && _image.Directory(PeDirectory.Relocations).Size == 0);
            return end;
        }

        const int DescriptorSize = 20;
        var table = _image.OffsetOf(rva, size);
        var stub = _image.OffsetOf(entryPoint, StubSize);
        Require(table == end && size > 2 * DescriptorSize && stub >= table + size
            && !_image.View.Slice(table + DescriptorSize, DescriptorSize).ContainsAnyExcept((byte)0));
        Rva(_image.DirectoryOffset(PeDirectory.Import));
        Rva(table);                                             // names looked up
        Rva(table + 12);                                        // the library's name
        Rva(_image.OffsetOf(_image.View.U32(table), 4));        // the function's name, twice
        Rva(_image.OffsetOf(_image.View.U32(table + 16), 4));
        Pad(table + size, stub, LongestPadding);
        Rva(_image.OptionalOffset + 16);
        ReadRelocation(entryPoint + 2L);
        return stub + StubSize;
    }

    /// <summary>The one address to relocate is the stub's operand.</summary>
    private void ReadRelocation(long operand)
    {
        const int BlockSize = 12;
        const int HighLow = 3 << 12;
        var (rva, size) = _image.Directory(PeDirectory.Relocations);
        var block = _image.OffsetOf(rva, BlockSize);
        Require(size == BlockSize && block >= 0 && _image.View.U32(block + 4) == BlockSize && _image.View.U16(block + 10) == 0
            && _image.View.U16(block + 8) == (HighLow | (operand & 0xfff)) && _image.View.U32(block) == (operand & ~0xfffL));
        _derived.AddRange([block, block + 8]);
    }

    private void ReadFieldData(long end)
    {
        var fields = MetadataRows.Rvas(_image, _image.Cli!, MetadataRows.Kind.FieldData);
        if (fields.IsEmpty)
        {
            return;
        }

        foreach (var field in fields)
        {
            Rva(field);
        }

        Pad(end, fields.Min(field => _image.OffsetOf(_image.View.U32(field), 0)), LongestPadding);
    }

    /// <summary>The leaves of the resource tree say where in memory their data are.</summary>
    private void ReadResources()
    {
        var (rva, size) = _image.Directory(PeDirectory.Resource);
        if (size > 0)
        {
            var start = _image.OffsetOf(rva, size);
            Require(start >= 0);
            foreach (var leaf in PeResources.Leaves(_image, start, size))
            {
                Rva(leaf);
            }
        }
    }

    /// <summary>Notes a field that holds the RVA of something in the file.</summary>
    private void Rva(long field)
    {
        var target = field < 0 ? -1 : _image.OffsetOf(_image.View.U32(field), 0);
        Require(target >= 0);
        _pointers.Add((field, target));
    }

    private void Pad(long from, long to, long longest)
    {
        Require(to >= from && to - from < longest && !_image.View.Slice(from, to - from).ContainsAnyExcept((byte)0));
        _padding.Add((from, to - from));
    }
}
