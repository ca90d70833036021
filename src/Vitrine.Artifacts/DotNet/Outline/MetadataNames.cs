using System.Reflection.Metadata;

namespace Vitrine.Artifacts;

/// <summary>
/// Names for metadata tokens that are the same in two builds, whatever numbers the tokens have. Bounded, since signatures of a
/// hostile file may nest and refer to one another: deep or long ones end in <see cref="BadImageFormatException"/>, as do all
/// other faults of metadata.
/// </summary>
internal sealed class MetadataNames(MetadataReader reader)
{
    private const int MaxDepth = 128;
    private const int LongestName = 32 * 1024;
    private const int MostCharacters = 64 << 20;

    private readonly Dictionary<EntityHandle, string> _names = [];
    private int _depth;
    private int _characters;

    public MetadataReader Reader => reader;

    /// <summary>
    /// The full name of what a token stands for, with the parameters of methods and the types of fields that are referred to.
    /// </summary>
    public string Of(EntityHandle handle)
    {
        if (handle.IsNil)
        {
            return "";
        }

        if (_names.TryGetValue(handle, out var known))
        {
            return known;
        }

        Enter(0);
        var name = Resolve(handle);
        Leave();
        _characters += name.Length;
        if (name.Length > LongestName || _characters > MostCharacters)
        {
            throw new BadImageFormatException("Names are too long.");
        }

        return _names[handle] = name;
    }

    /// <summary>One level deeper; names and signatures are counted together, since each may hold the other.</summary>
    public void Enter(int length)
    {
        if (++_depth > MaxDepth || length > LongestName)
        {
            throw new BadImageFormatException("Names are nested too deeply or too long.");
        }
    }

    public void Leave() => _depth--;

    /// <summary>A type's name with its namespace; nested ones after a slash.</summary>
    public string OfType(TypeDefinition type)
    {
        var outer = type.GetDeclaringType();
        return outer.IsNil ? Join(type.Namespace, type.Name) : $"{Of(outer)}/{reader.GetString(type.Name)}";
    }

    /// <summary>A method with its parameters' types: <c>Shop.Basket.Add(int)</c>.</summary>
    public string OfMethod(MethodDefinition method) =>
        Of(method.GetDeclaringType()) + "." + reader.GetString(method.Name)
        + Signature(method.Signature, SignatureText.Parameters);

    /// <summary>A signature in words.</summary>
    public string Signature(BlobHandle blob, SignatureText part)
    {
        var text = new SignatureReader(this, reader.GetBlobReader(blob)).Read();
        return part switch
        {
            SignatureText.Parameters => text.Parameters,
            SignatureText.Result => text.Result,
            _ => text.Result + text.Parameters,
        };
    }

    private string Resolve(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                return OfType(reader.GetTypeDefinition((TypeDefinitionHandle)handle));
            case HandleKind.TypeReference:
                var reference = reader.GetTypeReference((TypeReferenceHandle)handle);
                return reference.ResolutionScope.Kind == HandleKind.TypeReference
                    ? $"{Of(reference.ResolutionScope)}/{reader.GetString(reference.Name)}"
                    : Join(reference.Namespace, reference.Name);
            case HandleKind.TypeSpecification:
                var type = reader.GetTypeSpecification((TypeSpecificationHandle)handle);
                return new SignatureReader(this, reader.GetBlobReader(type.Signature)).ReadType();
            case HandleKind.MethodDefinition:
                return OfMethod(reader.GetMethodDefinition((MethodDefinitionHandle)handle));
            case HandleKind.FieldDefinition:
                var field = reader.GetFieldDefinition((FieldDefinitionHandle)handle);
                return Of(field.GetDeclaringType()) + "." + reader.GetString(field.Name);
            case HandleKind.MemberReference:
                var member = reader.GetMemberReference((MemberReferenceHandle)handle);
                return $"{Of(member.Parent)}.{reader.GetString(member.Name)}{Signature(member.Signature, SignatureText.All)}";
            case HandleKind.MethodSpecification:
                var method = reader.GetMethodSpecification((MethodSpecificationHandle)handle);
                return Of(method.Method) + Signature(method.Signature, SignatureText.All);
            case HandleKind.StandaloneSignature:
                return Signature(reader.GetStandaloneSignature((StandaloneSignatureHandle)handle).Signature, SignatureText.All);
            case HandleKind.AssemblyReference:
                return reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)handle).Name);
            case HandleKind.ModuleReference:
                return reader.GetString(reader.GetModuleReference((ModuleReferenceHandle)handle).Name);
            case HandleKind.AssemblyDefinition:
                return "assembly";
            case HandleKind.ModuleDefinition:
                return "module";
            case HandleKind.Parameter:
                return "parameter " + reader.GetString(reader.GetParameter((ParameterHandle)handle).Name);
            case HandleKind.GenericParameter:
                var generic = reader.GetGenericParameter((GenericParameterHandle)handle);
                return $"{Of(generic.Parent)}<{reader.GetString(generic.Name)}>";
            case HandleKind.PropertyDefinition:
                return "property " + reader.GetString(reader.GetPropertyDefinition((PropertyDefinitionHandle)handle).Name);
            case HandleKind.EventDefinition:
                return "event " + reader.GetString(reader.GetEventDefinition((EventDefinitionHandle)handle).Name);
            case HandleKind.InterfaceImplementation:
                return "interface " + Of(reader.GetInterfaceImplementation((InterfaceImplementationHandle)handle).Interface);
            default:
                return handle.Kind.ToString();
        }
    }

    private string Join(StringHandle space, StringHandle name) =>
        space.IsNil ? reader.GetString(name) : reader.GetString(space) + "." + reader.GetString(name);
}

/// <summary>Which part of a signature is wanted.</summary>
internal enum SignatureText
{
    /// <summary>All of it.</summary>
    All,

    /// <summary>A method's parameters in brackets.</summary>
    Parameters,

    /// <summary>A method's result, or the type of anything else.</summary>
    Result,
}
