using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Artifacts;

internal sealed partial class AssemblyOutline
{
    private void ReadTypes()
    {
        foreach (var handle in _reader.TypeDefinitions)
        {
            Row();
            var type = _reader.GetTypeDefinition(handle);
            var layout = type.GetLayout();
            var interfaces = type.GetInterfaceImplementations().Select(
                i => _names.Of(_reader.GetInterfaceImplementation(i).Interface));
            Add(Types, _names.Of(handle),
            [
                ("attributes", type.Attributes.ToString()),
                ("base type", _names.Of(type.BaseType)),
                ("interfaces", string.Join(", ", interfaces)),
                ("generic parameters", Generics(type.GetGenericParameters())),
                ("layout", layout.IsDefault ? "" : $"{layout.PackingSize} {layout.Size}"),
                ("properties", string.Join("; ", Properties(type))),
                ("events", string.Join("; ", Events(type))),
                ("method implementations", string.Join("; ", Implementations(type))),
            ]);
        }

        foreach (var handle in _reader.ExportedTypes)
        {
            Row();
            var forwarded = _reader.GetExportedType(handle);
            var name = $"{_reader.GetString(forwarded.Namespace)}.{_reader.GetString(forwarded.Name)}";
            var outer = forwarded.Implementation.Kind == HandleKind.ExportedType;
            var to = outer ? "its outer type" : _names.Of(forwarded.Implementation);
            Add(Types, name + " (forwarded)", [("attributes", forwarded.Attributes.ToString()), ("assembly", to)]);
        }
    }

    private List<string> Properties(TypeDefinition type)
    {
        var properties = new List<string>();
        foreach (var handle in type.GetProperties())
        {
            Row();
            var property = _reader.GetPropertyDefinition(handle);
            var accessors = property.GetAccessors();
            properties.Add(
                $"{_reader.GetString(property.Name)} {property.Attributes} "
                + $"{_names.Signature(property.Signature, SignatureText.All)} "
                + $"{_names.Of(accessors.Getter)} {_names.Of(accessors.Setter)}{Constant(property.GetDefaultValue())}");
        }

        return properties;
    }

    private List<string> Events(TypeDefinition type)
    {
        var events = new List<string>();
        foreach (var handle in type.GetEvents())
        {
            Row();
            var definition = _reader.GetEventDefinition(handle);
            var accessors = definition.GetAccessors();
            events.Add(
                $"{_reader.GetString(definition.Name)} {definition.Attributes} {_names.Of(definition.Type)} "
                + $"{_names.Of(accessors.Adder)} {_names.Of(accessors.Remover)} {_names.Of(accessors.Raiser)}");
        }

        return events;
    }

    private List<string> Implementations(TypeDefinition type)
    {
        var implementations = new List<string>();
        foreach (var handle in type.GetMethodImplementations())
        {
            Row();
            var implementation = _reader.GetMethodImplementation(handle);
            implementations.Add($"{_names.Of(implementation.MethodBody)} for {_names.Of(implementation.MethodDeclaration)}");
        }

        return implementations;
    }

    private void ReadFields()
    {
        foreach (var handle in _reader.FieldDefinitions)
        {
            Row();
            var field = _reader.GetFieldDefinition(handle);
            var type = _names.Signature(field.Signature, SignatureText.Result);
            var native = field.GetMarshallingDescriptor();
            Add(Fields, _names.Of(handle),
                $"{type}; {field.Attributes}; at {field.GetOffset()}{Constant(field.GetDefaultValue())}{InitialData(field)}"
                + (native.IsNil ? "" : "; marshalled " + Hex(native)));
        }
    }

    /// <summary>
    /// Hash of the bytes that a field begins with: array initialisers and the like. Their size is that of the field's type.
    /// </summary>
    private string InitialData(FieldDefinition field)
    {
        var rva = field.GetRelativeVirtualAddress();
        if (rva == 0)
        {
            return "";
        }

        var size = DataSize(field.Signature);
        var offset = _image.OffsetOf(unchecked((uint)rva), size);
        return offset < 0 ? "; data outside every section" : $"; data {Digest.Of(_image.View.Slice(offset, size))}";
    }

    private int DataSize(BlobHandle signature)
    {
        var blob = _reader.GetBlobReader(signature);
        _ = blob.ReadSignatureHeader();
        switch (blob.ReadSignatureTypeCode())
        {
            case SignatureTypeCode.Boolean or SignatureTypeCode.SByte or SignatureTypeCode.Byte:
                return 1;
            case SignatureTypeCode.Char or SignatureTypeCode.Int16 or SignatureTypeCode.UInt16:
                return 2;
            case SignatureTypeCode.Int32 or SignatureTypeCode.UInt32 or SignatureTypeCode.Single:
                return 4;
            case SignatureTypeCode.Int64 or SignatureTypeCode.UInt64 or SignatureTypeCode.Double:
                return 8;
            case SignatureTypeCode.TypeHandle:
                var type = blob.ReadTypeHandle();
                return type.Kind == HandleKind.TypeDefinition
                    ? Math.Max(0, _reader.GetTypeDefinition((TypeDefinitionHandle)type).GetLayout().Size)
                    : 0;
            default:
                return 0;
        }
    }

    private void ReadReferences()
    {
        if (_reader.IsAssembly)
        {
            var own = _reader.GetAssemblyDefinition();
            References["this assembly"] =
                $"{_reader.GetString(own.Name)} {own.Version} {_reader.GetString(own.Culture)} {own.Flags} "
                + $"{own.HashAlgorithm} {Hex(own.PublicKey)}";
        }

        References["this module"] = _reader.GetString(_reader.GetModuleDefinition().Name);
        foreach (var handle in _reader.AssemblyReferences)
        {
            Row();
            var reference = _reader.GetAssemblyReference(handle);
            Add(References, _reader.GetString(reference.Name),
                $"{reference.Version} {_reader.GetString(reference.Culture)} {reference.Flags} "
                + Hex(reference.PublicKeyOrToken));
        }

        for (var row = 1; row <= _reader.GetTableRowCount(TableIndex.ModuleRef); row++)
        {
            Row();
            Add(References, "module " + _names.Of(MetadataTokens.ModuleReferenceHandle(row)), "");
        }

        foreach (var handle in _reader.AssemblyFiles)
        {
            Row();
            var file = _reader.GetAssemblyFile(handle);
            Add(References, "file " + _reader.GetString(file.Name), Hex(file.HashValue));
        }
    }

    private void ReadAttributes()
    {
        foreach (var handle in _reader.CustomAttributes)
        {
            Row();
            var attribute = _reader.GetCustomAttribute(handle);
            var type = _names.Of(attribute.Constructor);
            var constructor = type.IndexOf("..ctor", StringComparison.Ordinal);
            var name = $"[{(constructor < 0 ? type : type[..constructor])}] on {_names.Of(attribute.Parent)}";
            AddMany(Attributes, name, Hex(attribute.Value));
        }

        foreach (var handle in _reader.DeclarativeSecurityAttributes)
        {
            Row();
            var security = _reader.GetDeclarativeSecurityAttribute(handle);
            AddMany(Attributes, $"security {security.Action} on {_names.Of(security.Parent)}", Hex(security.PermissionSet));
        }
    }

    /// <summary>Adds to what has the same name already, in the order of rows: thousands of parameters have one name.</summary>
    private static void AddMany(Dictionary<string, string> to, string name, string value) =>
        to[name] = to.TryGetValue(name, out var before) ? Digest.Of(Encoding.UTF8.GetBytes(before + "," + value)).ToHex() : value;

    private void ReadResources(CliImage cli)
    {
        foreach (var handle in _reader.ManifestResources)
        {
            Row();
            var resource = _reader.GetManifestResource(handle);
            var name = _reader.GetString(resource.Name);
            if (!resource.Implementation.IsNil)
            {
                Add(Resources, name, $"{resource.Attributes}, in {resource.Implementation.Kind}");
                continue;
            }

            var start = cli.ResourcesOffset + resource.Offset;
            var size = cli.ResourcesOffset < 0 ? 0 : _image.View.U32(start);
            var content = cli.ResourcesOffset < 0 ? [] : _image.View.Slice(start + 4, size);
            Add(Resources, name, $"{resource.Attributes}, {size} bytes, sha256 {Digest.Of(content)}");
        }
    }
}
