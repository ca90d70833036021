using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Artifacts;

/// <summary>
/// Everything of a .NET image that has a name, by that name, so that two can be compared without regard to the numbers of
/// tokens, the order of rows or places in the file.
/// </summary>
internal sealed partial class AssemblyOutline
{
    /// <summary>Rows looked at before a file counts as made to exhaust us; the largest assemblies have some millions.</summary>
    private const int MostRows = 20_000_000;

    private readonly PeImage _image;
    private readonly MetadataReader _reader;
    private readonly MetadataNames _names;
    private readonly CancellationToken _cancellation;
    private int _rows;

    private AssemblyOutline(PeImage image, MetadataReader reader, CancellationToken cancellation)
    {
        _image = image;
        _reader = reader;
        _names = new MetadataNames(reader);
        _cancellation = cancellation;
    }

    /// <summary>Methods by their name with parameters.</summary>
    public Dictionary<string, OutlinedMethod> Methods { get; } = new(StringComparer.Ordinal);

    /// <summary>Types by their full name: what each is, in words, part by part.</summary>
    public Dictionary<string, ImmutableArray<(string Part, string Value)>> Types { get; } = new(StringComparer.Ordinal);

    /// <summary>Fields by their full name: type, attributes, constant, hash of initial data.</summary>
    public Dictionary<string, string> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>Custom attributes by what they stand on and their type: their values in hexadecimal digits.</summary>
    public Dictionary<string, string> Attributes { get; } = new(StringComparer.Ordinal);

    /// <summary>Assemblies and modules referred to, and the assembly's own identity.</summary>
    public Dictionary<string, string> References { get; } = new(StringComparer.Ordinal);

    /// <summary>Resources by name: where they lie, size and hash.</summary>
    public Dictionary<string, string> Resources { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads a .NET image's outline.</summary>
    /// <exception cref="BadImageFormatException">Its metadata contradict themselves, or are beyond the bounds.</exception>
    /// <exception cref="ArtifactFormatException">A method body or resource does.</exception>
    public static AssemblyOutline Read(PeImage image, CliImage cli, CancellationToken cancellation)
    {
        var metadata = ImmutableArray.Create(image.View.Slice(cli.MetadataOffset, cli.MetadataSize));
        using var provider = MetadataReaderProvider.FromMetadataImage(metadata);
        var outline = new AssemblyOutline(image, provider.GetMetadataReader(), cancellation);
        outline.ReadReferences();
        outline.ReadTypes();
        outline.ReadFields();
        outline.ReadMethods();
        outline.ReadAttributes();
        outline.ReadResources(cli);
        return outline;
    }

    private static void Add<T>(Dictionary<string, T> to, string name, T value)
    {
        var unique = name;
        for (var i = 2; !to.TryAdd(unique, value); i++)
        {
            unique = $"{name} #{i}";
            if (i > 1_000)
            {
                throw new BadImageFormatException("A thousand things have one name.");
            }
        }
    }

    private void Row()
    {
        if (++_rows > MostRows)
        {
            throw new BadImageFormatException("There are too many rows.");
        }

        if (_rows % 1024 == 0)
        {
            _cancellation.ThrowIfCancellationRequested();
        }
    }

    private void ReadMethods()
    {
        using var hasher = new MethodHasher(_names, _image);
        foreach (var handle in _reader.MethodDefinitions)
        {
            Row();
            var method = _reader.GetMethodDefinition(handle);
            var native = (method.ImplAttributes & MethodImplAttributes.CodeTypeMask) != MethodImplAttributes.IL;
            var (code, size, strings) = native ? (Digest.Of([]), 0, []) : hasher.Hash(method.RelativeVirtualAddress);
            var outlined = new OutlinedMethod(Declare(method), code, size, strings);
            var name = _names.Of(handle);
            if (!Methods.TryAdd(name, outlined))
            {
                Add(Methods, $"{name}: {_names.Signature(method.Signature, SignatureText.Result)}", outlined);
            }
        }
    }

    private string Declare(MethodDefinition method)
    {
        var parameters = new List<string>();
        foreach (var handle in method.GetParameters())
        {
            Row();
            var parameter = _reader.GetParameter(handle);
            parameters.Add(
                $"{parameter.SequenceNumber} {parameter.Attributes} {_reader.GetString(parameter.Name)}"
                + Constant(parameter.GetDefaultValue()));
        }

        var import = method.GetImport();
        var native = import.Module.IsNil
            ? ""
            : $"; from {_names.Of(import.Module)} {_reader.GetString(import.Name)} {import.Attributes}";
        var result = _names.Signature(method.Signature, SignatureText.Result);
        return $"{method.Attributes}; {method.ImplAttributes}; {result}; {string.Join(", ", parameters)}{native}"
            + Generics(method.GetGenericParameters());
    }

    private string Generics(GenericParameterHandleCollection handles)
    {
        var generics = new List<string>();
        foreach (var handle in handles)
        {
            Row();
            var generic = _reader.GetGenericParameter(handle);
            var bounds = generic.GetConstraints().Select(c => _names.Of(_reader.GetGenericParameterConstraint(c).Type));
            generics.Add($"{_reader.GetString(generic.Name)} {generic.Attributes} {string.Join(", ", bounds)}");
        }

        return generics.Count == 0 ? "" : "; <" + string.Join("; ", generics) + ">";
    }

    private string Constant(ConstantHandle handle)
    {
        if (handle.IsNil)
        {
            return "";
        }

        var constant = _reader.GetConstant(handle);
        return constant.TypeCode == ConstantTypeCode.String
            ? $" = “{Encoding.Unicode.GetString(_reader.GetBlobContent(constant.Value).AsSpan())}”"
            : $" = {constant.TypeCode} {Hex(constant.Value)}";
    }

    private string Hex(BlobHandle blob) => Convert.ToHexStringLower(_reader.GetBlobContent(blob).AsSpan());
}
