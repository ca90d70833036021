using System.Globalization;

namespace Vitrine.Artifacts;

/// <summary>
/// What a PE file says of itself: imports (descriptors of 20 bytes, delayed ones of 32), exports (directory of 40 bytes), version resource,
/// manifest, symbol file, signers; and for .NET what its metadata say.
/// </summary>
internal sealed class PeFacts
{
    private const ushort DriverSubsystem = 1;
    private const ushort Library = 0x2000;
    private const int MostLibraries = 10_000;
    private const uint VersionType = 16;
    private const uint ManifestType = 24;

    private readonly PeImage _image;
    private readonly FactsBuilder _facts;
    private string? _ownName;
    private string? _buildId;
    private FactText? _level;

    private PeFacts(PeImage image, FactsBuilder facts)
    {
        _image = image;
        _facts = facts;
    }

    public static BinaryFacts Read(PeImage image, CancellationToken cancellation) =>
        new PeFacts(image, new FactsBuilder(PeImage.Format, cancellation)).Read();

    private BinaryFacts Read()
    {
        _facts.Part(() => ReadImports(PeDirectory.Import, 20, 12, 0, 16));
        _facts.Part(() => ReadImports(PeDirectory.DelayedImport, 32, 4, 16, 16));
        _facts.Part(ReadExports);
        _facts.Part(ReadSymbolFile);
        foreach (var (offset, size) in Resources(VersionType))
        {
            _facts.Part(() => new PeVersion(_image, _facts).Read(offset, size));
        }

        foreach (var (offset, size) in Resources(ManifestType))
        {
            _facts.Part(() => _level ??= PeManifest.RequestedLevel(_image.View.Slice(offset, size), offset));
        }

        _facts.Part(ReadSigners);
        string? assembly = null, mvid = null;
        if (_image.Cli is { } cli)
        {
            _facts.Part(() => (assembly, mvid) = new DotNetFacts(_image, cli, _facts).Read());
        }

        _facts.Part(() => BuildPaths.OfPe(_image, _facts));
        return new BinaryFacts
        {
            Format = _image.Directory(PeDirectory.Cli).Size != 0 ? ArtifactFormat.DotNet : ArtifactFormat.Pe,
            Machine = Machine(_image.View.U16(_image.CoffOffset)),
            Bits = _image.Is64 ? 64 : 32,
            Kind = _image.View.U16(_image.OptionalOffset + 68) == DriverSubsystem ? BinaryKind.Driver
                : (_image.View.U16(_image.CoffOffset + 18) & Library) != 0 ? BinaryKind.Library : BinaryKind.Program,
            OwnName = assembly ?? _ownName,
            Sections =
            [
                .. _image.Sections.Select(s => new BinarySection(
                    s.Name, s.RawOffset, s.RawSize, s.Rva, s.IsExecutable, (s.Characteristics & 0x8000_0000) != 0)),
            ],
            Needed = _facts.Needed.ToImmutable(),
            Imports = _facts.Imports.ToImmutable(),
            Exports = _facts.Exports.ToImmutable(),
            Details = _facts.Details.ToImmutable(),
            Authors = _facts.Authors.ToImmutable(),
            Signers = _facts.Signers.ToImmutable(),
            BuildPaths = _facts.BuildPaths.ToImmutable(),
            BuildId = mvid ?? _buildId,
            RequestedLevel = _level,
            SignatureOffset = _image.Directory(PeDirectory.Certificates) is { Size: > 0 } table ? table.Rva : -1,
            AppendedBytes = Math.Max(0, _image.Bytes.Length - _image.SectionsEnd - _image.Directory(PeDirectory.Certificates).Size),
            Faults = _facts.Faults.ToImmutable(),
        };
    }

    /// <summary>Libraries with what is taken from each.</summary>
    /// <param name="directory">Where the descriptors are; the last one is all zeros.</param>
    /// <param name="size">Of a descriptor.</param>
    /// <param name="nameField">Where in it the RVA of the library's name stands.</param>
    /// <param name="lookupField">Where the RVA of the names stands.</param>
    /// <param name="otherField">Where it stands if there is no lookup table.</param>
    private void ReadImports(PeDirectory directory, int size, int nameField, int lookupField, int otherField)
    {
        var (rva, length) = _image.Directory(directory);
        if (rva == 0 || length == 0)
        {
            return;
        }

        for (var i = 0; ; i++)
        {
            var at = Place(rva + ((long)i * size), size, "the imports");
            var name = _image.View.U32(at + nameField);
            if (name == 0)
            {
                return;
            }

            if (i == MostLibraries)
            {
                throw _image.View.Fault(ArtifactFault.LimitExceeded, at, $"it imports from more than {MostLibraries} libraries");
            }

            _facts.Cancellation.ThrowIfCancellationRequested();
            var library = Text(name, "an import's library");
            _facts.Need(library);
            var lookup = _image.View.U32(at + lookupField);
            ReadThunks(library, lookup != 0 ? lookup : _image.View.U32(at + otherField));
        }
    }

    private void ReadThunks(string library, long rva)
    {
        var size = _image.Is64 ? 8 : 4;
        for (; rva != 0; rva += size)
        {
            var at = Place(rva, size, "the import names");
            var thunk = _image.Is64 ? _image.View.U64(at) : _image.View.U32(at);
            if (thunk == 0)
            {
                return;
            }

            var byNumber = _image.Is64 ? thunk >> 63 == 1 : thunk >> 31 == 1;
            if (byNumber)
            {
                _facts.Import(library, "#" + (thunk & 0xffff).ToString(CultureInfo.InvariantCulture), at);
            }
            else
            {
                var name = (long)(thunk & 0x7fff_ffff) + 2;
                _facts.Import(library, Text(name, "an import's name"), _image.OffsetOf(name, 1));
            }
        }
    }

    private void ReadExports()
    {
        var (rva, size) = _image.Directory(PeDirectory.Export);
        if (rva == 0 || size == 0)
        {
            return;
        }

        var at = Place(rva, 40, "the exports");
        if (_image.View.U32(at + 12) is not 0 and var name)
        {
            _ownName = Text(name, "the exports' library");
        }

        var count = _image.View.U32(at + 24);
        if (count > FactsBuilder.MostEach)
        {
            throw _image.View.Fault(ArtifactFault.LimitExceeded, at + 24, $"it exports {count} names");
        }

        var names = count == 0 ? 0 : Place(_image.View.U32(at + 32), count * 4L, "the exports' names");
        for (var i = 0; i < count; i++)
        {
            var text = _image.View.U32(names + (i * 4L));
            _facts.Export(Text(text, "an export's name"), _image.OffsetOf(text, 1));
        }
    }

    private void ReadSymbolFile()
    {
        foreach (var entry in _image.Debug.Where(e => e.Type == PeDebugEntry.CodeView))
        {
            if (PeCodeView.PathLength(_image, entry) is > 0 and var length)
            {
                _buildId = Convert.ToHexStringLower(_image.View.Slice(entry.DataOffset + 4, 16));
                _facts.Path(
                    BuildPathKind.Symbols, Printable.Decode(_image.View.Slice(entry.DataOffset + 24, length)), entry.DataOffset + 24);
            }
        }
    }

    private List<(long Offset, long Size)> Resources(uint type)
    {
        List<(long, long)> found = [];
        _facts.Part(() =>
        {
            var (rva, size) = _image.Directory(PeDirectory.Resource);
            if (rva != 0 && size != 0)
            {
                found = PeResources.OfType(_image, Place(rva, 16, "the resources"), type);
            }
        });
        return found;
    }

    private void ReadSigners()
    {
        var (table, size) = _image.Directory(PeDirectory.Certificates);
        for (long at = table, end = (long)table + size; size > 0 && at + 8 < end;)
        {
            var length = _image.View.U32(at);
            if (length <= 8 || length > end - at)
            {
                throw _image.View.Fault(ArtifactFault.Malformed, at, "the certificate table is not of its form");
            }

            if (_image.View.U16(at + 6) == 2)
            {
                _facts.Signers.AddRange(ArtifactSigner.ReadCms(_image.View.Slice(at + 8, length - 8)));
            }

            at += (length + 7) / 8 * 8;
        }
    }

    private long Place(long rva, long length, string what)
    {
        var offset = _image.OffsetOf(rva, length);
        return offset >= 0 ? offset : throw _image.View.Fault(ArtifactFault.Truncated, -1, $"{what} lie outside the image");
    }

    private string Text(long rva, string what)
    {
        var start = Place(rva, 1, what);
        var bytes = _image.View.Slice(start, Math.Min(FactsBuilder.LongestName, _image.Bytes.Length - start));
        var end = bytes.IndexOf((byte)0);
        return end >= 0 ? Printable.Decode(bytes[..end]) : throw _image.View.Fault(
            ArtifactFault.Malformed, start, $"{what} has no end, or is too long");
    }

    private static string Machine(ushort number) => number switch
    {
        0x14c => "x86",
        0x8664 => "x86-64",
        0x1c0 or 0x1c4 => "arm",
        0xaa64 => "arm64",
        0x5064 => "riscv",
        _ => "0x" + number.ToString("x", CultureInfo.InvariantCulture),
    };
}
