using System.Text;

namespace Vitrine.Seals;

/// <summary>
/// The indexes of definitions that a vendor sealed with the tree: files named <c>index.scip</c> in the scope, each about the files under its folder. What such an index says counts where the name stands on
/// the line that it says, so that one of another version shows nothing that is not there.
/// </summary>
internal sealed class VendorIndex
{
    private const string FileName = "index.scip";
    private const int Most = 16;

    private readonly List<(string Folder, ScipIndex Index)> _indexes = [];

    /// <summary>Why one is not used, a sentence.</summary>
    public string? Fault { get; private set; }

    /// <summary>Those of a scope.</summary>
    public static VendorIndex Of(ScopedSeal seal)
    {
        var found = new VendorIndex();
        foreach (var file in seal.Files.Where(file => file.Path == FileName || file.Path.EndsWith("/" + FileName, StringComparison.Ordinal)).OrderByDescending(file => file.Path.Length).Take(Most))
        {
            try
            {
                if (file.Mode is SealedMode.Regular or SealedMode.Executable && file.Size <= ScipIndex.MaxBytes)
                {
                    found._indexes.Add((file.Path[..^FileName.Length], ScipIndex.Read(seal.Read(file.Path).Span)));
                }
            }
            catch (Exception unusable) when (unusable is ScipFormatException or SealStoreException)
            {
                found.Fault = $"{file.Path} is not used. {unusable.Message}";
            }
        }

        return found;
    }

    /// <summary>What the index says of a file; null where it says nothing, or most of it does not stand there.</summary>
    public IReadOnlyList<Symbol>? Of(string path, ReadOnlyMemory<byte> utf8)
    {
        foreach (var (folder, index) in _indexes)
        {
            if (path.StartsWith(folder, StringComparison.Ordinal) && index.Of(path[folder.Length..]) is { Count: > 0 } symbols)
            {
                var text = new SealText(utf8);
                var standing = symbols.Where(symbol => symbol.Line <= text.LineCount && Stands(text.LineBytes(symbol.Line).Span, Encoding.UTF8.GetBytes(symbol.Name))).ToList();
                return standing.Count * 2 >= symbols.Count ? standing : null;
            }
        }

        return null;
    }

    private static bool Stands(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name)
    {
        for (var from = 0; line[from..].IndexOf(name) is >= 0 and var found; from += found + name.Length)
        {
            if (LexedLine.IsWord(line, from + found, name.Length))
            {
                return true;
            }
        }

        return false;
    }
}
