namespace Vitrine.Origin;

/// <summary>What kind of content a feature is. The numbers are part of the corpus format (docs/formats/origin.md).</summary>
public enum FeatureClass
{
    /// <summary>A string literal, digits masked.</summary>
    Text = 0,

    /// <summary>A string literal that names a version, digits kept.</summary>
    Version = 1,

    /// <summary>A name that the file gives to others: an exported symbol, a .NET type or member.</summary>
    Name = 2,

    /// <summary>A name that the file takes from others.</summary>
    Import = 3,

    /// <summary>A constant of 32 or 64 bits in code.</summary>
    Constant = 4,

    /// <summary>32 aligned bytes of read-only or initial data.</summary>
    Table = 5,

    /// <summary>A function's sequence of operations.</summary>
    Function = 6,
}

/// <summary>Classes that fail together: what plants strings plants versions too. A list hit needs two of these.</summary>
public enum FeatureGroup
{
    /// <summary>String literals.</summary>
    Text = 0,

    /// <summary>Names given and taken.</summary>
    Names = 1,

    /// <summary>Constants and tables.</summary>
    Data = 2,

    /// <summary>Functions' shape.</summary>
    Code = 3,
}

/// <summary>Words and groups of <see cref="FeatureClass"/>.</summary>
public static class FeatureClasses
{
    /// <summary>How many classes there are.</summary>
    public const int Count = 7;

    /// <summary>How many groups there are.</summary>
    public const int Groups = 4;

    /// <summary>The group that a class belongs to.</summary>
    public static FeatureGroup Group(this FeatureClass kind) => kind switch
    {
        FeatureClass.Text or FeatureClass.Version => FeatureGroup.Text,
        FeatureClass.Name or FeatureClass.Import => FeatureGroup.Names,
        FeatureClass.Constant or FeatureClass.Table => FeatureGroup.Data,
        FeatureClass.Function => FeatureGroup.Code,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The class in lower case, as in JSON.</summary>
    public static string ToWord(this FeatureClass kind) => kind switch
    {
        FeatureClass.Text => "text",
        FeatureClass.Version => "version",
        FeatureClass.Name => "name",
        FeatureClass.Import => "import",
        FeatureClass.Constant => "constant",
        FeatureClass.Table => "table",
        FeatureClass.Function => "function",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The group in lower case, as in JSON.</summary>
    public static string ToWord(this FeatureGroup group) => group switch
    {
        FeatureGroup.Text => "text",
        FeatureGroup.Names => "names",
        FeatureGroup.Data => "data",
        FeatureGroup.Code => "code",
        _ => throw new ArgumentOutOfRangeException(nameof(group)),
    };
}
