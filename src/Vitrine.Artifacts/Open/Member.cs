using System.Collections.Immutable;
using Vitrine.Proofs;

namespace Vitrine.Artifacts;

/// <summary>One entry of what was opened: the file itself, or something within it at any depth.</summary>
/// <param name="Path">
/// Where it lies, from the opened file's name on, joined by <c>!</c>: <c>a.deb!data.tar.xz!usr/lib/x.so</c>. The tar archive within a
/// compressed stream has no step of its own. Made safe to show: control characters and <c>!</c> of names are written <c>\u…</c>.
/// </param>
/// <param name="Format">What its bytes say that it is.</param>
/// <param name="Size">In bytes; as its container says where it could not be read.</param>
/// <param name="Digest">SHA-256 of its bytes; zeros where <see cref="HasContent"/> is false.</param>
public sealed record Member(string Path, ArtifactFormat Format, long Size, Digest Digest)
{
    /// <summary>Its name as its container has it, for people; may hold anything.</summary>
    public required string Name { get; init; }

    /// <summary>Its place in <see cref="MemberTree.Members"/>.</summary>
    public required int Index { get; init; }

    /// <summary>The place of the member that holds it; −1 for the file itself.</summary>
    public required int Parent { get; init; }

    /// <summary>Members around it.</summary>
    public required int Depth { get; init; }

    /// <summary>File, folder, link or device.</summary>
    public MemberKind Kind { get; init; }

    /// <summary>Whether its bytes were read and are those of <see cref="Digest"/>.</summary>
    public bool HasContent { get; init; }

    /// <summary>Unix mode's lower twelve bits, setuid and setgid among them; null where its container has none.</summary>
    public int? Mode { get; init; }

    /// <summary>The owner's user number; null where its container has none.</summary>
    public long? Owner { get; init; }

    /// <summary>Where a link leads; null for other kinds.</summary>
    public string? Link { get; init; }

    /// <summary>Names of extended attributes, such as <c>security.capability</c>.</summary>
    public ImmutableArray<string> Attributes { get; init; } = [];

    /// <summary>What is unusual about its name or link. Nothing is ever written where a name says.</summary>
    public MemberOddities Oddities { get; init; }

    /// <summary>For a compressed stream, what it unpacks to; null for others and where it could not be unpacked.</summary>
    public Unpacked? Content { get; init; }

    /// <summary>Why it, or a part of what it holds, was not opened; null where nothing stood in the way.</summary>
    public MemberFault? Fault { get; init; }
}

/// <summary>What a compressed stream unpacks to.</summary>
/// <param name="Format">What the bytes say that they are.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Digest">SHA-256.</param>
public sealed record Unpacked(ArtifactFormat Format, long Size, Digest Digest);

/// <summary>Why a member was not opened.</summary>
/// <param name="Reason">The closed reason.</param>
/// <param name="Offset">Where, in bytes from the start of the member; −1 where no one place is at fault.</param>
/// <param name="Message">For people.</param>
public sealed record MemberFault(ArtifactFault Reason, long Offset, string Message);

/// <summary>What kind of entry a member is.</summary>
public enum MemberKind
{
    /// <summary>Bytes.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link.</summary>
    SymbolicLink,

    /// <summary>A further name of another member's bytes.</summary>
    HardLink,

    /// <summary>A device, pipe or socket.</summary>
    Special,
}

/// <summary>What about a member's name or link could harm whoever unpacks carelessly.</summary>
[Flags]
public enum MemberOddities
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The name begins at the root of a file system or names a drive.</summary>
    AbsoluteName = 1,

    /// <summary>The name has a step upwards.</summary>
    StepsUp = 2,

    /// <summary>An earlier member of the same container has the same name.</summary>
    DuplicateName = 4,

    /// <summary>The name is empty, or holds control, format or direction characters.</summary>
    UnsafeCharacters = 8,

    /// <summary>The link leads to a place from the root of the file system.</summary>
    AbsoluteLink = 16,

    /// <summary>The link leads out of the container.</summary>
    LinkLeaves = 32,
}
