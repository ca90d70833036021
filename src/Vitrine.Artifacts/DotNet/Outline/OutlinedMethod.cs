using System.Collections.Immutable;
using Vitrine.Proofs;

namespace Vitrine.Artifacts;

/// <summary>A method as it is compared: its declaration and its code, with tokens as names.</summary>
/// <param name="Declaration">Attributes, result, parameters' names and defaults, native import, in words.</param>
/// <param name="Code">Hash of all code with string literals left out.</param>
/// <param name="CodeSize">Bytes of intermediate language.</param>
/// <param name="Strings">String literals, in the order of the code.</param>
internal sealed record OutlinedMethod(string Declaration, Digest Code, int CodeSize, ImmutableArray<string> Strings);
