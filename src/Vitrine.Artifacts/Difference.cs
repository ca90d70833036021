namespace Vitrine.Artifacts;

/// <summary>What it is that differs.</summary>
public enum DifferenceKind
{
    /// <summary>A member of an archive that only one side has, or whose mode or owner differs.</summary>
    Member,

    /// <summary>A section or segment of an image.</summary>
    Section,

    /// <summary>A function of native code, by its symbol.</summary>
    Function,

    /// <summary>A method of .NET code.</summary>
    Method,

    /// <summary>A type that only one side has, or whose shape differs.</summary>
    Type,

    /// <summary>A field: its type, attributes, constant or initial data.</summary>
    Field,

    /// <summary>A custom attribute.</summary>
    Attribute,

    /// <summary>An assembly or module that is referred to.</summary>
    Reference,

    /// <summary>An embedded resource.</summary>
    Resource,

    /// <summary>A string literal of .NET code.</summary>
    String,

    /// <summary>Bytes that nothing finer names.</summary>
    Bytes,

    /// <summary>Nothing was compared: a side was refused. The name is the <see cref="ArtifactFault"/> in its word.</summary>
    Refusal,
}

/// <summary>A difference that no normaliser explains.</summary>
/// <param name="Member">Path of the member within the artifact, parts joined by <c>!/</c>; empty for the artifact itself.</param>
/// <param name="Kind">What it is that differs.</param>
/// <param name="Name">Its name: a section, a method with its parameters, a resource …</param>
/// <param name="What">How it differs, in words.</param>
public sealed record Difference(string Member, DifferenceKind Kind, string Name, string What);

/// <summary>The words for <see cref="DifferenceKind"/> and <see cref="ExplanationKind"/>.</summary>
public static class DifferenceWords
{
    /// <summary>The kind in lower case, as in JSON.</summary>
    public static string ToWord(this DifferenceKind kind) => kind switch
    {
        DifferenceKind.Member => "member",
        DifferenceKind.Section => "section",
        DifferenceKind.Function => "function",
        DifferenceKind.Method => "method",
        DifferenceKind.Type => "type",
        DifferenceKind.Field => "field",
        DifferenceKind.Attribute => "attribute",
        DifferenceKind.Reference => "reference",
        DifferenceKind.Resource => "resource",
        DifferenceKind.String => "string",
        DifferenceKind.Bytes => "bytes",
        DifferenceKind.Refusal => "refusal",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The kind in lower case, as in JSON.</summary>
    public static string ToWord(this ExplanationKind kind) => kind switch
    {
        ExplanationKind.Signature => "signature",
        ExplanationKind.Derived => "derived",
        ExplanationKind.Metadata => "metadata",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
