using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vitrine.Seals;

/// <summary>Finds bytes of a class so many of which follow each other. Looks at the last byte of where a run might be first: where that is none of the class, all of it is passed over.</summary>
internal sealed class RunFinder(RequiredRun run) : ILineFinder
{
    private readonly bool[] _members = run.Members;

    /// <inheritdoc/>
    public int Longest { get; } = run.Length;

    /// <inheritdoc/>
    public int Find(ReadOnlySpan<byte> text)
    {
        ref var bytes = ref MemoryMarshal.GetReference(text);
        ref var members = ref MemoryMarshal.GetArrayDataReference(_members);

        // From first on to before known all bytes are of the class.
        var (first, known) = (0, 0);
        while (text.Length - first >= Longest)
        {
            var last = first + Longest - 1;
            var at = last;
            while (at >= known && Unsafe.Add(ref members, Unsafe.Add(ref bytes, at)))
            {
                at = unchecked(at - 1);
            }

            if (at < known)
            {
                return first;
            }

            (first, known) = (at + 1, last + 1);
        }

        return -1;
    }
}
