using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Vitrine.Artifacts;

/// <summary>Where in the file the metadata tables say where things are.</summary>
internal static class MetadataRows
{
    /// <summary>What is said to be somewhere.</summary>
    public enum Kind
    {
        /// <summary>Bodies of methods.</summary>
        Methods,

        /// <summary>Initial data of fields.</summary>
        FieldData,
    }

    /// <summary>Offsets of the fields that hold an RVA other than 0: the first column of these tables.</summary>
    /// <exception cref="ArtifactFormatException">The metadata contradict themselves.</exception>
    public static ImmutableArray<long> Rvas(PeImage image, CliImage cli, Kind kind)
    {
        var table = kind == Kind.Methods ? TableIndex.MethodDef : TableIndex.FieldRva;
        try
        {
            var metadata = ImmutableArray.Create(image.View.Slice(cli.MetadataOffset, cli.MetadataSize));
            using var provider = MetadataReaderProvider.FromMetadataImage(metadata);
            var reader = provider.GetMetadataReader();
            var start = cli.MetadataOffset + reader.GetTableMetadataOffset(table);
            var size = reader.GetTableRowSize(table);
            var fields = Enumerable.Range(0, reader.GetTableRowCount(table)).Select(row => start + ((long)row * size));
            return [.. fields.Where(field => image.View.U32(field) != 0)];
        }
        catch (BadImageFormatException fault)
        {
            throw new ArtifactFormatException(".NET", ArtifactFault.Malformed, cli.MetadataOffset, fault.Message);
        }
    }
}
