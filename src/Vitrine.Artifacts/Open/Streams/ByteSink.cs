namespace Vitrine.Artifacts;

/// <summary>Takes the next bytes of something that is being unpacked; the span is valid during the call.</summary>
internal delegate void ByteSink(ReadOnlySpan<byte> bytes);
