namespace Vitrine.Seals;

/// <summary>Side data of some contents of an open seal.</summary>
/// <param name="Contents">By the number under which a content was added: which of the seal it is, or null if the seal has no such content (another seal that shares the pack has).</param>
/// <param name="Data">What the builder made. It is good for as long as a <see cref="OpenSeal.Use"/> is held.</param>
internal sealed record Segment(IReadOnlyList<ContentId?> Contents, ReadOnlyMemory<byte> Data);

/// <summary>Where side data of a pack lie, how long they are, and the key that opens them. A manifest holds it for each pack that it needs.</summary>
internal sealed record SegmentPlace(string Pack, string Name, long Size, byte[] Key);
