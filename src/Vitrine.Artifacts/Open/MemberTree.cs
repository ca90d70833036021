using System.Collections.Immutable;

namespace Vitrine.Artifacts;

/// <summary>Everything that one file holds, at every depth.</summary>
/// <param name="Members">Each container before what it holds, in the container's order; the opened file itself is the first.</param>
/// <param name="UnpackedBytes">Bytes that were unpacked in all.</param>
public sealed partial record MemberTree(ImmutableArray<Member> Members, long UnpackedBytes)
{
    /// <summary>The opened file itself.</summary>
    public Member Root => Members[0];

    /// <summary>Whether everything that it holds was opened.</summary>
    public bool IsComplete => Members.All(member => member.Fault is null);

    /// <summary>Those of which something was not opened.</summary>
    public IEnumerable<Member> Faulty => Members.Where(member => member.Fault is not null);
}
