using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Vitrine.Artifacts;

namespace Vitrine.Origin;

/// <summary>A .NET image's user strings, names and methods' code.</summary>
internal static class ManagedScan
{
    private const int FewestOpcodes = 12;
    private const int MostRows = 2_000_000;

    /// <exception cref="ArtifactFormatException">The metadata contradict themselves.</exception>
    public static void Run(PeImage image, CliImage cli, SightingSet found, CancellationToken cancellationToken)
    {
        try
        {
            var metadata = System.Collections.Immutable.ImmutableArray.Create(image.View.Slice(cli.MetadataOffset, cli.MetadataSize));
            using var provider = MetadataReaderProvider.FromMetadataImage(metadata);
            var reader = provider.GetMetadataReader();
            Strings(reader, cli, found, cancellationToken);
            Names(reader, cli, found, cancellationToken);
            Methods(reader, image, found, cancellationToken);
        }
        catch (Exception fault) when (fault is BadImageFormatException or OverflowException or ArgumentOutOfRangeException)
        {
            throw new ArtifactFormatException(".NET", ArtifactFault.Malformed, cli.MetadataOffset, fault.Message);
        }
    }

    private static void Strings(MetadataReader reader, CliImage cli, SightingSet found, CancellationToken cancellationToken)
    {
        var heap = cli.MetadataOffset + reader.GetHeapMetadataOffset(HeapIndex.UserString);
        if (reader.GetHeapSize(HeapIndex.UserString) < 2)
        {
            return;
        }

        // The heap's first entry is the empty one, a single zero.
        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = reader.GetNextHandle(handle))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var text = reader.GetUserString(handle);
            foreach (var line in text.Split('\n'))
            {
                StringScan.Add(line.Length > 1024 ? line[..1024] : line, heap + MetadataTokens.GetHeapOffset(handle), 2 * text.Length, found, line);
            }
        }
    }

    private static void Names(MetadataReader reader, CliImage cli, SightingSet found, CancellationToken cancellationToken)
    {
        var heap = cli.MetadataOffset + reader.GetHeapMetadataOffset(HeapIndex.String);
        foreach (var type in reader.TypeDefinitions.Take(MostRows).Select(reader.GetTypeDefinition))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var space = reader.GetString(type.Namespace);
            Name(type.Name, space.Length == 0 ? 3 : 5, space.Length == 0 ? "" : space + ".");
            foreach (var method in type.GetMethods())
            {
                Name(reader.GetMethodDefinition(method).Name, 0, "");
            }

            foreach (var field in type.GetFields())
            {
                Name(reader.GetFieldDefinition(field).Name, 0, "");
            }
        }

        foreach (var member in reader.MemberReferences.Take(MostRows).Select(reader.GetMemberReference))
        {
            if (member.Parent.Kind == HandleKind.TypeReference)
            {
                var name = $"{reader.GetString(reader.GetTypeReference((TypeReferenceHandle)member.Parent).Name)}.{reader.GetString(member.Name)}";
                found.Add(FeatureClass.Import, Feature.Of(FeatureClass.Import, name, 1), heap + MetadataTokens.GetHeapOffset(member.Name), 0, 0, name);
            }
        }

        void Name(StringHandle handle, int prior, string before)
        {
            var name = reader.GetString(handle);
            if (name.Length >= 4 && name.Length + before.Length <= 512 && !name.Contains('<') && name is not ['.', ..])
            {
                var full = before + name;
                found.Add(
                    FeatureClass.Name,
                    Feature.Of(FeatureClass.Name, full, prior > 0 ? prior : Math.Min(4, StringScan.Prior(name))),
                    heap + MetadataTokens.GetHeapOffset(handle),
                    name.Length,
                    0,
                    full);
            }
        }
    }

    private static void Methods(MetadataReader reader, PeImage image, SightingSet found, CancellationToken cancellationToken)
    {
        foreach (var handle in reader.MethodDefinitions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rva = reader.GetMethodDefinition(handle).RelativeVirtualAddress;
            var offset = rva <= 0 ? -1 : image.OffsetOf(rva, 1);
            if (offset >= 0)
            {
                Method(image, offset, found);
            }
        }
    }

    /// <summary>The sequence of opcodes with the numbers they carry, without tokens and the places they jump to: names may change, and do.</summary>
    private static void Method(PeImage image, long offset, SightingSet found)
    {
        var body = MethodBody.Read(image.View, offset);
        var code = image.View.Slice(body.CodeOffset, body.CodeSize);
        var hash = 14695981039346656037;
        var count = 0;
        for (var i = 0; i < code.Length; count++)
        {
            var two = code[i] == IlOpcode.TwoBytes && i + 1 < code.Length;
            var operand = two ? IlOpcode.OperandOfSecond(code[i + 1]) : IlOpcode.Operand(code[i]);
            var opcode = two ? 0x100 + code[i + 1] : code[i];
            i += two ? 2 : 1;
            var (size, isNumber) = operand switch
            {
                IlOperand.None => (0, false),
                IlOperand.One => (1, opcode == 0x1f),
                IlOperand.Two => (2, false),
                IlOperand.Four => (4, opcode is 0x20 or 0x22),
                IlOperand.Eight => (8, true),
                IlOperand.Token or IlOperand.String => (4, false),
                IlOperand.Switch when code.Length - i >= 4 => (4 + (4L * System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(code[i..])), false),
                _ => (long.MaxValue, false),
            };
            if (size > code.Length - i)
            {
                return;
            }

            hash = unchecked((hash ^ (ulong)opcode) * 1099511628211);
            hash = isNumber ? XxHash.Hash(code.Slice(i, (int)size), hash) : hash;
            i += (int)size;
        }

        if (count >= FewestOpcodes)
        {
            var prior = count switch { < 20 => 2, < 40 => 4, _ => 6 };
            found.Add(FeatureClass.Function, Feature.Of(FeatureClass.Function, hash, prior), body.CodeOffset, body.CodeSize, (ulong)count);
        }
    }
}
