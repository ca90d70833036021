using System.Collections.Immutable;

namespace Vitrine.Artifacts;

/// <summary>Gathers facts part by part: a part that is not well formed is a fault, and the others are still read.</summary>
internal sealed class FactsBuilder(string format, CancellationToken cancellation)
{
    /// <summary>Most symbols, texts or paths of each kind that are kept.</summary>
    public const int MostEach = 200_000;
    public const int LongestName = 4096;

    public HashSet<string> NeededSeen { get; } = new(StringComparer.Ordinal);

    public ImmutableArray<string>.Builder Needed { get; } = ImmutableArray.CreateBuilder<string>();

    public ImmutableArray<BinarySymbol>.Builder Imports { get; } = ImmutableArray.CreateBuilder<BinarySymbol>();

    public ImmutableArray<BinarySymbol>.Builder Exports { get; } = ImmutableArray.CreateBuilder<BinarySymbol>();

    public ImmutableArray<FactText>.Builder Details { get; } = ImmutableArray.CreateBuilder<FactText>();

    public ImmutableArray<FactText>.Builder Authors { get; } = ImmutableArray.CreateBuilder<FactText>();

    public ImmutableArray<ArtifactSigner>.Builder Signers { get; } = ImmutableArray.CreateBuilder<ArtifactSigner>();

    public ImmutableArray<BuildPath>.Builder BuildPaths { get; } = ImmutableArray.CreateBuilder<BuildPath>();

    public ImmutableArray<MemberFault>.Builder Faults { get; } = ImmutableArray.CreateBuilder<MemberFault>();

    public CancellationToken Cancellation => cancellation;

    public void Need(string library)
    {
        if (NeededSeen.Add(library) && Needed.Count < MostEach)
        {
            Needed.Add(library);
        }
    }

    public void Import(string library, string name, long offset) => Keep(Imports, new BinarySymbol(library, name, offset));

    public void Export(string name, long offset) => Keep(Exports, new BinarySymbol("", name, offset));

    public void Detail(string key, string value, long offset, bool isAuthor)
    {
        if (value.Length == 0)
        {
            return;
        }

        var text = new FactText(key, value, offset);
        Keep(Details, text);
        if (isAuthor)
        {
            Keep(Authors, text);
        }
    }

    public void Path(BuildPathKind kind, string path, long offset) => Keep(BuildPaths, new BuildPath(kind, path, offset));

    /// <summary>Reads one part.</summary>
    public void Part(Action read)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            read();
        }
        catch (ArtifactFormatException fault)
        {
            Faults.Add(new MemberFault(fault.Fault, fault.Offset, fault.Message));
        }
        catch (BadImageFormatException fault)
        {
            Faults.Add(new MemberFault(ArtifactFault.Malformed, -1, Printable.Shorten(Printable.Of(fault.Message))));
        }
    }

    private void Keep<T>(ImmutableArray<T>.Builder list, T item)
    {
        if (list.Count >= MostEach)
        {
            throw new ArtifactFormatException(format, ArtifactFault.LimitExceeded, -1, $"more than {MostEach} of a kind; the rest is not listed");
        }

        list.Add(item);
    }
}
