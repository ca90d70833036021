namespace Vitrine.Seals;

/// <summary>
/// The number of a distinct content within one open seal: 0 to n − 1, in the order of the first path that has it. It means nothing in another
/// seal, nor in the same one opened by another version.
/// </summary>
public readonly record struct ContentId(int Value);
