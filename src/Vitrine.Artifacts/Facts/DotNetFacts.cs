using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Vitrine.Artifacts;

/// <summary>
/// What .NET metadata say (ECMA-335 II.22): assembly, references, members that are called, native functions, public types, and the attributes
/// that name company, product and version. Read by System.Reflection.Metadata; what contradicts itself ends the part.
/// </summary>
internal sealed class DotNetFacts(PeImage image, CliImage cli, FactsBuilder facts)
{
    private const int DeepestNesting = 16;

    private static readonly HashSet<string> _named = new(StringComparer.Ordinal)
    {
        "AssemblyCompanyAttribute", "AssemblyCopyrightAttribute", "AssemblyProductAttribute", "AssemblyTitleAttribute",
        "AssemblyInformationalVersionAttribute", "AssemblyFileVersionAttribute", "AssemblyTrademarkAttribute",
    };

    /// <summary>Reads all; gives the assembly's name and the module's id.</summary>
    public (string? Assembly, string Mvid) Read()
    {
        using var provider = MetadataReaderProvider.FromMetadataImage(
            ImmutableArray.Create(image.View.Slice(cli.MetadataOffset, cli.MetadataSize)));
        var metadata = provider.GetMetadataReader();
        string? name = null;
        if (metadata.IsAssembly)
        {
            var assembly = metadata.GetAssemblyDefinition();
            name = metadata.GetString(assembly.Name);
            facts.Detail("assembly version", assembly.Version.ToString(), -1, isAuthor: false);
            facts.Detail("public key token", Token(metadata.GetBlobBytes(assembly.PublicKey)), -1, isAuthor: false);
            foreach (var attribute in assembly.GetCustomAttributes())
            {
                ReadAttribute(metadata, metadata.GetCustomAttribute(attribute));
            }
        }

        foreach (var reference in metadata.AssemblyReferences)
        {
            facts.Need(metadata.GetString(metadata.GetAssemblyReference(reference).Name));
        }

        foreach (var member in metadata.MemberReferences)
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            ReadMember(metadata, member);
        }

        foreach (var method in metadata.MethodDefinitions)
        {
            var import = metadata.GetMethodDefinition(method).GetImport();
            if (!import.Module.IsNil)
            {
                var library = metadata.GetString(metadata.GetModuleReference(import.Module).Name);
                facts.Need(library);
                facts.Import(library, metadata.GetString(import.Name), Row(metadata, method, TableIndex.MethodDef));
            }
        }

        foreach (var type in metadata.TypeDefinitions)
        {
            var definition = metadata.GetTypeDefinition(type);
            if ((definition.Attributes & System.Reflection.TypeAttributes.VisibilityMask) == System.Reflection.TypeAttributes.Public)
            {
                facts.Export(Join(metadata.GetString(definition.Namespace), metadata.GetString(definition.Name)), Row(metadata, type, TableIndex.TypeDef));
            }
        }

        return (name, Convert.ToHexStringLower(metadata.GetGuid(metadata.GetModuleDefinition().Mvid).ToByteArray()));
    }

    private void ReadMember(MetadataReader metadata, MemberReferenceHandle handle)
    {
        var member = metadata.GetMemberReference(handle);
        if (member.Parent.Kind == HandleKind.TypeReference)
        {
            var (library, type) = TypeName(metadata, (TypeReferenceHandle)member.Parent);
            facts.Import(library, $"{type}.{metadata.GetString(member.Name)}", Row(metadata, handle, TableIndex.MemberRef));
        }
    }

    private void ReadAttribute(MetadataReader metadata, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference
            || metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is not { Kind: HandleKind.TypeReference } parent)
        {
            return;
        }

        var name = metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)parent).Name);
        if (!_named.Contains(name))
        {
            return;
        }

        // II.23.3: the prolog 0x0001, then the one argument as a text with its length before it.
        var value = metadata.GetBlobReader(attribute.Value);
        if (value.Length > 2 && value.ReadUInt16() == 1 && value.ReadSerializedString() is { } text)
        {
            var key = name[..^"Attribute".Length];
            facts.Detail(
                key, text, cli.MetadataOffset + metadata.GetHeapMetadataOffset(HeapIndex.Blob) + metadata.GetHeapOffset(attribute.Value),
                isAuthor: key is "AssemblyCompany" or "AssemblyCopyright");
        }
    }

    private static (string Library, string Name) TypeName(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = Join(metadata.GetString(type.Namespace), metadata.GetString(type.Name));
        for (var depth = 0; type.ResolutionScope.Kind == HandleKind.TypeReference; depth++)
        {
            if (depth == DeepestNesting)
            {
                throw new ArtifactFormatException(".NET", ArtifactFault.LimitExceeded, -1, "types are nested too deeply");
            }

            type = metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope);
            name = $"{Join(metadata.GetString(type.Namespace), metadata.GetString(type.Name))}+{name}";
        }

        var library = type.ResolutionScope.Kind == HandleKind.AssemblyReference
            ? metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name)
            : "";
        return (library, name);
    }

    private long Row(MetadataReader metadata, EntityHandle handle, TableIndex table) => cli.MetadataOffset
        + metadata.GetTableMetadataOffset(table) + ((MetadataTokens.GetRowNumber(handle) - 1L) * metadata.GetTableRowSize(table));

    private static string Join(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";

    /// <summary>The last eight bytes of the key's SHA-1, backwards, as .NET names keys.</summary>
    private static string Token(byte[] key)
    {
        if (key.Length == 0)
        {
            return "";
        }

#pragma warning disable CA5350 // The token is defined by SHA-1; nothing relies on it here.
        var token = System.Security.Cryptography.SHA1.HashData(key).AsSpan(12).ToArray();
#pragma warning restore CA5350
        Array.Reverse(token);
        return Convert.ToHexStringLower(token);
    }
}
