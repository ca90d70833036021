using System.Collections.Immutable;
using System.Formats.Tar;

namespace Vitrine.Release;

/// <summary>Reads the outputs as they come out of a sandbox.</summary>
/// <remarks>The stream is hostile: it is bounded before anything is kept, and only regular files with the recipe's own paths are taken.</remarks>
internal static class OutputArchive
{
    // Two headers, a long name and the padding of each file, and the end of the archive.
    private const long OverheadPerFile = 8 * 1024;
    private const long OverheadOfArchive = 64 * 1024;

    /// <summary>The outputs in the recipe's order; empty where the archive is not all of them.</summary>
    public static ImmutableArray<ReadOnlyMemory<byte>> Read(Stream pipe, Recipe recipe, Action tooLarge)
    {
        var most = recipe.Limits.OutputBytes + OverheadOfArchive + (OverheadPerFile * recipe.Outputs.Length);
        using var archive = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = pipe.Read(buffer)) > 0)
        {
            if (archive.Length + count > most)
            {
                tooLarge();
                return [];
            }

            archive.Write(buffer, 0, count);
        }

        archive.Position = 0;
        try
        {
            return Open(archive, recipe, tooLarge);
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or FormatException or InvalidOperationException)
        {
            return [];
        }
    }

    private static ImmutableArray<ReadOnlyMemory<byte>> Open(MemoryStream archive, Recipe recipe, Action tooLarge)
    {
        var outputs = new ReadOnlyMemory<byte>?[recipe.Outputs.Length];
        var total = 0L;
        using var reader = new TarReader(archive, leaveOpen: true);
        while (reader.GetNextEntry() is { } entry)
        {
            var index = recipe.Outputs.IndexOf(recipe.Outputs.FirstOrDefault(output => output.Path == entry.Name)!);
            if (index < 0 || outputs[index] is not null || entry.EntryType != TarEntryType.RegularFile)
            {
                return [];
            }

            total += entry.Length;
            if (total > recipe.Limits.OutputBytes)
            {
                tooLarge();
                return [];
            }

            if (entry.Length > archive.Length)
            {
                return [];
            }

            var bytes = new byte[entry.Length];
            entry.DataStream?.ReadExactly(bytes);
            outputs[index] = bytes;
        }

        return outputs.Any(output => output is null) ? [] : [.. outputs.Select(output => output!.Value)];
    }
}
